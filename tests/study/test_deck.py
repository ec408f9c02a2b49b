"""A deck's page: what is due, how well it is known, and every card with its mastery."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Note, Section
from studyapp.study.aside import suspend
from tests.factories import make_card, make_cards, make_classroom, make_deck, make_history


def page_of(client: Client, deck: Deck) -> str:
    return client.get(reverse("study:deck", args=[deck.slug])).content.decode()


def test_the_button_names_what_is_due_before_what_is_new(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 4)
    assert "Study 4 new cards" in page_of(signed_in, deck)
    make_history(ada, deck, 4, 4, at=timezone.now() - timedelta(days=20))
    assert "Study 2 due cards" in page_of(signed_in, deck)


def test_new_cards_are_offered_as_far_as_the_day_allows(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    ada.new_cards_a_day = 1
    ada.save()
    make_cards(deck, 4)
    assert "Study 1 new card<" in page_of(signed_in, deck)


def test_with_nothing_to_do_the_next_day_is_named(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    make_history(ada, deck, 3, at=timezone.now())
    page = page_of(signed_in, deck)
    assert "Nothing to study right now." in page
    assert "The next card comes tomorrow." in page
    assert "Study " not in page.split("<main")[1].split("Mastery")[0]


def test_a_deck_without_cards_says_so(signed_in: Client, deck: Deck) -> None:
    page = page_of(signed_in, deck)
    assert "This deck has no cards yet." in page
    assert "Nothing to study right now." in page
    assert "0 cards by mastery" in page


def test_a_deck_names_the_notes_it_goes_with(signed_in: Client, deck: Deck) -> None:
    assert "Goes with" not in page_of(signed_in, deck)
    for place, slug in enumerate(("rising", "kneading", "gone")):
        Note.objects.create(slug=slug, title=slug.title(), deck=deck, position=9 - place)
    Note.objects.filter(slug="gone").update(archived_at=timezone.now())
    beside = page_of(signed_in, deck).split("Goes with")[1]
    kneading, rising = (reverse("study:note", args=[slug]) for slug in ("kneading", "rising"))
    assert 0 < beside.index(kneading) < beside.index(rising)
    assert "Gone" not in beside


def test_a_deck_not_started_offers_its_note(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    assert "Read the note first" not in page_of(signed_in, deck)
    note = Note.objects.create(slug="why-bread-rises", title="Why bread rises", deck=deck, body="x")
    page = page_of(signed_in, deck)
    assert "Read the note first" in page
    assert reverse("study:note", args=[note.slug]) in page
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    assert "Read the note first" not in page_of(signed_in, deck)


def test_mastery_coverage_and_own_ratings_are_shown_and_explained(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 4)
    make_history(ada, deck, 5, 1, at=timezone.now())
    page = page_of(signed_in, deck)
    assert "How is this computed?" in page
    assert "<dt>Seen</dt><dd>50%</dd>" in page
    assert "<dt>Your own ratings</dt><dd>30%</dd>" in page


def test_a_card_shows_its_faded_mastery(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    make_history(ada, deck, 5, at=timezone.now() - timedelta(days=30))
    page = page_of(signed_in, deck)
    assert "3 With effort" in page
    assert "5 Perfectly</span>" not in page.split("<ol")[1]


def test_archived_and_draft_cards_leave_list_and_count(signed_in: Client, boole: User) -> None:
    deck = make_deck(boole, visibility="public")
    cards = make_cards(deck, 3)
    cards[0].archive()
    make_card(deck, "draft", front="Unready", status="draft")
    Note.objects.create(slug="unready", title="Unready", deck=deck, status="draft")
    page = page_of(signed_in, deck)
    assert "front 0" not in page
    assert "Unready" not in page
    assert "Draft" not in page
    assert "<dt>Cards</dt><dd>2</dd>" in page
    found = signed_in.get(reverse("study:deck_list"), {"q": "unready"}).content.decode()
    assert deck.title not in found.split("<main")[1]


def test_drafts_are_shown_and_marked_to_those_who_may_edit(signed_in: Client, deck: Deck) -> None:
    draft = make_card(deck, front="Unready", status="draft")
    Note.objects.create(slug="unready", title="Unready note", deck=deck, status="draft")
    page = page_of(signed_in, deck)
    assert "Unready" in page
    assert page.count('<span class="tag">Draft</span>') == 2
    assert reverse("library:card_edit", args=[draft.pk]) in page
    assert reverse("study:card_star", args=[draft.pk]) not in page
    assert "Nothing to study right now." in page
    assert "<dt>Cards</dt><dd>0</dd>" in page


def test_cards_stand_in_their_sections(signed_in: Client, deck: Deck) -> None:
    section = Section.objects.create(deck=deck, key="two", number="2.1", title="Yeast")
    make_card(deck, section=section)
    page = page_of(signed_in, deck)
    assert "2.1 Yeast" in page


def test_two_cards_with_the_same_front_are_allowed(signed_in: Client, deck: Deck) -> None:
    make_card(deck, "one")
    make_card(deck, "two")
    assert page_of(signed_in, deck).count("Which gas makes dough rise?</a>") == 2


def test_only_who_may_edit_is_offered_it(
    signed_in: Client, ada: User, boole: User, deck: Deck
) -> None:
    card = make_card(deck)
    edit = reverse("library:card_edit", args=[card.pk])
    assert edit in page_of(signed_in, deck)
    shared = make_deck(boole, "shared", visibility="public")
    foreign = make_card(shared)
    assert reverse("library:card_edit", args=[foreign.pk]) not in page_of(signed_in, shared)


def test_what_others_know_is_not_shown(signed_in: Client, carol: User, boole: User) -> None:
    deck = make_deck(boole, visibility="public")
    make_cards(deck, 1)
    make_history(carol, deck, 5, at=timezone.now())
    page = page_of(signed_in, deck)
    assert "<dt>Seen</dt><dd>0%</dd>" in page
    assert "Carol" not in page


@pytest.mark.parametrize("who", ["carol", "boole"])
def test_a_private_deck_is_its_authors_alone(
    client: Client, deck: Deck, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("study:deck", args=[deck.slug])).status_code == 404


def test_a_class_deck_is_its_class_s(
    signed_in: Client, ada: User, carol: User, boole: User
) -> None:
    classroom = make_classroom(boole, ada)
    deck = make_deck(boole, visibility="class", classroom=classroom)
    url = reverse("study:deck", args=[deck.slug])
    assert signed_in.get(url).status_code == 200
    browser = Client()
    browser.force_login(carol)
    assert browser.get(url).status_code == 404


def test_an_archived_deck_is_not_found(signed_in: Client, deck: Deck) -> None:
    Deck.objects.update(archived_at=timezone.now())
    assert signed_in.get(reverse("study:deck", args=[deck.slug])).status_code == 404


def test_a_card_whose_memory_fades_says_what_was_said(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    make_history(ada, deck, 5, at=timezone.now() - timedelta(days=2))
    assert "fading" not in page_of(signed_in, deck)
    ada.memories.update(last_day=timezone.now().date() - timedelta(days=200))
    page = page_of(signed_in, deck)
    assert "2 Barely" in page
    assert "fading, you said 5" in page


def test_the_other_side_of_a_card_set_aside_today_is_not_promised(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    for key in ("gas", "gas-back"):
        make_card(deck, key, sibling_key="gas")
    for days_ago in (40, 39):  # of one note only one side a day
        make_history(ada, deck, 4, at=timezone.now() - timedelta(days=days_ago))
    assert "Study 1 due card" in page_of(signed_in, deck)
    rated = make_history(ada, deck, 4, at=timezone.now())[0]
    suspend(ada, rated.card, on=True, at=timezone.now())
    assert "Study 1 due card" not in page_of(signed_in, deck)
    tile = signed_in.get(reverse("study:deck_list")).content.decode()
    assert "1 due" not in tile
