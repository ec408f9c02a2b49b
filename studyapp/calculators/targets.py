"""Build to a target: change the inputs until the outputs keep what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from studyapp.calculators.definitions import DefinitionRefused
from studyapp.calculators.inputs import as_text, read_inputs
from studyapp.calculators.results import Undefined, Value
from studyapp.calculators.schema import Calculator, Inputs, Part

BELOW, ABOVE = ("at most", "below"), ("at least", "above")
RELATIONS = (*BELOW, *ABOVE, "equal to", "is")
CLOSE = 1e-9


@dataclass(frozen=True)
class Goal:
    """What one output must keep; `scale` is the distance at which nothing is earned."""

    output: str
    relation: str
    value: float | str
    scale: float = 1
    case: str = ""

    def closeness(self, found: Value) -> float:
        """1 where the goal is kept, falling to 0 at the scale; an undefined output earns 0."""
        if isinstance(found, Undefined | tuple):
            return 0.0
        if isinstance(found, str) or isinstance(self.value, str):
            return float(found == self.value)
        gap = found - self.value
        strict = self.relation in ("below", "above") and abs(gap) <= CLOSE
        if self.relation in BELOW:
            gap = max(0.0, gap)
        elif self.relation in ABOVE:
            gap = max(0.0, -gap)
        if abs(gap) <= CLOSE and not strict:
            return 1.0
        return min(0.99, max(0.0, 1 - abs(gap) / self.scale))


@dataclass(frozen=True)
class Target:
    """A task: where it starts, what may move, and the goals.

    `cases` are settings under which the same inputs are tried, so that an alarm can be asked to
    fire in one week and not in another. `changes` is how many values of a list may differ.
    """

    id: str
    calculator: Calculator
    part: Part
    task: str
    start: Inputs
    free: tuple[str, ...]
    goals: tuple[Goal, ...]
    example: Inputs
    cases: Mapping[str, Inputs]
    changes: int | None
    why: str


@dataclass(frozen=True)
class Attempt:
    """How near an attempt came: a share of the points, and each goal with what was found."""

    score: Fraction
    found: tuple[tuple[Goal, Value, float], ...] = ()
    refused: str | None = None

    @property
    def reached(self) -> bool:
        return self.score == 1


def attempt(target: Target, raw: Mapping[str, str]) -> Attempt:
    """The score of typed inputs; what may not move, or is no input, is refused with a sentence."""
    given = {name: raw[name] for name in target.free if name in raw}
    moved = _read(target, given)
    if isinstance(moved, str):
        return Attempt(Fraction(0), refused=moved)
    if too_many := _changes(target, moved):
        return Attempt(Fraction(0), refused=too_many)
    found = []
    for goal in target.goals:
        inputs = {**moved, **target.cases.get(goal.case, {})}
        value = target.calculator.compute(target.part, inputs).values[goal.output]
        found.append((goal, value, goal.closeness(value)))
    mean = sum(near for _, _, near in found) / len(found)
    score = Fraction(1) if mean == 1 else Fraction(min(99, int(100 * mean)), 100)
    return Attempt(score, tuple(found))


def read_targets(
    documents: Sequence[Mapping[str, Any]], calculators: Mapping[str, Calculator]
) -> tuple[Target, ...]:
    """The tasks of a document; refuses one that its example does not reach, or its start does."""
    return tuple(_target(document, calculators) for document in documents)


def _target(document: Mapping[str, Any], calculators: Mapping[str, Calculator]) -> Target:
    where = f"{document.get('target', 'a target')!s:.60}"
    try:
        calculator = calculators[document["calculator"]]
        part = calculator.part(document.get("part", calculator.parts[0].id))
        if part is None:
            raise DefinitionRefused(f"{where}: there is no such part.")
        target = Target(
            id=document["target"],
            calculator=calculator,
            part=part,
            task=document["task"],
            start=document["start"],
            free=tuple(document["free"]),
            goals=tuple(Goal(**goal) for goal in document["goals"]),
            example=document["example"],
            cases={
                name: _typed(calculator, part, values)
                for name, values in document.get("cases", {}).items()
            },
            changes=document.get("changes"),
            why=document["why"],
        )
    except (KeyError, TypeError) as error:
        raise DefinitionRefused(f"{where}: {error!s:.200}") from error
    outputs = {output.name for output in part.outputs}
    for goal in target.goals:
        if goal.output not in outputs or goal.relation not in RELATIONS or not goal.scale > 0:
            raise DefinitionRefused(f"{where}: the goal for “{goal.output}” is none.")
    if not set(target.free) <= part.names or not set(target.example) <= set(target.free):
        raise DefinitionRefused(f"{where}: what may move is no input.")
    if attempt(target, {}).reached:
        raise DefinitionRefused(f"{where}: it is reached at the start.")
    tried = attempt(target, texts(part, target.example))
    if not tried.reached:
        raise DefinitionRefused(f"{where}: its example does not reach it. {tried.refused or ''}")
    return target


def texts(part: Part, values: Inputs) -> dict[str, str]:
    return {name: as_text(part.input(name), value) for name, value in values.items()}


def _typed(calculator: Calculator, part: Part, values: Inputs) -> Inputs:
    reading = read_inputs(calculator, {"part": part.id, **texts(part, values)})
    if reading.problems:
        raise DefinitionRefused(reading.problems[0].sentence)
    return {name: reading.inputs[name] for name in values}


def _read(target: Target, given: Mapping[str, str]) -> Inputs | str:
    raw = {**texts(target.part, target.start), **given, "part": target.part.id}
    reading = read_inputs(target.calculator, raw)
    return reading.problems[0].sentence if reading.problems else reading.inputs


def _changes(target: Target, moved: Inputs) -> str | None:
    if target.changes is None:
        return None
    start = _typed(target.calculator, target.part, target.start)
    changed = 0
    for name in target.free:
        if isinstance(moved[name], tuple):
            if len(moved[name]) != len(start[name]):
                label = target.part.input(name).label
                return f"{label}: keep {len(start[name])} values; change {target.changes} of them."
            changed += sum(a != b for a, b in zip(moved[name], start[name], strict=True))
        else:
            changed += moved[name] != start[name]
    if changed > target.changes:
        return f"You changed {changed} values; {target.changes} may differ."
    return None
