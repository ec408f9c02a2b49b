"""One card with both sides open, and everything that its learner did with it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study.aside import bury, reset, suspend
from studyapp.study.models import Session
from tests.factories import make_card, make_deck, make_history

NOTHING = "\N{EN DASH}"


@pytest.fixture
def card(deck: Deck) -> Card:
    return make_card(deck)


def page(client: Client, card: Card) -> str:
    return client.get(reverse("study:card_history", args=[card.pk])).content.decode()


def rows(client: Client, card: Card) -> list[list[str]]:
    """The table, the newest first, without its first column."""
    found = []
    for row in re.findall(r"<tr role=\"row\".*?</tr>", page(client, card), re.S)[1:]:
        cells = re.findall(r"<td.*?</td>", row, re.S)
        found.append([" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in cells][1:])
    return found


def test_both_sides_and_what_is_remembered_are_open(
    signed_in: Client, ada: User, deck: Deck, card: Card
) -> None:
    html = page(signed_in, card)
    assert "Which gas makes dough rise?" in html
    assert "Carbon dioxide" in html
    assert "You have not met this card yet." in html
    make_history(ada, deck, 4, at=timezone.now())
    assert "4 Well" in page(signed_in, card)


def test_an_error_is_reported_from_here_and_its_author_edits_instead(
    client: Client, ada: User, boole: User
) -> None:
    card = make_card(make_deck(boole, visibility="public"))
    report, edit = (reverse(f"library:card_{do}", args=[card.pk]) for do in ("report", "edit"))
    client.force_login(ada)
    assert (report in page(client, card), edit in page(client, card)) == (True, False)
    client.force_login(boole)
    assert (report in page(client, card), edit in page(client, card)) == (False, True)


def test_each_event_tells_what_why_and_what_it_left(
    signed_in: Client, ada: User, deck: Deck, card: Card
) -> None:
    (review,) = make_history(ada, deck, 4, at=timezone.now() - timedelta(days=9))
    session = Session.objects.get()
    session.learner = ada
    session.change(review, 3, uuid4(), now=timezone.now())
    bury(ada, card, at=timezone.now())
    suspend(ada, card, on=True, at=timezone.now())
    reset(ada, card, at=timezone.now())
    told = rows(signed_in, card)
    assert [row[0] for row in told] == [
        "Made new again", "Set aside", "Put off until the next day", "3 With effort", "4 Well",
    ]  # fmt: skip
    assert told[0][2] == "as a new card"
    assert told[3] == ["3 With effort", "corrected rating", "after 1 day", "1.3 days"]
    assert told[4] == ["4 Well", "corrected later", "does not count", NOTHING]


def test_a_rating_taken_back_is_told_as_such(
    signed_in: Client, ada: User, deck: Deck, card: Card
) -> None:
    make_history(ada, deck, 4, at=timezone.now())
    session = Session.objects.get()
    session.learner = ada
    session.undo(now=timezone.now())
    assert rows(signed_in, card) == [["4 Well", "taken back", "does not count", NOTHING]]


def test_it_is_the_learners_own_history_alone(
    signed_in: Client, ada: User, carol: User, deck: Deck, card: Card
) -> None:
    make_history(ada, deck, 4, at=timezone.now())
    browser = Client()
    browser.force_login(carol)
    address = reverse("study:card_history", args=[card.pk])
    assert browser.get(address).status_code == 404
    Deck.objects.update(visibility="public")
    html = browser.get(address).content.decode()
    assert "You have not met this card yet." in html
    assert "library:card_edit" not in html
