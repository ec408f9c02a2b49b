"""Simulated learners, whose memory is not the scheduler's own model, before our scheduler.

Two kinds of memory: one of activation with a decay that grows with it (Pavlik and Anderson 2005),
one of half-lives that a success multiplies. Draws come in a fixed order, so runs are exact.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from random import Random
from typing import Any, Protocol

from studyapp.study.exam import Load, exam_plan
from studyapp.study.scheduler import (
    AGAIN,
    GRADE_MAP_A,
    LIBRARY_CAP,
    Rated,
    Recall,
    retrievability,
    step,
)

FIRST_DAY = date(2026, 1, 5)
BETWEEN_SESSIONS = 0.025  # how much slower time passes for a memory between sessions
OTHERS_BETWEEN, REPEATS = 4, 5


class Memory(Protocol):
    """What a learner truly remembers, item by item, at times of a clock of its own."""

    def add(self, rng: Random) -> None: ...
    def chance(self, item: int, at: float) -> float: ...
    def expose(self, item: int, at: float, correct: bool) -> None: ...
    def clock(self, day: int, seconds: float) -> float: ...


@dataclass
class Trace:
    decay: float
    seen: list[tuple[float, float]] = field(default_factory=list)


class Activation:
    def __init__(self, rng: Random) -> None:
        self.decay, self.scale = rng.gauss(0.177, 0.02), 0.217
        self.threshold, self.noise = rng.gauss(-1.05, 0.15), 0.30
        self.items: list[Trace] = []

    def add(self, rng: Random) -> None:
        self.items.append(Trace(max(0.08, self.decay + rng.gauss(0, 0.035))))

    def _activation(self, trace: Trace, at: float) -> float:
        return math.log(sum(max(at - seen, 1.0) ** (-decay) for seen, decay in trace.seen))

    def chance(self, item: int, at: float) -> float:
        trace = self.items[item]
        if not trace.seen:
            return 0.0
        lack = (self.threshold - self._activation(trace, at)) / self.noise
        return 1 / (1 + math.exp(min(50, max(-50, lack))))

    def expose(self, item: int, at: float, correct: bool) -> None:
        trace = self.items[item]
        decay = trace.decay
        if trace.seen:
            decay += self.scale * math.exp(min(self._activation(trace, at), 1.5))
        trace.seen.append((at, decay))

    def clock(self, day: int, seconds: float) -> float:
        return day * 86400 * BETWEEN_SESSIONS + seconds


@dataclass
class HalfLife:
    ease: float
    days: float | None = None
    last: float = 0.0


class HalfLives:
    def __init__(self, rng: Random) -> None:
        self.first = math.exp(rng.gauss(math.log(4.0), 0.3))
        self.growth = rng.gauss(4.0, 0.5)
        self.items: list[HalfLife] = []

    def add(self, rng: Random) -> None:
        self.items.append(HalfLife(math.exp(rng.gauss(0, 0.45))))

    def chance(self, item: int, at: float) -> float:
        life = self.items[item]
        return 0.0 if life.days is None else float(2 ** (-max(at - life.last, 0) / life.days))

    def expose(self, item: int, at: float, correct: bool) -> None:
        life = self.items[item]
        if life.days is None:
            life.days = self.first * life.ease
        elif correct:
            lack = (1 - self.chance(item, at)) ** 0.6
            life.days *= 1 + self.growth * life.ease**0.5 * lack + 0.01
        else:
            life.days = max(1.0, life.days * 0.5)
        life.last = at

    def clock(self, day: int, seconds: float) -> float:
        return day + seconds / 86400


TRUTHS: dict[str, Callable[[Random], Memory]] = {"exp2": HalfLives, "actr": Activation}


class Scheduler:
    """Our scheduler over days counted from the first."""

    def __init__(self, retention: float = 0.9) -> None:
        self.retention = retention
        self.recalls: dict[int, Recall] = {}

    def introduce(self, card: int) -> None:
        self.recalls[card] = Recall()

    def due(self, day: int) -> list[int]:
        """The cards to ask, the one least likely recalled first."""
        due = [card for card in self.recalls if self.due_day(card) <= day]
        return sorted(due, key=lambda card: self._chance(card, day))

    def due_day(self, card: int) -> int:
        due = self.recalls[card].due_day
        return (due - FIRST_DAY).days if due else 0

    def rate(self, card: int, rating: int, day: int, cap: int = LIBRARY_CAP) -> bool:
        """Keep the rating; whether the card is owed again."""
        on = FIRST_DAY + timedelta(days=day)
        at = datetime.combine(on, time(12), UTC)
        event = Rated(rating, on, at, retention=self.retention, cap=cap)
        self.recalls[card] = step(self.recalls[card], event, fuzz=None)
        return GRADE_MAP_A[rating] == AGAIN

    def _chance(self, card: int, day: int) -> float:
        recall = self.recalls[card]
        if recall.stability is None or recall.last_day is None:
            return 0.0
        return retrievability(recall.stability, day - (recall.last_day - FIRST_DAY).days)


@dataclass
class Run:
    """What came of it; ``now`` and ``later`` are the cards recalled if all were asked then."""

    reviews: int
    introduced: int
    minutes: float
    now: float
    later: float
    due_days: list[tuple[int, int]]


def simulate(
    truth: str,
    seed: int,
    *,
    cards: int,
    days: int,
    minutes: float,
    new_on: Callable[[int, int], int],
    overconfidence: float = 0.05,
    cap_on: Callable[[int], int] = lambda day: LIBRARY_CAP,
    horizon: int = 30,
) -> Run:
    """A learner who studies every day until the minutes are over, due cards first.

    ``new_on`` says how many new cards a day takes, given how many are unseen, ``cap_on`` the
    longest interval of that day.
    """
    rng, answers = Random(seed), Random(seed + 2)
    memory = TRUTHS[truth](rng)
    for _ in range(cards):
        memory.add(rng)
    scheduler = Scheduler()
    reviews, introduced, total = 0, 0, 0.0
    for day in range(days):
        seconds, new_left = 0.0, new_on(day, cards - introduced)
        queue = scheduler.due(day)
        again: list[tuple[int, int, int]] = []
        shown = 0
        while seconds < minutes * 60:
            is_new, times = False, 0
            if again and again[0][0] <= shown:
                _, card, times = again.pop(0)
            elif queue:
                card = queue.pop(0)
            elif new_left and introduced < cards:
                card, is_new = introduced, True
                scheduler.introduce(card)
                introduced, new_left = introduced + 1, new_left - 1
            elif again:
                _, card, times = again.pop(0)
            else:
                break
            shown += 1
            chance = memory.chance(card, memory.clock(day, seconds))
            correct = answers.random() < chance
            seconds += _seconds(answers, chance, correct, is_new)
            rating = _rating(answers, chance, correct, is_new, overconfidence)
            memory.expose(card, memory.clock(day, seconds), correct)
            reviews += 1
            if scheduler.rate(card, rating, day, cap_on(day)) and times < REPEATS - 1:
                again.append((shown + OTHERS_BETWEEN, card, times + 1))
                again.sort()
        total += seconds / 60

    def recalled(day: int) -> float:
        return sum(memory.chance(card, memory.clock(day, 0)) for card in range(cards))

    due_days = sorted((card, scheduler.due_day(card)) for card in scheduler.recalls)
    return Run(reviews, introduced, total, recalled(days), recalled(days + horizon), due_days)


def _seconds(rng: Random, chance: float, correct: bool, is_new: bool) -> float:
    usual = 18 if is_new else 6 + 5 * (1 - chance) if correct else 15
    return usual * math.exp(rng.gauss(0, 0.2))


def _rating(rng: Random, chance: float, correct: bool, is_new: bool, over: float) -> int:
    """The learner's own word, from the outcome and a noisy sense of the chance."""
    if is_new:
        return 1 if rng.random() < 0.75 else 3
    sense = math.log(max(chance, 1e-3) / max(1 - chance, 1e-3)) + rng.gauss(0, 0.8)
    if correct:
        if rng.random() < 0.03:
            return 2
        return 3 if sense < 0.4 else 4 if sense < 2.6 else 5
    if rng.random() < over:
        return 4 if rng.random() < 0.35 else 3
    return 1 if sense < -0.8 else 2


