"""What was done to many cards is taken back: each is exactly what it was before."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck, Section
from studyapp.study.audit import audit
from studyapp.study.models import BulkChange, Memory, Review
from studyapp.study.models.memory import RECALL_FIELDS
from tests.factories import make_cards, make_deck, make_history
from tests.study.test_bulk_change import do


def undo(client: Client, **more: str) -> Any:
    made = BulkChange.objects.latest("pk")
    return client.post(reverse("study:bulk_undo", args=[made.pk]), more, follow=True)


@pytest.fixture
def cards(deck: Deck) -> list[Card]:
    return make_cards(deck, 3)


def remembered() -> list[Any]:
    columns = ("card", "starred", "due_at", *RECALL_FIELDS)
    return [row for row in Memory.objects.order_by("card").values(*columns) if any_set(row)]


def any_set(row: dict[str, Any]) -> bool:
    """A row that says no more than no row is none."""
    return any(value not in (None, False, 0) for name, value in row.items() if name != "card")


@pytest.mark.parametrize("verb", ["suspend", "bury", "reset", "star", "unstar", "resume"])
def test_what_is_remembered_is_exactly_as_before(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card], verb: str
) -> None:
    make_history(ada, deck, 4, 1, at=timezone.now() - timedelta(days=9))
    make_history(ada, deck, 5, at=timezone.now())
    Memory.objects.star(ada, cards[0], on=True)
    do(signed_in, "suspend", cards[1:2])
    before = remembered()
    do(signed_in, verb, cards)
    assert remembered() != before
    html = undo(signed_in).content.decode()
    assert "as before." in html
    assert remembered() == before
    assert audit(ada, repair=False) == []


def test_moved_and_tagged_cards_go_back_to_their_place(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card]
) -> None:
    make_deck(ada, "target")
    section = Section.objects.create(deck=deck, key="one", title="One")
    Card.objects.filter(pk=cards[1].pk).update(section=section, tags=["a", "b"])
    columns = ("pk", "deck", "section", "position", "tags")
    before = list(Card.objects.order_by("pk").values(*columns))
    for verb, more in (
        ("move", {"deck": "target"}),
        ("tag", {"tag": "b"}),
        ("untag", {"tag": "a"}),
    ):
        do(signed_in, verb, cards, **more)
        assert list(Card.objects.order_by("pk").values(*columns)) != before
        undo(signed_in)
        assert list(Card.objects.order_by("pk").values(*columns)) == before


def test_a_second_time_changes_nothing(signed_in: Client, cards: list[Card]) -> None:
    do(signed_in, "suspend", cards)
    first = undo(signed_in).content.decode()
    rows = Review.objects.count()
    second = undo(signed_in).content.decode()
    assert "3 cards are as before." in first
    assert "3 cards are as before." in second
    assert Review.objects.count() == rows == 6


def test_what_changed_again_since_stays_and_is_told(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card]
) -> None:
    make_history(ada, deck, 4, 4, 4, at=timezone.now() - timedelta(days=9))
    do(signed_in, "reset", cards)
    made = BulkChange.objects.get()
    make_history(ada, deck, 2, at=timezone.now())
    signed_in.post(reverse("study:bulk_undo", args=[made.pk]))
    made.refresh_from_db()
    assert made.undone == "2 cards are as before. 1 changed again since and stays as now."
    assert Memory.objects.get(card=cards[0]).last_rating == 2
    assert Memory.objects.get(card=cards[1]).last_rating == 4
    assert audit(ada, repair=False) == []


def test_it_leads_back_to_the_list_and_a_day_later_it_is_forgotten(
    signed_in: Client, cards: list[Card]
) -> None:
    do(signed_in, "suspend", cards)
    back = f"{reverse('study:browse')}?deck=bread"
    assert undo(signed_in, next=back).redirect_chain == [(back, 302)]
    BulkChange.objects.update(made_at=timezone.now() - timedelta(days=2))
    do(signed_in, "star", cards)
    assert BulkChange.objects.get().verb == "star"


def test_carol_cannot_take_back_what_ada_did(
    signed_in: Client, carol: User, cards: list[Card]
) -> None:
    do(signed_in, "suspend", cards)
    browser = Client()
    browser.force_login(carol)
    assert undo(browser).status_code == 404
    assert Memory.objects.filter(suspended=True).count() == 3
