"""Cards as a list: both sides open, filtered, fifty a page, the same few queries for any number."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Concept, Deck, Objective, Subject
from studyapp.study.aside import suspend
from tests.factories import make_card, make_cards, make_deck, make_history

URL = reverse("study:browse")


def fronts(client: Client, **asked: str) -> list[str]:
    html = client.get(URL, asked).content.decode()
    return re.findall(r"<p>(front \d+|her front)</p>", html)


@pytest.fixture
def cards(deck: Deck) -> list[Card]:
    return make_cards(deck, 3)


def test_it_shows_both_sides_mastery_and_when_the_card_returns(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card]
) -> None:
    make_history(ada, deck, 4, at=timezone.now())
    html = signed_in.get(URL, {"deck": deck.slug}).content.decode()
    assert "<p>front 0</p>" in html
    assert "<p>back 0</p>" in html
    assert "4 Well" in html
    assert reverse("study:card_history", args=[cards[0].pk]) in html
    assert "when started" in html


def test_mine_are_the_cards_i_wrote_and_those_i_study(
    signed_in: Client, ada: User, boole: User, cards: list[Card]
) -> None:
    other = make_deck(boole, "other", visibility="public")
    make_card(other, "a", front="her front")
    make_card(other, "b", front="front 9")
    assert fronts(signed_in) == ["front 0", "front 1", "front 2"]
    make_history(ada, other, 4, at=timezone.now())
    assert fronts(signed_in) == ["front 0", "front 1", "front 2", "her front"]
    assert fronts(signed_in, deck="other") == ["her front", "front 9"]


def test_it_filters_by_state_words_topic_and_tag(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card]
) -> None:
    subject = Subject.objects.create(slug="baking", title="Baking")
    objective = Objective.objects.create(subject=subject, slug="rise", text="Rise")
    gas = Concept.objects.create(
        subject=subject, objective=objective, slug="gas", name="Gas", definition="It rises."
    )
    cards[2].concepts.add(gas)
    Card.objects.filter(pk=cards[0].pk).update(tags=["hard"])
    suspend(ada, cards[1], on=True, at=timezone.now())
    assert fronts(signed_in, state="suspended") == ["front 1"]
    assert fronts(signed_in, state="new") == ["front 0", "front 2"]
    assert fronts(signed_in, q="2") == ["front 2"]
    assert fronts(signed_in, concept="gas") == ["front 2"]
    assert fronts(signed_in, tag="hard") == ["front 0"]
    assert fronts(signed_in, state="due") == []


def test_due_cards_are_those_a_session_would_ask(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card]
) -> None:
    make_history(ada, deck, 3, 3, at=timezone.now() - timedelta(days=20))
    suspend(ada, cards[1], on=True, at=timezone.now())
    assert fronts(signed_in, state="due") == ["front 0"]
    assert ">today</td>" in signed_in.get(URL, {"state": "due"}).content.decode()


def test_fifty_a_page_and_the_queries_do_not_grow(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 3)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(URL)
    for number in range(60):
        make_card(deck, f"more-{number}", front=f"front {number}", position=10 + number)
    with CaptureQueriesContext(connection) as many:
        first = fronts(signed_in)
    assert len(first) == 50
    assert len(fronts(signed_in, page="2")) == 13
    assert len(fronts(signed_in, page="zebra")) == 50
    assert len(many) == len(few) < 10


def test_a_deck_or_topic_that_is_not_there_is_not_found(signed_in: Client, carol: User) -> None:
    make_deck(carol, "hers")
    for asked in ({"deck": "hers"}, {"deck": "nowhere"}, {"concept": "nowhere"}):
        assert signed_in.get(URL, asked).status_code == 404


def test_carol_sees_none_of_them(cards: list[Card], carol: User) -> None:
    browser = Client()
    browser.force_login(carol)
    assert fronts(browser) == []
    assert "No cards yet" in browser.get(URL).content.decode()
    assert browser.get(URL, {"deck": "bread"}).status_code == 404


def test_a_filter_that_cannot_be_gets_a_sentence(signed_in: Client) -> None:
    for asked in ({"state": "odd"}, {"q": "x" * 300}, {"deck": "no deck"}, {"tag": "x" * 41}):
        response = signed_in.get(URL, asked)
        assert response.status_code == 400
        assert 'class="feedback is-wrong"' in response.content.decode()


def test_htmx_gets_the_list_alone(signed_in: Client, cards: list[Card]) -> None:
    response = signed_in.get(URL, {"q": "1"}, headers={"HX-Request": "true"})
    html = response.content.decode().strip()
    assert html.startswith('<div id="card-list">')
    assert "front 1" in html
