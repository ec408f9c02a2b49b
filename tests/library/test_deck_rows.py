"""One change to many rows at once."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Card, Concept, Deck, Objective, Subject
from tests.factories import make_cards, make_deck

HTMX = {"HX-Request": "true"}
TWO = ["card-0", "card-2"]


@pytest.fixture
def deck(client: Client, ada: User) -> Deck:
    client.force_login(ada)
    deck = make_deck(ada)
    make_cards(deck, 3)
    return deck


def change(client: Client, action: str, rows: list[str], **more: str) -> tuple[int, str]:
    url = reverse("library:deck_rows", args=["bread"])
    response = client.post(url, {"action": action, "row": rows} | more, headers=HTMX)
    return response.status_code, response.content.decode()


def test_rows_go_to_the_trash_and_come_back(client: Client, deck: Deck) -> None:
    status, answer = change(client, "delete", TWO)
    assert status == 200
    assert "2 cards deleted." in answer
    assert 'data-undo="card-0 card-2"' in answer
    assert [card.key for card in Card.objects.active()] == ["card-1"]
    assert "0 cards deleted." in change(client, "delete", TWO)[1]
    assert "2 cards taken back." in change(client, "restore", TWO)[1]
    assert Card.objects.active().count() == 3


def test_tags_come_and_go(client: Client, deck: Deck) -> None:
    Card.objects.filter(key="card-0").update(tags=["old"])
    assert "2 cards tagged." in change(client, "tag", TWO, tags="rye, old")[1]
    assert Card.objects.get(key="card-0").tags == ["old", "rye"]
    assert Card.objects.get(key="card-1").tags == []
    change(client, "untag", TWO, tags="rye")
    assert Card.objects.get(key="card-2").tags == ["old"]


def test_rows_are_tied_to_a_concept_by_its_name_in_addresses(client: Client, deck: Deck) -> None:
    subject = Subject.objects.create(slug="baking", title="Baking")
    goal = Objective.objects.create(subject=subject, slug="goal", text="Bake")
    concept = Concept.objects.create(
        subject=subject, objective=goal, slug="gluten", name="Gluten", definition="A net."
    )
    assert "2 cards tied to “Gluten”." in change(client, "concept", TWO, concept="gluten")[1]
    assert concept.cards.count() == 2
    change(client, "unconcept", ["card-0"], concept="gluten")
    assert [card.key for card in concept.cards.all()] == ["card-2"]


@pytest.mark.parametrize(
    ("action", "rows", "more", "sentence"),
    [
        ("delete", [], {}, "Choose at least one card."),
        ("tag", TWO, {}, "Write a tag."),
        ("concept", TWO, {}, "Name a concept."),
        ("concept", TWO, {"concept": "no-such"}, "There is no concept of that name."),
        ("burn", TWO, {}, "Select a valid choice"),
        ("delete", [f"k{n}" for n in range(501)], {}, "at most 500 cards"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    client: Client, deck: Deck, action: str, rows: list[str], more: dict[str, str], sentence: str
) -> None:
    before = list(Card.objects.order_by("pk").values())
    status, answer = change(client, action, rows, **more)
    assert status == 422
    assert sentence in answer
    assert list(Card.objects.order_by("pk").values()) == before


def test_rows_of_another_deck_are_left_alone(client: Client, deck: Deck, carol: User) -> None:
    make_cards(make_deck(carol, "carols"), 3)
    change(client, "delete", TWO)
    assert Card.objects.active().filter(deck__author=carol).count() == 3
