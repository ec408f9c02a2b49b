"""A draft is looked at, confirmed once, and stays as the batch that it became."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.interchange.models import Transfer
from studyapp.library.models import Card, Deck
from tests.factories import make_card, make_classroom, make_deck, make_history, NOON

TEXT = "What is drift?\tChange over time\nWhat is skew?\tA difference of sides\n"


@pytest.fixture
def deck(ada: User) -> Deck:
    return make_deck(ada)


@pytest.fixture
def browser(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def bring(browser: Client, deck: Deck | None, text: str = TEXT, **fields: str) -> str:
    """The address of the draft."""
    form = {"text": text, "deck": deck.slug if deck else "", "title": "New"} | fields
    response = browser.post(reverse("interchange:deck_import"), form)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def confirm(browser: Client, url: str) -> str:
    told = browser.get(url).context["plan"].told
    response = browser.post(url, {"told": told})
    assert response.status_code == 302
    return str(browser.get(url).content.decode())


def test_nothing_is_written_before_the_number_is_pressed(browser: Client, deck: Deck) -> None:
    page = browser.get(bring(browser, deck)).content.decode()
    assert "Import 2 cards" in page
    assert "Guessed: tab-separated, 2 lines" in page
    assert not Card.objects.exists()


def test_confirming_makes_cards(browser: Client, deck: Deck) -> None:
    page = confirm(browser, bring(browser, deck))
    assert "Import done" in page
    assert [card.front for card in deck.cards.in_order()] == ["What is drift?", "What is skew?"]
