"""A card set aside is in no queue and no count until the learner takes it back."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.audit import audit
from studyapp.study.models import Memory, Review
from tests.factories import make_card, make_cards, make_deck, make_history
from tests.study.page import asked, start, url_of


def suspend(client: Client, card: Any, on: str, **given: str) -> Any:
    return client.post(reverse("study:card_suspend", args=[card.pk]), {"on": on, **given})


def test_the_card_leaves_the_session_the_counts_and_the_due(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    cards = make_cards(deck, 3)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    session = start(signed_in, deck)
    assert asked(signed_in, session).card == cards[0].pk
    response = suspend(signed_in, cards[0], "1", next=url_of(session))
    assert response.headers["Location"] == url_of(session)
    assert asked(signed_in, session).card == cards[1].pk
    page = signed_in.get(reverse("study:deck", args=[deck.slug])).content.decode()
    assert "<dt>Cards</dt><dd>2</dd>" in page
    assert "Study 2 new cards" in page
    assert "Set aside" in page and "Take back" in page
    assert "1 card is due" not in signed_in.get(reverse("study:deck_list")).content.decode()


def test_taken_back_it_is_due_again_with_what_was_remembered(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    (card,) = make_cards(deck, 1)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    before = Memory.objects.values("stability", "difficulty", "due_at", "reps").get()
    suspend(signed_in, card, "1")
    suspend(signed_in, card, "0")
    assert Memory.objects.values("stability", "difficulty", "due_at", "reps").get() == before
    page = signed_in.get(reverse("study:deck", args=[deck.slug])).content.decode()
    assert "Study 1 due card" in page
    assert audit(ada, repair=False) == []


def test_twice_is_once(signed_in: Client, deck: Deck) -> None:
    card = make_card(deck)
    for on in ("1", "1", "0", "0"):
        suspend(signed_in, card, on)
    assert [review.kind for review in Review.objects.order_by("pk")] == ["suspend", "resume"]


def test_it_is_set_aside_for_one_learner_only(signed_in: Client, ada: User, carol: User) -> None:
    deck = make_deck(carol, visibility="public")
    card = make_card(deck)
    suspend(signed_in, card, "1")
    browser = Client()
    browser.force_login(carol)
    assert asked(browser, start(browser, deck)).card == card.pk


def test_a_card_of_someone_else_is_not_found(signed_in: Client, carol: User) -> None:
    card = make_card(make_deck(carol, "cheese"))
    assert suspend(signed_in, card, "1").status_code == 404
    assert not Review.objects.exists()
