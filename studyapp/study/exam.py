"""The plan for an exam: so many new cards a day, and the last days for review alone.

How long it takes is an estimate: each card costs the time it takes to learn, and then that of the
reviews that come due before the exam if they all go well.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import ceil

from studyapp.study.scheduler import Rated, Recall, step

REVIEW_DAYS, REVIEW_SHARE = 2, 5  # for review alone: two days at least, or a fifth of all
SOME_DAY = date(2026, 1, 5)
WELL = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for a new card, its repeats on that day included, and for a review."""

    new: float = 40.0
    review: float = 15.0  # what fails and returns included; simulated learners take about as long


USUAL_PACE = Pace()


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be learned: all cards, those not seen yet, and the reviews that the seen ones
    will ask for before the exam.
    """

    total: int
    unseen: int
    reviews: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.unseen <= self.total or self.reviews < 0:
            raise ValueError(f"{self.unseen} of {self.total} cards cannot be unseen.")


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """What today asks for.

    ``new_a_day`` and ``minutes_a_day`` are what all of the deck takes; ``new_today`` and
    ``reached``, the cards seen by the exam, are what the learner's own limits allow of it.
    """

    days: int
    review_only: bool
    new_a_day: int
    minutes_a_day: float
    new_today: int
    reached: int
    total: int
    minutes: float | None

    @property
    def share(self) -> float | None:
        """The part of the deck that is seen by the exam; none of a deck without cards."""
        return self.reached / self.total if self.total else None

    @property
    def can_be_kept(self) -> bool:
        return self.reached == self.total

    @property
    def warning(self) -> str:
        """Why the plan cannot be kept, and how far it goes; nothing where it can be kept."""
        if self.can_be_kept:
            return ""
        if self.review_only:
            cause = "The last days are for review"
        elif self.minutes is not None and self.minutes_a_day > self.minutes:
            cause = (
                f"All {self.total} cards would take about {ceil(self.minutes_a_day)} minutes a day"
            )
        else:
            cause = f"All {self.total} cards would take {self.new_a_day} new ones a day"
        return (
            f"{cause}. This way you reach {100 * self.reached // self.total} % of the cards, "
            "the most important ones first."
        )


def exam_plan(
    load: Load,
    *,
    started: date,
    exam: date,
    today: date,
    minutes: float | None = None,
    limit: int = 100,
    pace: Pace = USUAL_PACE,
) -> ExamPlan | None:
    """The plan of that day for an exam on a later one; none when the exam is over.

    From the day it was ``started``, the cards unseen are spread over all days but the last two,
    or the last fifth. ``minutes`` is the time that the learner has a day, ``limit`` how many new
    cards a day they take.
    """
    days = (exam - today).days
    if days < 1:
        return None
    left = new_days((exam - started).days) - max(0, (today - started).days)
    review_only = left <= 0
    spread = max(1.0, left)
    new_a_day = 0 if review_only else ceil(load.unseen / spread)

    each = _seconds_of_a_card(days, ceil(spread), pace)
    reviewing = load.reviews * pace.review
    seconds = load.unseen * each * (not review_only) + reviewing
    can_meet = 0 if review_only else load.unseen
    if minutes is not None:
        can_meet = min(can_meet, int(max(0.0, 60 * minutes * days - reviewing) / each))
    can_meet = min(can_meet, limit * ceil(spread))
    return ExamPlan(
        days=days,
        review_only=review_only,
        new_a_day=new_a_day,
        minutes_a_day=seconds / days / 60,
        new_today=min(limit, ceil(can_meet / spread)),
        reached=load.total - load.unseen + can_meet,
        total=load.total,
        minutes=minutes,
    )


def new_days(days: int) -> float:
    """Of the days before an exam, those on which new cards are met; one at least.

    >>> [new_days(days) for days in (14, 30, 7, 2)]
    [11.2, 24.0, 5, 1.0]
    """
    return max(1.0, days - max(REVIEW_DAYS, days / REVIEW_SHARE))


def _seconds_of_a_card(days: int, spread: int, pace: Pace) -> float:
    """The mean over cards that are met evenly on the first of the days."""
    reviews = sum(reviews_before(days - day) for day in range(min(spread, days)))
    return pace.new + pace.review * reviews / min(spread, days)


@cache
def reviews_before(days: int) -> int:
    """How often a card met that many days before the exam comes due before it, if it goes well.

    >>> [reviews_before(days) for days in (1, 3, 14, 60)]
    [0, 1, 2, 3]
    """
    exam = SOME_DAY + timedelta(days=days)
    recall, day, reviews = Recall(), SOME_DAY, -1
    while day < exam:
        reviews += 1
        cap = max(1, (exam - day).days - 1)
        at = datetime.combine(day, time(12), UTC)
        recall = step(recall, Rated(WELL, day, at, cap=cap), fuzz=None)
        assert recall.due_day is not None
        day = recall.due_day
    return max(0, reviews)


def importance(needs: Mapping[str, Collection[str]]) -> dict[str, int]:
    """How many concepts rest on each, near or far, by the concepts that each of them needs.

    >>> importance({"recall": [], "precision": [], "F1": ["recall", "precision"], "PR": ["recall"]})
    {'recall': 2, 'precision': 1, 'F1': 0, 'PR': 0}
    """
    resting: dict[str, set[str]] = {concept: set() for concept in needs}
    for concept in needs:
        below, seen = list(needs[concept]), {concept}
        while below:
            needed = below.pop()
            if needed not in seen:
                seen.add(needed)
                resting.setdefault(needed, set()).add(concept)
                below += needs.get(needed, ())
    return {concept: len(others) for concept, others in resting.items()}


def most_important_first(
    cards: Sequence[tuple[int, Collection[str]]], weights: Mapping[str, int]
) -> list[int]:
    """The cards, each given with its concepts, by the concept on which most rests.

    Every concept gets one card before any gets a second; else the order of the deck holds.
    """
    met: dict[str, int] = {}
    order = []
    for place, (card, concepts) in enumerate(cards):
        main = max(concepts, key=lambda concept: weights.get(concept, 0), default="")
        turn = met[main] = met.get(main, -1) + 1
        order.append((turn, -weights.get(main, 0), place, card))
    return [card for *_, card in sorted(order)]
