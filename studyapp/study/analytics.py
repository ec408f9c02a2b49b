"""Study Analytics: what each mode has come to, in a row for a deck, a section or a learner."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from studyapp.study import mastery, match
from studyapp.study.learn import LEARNED
from studyapp.study.mastery import DeckMastery

TESTS_COUNTED = 3
LEARNERS_OF_A_MEAN = 5
UNDEFINED = "\u2013"


class Unit(StrEnum):
    PER_CENT = "%"
    SECONDS = "s"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or none, and the sentence that says how it comes about, or why there is none."""

    value: float | None
    because: str
    unit: Unit = Unit.PER_CENT

    @property
    def shown(self) -> str:
        """The number in whole per cent, or in seconds with a tenth; a dash where there is none."""
        if self.value is None:
            return UNDEFINED
        places = Decimal(1) if self.unit is Unit.PER_CENT else Decimal("0.1")
        rounded = Decimal(repr(self.value)).quantize(places, rounding=ROUND_HALF_UP)
        return f"{rounded} {self.unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """The columns in the order of the page."""

    name: str
    mastery: Figure
    learn: Figure
    test: Figure
    matching: Figure
    spaced: Figure

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures by the name of their column."""
        names = (column.name for column in fields(self) if column.name != "name")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class PracticeResult:
    """A completed practice test: the points of its checked items, and how many there were."""

    points: Fraction
    maximum: int


@dataclass(frozen=True, slots=True)
class MatchResult:
    """A finished board."""

    pairs: int
    seconds: float
    wrong: int


def row(
    name: str,
    held: DeckMastery,
    *,
    stages: Collection[int] | None,
    tests: Sequence[PracticeResult],
    boards: Iterable[MatchResult],
    due_days: Collection[date | None],
    today: date,
    horizon_days: int = 7,
) -> Row:
    """The row over the active cards of ``held``.

    ``stages`` are the Learn stages of the cards met there, none when Learn was never opened;
    ``tests`` come oldest first; ``due_days`` are those of the introduced cards; ``horizon_days``
    is how far ahead the mastery looks.
    """
    return Row(
        name=name,
        mastery=_mastery(held, horizon_days),
        learn=_learn(stages, held.cards),
        test=_test(tests),
        matching=_matching(boards),
        spaced=_spaced(due_days, today, held.cards),
    )


def _mastery(held: DeckMastery, days: int) -> Figure:
    if held.mastery is None:
        return Figure(None, "There are no cards.")
    return Figure(
        held.mastery,
        f"What a closed-book test would give {days} days from now. "
        f"Of {_cards(held.cards)} {held.seen} were seen; the others count 0.",
    )


def _learn(stages: Collection[int] | None, total: int) -> Figure:
    if stages is None or not total:
        return Figure(None, "Learn was not opened yet." if total else "There are no cards.")
    learned = sum(stage >= LEARNED for stage in stages)
    return Figure(
        100 * learned / total, f"{learned} of {_cards(total)} went through every step of Learn."
    )


def _test(tests: Sequence[PracticeResult]) -> Figure:
    last = tests[-TESTS_COUNTED:]
    points, maximum = sum((t.points for t in last), Fraction(0)), sum(t.maximum for t in last)
    if not maximum:
        return Figure(None, "No practice test was completed yet.")
    return Figure(
        float(100 * points / maximum),
        f"{_number(points)} of {maximum} points in the last "
        f"{'practice test' if len(last) == 1 else f'{len(last)} practice tests'}. "
        "What you checked yourself is left out.",
    )


def _matching(boards: Iterable[MatchResult]) -> Figure:
    full = [board for board in boards if board.pairs == match.FULL]
    if not full:
        why = f"No board of {match.FULL} pairs was finished yet; smaller ones do not count."
        return Figure(None, why, Unit.SECONDS)
    best = min(full, key=lambda board: match.adjusted(board.seconds, board.wrong))
    return Figure(
        match.adjusted(best.seconds, best.wrong),
        f"Your best time with {match.FULL} pairs: {best.seconds:.1f} s, and {match.PENALTY:.0f} s "
        f"for each of {best.wrong} wrong pairs.",
        Unit.SECONDS,
    )


def _spaced(due_days: Collection[date | None], today: date, total: int) -> Figure:
    share = mastery.spaced(due_days, today, total)
    if share is None:
        return Figure(None, "There are no cards.")
    resting = sum(day is not None and day > today for day in due_days)
    return Figure(share, f"{resting} of {_cards(total)} were introduced and are not due now.")


def class_mean(values: Iterable[float | None]) -> float | None:
    """The mean of those that have a value; none of fewer than five learners.

    >>> class_mean([50, 60, None, 70, 80, 90])
    70.0
    """
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if len(known) >= LEARNERS_OF_A_MEAN else None


def _cards(count: int) -> str:
    return "1 card" if count == 1 else f"{count} cards"


def _number(points: Fraction) -> str:
    rounded = Decimal(points.numerator) / Decimal(points.denominator)
    rounded = rounded.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")
