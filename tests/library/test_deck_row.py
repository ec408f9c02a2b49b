"""The rows of a deck's editor: one text each, saved by itself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.models import User
from studyapp.library.models import Card, CardVersion, Deck
from tests.factories import make_card, make_deck

HTMX = {"HX-Request": "true"}


@pytest.fixture
def deck(ada: User) -> Deck:
    return make_deck(ada)


@pytest.fixture
def typing(client: Client, ada: User, deck: Deck) -> "Typing":
    client.force_login(ada)
    return Typing(client, deck)


class Typing:
    def __init__(self, client: Client, deck: Deck) -> None:
        self.client, self.deck = client, deck

    def save(self, key: str = "card-1", *, version: int = 0, **texts: str) -> tuple[int, str]:
        url = reverse("library:deck_row", args=[self.deck.slug])
        row = {"key": key, "version": version, "front": "Why knead?", "back": "For gluten."}
        response = self.client.post(url, row | texts, headers=HTMX)
        return response.status_code, response.content.decode()


def test_a_new_row_becomes_a_card_at_the_end_of_the_deck(typing: Typing, ada: User) -> None:
    make_card(typing.deck, position=4)
    status, answer = typing.save()
    card = Card.objects.get(key="card-1")
    assert (status, card.front, card.back) == (200, "Why knead?", "For gluten.")
    assert (card.position, card.version, card.edited_by) == (5, 1, ada)
    assert 'data-version="1"' in answer
    assert "<p>For gluten.</p>" in answer


def test_a_row_sent_twice_is_one_card(typing: Typing) -> None:
    typing.save()
    status, answer = typing.save()
    assert (status, Card.objects.count(), CardVersion.objects.count()) == (200, 1, 0)
    assert 'data-version="1"' in answer


def test_a_changed_row_is_a_new_version_and_the_old_one_is_kept(typing: Typing, ada: User) -> None:
    typing.save()
    status, answer = typing.save(version=1, back="To build gluten.")
    assert (status, Card.objects.get().version) == (200, 2)
    assert 'data-version="2"' in answer
    old = CardVersion.objects.get()
    assert (old.version, old.wording["back"], old.author) == (1, "For gluten.", ada)


def test_whoever_saw_an_older_version_gets_both_texts(typing: Typing) -> None:
    typing.save()
    typing.save(version=1, back="To build gluten.")
    status, answer = typing.save(version=1, back="Because.")
    assert status == 409
    assert "To build gluten." in answer
    assert Card.objects.get().back == "To build gluten."


def test_each_blank_of_a_text_is_a_card(typing: Typing) -> None:
    typing.save(front="{{c1::Yeast}} makes {{c2::gas}}.", back="")
    keys = list(Card.objects.order_by("key").values_list("key", "kind", "accepted"))
    assert keys == [("card-1-c1", "cloze", ["Yeast"]), ("card-1-c2", "cloze", ["gas"])]


def test_a_blank_that_goes_rests_and_comes_back_with_its_card(typing: Typing) -> None:
    typing.save(front="{{c1::Yeast}} makes {{c2::gas}}.", back="")
    second = Card.objects.get(key="card-1-c2")
    typing.save(version=1, front="{{c1::Yeast}} makes gas.", back="")
    assert set(Card.objects.active().values_list("key", flat=True)) == {"card-1-c1"}
    typing.save(version=2, front="{{c1::Yeast}} makes {{c2::bubbles}} {{c3::rise}}.", back="")
    assert set(Card.objects.active().values_list("key", flat=True)) == {
        "card-1-c1", "card-1-c2", "card-1-c3",
    }  # fmt: skip
    second.refresh_from_db()
    assert second.accepted == ["bubbles"]


def test_blanks_that_are_gone_are_neither_counted_nor_asked_for_their_version(
    typing: Typing,
) -> None:
    typing.save(front="{{c1::Yeast}} makes {{c2::gas}}.", back="")
    typing.save(version=1, front="Yeast {{c2::makes gas}}.", back="")
    status, answer = typing.save(
        version=2, front="It {{c2::makes gas}} and {{c3::rises}}.", back=""
    )
    assert (status, "2 cards, one for each blank" in answer) == (200, True)
    status, answer = typing.save(version=3, front="It {{c3::rises}}.", back="")
    assert (status, "for each blank" in answer) == (200, False)
    status, _ = typing.save(version=2, front="It {{c3::rises again}}.", back="")
    assert status == 200


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (("Why?", "So."), ("{{c1::Yeast}} makes gas.", ""), "Only a card made with blanks"),
        (("Why?", "So."), ("{{c1::Yeast}} makes gas.", "So."), "Only a card made with blanks"),
        (("{{c1::Yeast}} rises.", ""), ("What rises?", "Yeast"), "keeps at least one {{c1"),
    ],
)
def test_a_row_neither_gets_its_first_blank_nor_loses_its_last(
    typing: Typing, before: tuple[str, str], after: tuple[str, str], sentence: str
) -> None:
    typing.save(front=before[0], back=before[1])
    status, answer = typing.save(version=1, front=after[0], back=after[1])
    assert (status, sentence in answer) == (422, True)
    card = Card.objects.active().get()
    assert (card.front, card.back, card.version) == (*before, 1)


def test_who_types_into_a_deleted_row_is_told(typing: Typing) -> None:
    typing.save()
    Card.objects.get().archive()
    status, answer = typing.save(version=1, back="Else.")
    assert (status, "was deleted meanwhile" in answer) == (422, True)
    assert Card.objects.get().back == "For gluten."


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"front": " "}, "Write what the card asks."),
        ({"back": ""}, "Write the answer of the card."),
        ({"front": "x" * 20_001}, "longer than 20,000 characters"),
        ({"back": "a\0b"}, "Null characters are not allowed."),
        ({"key": "../x"}, "This row has no proper name."),
        ({"version": "-1"}, "greater than or equal to 0"),
        ({"front": "{{c1::open"}, "This blank is not closed"),
    ],
)
def test_what_cannot_be_a_card_is_told_and_not_stored(
    typing: Typing, texts: dict[str, Any], sentence: str
) -> None:
    status, answer = typing.save(**texts)
    assert status == 422
    assert sentence in answer
    assert not Card.objects.exists()


def test_a_question_that_stands_in_the_deck_already_is_pointed_out(typing: Typing) -> None:
    typing.save()
    status, answer = typing.save("card-2", back="Another answer.")
    assert status == 200
    assert "asks the same" in answer


def test_the_cost_of_a_row_does_not_grow_with_the_deck(
    typing: Typing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_card(typing.deck, f"k-{number}", front=f"front {number}", position=number)
    with django_assert_max_num_queries(22):
        typing.save()
    with django_assert_max_num_queries(22):
        typing.save(version=1, back="Else.")


def test_the_rows_of_others_are_not_there(client: Client, carol: User, deck: Deck) -> None:
    client.force_login(carol)
    assert Typing(client, deck).save()[0] == 404
    assert not Card.objects.exists()
