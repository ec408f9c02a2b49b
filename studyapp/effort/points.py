"""Points for owed or checked work, never for the value of a rating, for speed or repetition.

A row of the ledger is unique for its learner, study day, kind and object, so the same work pays
once. What repays the honesty of a low rating is the point for recovering on the same day.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import isqrt

FASTEST_ANSWER = 1.0  # seconds; under that nobody has read the card
HURRIED = 5
FULL_UP_TO, HALF_UP_TO = 200, 400
PARAMETRIC_A_DAY = 5
OWN_NEW_CARDS_A_DAY = 20
LEVEL = 50


class Kind(StrEnum):
    """What is paid for; an object is a card, an item, a deck, a quiz or a calculator's variant."""

    RATE = "rate"
    RECOVER = "recover"
    CHECKED = "checked"
    QUIZ = "quiz"
    MATCH = "match"
    BEST = "best"
    PARAMETRIC = "calc"


POINTS = {
    Kind.RATE: 2,
    Kind.RECOVER: 1,
    Kind.CHECKED: 1,
    Kind.QUIZ: 10,
    Kind.MATCH: 5,
    Kind.BEST: 2,
    Kind.PARAMETRIC: 2,
}
TIMED = (Kind.RATE, Kind.CHECKED)


@dataclass(frozen=True, slots=True)
class Work:
    """One thing done. ``passed``: a rating of 3 or better, a right answer, a quiz of which at
    least half was answered. ``seconds`` run from shown to answered.

    ``owed`` is false for a card that was neither due nor new. ``own_today`` counts the cards that
    the learner made today, up to this one. ``excluded`` is for what never pays: the learner had
    given up, the deck asks the same twice, or the test was self-checked.
    """

    kind: Kind
    object: str
    passed: bool = True
    seconds: float = FASTEST_ANSWER
    owed: bool = True
    own_today: int = 0
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger; a reversing row takes it back with the same points below zero."""

    kind: Kind
    object: str
    points: int

    @property
    def reversed(self) -> "Entry":
        return Entry(self.kind, self.object, -self.points)


def entry(work: Work, paid: Collection[tuple[Kind, str]], *, failed: bool = False) -> Entry | None:
    """What the work earns, given what was paid on that study day; none where it earns nothing.

    ``failed`` says that the card was failed earlier that day: its first pass then earns a point
    more. A quiz is paid once altogether, so its payments of all days belong to ``paid``.
    """
    hurried = work.kind in TIMED and not work.seconds >= FASTEST_ANSWER
    if work.excluded or hurried or work.own_today > OWN_NEW_CARDS_A_DAY:
        return None
    kind = work.kind
    if kind is Kind.RATE and (kind, work.object) in paid:
        if not (failed and work.passed):
            return None
        kind = Kind.RECOVER
    if (kind, work.object) in paid or not _earned(work, kind, paid):
        return None
    return Entry(kind, work.object, POINTS[kind])


def _earned(work: Work, kind: Kind, paid: Collection[tuple[Kind, str]]) -> bool:
    if kind is Kind.RATE:
        return work.owed
    if kind is Kind.PARAMETRIC:
        calculator = calculator_of(work.object)
        variants = [of for done, of in paid if done is kind and calculator_of(of) == calculator]
        if len(variants) >= PARAMETRIC_A_DAY:
            return False
    return work.passed or kind in (Kind.MATCH, Kind.BEST)


def calculator_of(variant: str) -> str:
    """The calculator of a variant, which is named ``calculator:variant``."""
    return variant.partition(":")[0]


def credited(raw: int) -> int:
    """The points of a study day: up to 200 in full, from there to 400 half, and no more.

    >>> [credited(raw) for raw in (150, 201, 300, 1000)]
    [150, 200, 250, 300]
    """
    raw = max(0, raw)
    return min(raw, FULL_UP_TO) + (min(max(raw, FULL_UP_TO), HALF_UP_TO) - FULL_UP_TO) // 2


@dataclass(frozen=True, slots=True)
class Level:
    """A level, the points at which it began, and those at which the next begins."""

    level: int
    at: int
    next: int


def level(points: int) -> Level:
    """The level that the points of all days have reached; level L takes 50 · L · (L-1).

    >>> level(300)
    Level(level=3, at=300, next=600)
    """
    reached = (10 + isqrt(100 + 8 * max(0, points))) // 20
    return Level(reached, LEVEL * reached * (reached - 1), LEVEL * reached * (reached + 1))


def is_hurried(seconds: Sequence[float]) -> bool:
    """Whether the last five answers each took under a second, so that the session pauses."""
    last = seconds[-HURRIED:]
    return len(last) == HURRIED and all(took < FASTEST_ANSWER for took in last)


class GoalKind(StrEnum):
    CARDS = "cards"
    MINUTES = "minutes"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a learner wants of a day, and how many days a week, from that study day on."""

    kind: GoalKind = GoalKind.CARDS
    a_day: int = 20
    days_a_week: int = 4
    since: date = date.min

    def __post_init__(self) -> None:
        if self.a_day < 1 or not 1 <= self.days_a_week <= 7:
            raise ValueError("A goal is at least one a day, on one to seven days a week.")


def goal_on(day: date, goals: Iterable[Goal]) -> Goal:
    """The goal that held on that study day; before any was set, the usual one."""
    held = [goal for goal in goals if goal.since <= day]
    return max(held, key=lambda goal: goal.since, default=Goal())


def days_this_week(reached: Iterable[date], today: date) -> int:
    """On how many days of this week, from Monday, the goal was reached."""
    monday = today - timedelta(days=today.weekday())
    return sum(monday <= day <= today for day in set(reached))
