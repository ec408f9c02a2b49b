"""What a calculator is: parts that each take inputs, answer outputs and tell stories.

A calculator answers one or a few questions; each question is a part with its own inputs. The
definitions are data (fixtures/calculators), the arithmetic is `metrics.FUNCTIONS`.
"""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studyapp.calculators.metrics import FUNCTIONS
from studyapp.calculators.results import Result, Undefined, Value

Inputs = Mapping[str, Any]


class Kind(StrEnum):
    INT = "int"
    FLOAT = "float"
    FLAG = "flag"
    INTS = "ints"
    FLOATS = "floats"
    LABELS = "labels"
    TABLE = "table"  # lines of numbers
    ROWS = "rows"  # lines of a name and numbers


@dataclass(frozen=True, kw_only=True)
class Input:
    """A field, and the rule that its values keep."""

    name: str
    label: str
    kind: Kind
    default: Any
    symbol: str = ""
    unit: str = ""
    help: str = ""
    low: float
    high: float
    open_low: bool = False  # the lowest value itself is not allowed
    open_high: bool = False
    least: int = 2  # elements of a list, lines of a table
    most: int = 1_000
    columns: tuple[str, ...] = ()  # what stands in a line of ROWS, or of a TABLE of that width
    square: bool = False
    whole: bool = False  # the numbers of a table are whole
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Output:
    """A value with its formula in LaTeX, where <name> stands for an input or output."""

    name: str
    label: str
    formula: str = ""
    symbol: str = ""
    unit: str = ""
    share: bool = False  # also shown in per cent
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Inputs that tell a story."""

    name: str
    story: str
    values: Inputs


@dataclass(frozen=True, kw_only=True)
class Part:
    """One question of a calculator; its first four outputs at most stand in front."""

    id: str
    title: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    front: int
    presets: tuple[Preset, ...] = ()
    equal: tuple[str, ...] = ()  # lists of one length
    rules: tuple[str, ...] = ()  # names in inputs.RULES that hold between fields

    def input(self, name: str) -> Input:
        return next(field for field in self.inputs if field.name == name)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.inputs)

    @property
    def defaults(self) -> dict[str, Any]:
        return {field.name: field.default for field in self.inputs}


@dataclass(frozen=True, kw_only=True)
class Calculator:
    id: str
    version: int
    title: str
    purpose: str
    parts: tuple[Part, ...]
    mistake: str
    edges: tuple[str, ...]
    source: str

    @property
    def names(self) -> frozenset[str]:
        """Every input that one of the parts takes."""
        return frozenset().union(*(part.names for part in self.parts))

    def part(self, id: str) -> Part | None:
        return next((part for part in self.parts if part.id == id), None)

    def part_for(self, names: Collection[str]) -> Part | None:
        """The first part that takes all of these inputs; the first part, if there are none."""
        return next((part for part in self.parts if part.names.issuperset(names)), None)

    def compute(self, part: Part, inputs: Inputs) -> Result:
        """The outputs in the order of the definition, for inputs that keep the rules.

        A number that a computer cannot hold is undefined as well.
        """
        result = FUNCTIONS[self.id][part.id](**inputs)
        values = {output.name: result.values[output.name] for output in part.outputs}
        return Result({name: _held(value) for name, value in values.items()}, result.notes)


PLACE = re.compile(r"<(\w+)>")


def symbolic(part: Part, output: Output) -> str:
    """The formula in LaTeX, in symbols."""
    symbols = _symbols(part)
    return PLACE.sub(lambda place: symbols[place[1]], output.formula)


def substituted(part: Part, output: Output, inputs: Inputs, result: Result) -> str:
    """The formula in LaTeX with the numbers in it; lists and undefined values keep their symbol."""
    held = {**result.values, **inputs}
    symbols = _symbols(part)

    def shown(place: re.Match[str]) -> str:
        value = held.get(place[1])
        if isinstance(value, bool) or not isinstance(value, int | float):
            return symbols[place[1]]
        return in_latex(value)

    return PLACE.sub(shown, output.formula)


def in_latex(value: float) -> str:
    """To four significant figures; a negative number in brackets.

    >>> in_latex(0.00001234), in_latex(-2), in_latex(1234567)
    ('1.234 \\\\cdot 10^{-5}', '(-2)', '1234567')
    """
    if math.isinf(value):
        return r"\infty" if value > 0 else r"(-\infty)"
    text = str(value) if isinstance(value, int) or value.is_integer() else f"{value:.4g}"
    text = text.removesuffix(".0")
    mantissa, _, power = text.partition("e")
    if power:
        text = rf"{mantissa} \cdot 10^{{{int(power)}}}"
    return f"({text})" if text.startswith("-") else text


def _symbols(part: Part) -> dict[str, str]:
    outputs = {output.name: output.symbol or _worded(output.label) for output in part.outputs}
    return outputs | {field.name: field.symbol or _worded(field.label) for field in part.inputs}


def _worded(label: str) -> str:
    return rf"\text{{{label.lower()}}}"


def _held(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(map(_held, value))
    if isinstance(value, float) and math.isnan(value):
        return Undefined("the numbers leave what a computer can hold")
    return value
