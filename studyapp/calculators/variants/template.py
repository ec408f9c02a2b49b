"""Questions that draw their numbers: key, recognised mistakes, worked solution, verdict."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studyapp.draws import Draw

REDRAWS = 50
LARGEST = 1e8
APART = 4  # tolerances between the key and every mistake
SLACK = 1e-12


class Nearness(StrEnum):
    ABSOLUTE = "abs"
    RELATIVE = "rel"
    EXACT = "exact"


@dataclass(frozen=True)
class Tolerance:
    kind: Nearness
    amount: float

    def around(self, value: float) -> float:
        """How far an answer may lie from a value; floats get a little slack."""
        wide = {
            Nearness.ABSOLUTE: self.amount,
            Nearness.RELATIVE: self.amount * abs(value),
            Nearness.EXACT: 0.0,
        }
        return wide[self.kind] + SLACK * max(1.0, abs(value))

    def apart(self, key: float) -> float:
        """How far a mistake must lie from the key, so that the item can tell them apart."""
        if self.kind is Nearness.EXACT:
            return APART * 0.5
        return APART * (self.amount if self.kind is Nearness.ABSOLUTE else self.amount * abs(key))


SMALL = Tolerance(Nearness.ABSOLUTE, 0.005)
LOAD = Tolerance(Nearness.RELATIVE, 0.01)
WHOLE = Tolerance(Nearness.EXACT, 0)


@dataclass(frozen=True)
class Wrong:
    """The value that a named mistake leads to, and what to say to it."""

    name: str
    value: float
    feedback: str


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One draw of numbers; `opens` are inputs with which the calculator shows the key."""

    inputs: dict[str, Any]
    stem: str
    key: float
    solution: str
    wrong: tuple[Wrong, ...]
    opens: dict[str, Any] | None = None


@dataclass(frozen=True)
class Template:
    id: str
    calculator: str
    output: str
    title: str
    tolerance: Tolerance
    draw: Callable[[Draw], Drawn | None]


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right; a wrong one may be a mistake that we know."""

    right: bool
    mistake: str | None
    feedback: str


@dataclass(frozen=True)
class Variant:
    """A question with its numbers: the same template and seed give the same for ever."""

    template: Template
    seed: str
    redraws: int
    drawn: Drawn

    @property
    def key(self) -> float:
        return self.drawn.key

    def verdict(self, answer: float) -> Verdict:
        """Right within the tolerance; else the nearest named mistake within its tolerance."""
        near = self.template.tolerance.around
        if not math.isfinite(answer):
            return Verdict(False, None, self.unknown)
        if abs(answer - self.key) <= near(self.key):
            return Verdict(True, None, self.drawn.solution)
        made = [
            wrong for wrong in self.drawn.wrong if abs(answer - wrong.value) <= near(wrong.value)
        ]
        if not made:
            return Verdict(False, None, self.unknown)
        nearest = min(made, key=lambda wrong: abs(answer - wrong.value))
        return Verdict(False, nearest.name, nearest.feedback)

    @property
    def unknown(self) -> str:
        return f"Not {self.template.title.lower()}. Follow the solution step by step."

    def choices(self) -> tuple[float, ...]:
        """The key and the values of the mistakes in a seeded order, no two that look alike."""
        options = [self.key]
        for wrong in self.drawn.wrong:
            if self.shown(wrong.value) not in map(self.shown, options):
                options.append(wrong.value)
        return tuple(Draw(f"{self.template.id}|{self.seed}|choices").shuffled(options))

    def shown(self, value: float) -> str:
        """A value as an option shows it: finer than the tolerance, without idle zeros."""
        if self.template.tolerance.kind is Nearness.ABSOLUTE:
            text = f"{value:.4f}"
        else:
            text = f"{value:.6g}" if abs(value) < 1e5 else f"{value:.0f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text


def listed(values: Iterable[float]) -> str:
    return ", ".join(f"{value:g}" for value in values)


def percent(share: float) -> str:
    return f"{100 * share:g} %"


class NoVariant(ValueError):
    """No draw of a template was acceptable; the audit keeps this from happening."""


def draw_variant(template: Template, seed: str) -> Variant:
    """The first acceptable draw of the seed.

    Acceptable: a finite key up to 10⁸ that is not 0 or 1 (of shares), with every mistake at
    least four tolerances away, so that no wrong way is rewarded.
    """
    for redraw in range(REDRAWS):
        drawn = template.draw(Draw(f"{template.id}|{seed}|{redraw}"))
        if drawn is not None and _is_acceptable(drawn, template.tolerance):
            return Variant(template, seed, redraw, drawn)
    raise NoVariant(f"{template.id} finds no numbers for “{seed[:40]}”.")


def _is_acceptable(drawn: Drawn, tolerance: Tolerance) -> bool:
    key = drawn.key
    if not math.isfinite(key) or abs(key) > LARGEST:
        return False
    if tolerance.kind is Nearness.ABSOLUTE and key in (0, 1):
        return False
    return not any(abs(wrong.value - key) < tolerance.apart(key) for wrong in drawn.wrong)
