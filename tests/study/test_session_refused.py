"""A rating that cannot be is refused with a sentence, and nothing is stored."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.aside import suspend
from studyapp.study.models import Review
from tests.factories import make_card, make_cards, make_deck
from tests.study.page import (
    a_turn,
    asked,
    open_page,
    press,
    start,
    stored,
    turns_in,
    url_of,
)

RELOAD = "Reload it and rate again; nothing was stored."
CHOOSE = "Choose a rating from 1 to 5."


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"rating": 0}, 422, CHOOSE),
        ({"rating": 6}, 422, CHOOSE),
        ({"rating": "x"}, 422, CHOOSE),
        ({"rating": ""}, 422, CHOOSE),
        ({"rating": "4\0"}, 422, CHOOSE),
        ({"rating": "9" * 5000}, 422, CHOOSE),
        ({"presentation_id": ""}, 422, RELOAD),
        ({"presentation_id": "17"}, 422, RELOAD),
        ({"presentation_id": "\0"}, 422, RELOAD),
        ({"version": "-1"}, 422, RELOAD),
        ({"version": ""}, 422, RELOAD),
        ({"card": ""}, 422, RELOAD),
        ({"card": "x"}, 422, RELOAD),
        ({"card": 9 * 10**30}, 404, "This card is not part of this session."),
        ({"held": "1\0"}, 422, RELOAD),
        ({"held": "1," * 300}, 422, RELOAD),
        ({"at": "yesterday"}, 422, RELOAD),
        ({"ms": -1}, 422, RELOAD),
    ],
)
def test_a_malformed_rating_is_refused_with_a_sentence(
    signed_in: Client, deck: Deck, fields: dict[str, Any], status: int, sentence: str
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    sent = asked(signed_in, session).rated(4) | fields
    before = stored()
    response = signed_in.post(url_of(session, "session_rate"), sent)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert stored() == before


def test_a_rating_without_its_fields_is_refused(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    response = signed_in.post(url_of(session, "session_rate"))
    assert response.status_code == 422
    assert CHOOSE in response.content.decode()
    assert not Review.objects.exists()


def test_the_presentation_of_another_card_is_refused(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    first, second = turns_in(open_page(signed_in, session))
    signed_in.post(url_of(session, "session_rate"), first.rated(4))
    before = stored()
    mixed = second.rated(4) | {"presentation_id": first.presentation_id}
    response = signed_in.post(url_of(session, "session_rate"), mixed)
    assert response.status_code == 422
    assert "belongs to another card" in response.content.decode()
    assert stored() == before


def test_the_presentation_of_another_session_is_refused(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    other = make_deck(ada, "cheese")
    make_cards(other, 1)
    turn = asked(signed_in, session := start(signed_in, deck))
    signed_in.post(url_of(session, "session_rate"), turn.rated(4))
    session = start(signed_in, other)
    before = stored()
    reused = asked(signed_in, session).rated(4) | {"presentation_id": turn.presentation_id}
    response = signed_in.post(url_of(session, "session_rate"), reused)
    assert response.status_code == 422
    assert "belongs to another card" in response.content.decode()
    assert stored() == before


def test_two_learners_may_make_the_same_presentation_id(
    signed_in: Client, ada: User, carol: User
) -> None:
    deck = make_deck(ada, visibility="public")
    make_cards(deck, 1)
    browser = Client()
    browser.force_login(carol)
    pid = uuid4()
    for client in (signed_in, browser):
        session = start(client, deck)
        response = press(client, session, 4, presentation_id=pid)
        assert response.status_code == 302
    assert Review.objects.count() == 2


def test_a_card_outside_the_session_is_refused(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    elsewhere = make_card(make_deck(ada, "cheese"))
    session = start(signed_in, deck)
    response = signed_in.post(url_of(session, "session_rate"), a_turn(elsewhere).rated(4))
    assert response.status_code == 404
    assert "This card is not part of this session." in response.content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("suspend", "You set this card aside, so it is skipped."),
        ("archive", "This card was withdrawn by its author, so it is skipped."),
        ("close deck", "This card was withdrawn by its author, so it is skipped."),
        ("archive deck", "This card was withdrawn by its author, so it is skipped."),
        ("draft", "This card was withdrawn by its author, so it is skipped."),
    ],
)
def test_a_card_that_left_meanwhile_is_refused_and_skipped(
    signed_in: Client, ada: User, boole: User, deck: Deck, way: str, sentence: str
) -> None:
    card, other = make_cards(deck, 2)
    session = start(signed_in, deck)
    turn = asked(signed_in, session)
    if way == "suspend":
        suspend(ada, card, on=True, at=timezone.now())
    elif way == "archive":
        card.archive()
    elif way == "draft":
        card.status = "draft"
        card.save()
    elif way == "close deck":
        Deck.objects.update(author=boole)
    else:
        Deck.objects.update(archived_at=timezone.now())
    before = stored()
    response = signed_in.post(url_of(session, "session_rate"), turn.rated(4))
    assert response.status_code == 409
    assert sentence in response.content.decode()
    assert stored() == before
    if "deck" not in way:
        assert asked(signed_in, session).card == other.pk
