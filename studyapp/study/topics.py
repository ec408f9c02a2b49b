"""How well a learning goal is mastered: what answers and memory say of it, and how surely.

The chance to know an item of the goal has a Beta distribution. Graded answers count corrected for
guesses and slips and fade with time; the cards of the goal count as their memory stands now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from studyapp.calculators.distributions import beta_cdf, beta_quantile

HALF_LIFE_DAYS = 60
SLIP = 0.05
CARD_WEIGHT = 0.3


class Label(StrEnum):
    NO_EVIDENCE = "no evidence yet"
    NEEDS_WORK = "needs work"
    ON_THE_WAY = "on the way"
    MASTERED = "mastered"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A graded answer: how much of it was right, and the chance to guess it right."""

    day: date
    fraction: float
    guess: float
    weight: float = 1

    def __post_init__(self) -> None:
        if not (0 <= self.fraction <= 1 and 0 <= self.guess < 1 and self.weight >= 0):
            raise ValueError(f"A fraction and a guess lie between 0 and 1: {self}.")


@dataclass(frozen=True, slots=True)
class TopicMastery:
    """What is believed of a goal: the mean, between which bounds it lies in 90 of 100 cases."""

    alpha: float
    beta: float
    evidence: float
    low: float
    high: float
    label: Label

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    @property
    def percent(self) -> tuple[int, int, int]:
        """The lower bound, the mean and the upper bound, for people to read."""
        return round(100 * self.low), round(100 * self.mean), round(100 * self.high)


def topic_mastery(
    outcomes: Iterable[Outcome], recalls: Iterable[float], today: date, trust: float = 1
) -> TopicMastery:
    """The mastery of a goal from its graded answers and the recall of each of its seen cards.

    Answers of one day count in the order given; a card last failed has a recall of 0. ``trust``
    is what the learner's own ratings have proved worth.

    >>> cards = topic_mastery([], [0.95] * 12, date(2026, 1, 5))
    >>> round(cards.mean, 3), str(cards.label)
    (0.789, 'on the way')
    """
    right, wrong, last = 0.0, 0.0, None
    for outcome in sorted(outcomes, key=lambda outcome: outcome.day):
        faded = _kept(last, outcome.day)
        right, wrong, last = right * faded, wrong * faded, outcome.day
        if_right, if_wrong = knew((1 + right) / (2 + right + wrong), outcome.guess)
        known = outcome.fraction * if_right + (1 - outcome.fraction) * if_wrong
        right += outcome.weight * known
        wrong += outcome.weight * (1 - known)
    faded = _kept(last, today)

    shares = [min(1.0, trust * recall) for recall in recalls]
    recalled = CARD_WEIGHT * sum(shares)
    alpha = 1 + right * faded + recalled
    beta = 1 + wrong * faded + CARD_WEIGHT * len(shares) - recalled
    return _believed(alpha, beta)


def knew(chance: float, guess: float, slip: float = SLIP) -> tuple[float, float]:
    """How probable it is that it was known, if the answer was right and if it was wrong.

    >>> [round(known, 3) for known in knew(0.5, guess=0.25)]
    [0.792, 0.062]
    """
    right, wrong = chance * (1 - slip), chance * slip
    return (
        right / (right + (1 - chance) * guess),
        wrong / (wrong + (1 - chance) * (1 - guess)),
    )


def _kept(last: date | None, day: date) -> float:
    """The share that the counts keep from one day to another."""
    return 1.0 if last is None else float(2 ** (-(day - last).days / HALF_LIFE_DAYS))


def _believed(alpha: float, beta: float) -> TopicMastery:
    evidence = round(alpha + beta - 2, 9)  # five answers are five, whatever they were split into
    if evidence < 2:
        label = Label.NO_EVIDENCE
    elif evidence >= 5 and beta_cdf(0.8, alpha, beta) <= 0.2:
        label = Label.MASTERED
    elif beta_cdf(0.6, alpha, beta) >= 0.8:
        label = Label.NEEDS_WORK
    else:
        label = Label.ON_THE_WAY
    low, high = beta_quantile(0.05, alpha, beta), beta_quantile(0.95, alpha, beta)
    return TopicMastery(alpha, beta, evidence, low, high, label)
