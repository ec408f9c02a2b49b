from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from studyapp.study.analytics import (
    UNDEFINED,
    Figure,
    MatchResult,
    PracticeResult,
    Row,
    Unit,
    class_mean,
    row,
)
from studyapp.study.mastery import CardView, DeckMastery, deck_mastery
from tests.vectors import read

TODAY = date(2026, 1, 12)


def make_row(held: DeckMastery, **facts: Any) -> Row:
    nothing: dict[str, Any] = {"stages": None, "tests": (), "boards": (), "due_days": ()}
    return row("Deck", held, today=TODAY, **nothing | facts)


def case(id: str) -> tuple[dict[str, Any], Any]:
    [found] = [found for found in read("mastery") if found["id"] == id]
    return found["input"], found["expected"]


def held(total: int) -> DeckMastery:
    return deck_mastery([], total)


def test_learn_counts_the_cards_at_its_last_stage() -> None:
    given, expected = case("col-learn")
    stages = given["stages"]
    assert make_row(held(len(stages)), stages=stages).learn.value == expected


@pytest.mark.parametrize("id", ["col-test", "col-test-none"])
def test_test_is_the_share_of_points_in_the_last_three(id: str) -> None:
    given, expected = case(id)
    tests = [PracticeResult(Fraction(points), maximum) for points, maximum in given["tests"]]
    assert make_row(held(8), tests=tests).test.value == expected


def test_matching_is_the_best_time_on_a_full_board() -> None:
    given, expected = case("col-matching")
    boards = [MatchResult(game["pairs"], game["time"], game["wrong"]) for game in given["games"]]
    figure = make_row(held(8), boards=boards).matching
    assert figure.value == pytest.approx(expected["best_adjusted"])
    assert figure.shown == "35.2 s"
    assert make_row(held(8), boards=boards[2:]).matching.value is None


def test_the_row_of_a_scripted_learner_is_the_one_computed_by_hand() -> None:
    """Eight cards: three remembered, two failed last, three unseen; see the deck's worked case."""
    views = [
        CardView(5, 40.0, 3, passed=True),
        CardView(4, 11.0, 10, passed=True),
        CardView(4, 2.3, 1, passed=True),
        CardView(2, 0.3, 0, passed=False),
        CardView(1, 0.2, 0, passed=False),
    ]
    due = [TODAY + timedelta(days=days) for days in (37, 1, 1, 0, -1)]
    made = make_row(
        deck_mastery(views, 8),
        stages=[3, 3, 2, 1, 0],
        tests=[PracticeResult(Fraction(2), 10), PracticeResult(Fraction(13, 2), 10)],
        boards=[MatchResult(6, 30.0, 1), MatchResult(4, 9.0, 0)],
        due_days=due,
    )
    assert {name: figure.shown for name, figure in made.figures.items()} == {
        "mastery": "33 %",
        "learn": "25 %",
        "test": "43 %",
        "matching": "32.0 s",
        "spaced": "38 %",
    }
    assert made.mastery.value == pytest.approx(32.87, abs=0.005)
    assert made.test.because.startswith("8.5 of 20 points in the last 2 practice tests.")
    assert made.spaced.because == "3 of 8 cards were introduced and are not due now."


def test_what_was_not_tried_is_a_dash_and_says_so() -> None:
    made = make_row(held(1))
    assert [figure.shown for figure in made.figures.values()] == [
        "0 %",
        UNDEFINED,
        UNDEFINED,
        UNDEFINED,
        "0 %",
    ]
    assert [figure.because for figure in made.figures.values()] == [
        "What a closed-book test would give 7 days from now. Of 1 card 0 were seen; "
        "the others count 0.",
        "Learn was not opened yet.",
        "No practice test was completed yet.",
        "No board of 6 pairs was finished yet; smaller ones do not count.",
        "0 of 1 card were introduced and are not due now.",
    ]


def test_a_deck_without_cards_has_no_figures() -> None:
    made = make_row(held(0), stages=[])
    assert {figure.shown for figure in made.figures.values()} == {UNDEFINED}


def test_tests_of_self_checks_alone_are_no_test() -> None:
    assert make_row(held(8), tests=[PracticeResult(Fraction(0), 0)]).test.value is None


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(0.5, Unit.PER_CENT, "1 %"), (99.49, Unit.PER_CENT, "99 %"), (31.25, Unit.SECONDS, "31.3 s")],
)
def test_halves_are_rounded_up(value: float, unit: Unit, shown: str) -> None:
    assert Figure(value, "", unit).shown == shown


def test_a_mean_needs_five_learners_and_leaves_out_the_undefined() -> None:
    assert class_mean([50, 60, 70, 80, None]) is None
    assert class_mean([50, 60, 70, 80, 90, None]) == 70
