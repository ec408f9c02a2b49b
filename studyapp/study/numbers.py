"""A typed number: read as people write it, and compared."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from math import isinf

SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
SAME_AS_TYPED = SPACES | {ord("\u2212"): "-", ord("μ"): "µ", ord("'"): "", ord("\u2019"): ""}
UNIT = re.compile(r"(?P<number>.*?[\d.])\s*(?P<unit>(?:[^\W\d_]|[/°€$%])(?:[^\W\d_]|[/°€$%²³])*)")
EXPONENT = re.compile(r"[+-]?[\d.,\s]*[eE]")
FRACTION = re.compile(r"([+-]?\d{1,15})\s*/\s*(\d{1,15})")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
SLACK = 1e-12


class Problem(StrEnum):
    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_SEPARATOR = "ambiguous_separator"
    PERCENT_NOT_ALLOWED = "percent_not_allowed"
    UNKNOWN_UNIT = "unknown_unit"


SENTENCES = {
    Problem.EMPTY: "Type a number.",
    Problem.NOT_A_NUMBER: "This is not a number.",
    Problem.AMBIGUOUS_SEPARATOR: "Is the comma a decimal point, or does it mark thousands? "
    "Write a point, or no separator.",
    Problem.PERCENT_NOT_ALLOWED: "Give a plain number here, not per cent.",
    Problem.UNKNOWN_UNIT: "This unit is not one of those asked for.",
}


class NotANumber(ValueError):
    """Why a text was not read, as a sentence; it costs no attempt."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(SENTENCES[problem])
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was typed, with its unit and its significant figures."""

    value: float
    unit: str = ""
    figures: int = 1


def read_number(text: str, *, percent: bool = False, units: Collection[str] = ()) -> Number:
    """The number that a person typed; raises ``NotANumber``.

    Decimal point or comma, thousands by comma, point or space, an exponent, or a fraction. A
    lone comma before three digits is asked back, since it may mark either. ``percent`` allows
    75 % for 0.75, and ``units`` are those that may follow the number.

    >>> read_number("1.234,5").value, read_number("3/4").value
    (1234.5, 0.75)
    >>> read_number("250 ms", units=["ms", "s"])
    Number(value=250.0, unit='ms', figures=2)
    """
    digits, unit = _without_unit(text.translate(SAME_AS_TYPED).strip())
    if not digits:
        raise NotANumber(Problem.EMPTY)
    if unit == "%" and not percent:
        raise NotANumber(Problem.PERCENT_NOT_ALLOWED)
    if unit not in ("", "%") and unit not in {known.translate(SAME_AS_TYPED) for known in units}:
        raise NotANumber(Problem.UNKNOWN_UNIT)
    if fraction := FRACTION.fullmatch(digits):
        over, under = int(fraction[1]), int(fraction[2])
        if not under:
            raise NotANumber(Problem.NOT_A_NUMBER)
        value, figures = over / under, significant_figures(fraction[1])
    else:
        digits = _with_point(digits)
        value, figures = float(digits), significant_figures(digits)
    if isinf(value):
        raise NotANumber(Problem.NOT_A_NUMBER)
    if unit == "%":
        return Number(value / 100, "", figures)
    return Number(value, unit, figures)


def _without_unit(text: str) -> tuple[str, str]:
    found = UNIT.fullmatch(text)
    if found is None or EXPONENT.fullmatch(found["number"] + found["unit"][:1]):
        return text, ""
    return found["number"].strip(), found["unit"]


def _with_point(text: str) -> str:
    """The digits with a decimal point and without marks of thousands."""
    text = re.sub(r"(?<=\d) (?=\d{3}(\D|$))", "", text)
    if "," in text and "." in text:
        if text.rfind(".") > text.rfind(","):
            text = text.replace(",", "")
        else:
            text = text.replace(".", "").replace(",", ".")
    elif GROUPED.fullmatch(text) and text.count(",") > 1:
        text = text.replace(",", "")
    elif AMBIGUOUS.fullmatch(text):
        raise NotANumber(Problem.AMBIGUOUS_SEPARATOR)
    elif text.count(",") == 1:
        text = text.replace(",", ".")
    if not PLAIN.fullmatch(text):
        raise NotANumber(Problem.NOT_A_NUMBER)
    return text


def significant_figures(text: str) -> int:
    """The figures that a written number claims; the zeros that end a whole number claim nothing.

    >>> [significant_figures(text) for text in ("1200", "1200.", "0.0050", "1.20e3")]
    [2, 4, 2, 3]
    """
    mantissa = text.translate(SAME_AS_TYPED).strip().lstrip("+-").lower().split("e")[0]
    whole, point, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("0")
    if not digits:
        return max(1, len(decimals))
    return len(digits) if point else len(digits.rstrip("0"))


def within(given: float, key: float, *, absolute: float = 0, relative: float = 0) -> bool:
    """Whether the number lies within the wider of two tolerances, with slack for doubles."""
    return abs(given - key) <= max(absolute, relative * abs(key)) + SLACK * max(1, abs(key))


def within_ratio(given: float, key: float, tolerance: float) -> bool:
    """Whether neither number is larger than the other by more than that share of the smaller."""
    low, high = sorted((key / (1 + tolerance), key * (1 + tolerance)))
    return low <= given <= high


def roundings(key: float, figures: int) -> set[Decimal]:
    """The key rounded to so many significant figures, half up and half to even.

    >>> sorted(map(str, roundings(0.125, 2)))
    ['0.12', '0.13']
    """
    exact = Decimal(repr(key))
    if not exact:
        return {Decimal(0)}
    last = Decimal(1).scaleb(exact.adjusted() - figures + 1)
    return {exact.quantize(last, rounding=mode) for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN)}


class Rounding(StrEnum):
    RIGHT = "right"
    TOO_FEW_FIGURES = "too_few_figures"
    WRONG = "wrong"


def rounding(given: Number, key: float, figures: int) -> Rounding:
    """How a typed number answers a question for the key to so many significant figures.

    >>> [rounding(read_number(text), 5 / 6, 3).value for text in ("0.833", "0.83", "0.84")]
    ['right', 'too_few_figures', 'wrong']
    """
    if given.value in {float(rounded) for rounded in roundings(key, figures)}:
        return Rounding.RIGHT
    fewer = roundings(key, given.figures) if given.figures < figures else set()
    if given.value in {float(rounded) for rounded in fewer}:
        return Rounding.TOO_FEW_FIGURES
    return Rounding.WRONG
