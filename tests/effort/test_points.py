from datetime import date, timedelta
from math import nan
from typing import Any

import pytest

from studyapp.effort.points import (
    Entry,
    Goal,
    GoalKind,
    Kind,
    Level,
    Work,
    credited,
    days_this_week,
    entry,
    goal_on,
    is_hurried,
    level,
)
from tests.vectors import cases

MONDAY = date(2026, 1, 5)


def earned(works: list[Work]) -> list[int]:
    """The points of each piece of work of one study day."""
    paid: set[tuple[Kind, str]] = set()
    failed: set[str] = set()
    rows = []
    for work in works:
        row = entry(work, paid, failed=work.object in failed)
        if row:
            paid.add((row.kind, row.object))
        if work.kind is Kind.RATE and not work.passed:
            failed.add(work.object)
        rows.append(row.points if row else 0)
    return rows


@cases("xp_streak", "level")
def test_points_add_up_to_levels(given: dict[str, int], expected: dict[str, int]) -> None:
    assert level(given["xp"]) == Level(**expected)


@cases("xp_streak", "cap")
def test_a_long_day_counts_half_and_then_no_more(given: dict[str, int], expected: int) -> None:
    assert credited(given["raw_today"]) == expected


@cases("xp_streak", "award")
def test_work_is_paid_once(given: dict[str, Any], expected: dict[str, Any]) -> None:
    rows = earned([Work(Kind(kind), *rest) for kind, *rest in given["events"]])
    assert rows == expected["rows"]
    assert sum(rows) == expected["raw"]
    assert credited(sum(rows)) == expected["credited"]


# -- what cannot be farmed


def test_ten_fives_on_one_card_earn_two_points() -> None:
    assert sum(earned([Work(Kind.RATE, "c1", seconds=3)] * 10)) == 2


def test_flipping_through_a_hundred_cards_earns_nothing() -> None:
    assert sum(earned([Work(Kind.RATE, f"c{n}", seconds=0.4) for n in range(100)])) == 0


def test_the_same_board_fifty_times_earns_five_points() -> None:
    assert sum(earned([Work(Kind.MATCH, "deck", seconds=40)] * 50)) == 5


def test_twenty_cards_made_by_the_learner_today_pay_and_no_more() -> None:
    assert sum(earned([Work(Kind.RATE, f"own{n}", own_today=n) for n in range(1, 40)])) == 40


def test_a_false_failure_pays_no_more_than_one_more_point() -> None:
    ratings = [False, True, False, True, False, True]
    assert sum(earned([Work(Kind.RATE, "c1", passed) for passed in ratings])) == 3


def test_a_low_rating_pays_as_much_as_a_high_one() -> None:
    assert earned([Work(Kind.RATE, "c1", False)]) == earned([Work(Kind.RATE, "c1", True)]) == [2]


@pytest.mark.parametrize(
    "work",
    [
        Work(Kind.RATE, "c1", owed=False),
        Work(Kind.RATE, "c1", excluded=True),
        Work(Kind.RATE, "c1", seconds=0.99),
        Work(Kind.RATE, "c1", seconds=nan),
        Work(Kind.CHECKED, "c1", passed=False),
        Work(Kind.CHECKED, "c1", seconds=0.5),
        Work(Kind.CHECKED, "c1", excluded=True),
        Work(Kind.QUIZ, "q1", passed=False),
        Work(Kind.PARAMETRIC, "confusion:v1", passed=False),
    ],
)
def test_what_is_neither_owed_nor_checked_earns_nothing(work: Work) -> None:
    assert entry(work, ()) is None


@pytest.mark.parametrize(
    ("kind", "points"),
    [(Kind.RATE, 2), (Kind.CHECKED, 1), (Kind.QUIZ, 10), (Kind.MATCH, 5), (Kind.BEST, 2)],
)
def test_each_kind_of_work_has_its_points(kind: Kind, points: int) -> None:
    assert entry(Work(kind, "it"), ()) == Entry(kind, "it", points)
    assert entry(Work(kind, "it"), [(kind, "it")]) is None


def test_the_same_object_is_paid_for_each_kind_of_work() -> None:
    assert earned([Work(Kind.RATE, "c1"), Work(Kind.CHECKED, "c1")]) == [2, 1]


def test_a_recovery_needs_a_failure_of_a_rating_that_was_paid() -> None:
    paid = [(Kind.RATE, "c1")]
    assert entry(Work(Kind.RATE, "c1"), paid) is None
    assert entry(Work(Kind.RATE, "c1"), paid, failed=True) == Entry(Kind.RECOVER, "c1", 1)
    assert entry(Work(Kind.RATE, "c1", passed=False), paid, failed=True) is None


def test_each_calculator_pays_for_five_variants_a_day() -> None:
    works = [Work(Kind.PARAMETRIC, f"{name}:v{n}") for name in ("roc", "f1") for n in range(6)]
    assert earned(works) == [2, 2, 2, 2, 2, 0] * 2


def test_a_row_is_reversed_by_its_opposite() -> None:
    row = Entry(Kind.RATE, "c1", 2)
    assert row.reversed == Entry(Kind.RATE, "c1", -2)
    assert row.reversed.reversed == row


@pytest.mark.parametrize(
    ("seconds", "hurried"),
    [([0.4] * 5, True), ([0.4] * 4, False), ([0.4] * 4 + [1.0], False), ([9] + [0.9] * 5, True)],
)
def test_five_answers_in_under_a_second_each_pause_the_session(
    seconds: list[float], hurried: bool
) -> None:
    assert is_hurried(seconds) == hurried


# -- goals


def test_a_new_goal_holds_from_its_day_on() -> None:
    goals = [
        Goal(a_day=10, since=MONDAY),
        Goal(GoalKind.MINUTES, 15, since=MONDAY + timedelta(days=2)),
    ]
    held = [goal_on(MONDAY + timedelta(days=days), goals).a_day for days in (-1, 0, 1, 2, 30)]
    assert held == [20, 10, 10, 15, 15]


def test_the_week_begins_on_monday() -> None:
    reached = [MONDAY + timedelta(days=days) for days in (-1, 0, 0, 2, 6)]
    assert days_this_week(reached, MONDAY + timedelta(days=3)) == 2
    assert days_this_week(reached, MONDAY + timedelta(days=6)) == 3


@pytest.mark.parametrize(("a_day", "days_a_week"), [(0, 4), (-1, 4), (20, 0), (20, 8)])
def test_a_goal_that_cannot_be_is_refused(a_day: int, days_a_week: int) -> None:
    with pytest.raises(ValueError, match="A goal"):
        Goal(GoalKind.CARDS, a_day, days_a_week)
