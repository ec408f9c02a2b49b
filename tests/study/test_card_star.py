"""A star is the learner's own mark on a card."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.models import Memory, Review
from tests.factories import make_card, make_deck
from tests.study.page import press, start


def star(client: Client, card: Any, **given: str) -> Any:
    return client.post(reverse("study:card_star", args=[card.pk]), given)


def test_a_card_is_starred_and_unstarred(signed_in: Client, deck: Deck) -> None:
    card = make_card(deck)
    for on in ("1", "1", "0", "0"):
        response = star(signed_in, card, on=on)
        assert response.headers["Location"] == reverse("study:deck", args=[deck.slug])
        assert Memory.objects.get().starred is (on == "1")
    assert not Review.objects.exists()


def test_htmx_gets_the_button_as_it_is_now(signed_in: Client, deck: Deck) -> None:
    card = make_card(deck)
    url = reverse("study:card_star", args=[card.pk])
    html = signed_in.post(url, {"on": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith(f'<form id="star-{card.pk}"')
    assert 'aria-pressed="true"' in html
    assert 'name="on" value="0"' in html


def test_a_star_makes_no_card_known_and_no_page_stale(signed_in: Client, deck: Deck) -> None:
    card = make_card(deck)
    session = start(signed_in, deck)
    star(signed_in, card, on="1")
    assert press(signed_in, session, 4).status_code == 302
    memory = Memory.objects.get()
    assert (memory.starred, memory.reps) == (True, 1)


def test_the_page_that_asked_comes_back_if_it_is_ours(signed_in: Client, deck: Deck) -> None:
    card = make_card(deck)
    assert star(signed_in, card, next="/today/").headers["Location"] == "/today/"


@pytest.mark.parametrize(
    "page",
    ["https://example.com/", "//example.com", "javascript:alert(1)", "\0", "/\r\nX-A: b", "/\0"],
)
def test_no_other_page_comes_back(signed_in: Client, deck: Deck, page: str) -> None:
    response = star(signed_in, make_card(deck), next=page)
    assert response.status_code == 302
    assert "X-A" not in response.headers
    assert "example.com" not in response.headers["Location"]
    assert "\0" not in response.headers["Location"]


def test_a_card_of_someone_else_is_not_found(signed_in: Client, carol: User, deck: Deck) -> None:
    card = make_card(make_deck(carol, "cheese"))
    assert star(signed_in, card, on="1").status_code == 404
    assert not Memory.objects.exists()


def test_stars_of_two_learners_do_not_meet(signed_in: Client, ada: User, carol: User) -> None:
    card = make_card(make_deck(carol, visibility="public"))
    star(signed_in, card, on="1")
    assert list(Memory.objects.filter(starred=True).values_list("learner", flat=True)) == [ada.pk]