EXAM_CARDS, EXAM_DAYS, EXAM_MINUTES = 480, 14, 30


def before_exam(truth: str, seed: int, *, limit: int | None) -> Run:
    """A fortnight to the exam: by the plan, or with so many new cards a day and no end in sight."""
    exam = FIRST_DAY + timedelta(days=EXAM_DAYS)

    def new_on(day: int, unseen: int) -> int:
        if limit is not None:
            return limit
        today = FIRST_DAY + timedelta(days=day)
        plan = exam_plan(Load(EXAM_CARDS, unseen), started=FIRST_DAY, exam=exam, today=today)
        assert plan is not None
        return plan.new_today

    return simulate(
        truth,
        seed,
        cards=EXAM_CARDS,
        days=EXAM_DAYS,
        minutes=EXAM_MINUTES,
        new_on=new_on,
        cap_on=lambda day: max(1, EXAM_DAYS - day - 1) if limit is None else 365,
    )


def known_at_the_exam(truth: str, *, limit: int | None, learners: int) -> float:
    """The cards recalled if all were asked on the day of the exam, a mean over learners."""
    runs = (before_exam(truth, 9000 + n, limit=limit) for n in range(learners))
    return sum(run.now for run in runs) / learners


def pinned(pin: dict[str, Any]) -> dict[str, Any]:
    """What a pinned run gives, as the pin writes it."""
    settings = pin["settings"]
    run = simulate(
        pin["truth"],
        pin["seed"],
        cards=settings["n_cards"],
        days=settings["days"],
        minutes=settings["budget_min"],
        new_on=lambda day, unseen: int(settings["new_per_day"]),
        overconfidence=pin["overconfidence"],
    )
    return {
        "reviews": run.reviews,
        "introduced": run.introduced,
        "minutes": round(run.minutes, 6),
        "now": round(run.now, 6),
        "later": round(run.later, 6),
        "due_days_sha256": sha256(json.dumps(run.due_days).encode()).hexdigest(),
    }
