"""The cards chosen in the list, as a table."""

import csv
from io import StringIO
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from tests.factories import make_cards, make_deck
from tests.interchange.drafts import bring, file, states

URL = reverse("interchange:cards_export")


def take_out(browser: Client, *cards: Any, **more: str) -> Any:
    return browser.post(URL, {"cards": [getattr(card, "pk", card) for card in cards], **more})


def rows(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'attachment; filename="cards.csv"'
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = response.getvalue().decode()
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_chosen_cards_come_out_and_would_come_in_again(browser: Client, deck: Deck) -> None:
    first, _, third = make_cards(deck, 3)
    third.tags = ["oven"]
    third.save()
    taken = take_out(browser, third, first)
    assert [(row["front"], row["tags"]) for row in rows(taken)] == [
        ("front 0", ""), ("front 2", "oven"),
    ]  # fmt: skip
    again = take_out(browser, first, third).getvalue()
    url = bring(browser, deck, "", file=file(again))
    assert {state for _, state in states(browser, url)} == {"same"}


def test_cards_that_one_may_not_see_are_not_among_them(
    browser: Client, deck: Deck, carol: User
) -> None:
    mine = make_cards(deck, 1)
    hidden = make_cards(make_deck(carol, "carols"), 1, front="Hers?")
    assert [row["front"] for row in rows(take_out(browser, *mine, *hidden))] == ["front 0"]
    assert rows(take_out(browser, *hidden, 10**18)) == []


def test_nothing_or_too_much_chosen_is_told_on_the_list(browser: Client, deck: Deck) -> None:
    back = reverse("study:browse") + "?deck=bread"
    for cards, sentence in (
        ((), "Choose the cards first."),
        (("x", "1" * 30, "²"), "Choose the cards first."),
        (range(1, 502), "Choose at most 500 cards at once."),
    ):
        response = take_out(browser, *cards, next=back)
        assert response.headers["Location"] == back
        assert [str(m) for m in get_messages(response.wsgi_request)][-1] == sentence
    assert not Card.objects.exists()


def test_the_list_offers_it(browser: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    page = browser.get(reverse("study:browse"), {"deck": deck.slug}).content.decode()
    assert f'formaction="{URL}">Take out as CSV</button>' in page
