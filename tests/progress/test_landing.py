import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from tests.factories import make_card, make_deck

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(boole: User) -> Deck:
    deck = make_deck(boole, visibility="public", trial=["gas", "salt"])
    make_card(deck, "gas", front="Which gas makes dough rise?", back="Carbon dioxide")
    make_card(deck, "salt", front="What does salt do to yeast?", back="It slows it.")
    return deck


def test_a_stranger_sees_the_first_trial_card_and_may_begin(client: Client, trial: Deck) -> None:
    page = client.get("/").content.decode()
    assert "Which gas makes dough rise?" in page
    assert "Carbon dioxide" in page
    assert "Try ten cards now" in page
    assert 'action="/trial/"' in page


def test_the_five_steps_have_the_labels_of_the_ratings(client: Client) -> None:
    page = client.get("/").content.decode()
    for label in ("Not at all", "Barely", "With effort", "Well", "Perfectly"):
        assert label in page


def test_a_guest_who_began_may_continue(client: Client, trial: Deck) -> None:
    client.post("/trial/")
    page = client.get("/").content.decode()
    assert "Continue your ten cards" in page
    assert "Try ten cards now" not in page


def test_without_a_trial_deck_an_account_is_the_way_in(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "ten cards" not in page
    assert "Create a free account" in page


def test_a_card_withdrawn_from_the_trial_is_not_shown(client: Client, trial: Deck) -> None:
    trial.cards.get(key="gas").archive()
    assert "Which gas makes dough rise?" not in client.get("/").content.decode()


def test_whoever_is_signed_in_goes_on_to_today(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get("/").headers["Location"] == "/today/"


def test_the_front_page_stands_without_the_cards_that_it_would_try(
    client: Client, boole: User
) -> None:
    deck = make_deck(boole, visibility="public", trial=["gas"])
    make_card(deck, "gas").archive()
    assert client.get("/").status_code == 200
