"""Formulas as trees of our own nodes, and their value for given quantities."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

MAGNITUDE = 1e15
NO_VALUE = "The formula has no value for these numbers."

Quantity: TypeAlias = float | NDArray[np.float64]


class FormulaRefused(ValueError):
    """Why a text is no formula that we read, as a sentence for its author."""


@dataclass(frozen=True)
class Node:
    """A number, a quantity by name, or an operation on other nodes."""

    kind: str
    parts: tuple["Node", ...] = ()
    value: float = 0
    name: str = ""


@dataclass(frozen=True)
class Formula:
    """A tree, and the text that it was read from."""

    tree: Node
    source: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """The quantities that it names."""
        return frozenset(node.name for node in walk(self.tree) if node.kind == "name")

    def evaluate(self, quantities: Mapping[str, Quantity]) -> Quantity:
        """Its value; lists are worked on place by place, and Σ and max bring them to one number.

        Refuses a quantity that is not given, and what leaves the numbers that are allowed.
        """
        try:
            with np.errstate(all="ignore"):
                value = _evaluate(self.tree, quantities)
        except (ArithmeticError, ValueError) as error:
            if isinstance(error, FormulaRefused):
                raise
            raise FormulaRefused(NO_VALUE) from error
        return value


FUNCTIONS: dict[str, Callable[..., Quantity]] = {
    "ln": np.log,
    "log": np.log,
    "log2": np.log2,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "ceil": np.ceil,
}
# of one list, or of several numbers
REDUCERS: dict[str, Callable[..., Quantity]] = {
    "sum": np.sum,
    "prod": np.prod,
    "mean": np.mean,
    "median": np.median,
    "var": np.var,
    "max": np.max,
    "min": np.min,
}
PAIRS: dict[str, Callable[..., Quantity]] = {
    "max": np.maximum,
    "min": np.minimum,
    "cov": lambda a, b: np.mean((a - np.mean(a)) * (b - np.mean(b))),
}
CALLED = frozenset((*FUNCTIONS, *REDUCERS, *PAIRS))


def walk(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from walk(part)


def _evaluate(node: Node, quantities: Mapping[str, Quantity]) -> Quantity:
    if node.kind == "number":
        return node.value
    if node.kind == "name":
        if node.name not in quantities:
            raise FormulaRefused(f"There is no quantity “{node.name[:40]}” here.")
        return quantities[node.name]
    values = [_evaluate(part, quantities) for part in node.parts]
    value = _operation(node.kind, values)
    if not np.all(np.isfinite(value)):
        raise FormulaRefused(NO_VALUE)
    if np.any(np.abs(value) > MAGNITUDE):
        raise FormulaRefused("A value in the formula is too large.")
    return value


def _operation(kind: str, values: list[Quantity]) -> Quantity:
    match kind, values:
        case "negative", [a]:
            return -a
        case "add", [a, b]:
            return a + b
        case "subtract", [a, b]:
            return a - b
        case "multiply", [a, b]:
            return a * b
        case "divide", [a, b]:
            return np.divide(a, b)
        case "power", [a, b]:
            return np.float_power(a, b)
        case _, [a, b]:
            return PAIRS[kind](a, b)
        case _, [a] if kind in REDUCERS:
            return REDUCERS[kind](a)
    (a,) = values
    return FUNCTIONS[kind](a)
