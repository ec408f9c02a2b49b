from typing import Any

import pytest

from studyapp.study.mastery import (
    CardView,
    DeckMastery,
    band,
    deck_mastery,
    is_fading,
    shown_rating,
    spaced,
)
from studyapp.study.scheduler import retrievability
from tests.vectors import cases, read

# columns of other modes: test_analytics.py; evidence: test_evidence.py; topics: test_topics.py
ELSEWHERE = {"col-learn", "col-test", "col-test-none", "col-matching"}
ELSEWHERE_KINDS = {"topic", "evidence"}


def test_every_vector_of_cards_and_decks_has_a_test() -> None:
    ids = {case["id"] for case in read("mastery")} - ELSEWHERE
    assert {id.split("-")[0] for id in ids} - ELSEWHERE_KINDS == {"card", "deck", "col"}
    assert {id for id in ids if id.startswith("col-")} == {"col-spaced"}


@cases("mastery", "card")
def test_the_shown_rating_falls_as_memory_fades(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    rating, stability, days = given["last_rating"], given["stability"], given["days_since"]
    assert expected["stored"] == rating
    assert shown_rating(rating, stability, days) == expected["shown"]
    assert is_fading(rating, stability, days) == expected["fading"]
    if expected["R"] is not None:
        assert retrievability(stability, days) == pytest.approx(expected["R"], abs=5e-7)


@cases("mastery", "deck")
def test_a_deck_is_mastered_by_what_will_be_recalled(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    views = [
        CardView(card["r"], card["S"], card["t"], card.get("ok", True))
        for card in given["cards"]
        if card["r"] is not None
    ]
    deck = deck_mastery(views, len(given["cards"]), given["horizon_days"])
    now = deck_mastery(views, len(given["cards"]), horizon_days=0)
    assert deck.cards == expected["cards"]
    for ours, name in (
        (deck.mastery, "mastery"),
        (now.mastery, "now"),
        (deck.coverage, "coverage"),
        (deck.confidence, "confidence"),
    ):
        wanted = expected[name]
        assert ours == (wanted if wanted is None else pytest.approx(wanted, rel=1e-6))
    assert sum(deck.histogram) == deck.cards
    assert deck.histogram[0] == deck.cards - deck.seen


def test_spaced_counts_the_introduced_cards_that_are_not_due() -> None:
    [case] = [case for case in read("mastery") if case["id"] == "col-spaced"]
    active = [card["due_day"] for card in case["input"]["cards"] if not card["suspended"]]
    # the vector numbers its days
    assert spaced(active, case["input"]["today"], len(active)) == case["expected"]
    assert spaced([], case["input"]["today"], 0) is None


@pytest.mark.parametrize(
    ("recall", "rating"),
    [(1, 5), (0.9, 5), (0.8999, 4), (0.8, 4), (0.7999, 3), (0.65, 3), (0.6499, 2), (0.4, 2),
     (0.3999, 1), (0, 1)],
)  # fmt: skip
def test_bands_begin_at_their_floors(recall: float, rating: int) -> None:
    assert band(recall) == rating


def test_the_histogram_counts_shown_ratings_and_unseen_cards() -> None:
    views = [
        CardView(5, 40.0, 3, passed=True),
        CardView(5, 8.2956, 30, passed=True),
        CardView(1, 0.212, 0, passed=False),
    ]
    assert deck_mastery(views, 5).histogram == (2, 1, 0, 1, 0, 1)


def test_a_card_with_a_row_but_no_memory_is_unseen() -> None:
    suspended_before_met = CardView(None, None, 0, passed=False)
    assert deck_mastery([suspended_before_met], 2) == DeckMastery(2, 0, 0, 0, 0, (2, 0, 0, 0, 0, 0))


def test_an_event_in_the_future_counts_as_now() -> None:
    ahead, now = (deck_mastery([CardView(5, 8.0, days, passed=True)], 1) for days in (-2, 0))
    assert ahead == now


def test_more_cards_seen_than_there_are_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 cards were seen of a deck of 0"):
        deck_mastery([CardView(5, 8.0, 0, passed=True)], 0)


@pytest.mark.parametrize(("rating", "stability"), [(4, None), (None, 2.0), (0, 2.0), (6, 2.0)])
def test_a_view_refuses_nonsense(rating: int | None, stability: float | None) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        CardView(rating, stability, 0, passed=True)
