"""When a card comes back: FSRS-6 over whole study days, folded from the card's log.

The formulas are written out, with the library's parameters, because a page previews twenty
ratings and a replay folds whole logs; the tests hold them equal to the library.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from fsrs.scheduler import DEFAULT_PARAMETERS as W

from studyapp.draws import u64

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
GRADE_MAP_A: Mapping[int, int] = MappingProxyType({1: AGAIN, 2: AGAIN, 3: HARD, 4: GOOD, 5: EASY})
MAP_VERSION = 1
GRADE_MAPS: Mapping[int, Mapping[int, int]] = MappingProxyType({MAP_VERSION: GRADE_MAP_A})

# how soon a card rated so is owed again on the same day
OWED: Mapping[int, timedelta] = MappingProxyType(
    {1: timedelta(minutes=1), 2: timedelta(minutes=10)}
)
FAILURES_TO_REST = 4

LIBRARY_CAP = 36_500
LAST_DAY = date(9999, 12, 30)  # the last whose start exists in every zone
LEAST_STABILITY = 0.001
DECAY = -W[20]
FACTOR = 0.9 ** (1 / DECAY) - 1


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating from 1 to 5, with the settings that held at that moment."""

    rating: int
    day: date
    at: datetime
    session: int | None = None
    retention: float = 0.9
    cap: int = 365
    map_version: int = MAP_VERSION
    source: str = "flashcard"

    def __post_init__(self) -> None:
        if self.map_version not in GRADE_MAPS:
            raise ValueError(f"There is no grade map {self.map_version}.")
        if self.rating not in GRADE_MAPS[self.map_version]:
            raise ValueError(f"A rating is a whole number from 1 to 5, not {self.rating}.")
        if not 0.7 <= self.retention <= 0.99:
            raise ValueError(f"Desired retention lies from 0.7 to 0.99, not at {self.retention}.")
        if self.cap < 1:
            raise ValueError(f"The longest interval is at least a day, not {self.cap}.")
        if self.at.utcoffset() is None:
            raise ValueError("The moment of a rating needs its time zone.")

    @property
    def grade(self) -> int:
        return GRADE_MAPS[self.map_version][self.rating]


@dataclass(frozen=True, slots=True)
class Reset:
    """The card becomes new again; suspended and buried are about queues and stay."""

    day: date


@dataclass(frozen=True, slots=True)
class Suspended:
    """Out of every queue, or back; what is remembered stays."""

    on: bool


@dataclass(frozen=True, slots=True)
class Buried:
    """Out of the queues before that study day."""

    until: date


@dataclass(frozen=True, slots=True)
class Pulled:
    """Due on that day at the latest; a card without memory stays without a due day."""

    day: date


@dataclass(frozen=True, slots=True)
class Replanned:
    """Due again as if the last review had been made with these settings."""

    retention: float
    cap: int


Event = Rated | Reset | Suspended | Buried | Pulled | Replanned


@dataclass(frozen=True, slots=True)
class FuzzKey:
    """What the spread of a learner's due days is drawn from: random, but kept."""

    learner: str
    card: str


@dataclass(frozen=True, slots=True)
class Recall:
    """What one learner remembers of one card; everything follows from the card's log.

    ``last_day`` and ``passed`` speak of the last event that entered memory, ``last_rating`` of
    the last rating. ``owed_until`` is set while a failed card is owed the same day: the moment
    from which it is due again. ``failures`` counts those in ``failing_session``.
    """

    stability: float | None = None
    difficulty: float | None = None
    last_day: date | None = None
    reps: int = 0
    lapses: int = 0
    due_day: date | None = None
    owed_until: datetime | None = None
    first_pass_day: date | None = None
    introduced_day: date | None = None
    gate_day: date | None = None
    failed: bool = False
    recovered: bool = False
    last_rating: int | None = None
    passed: bool = False
    failing_session: int | None = None
    failures: int = 0
    suspended: bool = False
    buried_until: date | None = None

    def __post_init__(self) -> None:
        if not (self.stability is None) == (self.difficulty is None) == (self.last_day is None):
            raise ValueError("Stability, difficulty and the last day come together or not at all.")
        if self.stability is not None and not 0 < self.stability < math.inf:
            raise ValueError(f"Stability is a positive number of days, not {self.stability}.")
        if self.difficulty is not None and not 1 <= self.difficulty <= 10:
            raise ValueError(f"Difficulty lies from 1 to 10, not at {self.difficulty}.")
        if not 0 <= self.lapses <= self.reps:
            raise ValueError(f"{self.lapses} lapses do not fit {self.reps} reviews.")
        if self.last_rating not in (None, 1, 2, 3, 4, 5):
            raise ValueError(f"A rating is a whole number from 1 to 5, not {self.last_rating}.")


