"""Skipping a card until tomorrow changes nothing but today's queues."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.audit import audit
from studyapp.study.models import Memory, Review
from studyapp.study.planning import start_session
from tests.factories import make_card, make_cards, make_deck, make_history
from tests.study.page import asked, start, url_of


def bury(client: Client, card: Any, **given: str) -> Any:
    return client.post(reverse("study:card_bury", args=[card.pk]), given)


def test_the_card_leaves_the_session_and_comes_back_tomorrow(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    first, second = make_cards(deck, 2)
    session = start(signed_in, deck)
    response = bury(signed_in, first, next=url_of(session))
    assert response.headers["Location"] == url_of(session)
    assert asked(signed_in, session).card == second.pk
    tomorrow = start_session(ada, deck=deck, at=timezone.now() + timedelta(days=1))
    assert [planned.card for planned in tomorrow.planned] == [first.pk, second.pk]


def test_what_is_remembered_stays(signed_in: Client, ada: User, deck: Deck) -> None:
    (card,) = make_cards(deck, 1)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    before = Memory.objects.values("stability", "difficulty", "due_at", "reps").get()
    bury(signed_in, card)
    assert Memory.objects.values("stability", "difficulty", "due_at", "reps").get() == before
    assert "Nothing to study right now." in signed_in.get(f"/decks/{deck.slug}/").content.decode()
    assert audit(ada, repair=False) == []


def test_twice_is_once(signed_in: Client, deck: Deck) -> None:
    card = make_card(deck)
    for _ in range(2):
        assert bury(signed_in, card).status_code == 302
    assert Review.objects.count() == 1


def test_the_card_still_counts_in_the_deck(signed_in: Client, deck: Deck) -> None:
    cards = make_cards(deck, 2)
    bury(signed_in, cards[0])
    page = signed_in.get(reverse("study:deck", args=[deck.slug])).content.decode()
    assert "<dt>Cards</dt><dd>2</dd>" in page


def test_a_card_of_someone_else_is_not_found(signed_in: Client, carol: User) -> None:
    card = make_card(make_deck(carol, "cheese"))
    assert bury(signed_in, card).status_code == 404
    assert not Review.objects.exists()
