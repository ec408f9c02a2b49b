"""What a session came to: true numbers, and no praise for nothing."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.planning import start_session
from tests.factories import make_cards, make_history, rate
from tests.study.page import start, url_of


def test_the_headline_counts_the_cards_that_moved_up(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 3)
    now = timezone.now()
    make_history(ada, deck, 5, 5, 2, at=now - timedelta(days=300))
    session = start(signed_in, deck)
    for rating in (4, 4, 1):
        rate(session, rating, at=timezone.now())
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    before, after = session.shown_before, {}
    for memory in ada.memories.all():
        after[memory.card_id] = memory.shown(session.study_day)
    moved = sum(after[card] > before[card] for card in before)
    words = {1: "one", 2: "two", 3: "three"}
    assert f"So far {words[moved]} of three moved up." in page  # one is owed again
    assert "<dt>Cards</dt><dd>3</dd>" in page


def test_time_counts_a_long_pause_as_a_minute(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 3)
    begun = timezone.now() - timedelta(hours=2)
    session = start_session(ada, deck=deck, at=begun)
    for minutes in (0.5, 60.5, 61):
        rate(session, 4, at=begun + timedelta(minutes=minutes))
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    assert "<dt>Time</dt><dd>2:00</dd>" in page


def test_mastery_is_told_before_and_after(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    rate(session, 5, at=timezone.now())
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    assert "Deck mastery" in page
    assert "<small>from 0%</small>" in page


def test_cards_that_slipped_are_listed_with_their_return(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    rate(session, 2, at=timezone.now())
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    slippery = page.split("Still slippery")[1].split("</section>")[0]
    assert "front 0" in slippery
    assert "in 10 min" in slippery
    assert "front 1" not in slippery


def test_leaving_early_loses_nothing_and_offers_to_go_on(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 3)
    session = start(signed_in, deck)
    rate(session, 4, at=timezone.now())
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    assert "Go on with 2 cards" in page
    assert f'href="{url_of(session)}"' in page


def test_nothing_rated_is_said_so(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    assert "Nothing rated yet." in page
    assert "Start with 2 cards" in page
    assert "Undo" not in page


def test_the_days_on_which_cards_return_are_named(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    rate(session, 3, at=timezone.now())
    rate(session, 4, at=timezone.now())
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    assert "Next: 1 card tomorrow, 1 card on " in page


def test_a_card_rated_well_after_it_slipped_is_not_listed(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    rate(session, 1, at=timezone.now())
    rate(session, 4, at=timezone.now())
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    assert "Still slippery" not in page


def test_a_card_withdrawn_after_its_rating_does_not_break_the_page(
    signed_in: Client, deck: Deck
) -> None:
    card, _ = make_cards(deck, 2)
    session = start(signed_in, deck)
    rate(session, 1, at=timezone.now())
    card.archive()
    assert signed_in.get(url_of(session, "session_summary")).status_code == 200