def fold(events: Iterable[Event], *, fuzz: FuzzKey | None) -> Recall:
    """The state to which a card's whole log leads.

    >>> at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> log = [Rated(4, date(2026, 1, 5), at), Rated(4, date(2026, 1, 7), at)]
    >>> fold(log, fuzz=None).due_day
    datetime.date(2026, 1, 18)
    """
    recall = Recall()
    for event in events:
        recall = step(recall, event, fuzz=fuzz)
    return recall


def step(recall: Recall, event: Event, *, fuzz: FuzzKey | None) -> Recall:
    """The state after one more event.

    Every rating sets the last rating and what is owed today; only one that enters memory moves
    stability, difficulty and the due day.
    """
    match event:
        case Rated():
            moved = _remembered(recall, event, fuzz) if enters(recall, event) else {}
            return replace(recall, **_answered(recall, event), **moved)
        case Reset():
            return Recall(suspended=recall.suspended, buried_until=recall.buried_until)
        case Suspended(on):
            return replace(recall, suspended=on)
        case Buried(until):
            return replace(recall, buried_until=until)
        case Pulled(day):
            return replace(recall, due_day=recall.due_day and min(recall.due_day, day))
        case Replanned(retention, cap):
            return _replanned(recall, retention, cap, fuzz)


def enters(recall: Recall, event: Rated) -> bool:
    """The day gate: a study day moves memory by its first event, one failure and one recovery."""
    if recall.gate_day != _counted_day(recall, event.day):
        return True
    if event.grade == AGAIN:
        return not recall.failed
    return recall.failed and not recall.recovered


def intervals_by_rating(
    recall: Recall,
    day: date,
    at: datetime,
    retention: float,
    cap: int,
    fuzz: FuzzKey | None,
    session: int | None = None,
) -> dict[int, int | timedelta]:
    """When the card would return after each rating: a time later today, or whole days.

    >>> at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> shown = intervals_by_rating(Recall(), date(2026, 1, 5), at, 0.9, 365, None)
    >>> shown[1], shown[3], shown[4], shown[5]
    (datetime.timedelta(seconds=60), 1, 2, 8)
    """
    today = _counted_day(recall, day)
    shown: dict[int, int | timedelta] = {}
    for rating in GRADE_MAP_A:
        event = Rated(rating, day, at, session=session, retention=retention, cap=cap)
        after = step(recall, event, fuzz=fuzz)
        shown[rating] = (
            OWED[rating] if after.owed_until else max(1, ((after.due_day or today) - today).days)
        )
    return shown


def _counted_day(recall: Recall, day: date) -> date:
    """A day before the last one (a flight west, a clock set back) counts as the last one."""
    return day if recall.last_day is None else max(day, recall.last_day)


def _answered(recall: Recall, event: Rated) -> dict[str, Any]:
    """What any rating changes."""
    owed = OWED.get(event.rating)
    failing_session, failures = recall.failing_session, recall.failures
    if owed and event.session is not None:
        failures = failures + 1 if event.session == failing_session else 1
        failing_session = event.session
        if failures >= FAILURES_TO_REST:
            owed = None
    return {
        "last_rating": event.rating,
        "introduced_day": recall.introduced_day or event.day,
        "owed_until": event.at + owed if owed else None,
        "failing_session": failing_session,
        "failures": failures,
    }


def _replanned(recall: Recall, retention: float, cap: int, fuzz: FuzzKey | None) -> Recall:
    if recall.stability is None or recall.last_day is None:
        return recall
    days = fuzzed(interval(recall.stability, retention, cap), fuzz, recall.reps - 1, cap)
    return replace(recall, due_day=_after(recall.last_day, days))


def _after(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, LAST_DAY.toordinal()))


def _remembered(recall: Recall, event: Rated, fuzz: FuzzKey | None) -> dict[str, Any]:
    """What a rating that enters memory changes besides."""
    day, grade = _counted_day(recall, event.day), event.grade
    again = grade == AGAIN
    failed_before = recall.failed and recall.gate_day == day
    lapsed = again and recall.first_pass_day is not None and recall.first_pass_day < day
    stability = _stability(recall, grade, day)
    days = fuzzed(interval(stability, event.retention, event.cap), fuzz, recall.reps, event.cap)
    return {
        "stability": stability,
        "difficulty": _difficulty(recall.difficulty, grade),
        "last_day": day,
        "reps": recall.reps + 1,
        "lapses": recall.lapses + lapsed,
        "due_day": date.fromordinal(min(day.toordinal() + days, LAST_DAY.toordinal())),
        "first_pass_day": recall.first_pass_day or (None if again else day),
        "gate_day": day,
        "failed": again or failed_before,
        "recovered": not again and failed_before,
        "passed": not again,
    }


