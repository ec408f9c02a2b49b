"""An author chooses what kind of answer a card has, and what the card is about."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Card, CardVersion, Concept, Deck
from tests.factories import make_card, make_concept, make_deck, make_objective, make_subject

CHOICE = {
    "shape": "choice",
    "accepted": "Carbon dioxide",
    "wrong_answers": "Oxygen | Yeast takes it in.\r\n\r\nSteam",
}


@pytest.fixture
def deck(client: Client, ada: User) -> Deck:
    client.force_login(ada)
    return make_deck(ada)


@pytest.fixture
def card(deck: Deck) -> Card:
    return make_card(deck)


@pytest.fixture
def yeast() -> Concept:
    return make_concept(make_objective(make_subject()), "b-yeast", name="Yeast")


def url(card: Card) -> str:
    return reverse("library:card_edit", args=[card.pk])


def save(client: Client, card: Card, **changes: str) -> Any:
    card.refresh_from_db()
    texts = {"front": card.front, "back": card.back, "version": str(card.version)}
    response = client.post(url(card), texts | changes)
    card.refresh_from_db()
    return response


def test_a_plain_card_becomes_a_choice_with_wrong_answers(client: Client, card: Card) -> None:
    assert save(client, card, **CHOICE).status_code == 302
    assert (card.shape, card.accepted, card.version) == ("choice", ["Carbon dioxide"], 2)
    assert card.wrong_answers == [
        {"text": "Oxygen", "feedback": "Yeast takes it in."},
        {"text": "Steam", "feedback": ""},
    ]
    assert "<li>Steam</li>" in card.front_html
    page = client.get(url(card)).content.decode()
    assert "Oxygen | Yeast takes it in.\nSteam</textarea>" in page
    old = CardVersion.objects.get()
    assert (old.wording["shape"], old.wording["wrong_answers"]) == ("plain", [])


@pytest.mark.parametrize(
    ("shape", "more"),
    [
        ("true_false", {"accepted": "True"}),
        ("list", {"key_points": "one"}),
        ("ordering", {"key_points": "mix\nbake"}),
        ("table", {}),
        ("comparison", {}),
    ],
)
def test_a_card_may_have_each_kind_of_answer(
    client: Client, card: Card, shape: str, more: dict[str, str]
) -> None:
    assert save(client, card, shape=shape, **more).status_code == 302
    assert card.shape == shape
    assert shape != "true_false" or card.accepted == ["true"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"shape": "odd"}, "Choose one of these kinds."),
        ({"shape": "calculator"}, "Choose one of these kinds."),
        ({"shape": "true_false", "accepted": "maybe"}, "Write true or false."),
        ({"shape": "ordering", "key_points": "one"}, "Name at least two steps."),
        (CHOICE | {"accepted": ""}, "A choice needs its right option here."),
        (CHOICE | {"wrong_answers": ""}, "A choice needs at least one wrong answer."),
        (CHOICE | {"accepted": "steam"}, "“Steam” is one of the wrong answers."),
        ({"wrong_answers": "a | b\nA | c"}, "“a” stands here twice."),
        ({"wrong_answers": "$\\nope$"}, "Formulas do not know \\nope."),
        ({"wrong_answers": "a\0b"}, "Null characters are not allowed."),
        ({"tags": "x" * 41}, "A tag has at most 40 characters."),
        ({"concepts": "salt"}, "There is no concept “salt”."),
        ({"shape": "list", "plain": "Gas"}, "Only a plain card is said again in plain words."),
        ({"shape": "list", "both": "on"}, "Only a plain card is asked in both directions."),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_stored(
    client: Client, card: Card, changes: dict[str, str], sentence: str
) -> None:
    before = Card.objects.values().get()
    response = save(client, card, **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Card.objects.values().get() == before


def test_wrong_answers_of_several_lines_stay_as_they_were(client: Client, deck: Deck) -> None:
    wrong = [{"text": "one\nline | more", "feedback": "So"}]
    card = make_card(deck, wrong_answers=wrong)
    save(client, card, hint="New", wrong_answers="one line | more | So")
    assert (card.hint, card.wrong_answers) == ("New", wrong)


def test_tags_and_concepts_are_set(client: Client, card: Card, yeast: Concept) -> None:
    page = client.get(url(card)).content.decode()
    assert '<option value="b-yeast">Yeast</option>' in page
    save(client, card, tags="week 3, oven", concepts="yeast")
    assert (card.tags, list(card.concepts.all()), card.version) == (["week 3", "oven"], [yeast], 2)
    save(client, card, concepts="b-yeast")
    assert (card.tags, card.version) == (["week 3", "oven"], 2)
    save(client, card, concepts="")
    assert not card.concepts.exists()


def test_what_became_of_many_cards_meanwhile_is_not_taken_back(
    client: Client, card: Card, yeast: Concept
) -> None:
    page = client.get(url(card)).content.decode()
    shown = dict(
        re.findall(r'<input type="hidden" name="(initial-\w+)"(?: value="([^"]*)")?', page)
    )
    assert shown == {"initial-tags": "", "initial-concepts": ""}
    Card.objects.filter(pk=card.pk).add_tags(["rye"])
    card.concepts.add(yeast)
    save(client, card, hint="New", tags="", concepts="", **shown)
    assert (card.hint, card.tags, list(card.concepts.all())) == ("New", ["rye"], [yeast])
    save(client, card, tags="wheat", concepts="", **shown)
    assert card.tags == ["wheat"]


def test_a_request_that_does_not_name_the_new_fields_leaves_them(
    client: Client, deck: Deck, yeast: Concept
) -> None:
    wrong = [{"text": "Steam", "feedback": ""}]
    card = make_card(deck, shape="choice", accepted=["CO2"], wrong_answers=wrong, tags=["oven"])
    card.concepts.add(yeast)
    save(client, card, front="Which?", accepted="CO2")
    assert (card.front, card.shape, card.wrong_answers) == ("Which?", "choice", wrong)
    assert (card.tags, list(card.concepts.all())) == (["oven"], [yeast])


def test_a_card_is_asked_in_both_directions_once(
    client: Client, card: Card, yeast: Concept
) -> None:
    card.concepts.add(yeast)
    assert "Ask in both directions" in client.get(url(card)).content.decode()
    for _ in range(2):
        save(client, card, both="on", tags="oven")
    back = Card.objects.get(kind="reversed")
    assert (back.key, back.sibling_key, back.front, back.back) == (
        "gas-r", card.sibling_key, card.back, card.front,
    )  # fmt: skip
    assert (back.tags, list(back.concepts.all())) == (["oven"], [yeast])
    assert "Ask in both directions" not in client.get(url(card)).content.decode()
    back.archive()
    save(client, card, both="on")
    assert Card.objects.get(kind="reversed").archived_at is None


def test_nothing_is_stored_where_somebody_else_was_first(
    client: Client, card: Card, yeast: Concept
) -> None:
    save(client, card, front="Theirs?", tags="theirs", **CHOICE)
    response = save(client, card, version="1", concepts="yeast", both="on", tags="mine",
                    accepted="CO2")  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 409
    assert "<dd>theirs</dd>" in page
    assert "Oxygen | Yeast takes it in." in page
    assert (Card.objects.count(), card.tags, card.concepts.count()) == (1, ["theirs"], 0)


def test_cards_with_blanks_parts_or_a_calculator_keep_their_kind(
    client: Client, deck: Deck, yeast: Concept
) -> None:
    blank = {"kind": "cloze", "sibling_key": "eats", "front": "{{c1::It}} {{c2::eats}}", "back": ""}
    first = make_card(deck, "eats-c1", cloze_number=1, accepted=["It"], **blank)
    second = make_card(deck, "eats-c2", cloze_number=2, accepted=["eats"], **blank)
    other = make_card(deck, "sum", shape="calculator", calculator={"id": "x", "inputs": {}})
    for card in (first, other):
        page = client.get(url(card)).content.decode()
        assert "Kind of answer" not in page
        assert "Ask in both directions" not in page
    save(client, first, concepts="yeast", shape="list", both="on")
    assert (first.shape, first.concepts.count(), second.concepts.count()) == ("plain", 1, 1)
    save(client, other, front="Sum?", shape="list")
    assert (other.front, other.shape) == ("Sum?", "calculator")


def test_an_earlier_kind_of_answer_comes_back(client: Client, card: Card) -> None:
    save(client, card, **CHOICE, tags="oven")
    page = client.get(reverse("library:card_versions", args=[card.pk])).content.decode()
    assert "Version 1" in page
    client.post(
        reverse("library:card_versions", args=[card.pk]),
        {"version": "1", "seen": str(card.version)},
    )
    card.refresh_from_db()
    assert (card.shape, card.wrong_answers, card.tags) == ("plain", [], [])


def test_the_editor_leads_to_the_earlier_versions(client: Client, card: Card) -> None:
    page = client.get(url(card)).content.decode()
    assert reverse("library:card_versions", args=[card.pk]) in page
