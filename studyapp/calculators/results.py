"""What a calculator answers: values, and for an undefined one the reason in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Undefined:
    """A value that does not exist, shown as "–" with its reason; it is never zero."""

    reason: str


Number: TypeAlias = float | Undefined
Value: TypeAlias = "float | str | Undefined | tuple[Value, ...]"


@dataclass(frozen=True)
class Result:
    """The outputs by name, and notes that belong beside them."""

    values: dict[str, Value]
    notes: tuple[str, ...] = ()


def ratio(above: float, below: float, reason: str) -> Number:
    return above / below if below else Undefined(reason)


def defined(formula: Callable[..., float], *values: Number) -> Number:
    """The formula of the values, or the first that is undefined.

    >>> defined(lambda a, b: a + b, 1.0, Undefined("no data"))
    Undefined(reason='no data')
    """
    for value in values:
        if isinstance(value, Undefined):
            return value
    return formula(*values)


def notes(*kept: tuple[object, str]) -> tuple[str, ...]:
    """The sentences whose condition holds."""
    return tuple(sentence for holds, sentence in kept if holds)