def retrievability(stability: float, days: float) -> float:
    """The chance to recall the card that many days after the last event; never less than 0 days.

    >>> round(retrievability(8.2956, 30), 3)
    0.792
    """
    if not stability > 0:
        raise ValueError(f"Stability is a positive number of days, not {stability}.")
    return float((1 + FACTOR * max(0, days) / stability) ** DECAY)


def average_recall(stability: float, days: int) -> float:
    """The mean chance of recall over the whole days from a review to the next.

    >>> round(average_recall(8.2956, 8), 3)
    0.945
    """
    reached = (1 + FACTOR * days / stability) ** (1 + DECAY)
    return float((reached - 1) * stability / (FACTOR * (1 + DECAY) * days))


def interval(stability: float, retention: float = 0.9, cap: int = 365) -> int:
    """The whole days, from 1 to the cap, until the chance of recall falls to the desired one."""
    days: int = round(stability / FACTOR * (retention ** (1 / DECAY) - 1))
    return min(max(days, 1), cap)


def _stability(recall: Recall, grade: int, day: date) -> float:
    before, difficulty, last_day = recall.stability, recall.difficulty, recall.last_day
    if before is None or difficulty is None or last_day is None:
        return float(max(W[grade - 1], LEAST_STABILITY))
    days = (day - last_day).days
    if days == 0:
        growth = math.e ** (W[17] * (grade - 3 + W[18])) * before ** -W[19]
        after = before * (growth if grade == AGAIN else max(growth, 1.0))
    else:
        lack = 1 - retrievability(before, days)
        if grade == AGAIN:
            lapse = W[11] * difficulty ** -W[12] * ((before + 1) ** W[13] - 1)
            after = min(lapse * math.e ** (lack * W[14]), before / math.e ** (W[17] * W[18]))
        else:
            ease = math.e ** W[8] * (11 - difficulty) * before ** -W[9]
            effort = (W[15] if grade == HARD else 1) * (W[16] if grade == EASY else 1)
            after = before * (1 + ease * (math.e ** (lack * W[10]) - 1) * effort)
    return float(max(after, LEAST_STABILITY))


def _difficulty(before: float | None, grade: int) -> float:
    if before is None:
        after = _first_difficulty(grade)
    else:
        moved = before + (10 - before) * -(W[6] * (grade - 3)) / 9
        after = W[7] * _first_difficulty(EASY) + (1 - W[7]) * moved
    return float(min(max(after, 1.0), 10.0))


def _first_difficulty(grade: int) -> float:
    return float(W[4] - math.e ** (W[5] * (grade - 1)) + 1)


def fuzz_bounds(interval: int, cap: int = LIBRARY_CAP) -> tuple[int, int]:
    """The shortest and longest interval that may stand for this one.

    >>> fuzz_bounds(2), fuzz_bounds(7), fuzz_bounds(30)
    ((2, 2), (5, 9), (27, 33))
    """
    if interval < 2.5:
        return interval, interval
    delta = 1.0
    for start, end, share in ((2.5, 7, 0.15), (7, 20, 0.1), (20, math.inf, 0.05)):
        delta += share * max(min(interval, end) - start, 0)
    longest = min(round(interval + delta), cap)
    return min(max(2, round(interval - delta)), longest), longest


def fuzzed(interval: int, key: FuzzKey | None, reps: int, cap: int = LIBRARY_CAP) -> int:
    """The interval spread a little, the same way whenever it is asked; as it is without a key.

    >>> fuzzed(30, FuzzKey("7", "42"), reps=0)
    31
    """
    if key is None:
        return interval
    shortest, longest = fuzz_bounds(interval, cap)
    drawn = u64(f"fuzz|{key.learner}|{key.card}|{reps}")
    return shortest + drawn % (longest - shortest + 1)


def study_day(at: datetime, tz: str, rollover: int) -> date:
    """The learner's date by the clock on the wall, which turns at the rollover hour (0 to 12).

    >>> study_day(datetime(2026, 3, 29, 1, 59, tzinfo=UTC), "Europe/Berlin", 4)
    datetime.date(2026, 3, 28)
    """
    if at.utcoffset() is None:
        raise ValueError("A moment needs its time zone.")
    local = at.astimezone(ZoneInfo(tz))
    return local.date() - timedelta(days=local.hour < _valid(rollover))


def day_start(day: date, tz: str, rollover: int) -> datetime:
    """The moment, in UTC, from which it is that study day.

    An hour that the clocks skip stands for the moment they skip it (Santiago has no midnight
    on 2026-09-06); of an hour that comes twice it is the first.

    >>> day_start(date(2026, 9, 6), "America/Santiago", 0)
    datetime.datetime(2026, 9, 6, 4, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(day, time(_valid(rollover)), ZoneInfo(tz)).astimezone(UTC)


def _valid(rollover: int) -> int:
    if not 0 <= rollover <= 12:
        raise ValueError(f"The day turns at an hour from 0 to 12, not at {rollover}.")
    return rollover
