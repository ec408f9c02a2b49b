"""A session's plan: what is due, then new cards as far as the day allows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.aside import suspend
from studyapp.study.models import Session
from tests.factories import make_card, make_cards, make_classroom, make_deck, make_history
from tests.study.page import open_page, press, start

URL = reverse("study:session_start")


def new_in(session: Session) -> list[int]:
    return [planned.card for planned in session.planned if planned.new]


def test_due_cards_come_before_new_ones(signed_in: Client, ada: User, deck: Deck) -> None:
    cards = make_cards(deck, 3)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    session = start(signed_in, deck)
    assert [planned.card for planned in session.planned] == [card.pk for card in cards]
    assert new_in(session) == [card.pk for card in cards[1:]]


def test_what_is_most_forgotten_comes_first(signed_in: Client, ada: User, deck: Deck) -> None:
    first, second = make_cards(deck, 2)
    make_history(ada, deck, 5, 3, at=timezone.now() - timedelta(days=60))
    session = start(signed_in, deck)
    assert [planned.card for planned in session.planned] == [second.pk, first.pk]


def test_the_same_button_again_goes_on_with_the_open_session(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    press(signed_in, session, 4)
    assert start(signed_in, deck) == session


def test_a_finished_session_is_not_opened_again(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    press(signed_in, session, 4)
    make_card(deck)
    assert start(signed_in, deck) != session


def test_the_new_cards_of_a_day_count_over_all_decks(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    ada.new_cards_a_day = 3
    ada.save()
    other = make_deck(ada, "cheese")
    make_cards(deck, 5)
    make_cards(other, 5)
    session = start(signed_in, deck)
    assert len(new_in(session)) == 3
    press(signed_in, session, 4)
    press(signed_in, session, 4)
    assert len(new_in(start(signed_in, other))) == 1


def test_two_open_sessions_share_the_new_cards_of_the_day(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    ada.new_cards_a_day = 2
    ada.save()
    other = make_deck(ada, "cheese")
    make_cards(deck, 2)
    make_cards(other, 2)
    first, second = start(signed_in, deck), start(signed_in, other)
    for session in (first, first):
        press(signed_in, session, 4)
    assert "Nothing rated yet." in open_page(signed_in, second)
    assert StudyDay.objects.get().new_cards == 2


def test_everything_that_is_due_brings_new_cards_of_started_decks_only(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    cards = make_cards(deck, 2)
    make_cards(make_deck(ada, "cheese"), 2)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    session = start(signed_in, None)
    assert [planned.card for planned in session.planned] == [card.pk for card in cards]


def test_cards_of_one_note_are_not_asked_on_the_same_day(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2, sibling_key="note")
    lone = make_card(deck, position=9)
    session = start(signed_in, deck)
    assert len(session.planned) == 2
    press(signed_in, session, 4)
    press(signed_in, session, 4)
    assert signed_in.post(URL, {"deck": deck.slug}).headers["Location"] == reverse(
        "study:deck", args=[deck.slug]
    )
    assert lone.memories.count() == 1


def test_of_two_due_cards_of_one_note_one_waits_a_day(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2, sibling_key="note")
    now = timezone.now()
    make_history(ada, deck, 4, at=now - timedelta(days=20))
    make_history(ada, deck, 4, at=now - timedelta(days=19))
    assert ada.memories.filter(due_at__lt=now).count() == 2
    assert len(start(signed_in, deck).planned) == 1


def test_cards_set_aside_are_not_planned(signed_in: Client, ada: User, deck: Deck) -> None:
    first, second = make_cards(deck, 2)
    suspend(ada, first, on=True, at=timezone.now())
    assert new_in(start(signed_in, deck)) == [second.pk]


def test_drafts_and_archived_cards_are_not_planned(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_card(deck, "draft", status="draft")
    make_card(deck, "old").archive()
    card = make_card(deck)
    assert new_in(start(signed_in, deck)) == [card.pk]


@pytest.mark.parametrize(("due", "usual", "kept"), [(31, 10, 10), (30, 10, 30)])
def test_after_a_pause_only_the_usual_amount_is_asked(
    signed_in: Client, ada: User, deck: Deck, due: int, usual: int, kept: int
) -> None:
    ada.new_cards_a_day = 100
    ada.save()
    cards = make_cards(deck, due + 5)
    long_ago = timezone.now() - timedelta(days=90)
    make_history(ada, deck, *[4] * due, at=long_ago)
    StudyDay.objects.update(cards=usual, new_cards=usual)
    session = start(signed_in, deck)
    assert sum(not planned.new for planned in session.planned) == kept
    page = open_page(signed_in, session)
    deck_page = signed_in.get(reverse("study:deck", args=[deck.slug])).content.decode()
    if kept < due:
        assert new_in(session) == []
        assert f"Welcome back. {kept} of {due} due cards are fine for today." in page
        assert f"Welcome back. {due} cards waited for you; {kept} of them today" in deck_page
    else:
        assert new_in(session) == [card.pk for card in cards[due:]]
        assert "Welcome back" not in page + deck_page


def test_where_nothing_is_to_be_studied_the_deck_says_so(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    response = signed_in.post(URL, {"deck": deck.slug}, follow=True)
    assert "Nothing to study right now." in response.content.decode()
    assert not Session.objects.exists()


def test_nothing_due_at_all_leads_to_today(signed_in: Client) -> None:
    assert signed_in.post(URL).headers["Location"] == reverse("progress:today")


@pytest.mark.parametrize("slug", ["no-such-deck", "\0", "x" * 10_000, "../admin"])
def test_a_deck_that_is_not_there_is_not_found(signed_in: Client, slug: str) -> None:
    assert signed_in.post(URL, {"deck": slug}).status_code == 404
    assert not Session.objects.exists()


def test_a_deck_of_someone_else_is_not_found(signed_in: Client, carol: User, boole: User) -> None:
    private = make_deck(carol, "cheese")
    class_only = make_deck(
        boole, "class", visibility="class", classroom=make_classroom(boole, carol)
    )
    archived = make_deck(carol, "old", visibility="public", archived_at=timezone.now())
    for deck in (private, class_only, archived):
        make_card(deck)
        assert signed_in.post(URL, {"deck": deck.slug}).status_code == 404
    assert not Session.objects.exists()


def test_a_deck_of_ones_class_is_studied(signed_in: Client, ada: User, boole: User) -> None:
    deck = make_deck(boole, "class", visibility="class", classroom=make_classroom(boole, ada))
    card = make_card(deck)
    assert new_in(start(signed_in, deck)) == [card.pk]


def test_who_left_the_class_no_longer_studies_its_deck(
    signed_in: Client, ada: User, boole: User
) -> None:
    classroom = make_classroom(boole, ada)
    deck = make_deck(boole, "class", visibility="class", classroom=classroom)
    make_card(deck)
    classroom.enrolments.filter(user=ada).update(left_at=timezone.now())
    assert signed_in.post(URL, {"deck": deck.slug}).status_code == 404
