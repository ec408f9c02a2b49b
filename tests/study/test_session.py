"""The question page: one card asked, the next four behind it, nothing given away."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.aside import bury, suspend
from studyapp.study.models import Session
from tests.factories import make_card, make_cards, make_deck, make_history, rate
from tests.study.page import open_page, progress_in, start, turns_in, url_of


def test_the_page_holds_the_card_asked_and_the_next_four(signed_in: Client, deck: Deck) -> None:
    cards = make_cards(deck, 7)
    page = open_page(signed_in, start(signed_in, deck))
    assert [turn.card for turn in turns_in(page)] == [card.pk for card in cards[:5]]
    assert len({turn.presentation_id for turn in turns_in(page)}) == 5
    assert page.count("<template data-card=") == 4
    assert progress_in(page) == (0, 7)
    assert "How well did you know this?" in page


def test_five_buttons_rate_in_the_words_of_the_scale(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    page = open_page(signed_in, start(signed_in, deck))
    assert re.findall(r'name="rating" value="(\d)"', page) == ["1", "2", "3", "4", "5"]
    for label in ("Not at all", "Barely", "With effort", "Well", "Perfectly"):
        assert label in page
    assert "I had the answer, slowly or unsure" in page


def test_each_button_says_when_the_card_returns_unless_that_is_switched_off(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    page = open_page(signed_in, session)
    for returns in ("1 min", "10 min", "1 day", "2 days"):
        assert f"{returns}</small>" in page
    ada.shows_intervals = False
    ada.save()
    assert "</small>" not in open_page(signed_in, session)


def test_a_card_never_seen_says_that_one_is_normal(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    seen, new = open_page(signed_in, start(signed_in, deck)).split("<template", 1)
    assert "New to you" not in seen
    assert "New to you: guess, then look. 1 is normal." in new


def test_the_last_rating_is_not_on_the_page(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    make_history(ada, deck, 2, at=timezone.now() - timedelta(days=20))
    question = open_page(signed_in, start(signed_in, deck)).split('<fieldset class="rate">')[0]
    assert "Barely" not in question
    assert "#b-" not in question.split("</header>")[1]
    assert "mastery" not in question.split("</header>")[1]


def test_a_reload_asks_the_same_card_and_stores_nothing(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 3)
    session = start(signed_in, deck)
    cards = [[turn.card for turn in turns_in(open_page(signed_in, session))] for _ in range(2)]
    assert cards[0] == cards[1]


@pytest.mark.parametrize("named", ["", "0", "x", "\0", "²", "9" * 5_000, "-1"])
def test_a_card_named_wrongly_changes_nothing(signed_in: Client, deck: Deck, named: str) -> None:
    cards = make_cards(deck, 2)
    session = start(signed_in, deck)
    page = signed_in.get(url_of(session), {"card": named}).content.decode()
    assert [turn.card for turn in turns_in(page)] == [card.pk for card in cards]


def test_a_card_outside_the_session_is_not_shown_by_naming_it(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    other = make_card(make_deck(ada, "cheese"), front="the other front")
    session = start(signed_in, deck)
    assert (
        "the other front" not in signed_in.get(url_of(session), {"card": other.pk}).content.decode()
    )


@pytest.mark.parametrize("way", ["archive", "suspend", "bury"])
def test_a_card_that_left_is_skipped_with_a_sentence(
    signed_in: Client, ada: User, deck: Deck, way: str
) -> None:
    first, second = make_cards(deck, 2)
    session = start(signed_in, deck)
    if way == "archive":
        first.archive()
    elif way == "suspend":
        suspend(ada, first, on=True, at=timezone.now())
    else:
        bury(ada, first, at=timezone.now())
    page = open_page(signed_in, session)
    assert [turn.card for turn in turns_in(page)] == [second.pk]
    assert progress_in(page) == (0, 1)
    assert "1 card left this session" in page
    assert "front 0" not in page


def test_when_all_is_done_the_address_leads_to_the_summary(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    rate(session, 4, at=timezone.now())
    assert signed_in.get(url_of(session)).headers["Location"] == url_of(session, "session_summary")


def test_a_session_whose_cards_all_left_leads_to_the_summary(signed_in: Client, deck: Deck) -> None:
    (card,) = make_cards(deck, 1)
    session = start(signed_in, deck)
    card.archive()
    page = open_page(signed_in, session)
    assert "Nothing rated yet." in page


def test_only_the_learner_sees_the_session(
    signed_in: Client, ada: User, carol: User, deck: Deck
) -> None:
    (card,) = make_cards(deck, 1)
    session = start(signed_in, deck)
    browser = Client()
    browser.force_login(carol)
    for name, more in (("session", ()), ("session_answer", (card.pk,)), ("session_summary", ())):
        assert browser.get(url_of(session, name, *more)).status_code == 404
    for name in ("session_rate", "session_undo"):
        sent = turns_in(open_page(signed_in, session))[0].rated(4)
        assert browser.post(url_of(session, name), sent).status_code == 404
    assert not Session.objects.of(carol).exists()
    assert not session.reviews.exists()
