"""What the buttons promise is what the session then holds."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.progress.overview import overview
from studyapp.study.planning import start_session
from tests.factories import make_card, rate
from tests.study.page import start


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
