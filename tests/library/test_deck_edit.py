"""The page on which a deck is written."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from tests.factories import make_card, make_cards, make_deck


@pytest.fixture
def deck(client: Client, ada: User) -> Deck:
    client.force_login(ada)
    return make_deck(ada)


def url(deck: Deck) -> str:
    return reverse("library:deck_edit", args=[deck.slug])


def test_every_row_stands_there_in_order_drafts_and_blanks_too(client: Client, deck: Deck) -> None:
    make_card(deck, "b", front="Second", position=2)
    make_card(deck, "a", front="First", position=1, status="draft")
    for number in (1, 2):
        make_card(deck, f"c-c{number}", kind="cloze", cloze_number=number, position=2 + number,
                  front="{{c1::Yeast}} makes {{c2::gas}}", back="")  # fmt: skip
    make_card(deck, "gone", front="Gone").archive()
    page = client.get(url(deck))
    assert [row.key for row in page.context["rows"]] == ["a", "b", "c"]
    assert "Draft" in page.content.decode()
    assert "Gone" not in page.content.decode()


def test_the_facts_of_the_deck_are_changed_here(client: Client, deck: Deck) -> None:
    facts = {"title": "Rye", "description": "Dark.", "tags": "rye, dark", "visibility": "public"}
    assert client.post(url(deck), facts).headers["Location"] == url(deck)
    deck.refresh_from_db()
    assert (deck.title, deck.description, deck.tags) == ("Rye", "Dark.", ["rye", "dark"])
    assert deck.visibility == "public"


def test_a_long_deck_is_shown_in_pages(client: Client, deck: Deck) -> None:
    make_cards(deck, 101)
    first = client.get(url(deck))
    assert len(first.context["rows"]) == 100
    second = client.get(url(deck) + "?page=2")
    assert [row.card.front for row in second.context["rows"]] == ["front 100"]
    for nonsense in ("0", "-1", "x", "99999999999", "٣"):
        assert client.get(url(deck) + f"?page={nonsense}").status_code == 200


def test_queries_do_not_grow_with_the_deck(
    client: Client, deck: Deck, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_cards(deck, 40)
    with django_assert_max_num_queries(9):
        client.get(url(deck))
