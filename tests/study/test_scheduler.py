from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from studyapp.study.scheduler import (
    LAST_DAY,
    Buried,
    Event,
    FuzzKey,
    Pulled,
    Rated,
    Recall,
    Reset,
    Suspended,
    day_start,
    enters,
    fold,
    fuzz_bounds,
    fuzzed,
    interval,
    intervals_by_rating,
    retrievability,
    step,
    study_day,
)
from tests.vectors import cases, read

MONDAY = date(2026, 1, 5)
TUESDAY = MONDAY + timedelta(1)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
RATING_OF_GRADE = {1: 1, 2: 3, 3: 4, 4: 5}

Steps = list[dict[str, Any]]


def rated(rating: int, day: int | date = MONDAY, **terms: Any) -> Rated:
    day = day if isinstance(day, date) else MONDAY + timedelta(day)
    return Rated(rating, day, NOON, **{"cap": 36_500, **terms})


def fold_plain(events: Sequence[Event]) -> Recall:
    return fold(events, fuzz=None)


def rate_on_due_days(ratings: Sequence[int], **terms: Any) -> list[int]:
    recall, day, intervals = Recall(), MONDAY, []
    for rating in ratings:
        recall = step(recall, rated(rating, day, **terms), fuzz=None)
        assert recall.due_day
        intervals.append((recall.due_day - day).days)
        day = recall.due_day
    return intervals


def assert_steps(recall: Recall, events: Sequence[Rated], expected: Steps) -> None:
    for event, wanted in zip(events, expected, strict=True):
        before, recall = recall, step(recall, event, fuzz=None)
        assert enters(before, event) == wanted["enters"]
        assert event.grade == wanted["grade"]
        assert str(recall.due_day) == wanted["due_day"]
        assert recall.stability == pytest.approx(wanted["stability"], rel=1e-6, abs=5e-7)
        assert recall.difficulty == pytest.approx(wanted["difficulty"], rel=1e-6)
        if wanted["enters"]:
            assert recall.lapses == wanted["lapses"]
            assert recall.due_day == event.day + timedelta(wanted["interval_days"])
            if wanted["elapsed_days"] is not None:
                assert before.last_day == event.day - timedelta(wanted["elapsed_days"])


def test_every_vector_of_the_scheduler_has_a_test() -> None:
    kinds = {case["id"].split("-")[0] for case in read("scheduler")}
    assert kinds == {
        "seq", "dr", "max", "delay", "gate", "objective", "ungated", "R", "rs", "studyday", "fuzz",
    }  # fmt: skip


@cases("scheduler", "seq")
def test_reviews_on_their_due_days_follow_fsrs(given: dict[str, Any], expected: Steps) -> None:
    days = [MONDAY, *(date.fromisoformat(wanted["due_day"]) for wanted in expected)]
    events = [rated(rating, day) for rating, day in zip(given["ratings"], days, strict=False)]
    assert_steps(Recall(), events, expected)


@cases("scheduler", "dr")
def test_desired_retention_sets_the_intervals(given: dict[str, Any], expected: Any) -> None:
    retention = given["desired_retention"]
    assert rate_on_due_days(given["ratings"], retention=retention) == expected["intervals"]


@cases("scheduler", "max")
def test_the_cap_limits_the_intervals(given: dict[str, Any], expected: Any) -> None:
    cap = given["maximum_interval"]
    assert rate_on_due_days(given["ratings"], cap=cap) == expected["intervals"]


