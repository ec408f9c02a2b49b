"""Predict, then move: whether an output rises or falls before the slider shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studyapp.calculators.definitions import DefinitionRefused
from studyapp.calculators.inputs import read_inputs
from studyapp.calculators.results import Undefined
from studyapp.calculators.schema import Calculator, Inputs, Part
from studyapp.calculators.targets import texts

STEPS = 20


class Direction(StrEnum):
    RISE = "rise"
    FALL = "fall"
    CANNOT_SAY = "cannot say"


@dataclass(frozen=True)
class Prediction:
    """One input moves from a value to another, and one output is watched.

    With several settings that disagree, "cannot say" is right: the direction depends on numbers
    that the question does not give.
    """

    id: str
    calculator: Calculator
    part: Part
    question: str
    settings: tuple[Inputs, ...]
    moves: str
    start: Any
    end: Any
    watch: str
    answer: Direction
    why: str

    def curve(self, setting: int = 0) -> list[tuple[float, float]]:
        """The moved input and the watched output, step by step; undefined steps are left out."""
        if isinstance(self.start, list | tuple):
            return []
        entry = self.part.input(self.moves)
        points: list[tuple[float, float]] = []
        for step in range(STEPS + 1):
            at = self.start + (self.end - self.start) * step / STEPS
            at = round(at) if entry.kind == "int" else round(at, 12)
            value = self._watched(setting, at)
            if value is not None and (not points or points[-1][0] != at):
                points.append((at, value))
        return points

    def happened(self, setting: int = 0) -> Direction | None:
        """What the output does from first to last; None if it stays or is undefined."""
        first, last = self._watched(setting, self.start), self._watched(setting, self.end)
        if first is None or last is None or abs(last - first) < 1e-12:
            return None
        return Direction.RISE if last > first else Direction.FALL

    def _watched(self, setting: int, at: Any) -> float | None:
        raw = texts(self.part, {**self.settings[setting], self.moves: at})
        reading = read_inputs(self.calculator, {**raw, "part": self.part.id})
        if reading.problems:
            raise DefinitionRefused(f"{self.id}: {reading.problems[0].sentence}")
        value = self.calculator.compute(self.part, reading.inputs).values[self.watch]
        return None if isinstance(value, Undefined | tuple | str) else float(value)


def read_predictions(
    documents: Sequence[Mapping[str, Any]], calculators: Mapping[str, Calculator]
) -> tuple[Prediction, ...]:
    """The tasks of a document; refuses one whose answer is not what the calculator does."""
    return tuple(_prediction(document, calculators) for document in documents)


def _prediction(document: Mapping[str, Any], calculators: Mapping[str, Calculator]) -> Prediction:
    where = f"{document.get('prediction', 'a prediction')!s:.60}"
    try:
        calculator = calculators[document["calculator"]]
        part = calculator.part(document.get("part", calculator.parts[0].id))
        if part is None:
            raise DefinitionRefused(f"{where}: there is no such part.")
        start, end = document["from"], document["to"]
        prediction = Prediction(
            id=document["prediction"],
            calculator=calculator,
            part=part,
            question=document["question"],
            settings=tuple(document["settings"]),
            moves=document["moves"],
            start=start,
            end=end,
            watch=document["watch"],
            answer=Direction(document["answer"]),
            why=document["why"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DefinitionRefused(f"{where}: {error!s:.200}") from error
    if prediction.moves not in part.names:
        raise DefinitionRefused(f"{where}: what moves is no input.")
    if prediction.watch not in {output.name for output in part.outputs}:
        raise DefinitionRefused(f"{where}: what is watched is no output.")
    happened = {prediction.happened(at) for at in range(len(prediction.settings))}
    settled = happened.pop() if len(happened) == 1 else Direction.CANNOT_SAY
    if settled is not prediction.answer or None in happened:
        raise DefinitionRefused(f"{where}: the calculator does not say “{prediction.answer}”.")
    return prediction
