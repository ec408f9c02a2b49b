"""Ideas that build on each other: in order, or on different days."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study.planning import Candidate, new_cards
from studyapp.study.standing import KnownCard
from tests.factories import make_card, make_cards, make_history
from tests.study.page import press, start

TODAY = date(2026, 3, 2)
YESTERDAY = TODAY - timedelta(days=1)


def line(*after: int | None, chains: str = "in_order", notes: str = "") -> list[Candidate]:
    """Cards 1, 2, 3 … of one deck, each after the card named, each its own note or as lettered."""
    return [
        Candidate(card, 1, notes[card - 1 : card] or f"n{card}", leader, chains)
        for card, leader in enumerate(after, start=1)
    ]


def known(card: int, met: date | None = YESTERDAY, **changes: object) -> KnownCard:
    """Met on that day, and once only; or never met."""
    facts = {
        "card": card, "deck": 1, "sibling_key": f"n{card}", "last_rating": 4 if met else None,
        "stability": 9.0 if met else None, "last_day": met, "passed": True, "due_at": None,
        "due_day": None, "introduced_day": met, "suspended": False, "buried_until": None,
    }  # fmt: skip
    return KnownCard(**(facts | changes))  # type: ignore[arg-type]


def chosen(
    cards: list[Candidate],
    *memories: KnownCard,
    limit: int = 10,
    among: Iterable[int] | None = None,
) -> list[int]:
    some = None if among is None else set(among)
    return new_cards(cards, list(memories), [], TODAY, limit=limit, among=some)


def test_in_order_the_cards_of_a_chain_keep_their_order_in_one_plan() -> None:
    assert chosen(line(None, 1, 2, None)) == [1, 2, 3, 4]


def test_in_order_a_card_waits_while_the_one_it_follows_may_not_be_asked() -> None:
    assert chosen(line(None, 1, 2, None, notes="abcd"), known(9, TODAY, sibling_key="a")) == [4]


def test_a_card_follows_one_that_was_met_before() -> None:
    assert chosen(line(None, 1, 2), known(1)) == [2, 3]


def test_a_buried_card_holds_its_followers_up_until_it_is_met() -> None:
    buried = known(1, None, buried_until=TODAY + timedelta(days=1))
    assert chosen(line(None, 1, None), buried) == [3]


def test_a_card_set_aside_holds_nothing_up() -> None:
    assert chosen(line(None, 1, 2), known(1, None, suspended=True)) == [2, 3]


def test_a_card_set_aside_in_the_middle_does_not_hide_that_the_first_one_waits() -> None:
    memories = known(9, TODAY, sibling_key="a"), known(2, None, suspended=True)
    assert chosen(line(None, 1, 2, notes="abc"), *memories) == []


def test_what_left_the_deck_holds_nothing_up() -> None:
    assert chosen(line(None, 77)) == [1, 2]


def test_the_days_limit_cuts_a_chain_from_its_end() -> None:
    assert chosen(line(None, 1, 2, 3), limit=2) == [1, 2]


def test_siblings_in_a_chain_still_wait_for_each_other() -> None:
    assert chosen(line(None, 1, 2, notes="aab")) == [1]


def test_a_card_of_a_section_waits_for_one_that_the_section_does_not_name() -> None:
    assert chosen(line(None, 1, None), among=[2, 3]) == [3]
    assert chosen(line(None, 1, None), known(1), among=[2, 3]) == [2, 3]


def test_apart_only_one_card_of_a_chain_is_met_a_day() -> None:
    cards = line(None, 1, 2, None, 4, chains="apart")
    assert chosen(cards) == [1, 4]
    assert chosen(cards, known(1), known(4)) == [2, 5]


@pytest.mark.parametrize(("met", "next_ones"), [(TODAY, []), (YESTERDAY, [2])])
def test_apart_a_card_met_today_keeps_its_followers_for_another_day(
    met: date, next_ones: list[int]
) -> None:
    assert chosen(line(None, 1, 2, chains="apart"), known(1, met)) == next_ones


def test_apart_a_card_that_was_only_refreshed_today_holds_nothing_up() -> None:
    refreshed = known(1, YESTERDAY, last_day=TODAY)
    assert chosen(line(None, 1, chains="apart"), refreshed) == [2]


def chained(deck: Deck) -> list[Card]:
    first, second, third = cards = make_cards(deck, 3)
    for follower, leader in ((second, first), (third, second)):
        Card.objects.filter(pk=follower.pk).update(after=leader)
    return cards


def test_a_session_of_a_deck_that_keeps_chains_apart_brings_one_card_a_day(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    first, second, _ = chained(deck)
    Deck.objects.update(chains="apart")
    lone = make_card(deck, "lone", position=9)
    session = start(signed_in, deck)
    assert [each.card for each in session.planned] == [first.pk, lone.pk]
    for _ in session.plan:
        press(signed_in, session, 5)
    assert "Nothing to study right now." in signed_in.get("/decks/bread/").content.decode()

    Card.objects.filter(pk=lone.pk).update(archived_at=timezone.now())
    later = timezone.now() + timedelta(days=1)
    (review,) = make_history(ada, deck, 4, at=later)
    assert review.card == second


def test_a_session_in_order_asks_a_chain_from_its_first_card(signed_in: Client, deck: Deck) -> None:
    cards = chained(deck)
    session = start(signed_in, deck)
    assert [each.card for each in session.planned] == [card.pk for card in cards]


def test_a_follower_of_an_archived_card_is_asked(signed_in: Client, deck: Deck) -> None:
    first, second, third = chained(deck)
    first.archive()
    session = start(signed_in, deck)
    assert [each.card for each in session.planned] == [second.pk, third.pk]
