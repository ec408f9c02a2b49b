from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from studyapp.effort.streaks import (
    Streak,
    active_seconds,
    forgiven_days,
    gap_forgiven,
    goal_of_day,
    goal_reached,
    qualifies,
    streak,
)
from tests.vectors import cases, read

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def november(*days: int) -> list[date]:
    return [date(2026, 11, day) for day in days]


def test_every_vector_of_streaks_has_a_test() -> None:
    kinds = {case["id"].split("-")[0] for case in read("xp_streak")}
    assert kinds - {"level", "cap", "award"} == {"streak", "tz"}


@cases("xp_streak", "streak")
def test_a_streak_is_walked_from_its_first_day(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    days = map(date.fromisoformat, given["qualifying_days"])
    walked = streak(days, date.fromisoformat(given["today"]), given["freezes"])
    used = tuple(map(date.fromisoformat, expected["used"]))
    assert walked == Streak(**expected | {"used": used})


@cases("xp_streak", "tz")
def test_a_gap_is_forgiven_when_the_zone_changed_within_two_days(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    last, new = (
        datetime.fromisoformat(given[moment]).astimezone(
            timezone(timedelta(minutes=given[f"{moment}_offset_min"]))
        )
        for moment in ("last", "new")
    )
    assert gap_forgiven(last, new) == expected["forgiven"]


def test_a_gap_needs_both_zones() -> None:
    with pytest.raises(ValueError, match="time zone"):
        gap_forgiven(NOON.replace(tzinfo=None), NOON)


def test_a_forgiven_day_neither_breaks_the_streak_nor_uses_a_freeze() -> None:
    walked = streak(november(1, 2, 4), date(2026, 11, 4), freezes=1, forgiven=november(3))
    assert (walked.streak, walked.freezes, walked.used) == (3, 1, ())


def test_a_day_missed_beside_a_forgiven_one_still_counts_as_missed() -> None:
    assert streak(november(1, 2, 5), date(2026, 11, 5), forgiven=november(3)).streak == 1


def test_the_same_date_twice_counts_once() -> None:
    assert streak(november(1, 2, 2), date(2026, 11, 2)).streak == 2


def test_a_flight_west_takes_no_day_away() -> None:
    days = november(1, 2, 3)
    assert streak(days, date(2026, 11, 2)) == streak(days, date(2026, 11, 3))


@pytest.mark.parametrize(
    ("entered", "seconds", "quiz", "due", "done", "counts"),
    [
        (10, 0, False, 0, 0, True),
        (9, 299, False, 10, 10, False),
        (0, 300, False, 0, 0, True),
        (0, 0, True, 0, 0, True),
        (9, 0, False, 9, 9, True),
        (8, 0, False, 9, 8, False),
        (1, 0, False, 1, 1, True),
        (0, 0, False, 0, 0, False),
    ],
)
def test_a_day_qualifies_by_events_minutes_a_quiz_or_all_that_was_due(
    entered: int, seconds: float, quiz: bool, due: int, done: int, counts: bool
) -> None:
    assert qualifies(entered, seconds, quiz, due, done) == counts


@pytest.mark.parametrize(
    ("moments", "seconds"),
    [([], 0), ([0], 0), ([0, 20], 20), ([0, 60, 3660], 120), ([40, 0, 20], 40), ([5, 5], 0)],
)
def test_a_gap_over_a_minute_counts_as_a_minute(moments: list[int], seconds: int) -> None:
    assert active_seconds(NOON + timedelta(seconds=moment) for moment in moments) == seconds


@pytest.mark.parametrize(
    ("setting", "owed", "new_allowed", "goal"),
    [(10, 0, 4, 4), (10, 30, 10, 10), (10, 2, 8, 10), (10, 0, 0, 0)],
)
def test_the_goal_of_a_day_can_be_reached(
    setting: int, owed: int, new_allowed: int, goal: int
) -> None:
    assert goal_of_day(setting, owed, new_allowed) == goal


@pytest.mark.parametrize(
    ("done", "goal", "reached"), [(9, 10, False), (10, 10, True), (11, 10, True), (0, 0, False)]
)
def test_a_goal_is_reached_by_as_many_cards(done: int, goal: int, reached: bool) -> None:
    assert goal_reached(done, goal) == reached


@pytest.mark.parametrize(
    ("hours", "zone", "forgiven"),
    [
        pytest.param(44, "Pacific/Kiritimati", {date(2026, 11, 21), date(2026, 11, 22)}, id="east"),
        pytest.param(44, "Pacific/Honolulu", set(), id="a day off at home"),
        pytest.param(80, "Pacific/Kiritimati", set(), id="too long for a flight"),
    ],
)
def test_dates_that_a_flight_skipped_are_forgiven(
    hours: int, zone: str, forgiven: set[date]
) -> None:
    last = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Pacific/Honolulu"))
    new = (last.astimezone(UTC) + timedelta(hours=hours)).astimezone(ZoneInfo(zone))
    spans = [(last.date(), last, last), (new.date(), new, new)]
    assert forgiven_days(spans) == forgiven