@cases("scheduler", "delay")
def test_early_and_late_reviews_count_the_days_that_passed(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    *prior, last = map(rated, given["ratings"], given["days"])
    assert_steps(fold_plain(prior), [last], [expected])


@cases("scheduler", "gate")
def test_a_day_moves_memory_once_and_by_one_failure_and_recovery(
    given: dict[str, Any], expected: Steps
) -> None:
    prior = [rated(*event) for event in given.get("prior", [])]
    events = [rated(rating, given.get("day", 0)) for rating in given["ratings"]]
    assert_steps(fold_plain(prior), events, expected)


@cases("scheduler", "objective")
def test_a_failure_in_place_of_a_pass_is_graded_from_before_the_day(
    given: dict[str, Any], expected: Steps
) -> None:
    before = fold_plain([rated(*event) for event in given["prior"]])
    for rating, wanted in zip((given["self_rating"], 1), expected, strict=True):
        assert_steps(before, [rated(rating, given["day"])], [wanted])


@cases("scheduler", "ungated")
def test_the_gate_stops_what_repeated_ratings_of_a_day_would_do(
    given: dict[str, Any], expected: list[Any]
) -> None:
    gated = ungated = Recall()
    for rating, wanted in zip(given["ratings"], expected, strict=True):
        gated = step(gated, rated(rating), fuzz=None)
        ungated = step(replace(ungated, gate_day=None), rated(rating), fuzz=None)
        stability, difficulty = wanted if isinstance(wanted, list) else (wanted, None)
        assert ungated.stability == pytest.approx(stability, abs=5e-5)
        assert difficulty in (None, pytest.approx(ungated.difficulty, abs=5e-5))
    assert gated == step(Recall(), rated(given["ratings"][0]), fuzz=None)


@cases("scheduler", "R")
def test_recall_fades_along_the_curve(given: dict[str, Any], expected: float) -> None:
    assert retrievability(given["stability"], given["days"]) == pytest.approx(expected, abs=5e-7)


@cases("scheduler", "rs")
def test_memory_agrees_with_the_other_implementation(given: dict[str, Any], expected: Any) -> None:
    day, events = 0, []
    for grade, lag in zip(given["grades"], given["delta_t"], strict=True):
        day += lag
        events.append(rated(RATING_OF_GRADE[grade], day))
    recall = fold_plain(events)
    assert recall.reps == len(events)
    assert recall.stability == pytest.approx(expected["stability"], abs=5e-5)
    assert recall.difficulty == pytest.approx(expected["difficulty"], abs=5e-5)


@cases("scheduler", "studyday")
def test_the_study_day_turns_by_the_clock_on_the_wall(
    given: dict[str, Any], expected: dict[str, str]
) -> None:
    at, place = datetime.fromisoformat(given["utc"]), (given["tz"], given["rollover_hour"])
    day = study_day(at, *place)
    assert str(day) == expected["study_day"]
    assert day_start(day, *place).isoformat() == expected["starts_utc"]
    assert day_start(day + timedelta(1), *place).isoformat() == expected["ends_utc"]


@cases("scheduler", "fuzz")
def test_fuzz_is_drawn_from_its_key_and_stays_in_its_bounds(
    given: dict[str, Any], expected: Any
) -> None:
    days = given["interval"]
    if "learner" not in given:
        assert fuzz_bounds(days) == tuple(expected)
    else:
        key = FuzzKey(str(given["learner"]), str(given["card"]))
        assert fuzzed(days, key, given["reps"]) == expected


def test_fuzz_never_passes_the_cap() -> None:
    key = FuzzKey("learner", "card")
    assert max(fuzzed(365, key, reps, cap=365) for reps in range(99)) <= 365
    assert fuzz_bounds(30, cap=5) == (5, 5)


@pytest.mark.parametrize("rollover", [0, 2, 3, 4, 12])
@pytest.mark.parametrize(
    ("tz", "turn"),
    [
        ("America/New_York", date(2026, 11, 1)),
        ("America/New_York", date(2027, 3, 14)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),
        ("America/Santiago", date(2026, 9, 6)),
        ("Africa/Cairo", date(2027, 4, 30)),
        ("Asia/Beirut", date(2027, 3, 28)),
        ("Africa/Casablanca", date(2027, 2, 7)),
        ("America/Havana", date(2026, 11, 1)),
        ("Pacific/Kiritimati", date(2026, 11, 22)),
        ("Pacific/Pago_Pago", date(2026, 11, 22)),
        ("Europe/Berlin", date(2028, 2, 29)),
    ],
)
def test_a_study_day_starts_at_the_first_moment_that_belongs_to_it(
    tz: str, turn: date, rollover: int
) -> None:
    for day in (turn - timedelta(1), turn, turn + timedelta(1)):
        start = day_start(day, tz, rollover)
        assert study_day(start, tz, rollover) == day
        assert study_day(start - timedelta(microseconds=1), tz, rollover) == day - timedelta(1)


@pytest.mark.parametrize("rollover", [-1, 13])
def test_the_day_turns_between_midnight_and_noon(rollover: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 12"):
        study_day(NOON, "UTC", rollover)
    with pytest.raises(ValueError, match="from 0 to 12"):
        day_start(MONDAY, "UTC", rollover)


def test_a_moment_without_a_zone_has_no_study_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        study_day(NOON.replace(tzinfo=None), "UTC", 4)


@pytest.mark.parametrize(
    "terms",
    [
        {"rating": 0},
        {"rating": 6},
        {"rating": 2.5},
        {"retention": 0.69},
        {"retention": 1.0},
        {"retention": float("nan")},
        {"cap": 0},
        {"map_version": 2},
        {"at": NOON.replace(tzinfo=None)},
    ],
    ids=str,
)
def test_a_rating_refuses_nonsense(terms: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Rated(**{"rating": 4, "day": MONDAY, "at": NOON, **terms})


@pytest.mark.parametrize(
    "state",
    [
        {"stability": 2.0},
        {"stability": float("nan"), "difficulty": 5.0, "last_day": MONDAY},
        {"stability": float("inf"), "difficulty": 5.0, "last_day": MONDAY},
        {"stability": 0.0, "difficulty": 5.0, "last_day": MONDAY},
        {"stability": 2.0, "difficulty": float("nan"), "last_day": MONDAY},
        {"stability": 2.0, "difficulty": 0.9, "last_day": MONDAY},
        {"reps": 1, "lapses": 2},
        {"last_rating": 6},
    ],
    ids=str,
)
def test_a_recall_refuses_nonsense(state: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Recall(**state)


@pytest.mark.parametrize("stability", [0.0, -1.0, float("nan")])
def test_nothing_is_recalled_without_stability(stability: float) -> None:
    with pytest.raises(ValueError, match="Stability"):
        retrievability(stability, 1)


def test_days_before_the_last_event_count_as_none() -> None:
    assert retrievability(2.0, -3) == retrievability(2.0, float("nan")) == 1.0


def test_an_interval_is_at_least_a_day_and_at_most_the_cap() -> None:
    assert interval(0.001) == 1
    assert interval(1e300) == 365


@pytest.mark.parametrize(("rating", "minutes"), [(1, 1), (2, 10), (3, None), (4, None), (5, None)])
def test_a_failed_card_is_owed_the_same_day(rating: int, minutes: int | None) -> None:
    owed = fold_plain([rated(1), rated(rating)]).owed_until
    assert owed == (NOON + timedelta(minutes=minutes) if minutes else None)


def test_after_four_failures_in_a_session_a_card_rests_until_tomorrow() -> None:
    recall = fold_plain([rated(2, session=7)] * 3)
    assert recall.owed_until
    recall = step(recall, rated(1, session=7), fuzz=None)
    assert (recall.owed_until, recall.failures, recall.due_day) == (None, 4, TUESDAY)


def test_failures_are_counted_per_session() -> None:
    recall = fold_plain([rated(1, session=7)] * 3 + [rated(1, session=8)])
    assert (recall.failing_session, recall.failures) == (8, 1)
    assert recall.owed_until


def test_failures_outside_a_session_do_not_make_a_card_rest() -> None:
    recall = fold_plain([rated(1)] * 9)
    assert recall.owed_until
    assert recall.failures == 0


def test_a_rating_kept_out_by_the_gate_is_still_the_last_word() -> None:
    before, after = (fold_plain([rated(rating) for rating in told]) for told in ([4], [4, 5]))
    assert after == replace(before, last_rating=5)


def test_passed_speaks_of_the_last_event_that_entered() -> None:
    assert not fold_plain([rated(1)]).passed
    recall = fold_plain([rated(5), rated(2), rated(4), rated(1)])
    assert recall.passed
    assert recall.last_rating == 1


def test_a_lapse_is_a_failure_after_a_pass_of_an_earlier_day() -> None:
    assert fold_plain([rated(4), rated(1)]).lapses == 0
    assert fold_plain([rated(1), rated(1, 1)]).lapses == 0
    assert fold_plain([rated(4), rated(1, 2), rated(1, 2), rated(1, 3)]).lapses == 2


def test_a_day_before_the_last_one_counts_as_the_last_one() -> None:
    assert fold_plain([rated(4, 5), rated(1, 3)]) == fold_plain([rated(4, 5), rated(1, 5)])


def test_a_reset_card_is_new_again_and_learns_again() -> None:
    reset: list[Event] = [rated(4), rated(1, 2), Reset(MONDAY + timedelta(2))]
    assert fold_plain(reset) == Recall()
    assert fold_plain([*reset, rated(3, 2)]) == fold_plain([rated(3, 2)])


def test_a_suspended_card_keeps_its_memory_and_counts_the_time_away() -> None:
    away = fold_plain([rated(4), Suspended(on=True)])
    assert away == replace(fold_plain([rated(4)]), suspended=True)
    back: list[Event] = [rated(4), Suspended(on=True), Suspended(on=False), rated(4, 30)]
    assert fold_plain(back) == fold_plain([rated(4), rated(4, 30)])


def test_a_reset_leaves_a_suspended_card_suspended() -> None:
    recall = fold_plain([rated(4), Suspended(on=True), Buried(TUESDAY), Reset(MONDAY)])
    assert recall == Recall(suspended=True, buried_until=TUESDAY)


def test_burying_changes_nothing_else() -> None:
    recall = fold_plain([rated(4), Buried(TUESDAY)])
    assert recall == replace(fold_plain([rated(4)]), buried_until=TUESDAY)


@pytest.mark.parametrize(("pulled", "due"), [(1, 1), (8, 2)])
def test_a_pull_makes_a_card_due_earlier_but_never_later(pulled: int, due: int) -> None:
    recall = fold_plain([rated(4), Pulled(MONDAY + timedelta(pulled))])
    assert recall == replace(fold_plain([rated(4)]), due_day=MONDAY + timedelta(due))


def test_a_pull_makes_nothing_due_that_was_never_learned() -> None:
    assert fold_plain([Pulled(MONDAY)]) == Recall()


def test_at_the_end_of_the_calendar_due_days_stop() -> None:
    recall = fold_plain([rated(5, date(9999, 12, 1))])
    assert recall.due_day == date(9999, 12, 9)
    recall = step(recall, rated(5, date(9999, 12, 9)), fuzz=None)
    assert recall.due_day == LAST_DAY
    assert day_start(LAST_DAY, "Pacific/Pago_Pago", 12).year == 9999


def test_the_preview_of_a_gated_rating_shows_the_day_that_stands() -> None:
    recall = fold_plain([rated(4)])
    shown = intervals_by_rating(recall, MONDAY, NOON, 0.9, 365, None)
    assert shown == {1: timedelta(minutes=1), 2: timedelta(minutes=10), 3: 2, 4: 2, 5: 2}


def test_the_preview_of_a_fourth_failure_shows_days() -> None:
    recall = fold_plain([rated(1, session=7)] * 3)
    shown = intervals_by_rating(recall, MONDAY, NOON, 0.9, 365, None, session=7)
    assert (shown[1], shown[2]) == (1, 1)
