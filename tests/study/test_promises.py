"""What pages and buttons say is what holds."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.progress.overview import overview
from studyapp.study.models import Session
from studyapp.study.planning import start_session
from tests.factories import make_card, make_cards, make_deck, rate
from tests.study.page import start, url_of


def make_two_sided(deck: Deck, notes: int) -> None:
    for number in range(notes):
        for side in "ab":
            make_card(deck, f"{number}{side}", sibling_key=f"note-{number}", position=number)


def page_of(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_of_a_note_with_two_sides_one_is_promised_a_day(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_two_sided(deck, 4)
    assert overview(ada, timezone.now()).goal == 4
    assert "Study 4 new cards" in page_of(signed_in, "/decks/bread/")
    assert len(start(signed_in, deck).plan) == 4


def test_no_button_starts_nothing(signed_in: Client, ada: User, deck: Deck) -> None:
    make_two_sided(deck, 4)
    session = start_session(ada, deck=deck, at=timezone.now() - timedelta(minutes=1))
    for _ in range(4):
        rate(session, 4, at=timezone.now())
    assert "Learn new cards" not in page_of(signed_in, "/today/")
    deck_page = page_of(signed_in, "/decks/bread/")
    assert "Nothing to study right now." in deck_page
    assert 'action="/sessions/"' not in deck_page


def test_a_new_card_that_was_missed_did_not_move_up(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 3)
    session = start(signed_in, deck)
    for rating in (1, 2, 3):
        rate(session, rating, at=timezone.now())
    assert "So far one of three moved up." in page_of(signed_in, url_of(session, "session_summary"))


def test_a_deck_without_cards_shows_dashes_and_why(signed_in: Client, deck: Deck) -> None:
    page = page_of(signed_in, "/decks/bread/")
    assert "<dt>Seen</dt><dd>\N{EN DASH}</dd>" in page
    assert "<dt>Your own ratings</dt><dd>\N{EN DASH}</dd>" in page
    assert "There is no card to count yet." in page


def test_the_first_day_is_not_one_of_the_last_days(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 12)
    rate(start(signed_in, deck), 4, at=timezone.now())
    assert "You studied today for the first time." in page_of(signed_in, "/today/")


def test_keys_that_are_switched_off_are_not_advertised(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    assert "all shortcuts" in page_of(signed_in, url_of(session))
    ada.shortcuts = False
    ada.save()
    page = page_of(signed_in, url_of(session))
    assert "all shortcuts" not in page
    assert "<kbd>" not in page.split("<dialog")[0]


def test_ten_cards_that_are_done_are_not_offered_to_be_continued(
    client: Client, boole: User
) -> None:
    deck = make_deck(boole, visibility="public", trial=["gas"])
    make_card(deck, "gas")
    client.post("/trial/")
    assert "Continue your ten cards" in page_of(client, "/")
    rate(Session.objects.get(), 4, at=timezone.now())
    assert "See your ten cards" in page_of(client, "/")


def test_the_front_page_asks_true_or_false_once(client: Client, boole: User) -> None:
    deck = make_deck(boole, visibility="public", trial=["gas"])
    make_card(deck, "gas", shape="true_false", front="Dough rises.", back="True.")
    assert page_of(client, "/").count("True or false?") == 1
