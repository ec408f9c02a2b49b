"""What a card said before, by whom and when."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.library.rows import save_row
from tests.factories import make_classroom, make_deck, make_instructor


@pytest.fixture
def card(client: Client, ada: User) -> Card:
    client.force_login(ada)
    deck = make_deck(ada)
    save_row(deck, "k", front="Why?", back="Once.", version=0, author=ada)
    save_row(deck, "k", front="Why?", back="Twice.", version=1, author=ada)
    return save_row(deck, "k", front="Why?", back="Thrice.", version=2, author=ada).card


def url(card: Card) -> str:
    return reverse("library:card_versions", args=[card.pk])


def test_every_wording_stands_there_with_its_author(client: Client, card: Card) -> None:
    page = client.get(url(card))
    assert [v.wording["back"] for v in page.context["versions"]] == ["Twice.", "Once."]
    assert "Ada" in page.content.decode()


def test_a_wording_is_brought_back_as_a_new_version(client: Client, card: Card) -> None:
    client.post(url(card), {"version": 1, "seen": 3})
    card.refresh_from_db()
    assert (card.back, card.version) == ("Once.", 4)
    assert card.versions.count() == 3


@pytest.mark.parametrize(
    "sent", [{}, {"version": 9, "seen": 3}, {"version": "x", "seen": 3}, {"version": 1, "seen": 2}]
)
def test_what_is_not_there_or_out_of_date_changes_nothing(
    client: Client, card: Card, sent: dict[str, object]
) -> None:
    client.post(url(card), sent)
    card.refresh_from_db()
    assert (card.back, card.version) == ("Thrice.", 3)


def test_two_authors_of_a_class_deck_are_told_apart(client: Client, boole: User) -> None:
    classroom = make_classroom(boole)
    other = make_instructor("Noether")
    classroom.enrolments.create(user=other, role="instructor")
    deck: Deck = make_deck(boole, "shared", visibility="class", classroom=classroom)
    save_row(deck, "k", front="Why?", back="Once.", version=0, author=boole)
    card = save_row(deck, "k", front="Why?", back="Twice.", version=1, author=other).card
    client.force_login(boole)
    page = client.get(url(card)).content.decode()
    assert "by Noether" in page
    assert "Boole, " in page
