"""Stars for a deck that somebody shares."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Deck, DeckRating
from tests.factories import make_deck


@pytest.fixture
def deck(client: Client, ada: User, boole: User) -> Deck:
    client.force_login(ada)
    return make_deck(boole, visibility="public")


def rate(client: Client, deck: Deck, stars: str) -> int:
    url = reverse("library:deck_rate", args=[deck.slug])
    return client.post(url, {"stars": stars}).status_code


def test_stars_count_once_for_each_learner(client: Client, carol: User, deck: Deck) -> None:
    assert str(DeckRating.objects.of_deck(deck)) == "0.0 (0)"
    rate(client, deck, "3")
    rate(client, deck, "4")
    client.force_login(carol)
    rate(client, deck, "5")
    assert DeckRating.objects.of_deck(deck, carol) == (4.5, 2, 5)


@pytest.mark.parametrize("stars", ["", "0", "6", "4.5", "x", "٣"])
def test_nothing_but_one_to_five_is_stored(client: Client, deck: Deck, stars: str) -> None:
    assert rate(client, deck, stars) == 302
    assert not DeckRating.objects.exists()


def test_nobody_rates_a_private_deck_or_their_own(
    client: Client, ada: User, boole: User, deck: Deck
) -> None:
    assert rate(client, make_deck(ada, "own", visibility="public"), "5") == 404
    assert rate(client, make_deck(boole, "secret"), "5") == 404
    assert not DeckRating.objects.exists()
