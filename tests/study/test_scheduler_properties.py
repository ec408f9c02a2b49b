import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.study.scheduler import (
    GRADE_MAP_A,
    OWED,
    Buried,
    Event,
    FuzzKey,
    Pulled,
    Rated,
    Recall,
    Reset,
    Suspended,
    enters,
    fold,
    fuzz_bounds,
    fuzzed,
    intervals_by_rating,
    retrievability,
    step,
)

MONDAY = date(2026, 1, 5)
KEY = FuzzKey("learner", "card")

quick = settings(max_examples=400, deadline=None, derandomize=True)

days = st.integers(0, 400).map(lambda number: MONDAY + timedelta(number))
ratings = st.builds(
    Rated,
    rating=st.integers(1, 5),
    day=days,
    at=st.integers(0, 10**7).map(lambda s: datetime(2026, 1, 5, tzinfo=UTC) + timedelta(0, s)),
    session=st.none() | st.integers(1, 3),
    retention=st.floats(0.7, 0.99),
    cap=st.integers(1, 36_500),
)
events: st.SearchStrategy[Event] = st.one_of(
    ratings,
    ratings,
    ratings,
    st.builds(Reset, day=days),
    st.builds(Suspended, on=st.booleans()),
    st.builds(Buried, until=days),
    st.builds(Pulled, day=days),
)
logs = st.lists(events, max_size=20)
keys = st.none() | st.just(KEY)
recalls = st.builds(
    Recall,
    stability=st.floats(0.001, 1e5),
    difficulty=st.floats(1, 10),
    last_day=st.just(MONDAY),
    due_day=st.just(MONDAY + timedelta(1)),
)


def stability_after(recall: Recall, rating: int, elapsed: int) -> float:
    at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    after = step(recall, Rated(rating, MONDAY + timedelta(elapsed), at), fuzz=None)
    assert after.stability is not None
    return after.stability


@quick
@given(recalls, st.integers(3, 5), st.integers(0, 4000))
def test_a_pass_never_shortens_stability(recall: Recall, rating: int, elapsed: int) -> None:
    assert recall.stability is not None
    assert stability_after(recall, rating, elapsed) >= recall.stability


@quick
@given(recalls, st.integers(1, 2), st.integers(0, 4000))
def test_a_failure_never_lengthens_stability(recall: Recall, rating: int, elapsed: int) -> None:
    assert recall.stability is not None
    assert stability_after(recall, rating, elapsed) <= recall.stability


@quick
@given(st.just(Recall()) | recalls, st.integers(0, 4000))
def test_a_better_pass_is_never_worth_less(recall: Recall, elapsed: int) -> None:
    hard, good, easy = (stability_after(recall, rating, elapsed) for rating in (3, 4, 5))
    assert easy >= good >= hard


@quick
@given(st.floats(0.001, 1e5), st.integers(0, 40_000), st.integers(1, 400))
def test_recall_only_fades(stability: float, elapsed: int, more: int) -> None:
    later, now = retrievability(stability, elapsed + more), retrievability(stability, elapsed)
    assert 0 < later < now <= 1


@quick
@given(logs, ratings, keys)
def test_a_pass_that_enters_is_due_on_a_later_day(
    log: list[Event], event: Rated, key: FuzzKey | None
) -> None:
    before = fold(log, fuzz=key)
    after = step(before, event, fuzz=key)
    if enters(before, event):
        assert after.due_day is not None
        assert after.last_day is not None
        assert after.due_day > after.last_day >= event.day
        assert (after.due_day - after.last_day).days <= event.cap


@quick
@given(logs, st.integers(0, 20), keys)
def test_a_replay_leads_where_the_steps_led(
    log: list[Event], some: int, key: FuzzKey | None
) -> None:
    recall = fold(log[:some], fuzz=key)
    for event in log[some:]:
        recall = step(recall, event, fuzz=key)
    assert recall == fold(log, fuzz=key)


@quick
@given(logs, events, keys)
def test_undoing_a_rating_restores_what_was_before(
    log: list[Event], event: Event, key: FuzzKey | None
) -> None:
    before = fold(log, fuzz=key)
    log.append(event)
    fold(log, fuzz=key)
    log.pop()
    assert fold(log, fuzz=key) == before


@quick
@given(logs, ratings, keys)
def test_a_rating_kept_out_by_the_gate_moves_no_memory(
    log: list[Event], event: Rated, key: FuzzKey | None
) -> None:
    before = fold(log, fuzz=key)
    after = step(before, event, fuzz=key)
    names = ("stability", "difficulty", "last_day", "reps", "lapses", "due_day", "passed")
    kept = [getattr(before, name) == getattr(after, name) for name in names]
    assert all(kept) or enters(before, event)
    assert after.reps == before.reps + enters(before, event)
    assert after.last_rating == event.rating


@quick
@given(logs, ratings, keys)
def test_the_preview_shows_what_the_rating_does(
    log: list[Event], event: Rated, key: FuzzKey | None
) -> None:
    before = fold(log, fuzz=key)
    terms = (event.day, event.at, event.retention, event.cap, key, event.session)
    shown = intervals_by_rating(before, *terms)[event.rating]
    after = step(before, event, fuzz=key)
    if after.owed_until:
        assert shown == OWED[event.rating] == after.owed_until - event.at
    else:
        day = max(event.day, before.last_day or event.day)
        assert after.due_day is not None
        assert shown == max(1, (after.due_day - day).days)


@quick
@given(st.integers(1, 36_500), st.integers(1, 36_500), st.integers(0, 99))
def test_fuzz_stays_within_its_bounds(days: int, cap: int, reps: int) -> None:
    days = min(days, cap)
    shortest, longest = fuzz_bounds(days, cap)
    assert 1 <= shortest <= days <= longest <= cap
    assert shortest <= fuzzed(days, KEY, reps, cap) <= longest


@quick
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 5)), min_size=1, max_size=30),
    st.floats(0.7, 0.99),
    st.integers(1, 36_500),
)
def test_memory_equals_that_of_the_library(
    history: list[tuple[int, int]], retention: float, cap: int
) -> None:
    library = Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=cap,
        enable_fuzzing=False,
    )
    card, recall, day = Card(card_id=1), Recall(), MONDAY
    for gap, rating in history:
        day += timedelta(gap)
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        event = Rated(rating, day, midnight, retention=retention, cap=cap)
        if enters(recall, event):
            card, _ = library.review_card(card, Rating(GRADE_MAP_A[rating]), midnight)
        recall = step(recall, event, fuzz=None)
        assert same(recall.stability, card.stability)
        assert same(recall.difficulty, card.difficulty)
        assert recall.due_day == card.due.date()


def same(ours: float | None, theirs: Any) -> bool:
    return ours == pytest.approx(theirs, rel=1e-9) and math.isfinite(theirs)
