"""An answer in named parts is shown beside their names, and edited part by part."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from tests.factories import make_card, make_deck

PARTS = {"cons": "- stale soon", "pros": "- **simple**\n- tested once"}
BACK = "**Pros**\n\n- **simple**\n- tested once\n\n**Cons**\n\n- stale soon"


@pytest.fixture
def deck(boole: User) -> Deck:
    return make_deck(boole)


@pytest.fixture
def card(deck: Deck) -> Card:
    return make_card(deck, template="pros_cons", parts=PARTS, back=BACK)


def url(card: Card) -> str:
    return reverse("library:card_edit", args=[card.pk])


def posted(**changes: str) -> dict[str, str]:
    return {
        "front": "What speaks for it, what against?",
        "part_pros": PARTS["pros"],
        "part_cons": PARTS["cons"],
        "version": "1",
    } | changes


def test_the_parts_stand_beside_their_names_in_the_order_of_the_template(card: Card) -> None:
    assert card.back_html.startswith('<dl class="parts"><div><dt>Pros</dt><dd><ul>')
    assert card.back_html.index("Pros") < card.back_html.index("Cons")
    assert "<strong>simple</strong>" in card.back_html
    assert card.summary == "simple; tested once"


def test_hostile_parts_come_out_harmless(deck: Deck) -> None:
    card = make_card(deck, template="pros_cons", parts={"pros": "<script>", "cons": "x"}, back="x")
    assert "<script>" not in card.back_html


def test_the_editor_has_a_field_for_each_part_and_none_for_the_back(
    client: Client, boole: User, card: Card
) -> None:
    client.force_login(boole)
    page = client.get(url(card)).content.decode()
    assert 'name="part_pros"' in page
    assert "- stale soon" in page
    assert 'name="back"' not in page
    assert 'name="plain"' not in page


def test_saving_a_part_makes_a_new_version_and_joins_the_back(
    client: Client, boole: User, card: Card
) -> None:
    client.force_login(boole)
    assert client.post(url(card), posted(part_cons="- dear")).status_code == 302
    card.refresh_from_db()
    assert card.version == 2
    assert card.parts == {"pros": PARTS["pros"], "cons": "- dear"}
    assert card.back.endswith("**Cons**\n\n- dear")
    assert "dear" in card.back_html


def test_saving_the_same_parts_changes_nothing(client: Client, boole: User, card: Card) -> None:
    client.force_login(boole)
    client.post(url(card), posted(front=card.front))
    card.refresh_from_db()
    assert (card.version, card.back) == (1, BACK)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"part_cons": " "}, "Write at least 2 parts of the answer."),
        ({"part_cons": "$\\nope$"}, "Formulas do not know \\nope."),
        ({"source": "x" * 301}, "A source has at most 300 characters."),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_stored(
    client: Client, boole: User, card: Card, changes: dict[str, str], sentence: str
) -> None:
    client.force_login(boole)
    before = Card.objects.values().get()
    response = client.post(url(card), posted(**changes))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Card.objects.values().get() == before


def test_the_preview_shows_the_parts(client: Client, boole: User, card: Card) -> None:
    client.force_login(boole)
    fragment = client.post(url(card), posted(part_pros="new"), headers={"HX-Request": "true"})
    assert "<dt>Pros</dt><dd><p>new</p>" in fragment.content.decode()


def test_an_edit_from_an_older_page_is_told(client: Client, boole: User, card: Card) -> None:
    client.force_login(boole)
    client.post(url(card), posted(part_cons="- theirs"))
    response = client.post(url(card), posted(part_cons="- mine"))
    assert response.status_code == 409
    assert "- theirs" in response.content.decode()


@pytest.mark.parametrize("fields", [{"template": "profile"}, {"parts": {"pros": "x"}}])
def test_a_template_and_its_parts_come_together(deck: Deck, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="only_a_template_has_parts"):
        make_card(deck, **fields)
