"""Typed and pasted text to the inputs of a calculator, or what is wrong with which field.

Length and number of elements are counted before anything is read, so no text costs more than
its limit. A value outside its domain is refused, never moved into it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from studyapp.calculators.schema import Calculator, Input, Inputs, Kind, Part

NUMBER_LENGTH = 25  # characters of one number
NAME_LENGTH = 40
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?")
WHOLE = re.compile(r"[+-]?\d+")
MINUS = str.maketrans({"−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
LISTS = frozenset((Kind.INTS, Kind.FLOATS, Kind.LABELS))
YES, NO = frozenset(("yes", "true", "on", "1")), frozenset(("no", "false", "off", "0", ""))


class FieldProblem(NamedTuple):
    """The field that keeps no rule, and a sentence that names both."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Reading:
    """The part that was asked and its inputs; with problems, only the fields that were right."""

    part: Part
    inputs: dict[str, Any] = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()


class _Refused(Exception):
    pass


def read_inputs(calculator: Calculator, raw: Mapping[str, str]) -> Reading:
    """The inputs that the texts say; a field that is not given has its default.

    `raw["part"]` names the part; without it, it is the first that takes every field given.
    Texts that no part knows are passed over, as an address may carry more than our own.
    """
    given = [name for name in raw if name in calculator.names]
    part = calculator.part(raw.get("part", "")) or calculator.part_for(given)
    if part is None:
        title = calculator.title
        sentence = f"{title}: {', '.join(given[:8])} do not belong to one question. Choose one."
        return Reading(calculator.parts[0], problems=(FieldProblem("part", sentence),))

    inputs: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    for entry in part.inputs:
        try:
            inputs[entry.name] = (
                _read(entry, raw[entry.name]) if entry.name in raw else _frozen(entry.default)
            )
        except _Refused as refusal:
            problems.append(FieldProblem(entry.name, f"{entry.label}: {refusal}"))
    if not problems:
        problems.extend(_between(part, inputs))
    return Reading(part, inputs, tuple(problems))


def as_text(entry: Input, value: Any) -> str:
    """The text that reads as this value: for addresses, presets and cards.

    What is no value of that kind becomes a text that is refused with its reason.
    """
    if value is None:
        return ""
    if entry.kind in LISTS and isinstance(value, list | tuple):
        separator = "\n" if entry.kind is Kind.LABELS else ", "
        return separator.join(map(_plain, value))
    if entry.kind is Kind.TABLE and isinstance(value, list | tuple):
        return "\n".join(
            ", ".join(map(_plain, line)) if isinstance(line, list | tuple) else _plain(line)
            for line in value
        )
    if entry.kind is Kind.ROWS and isinstance(value, Mapping):
        return "\n".join(f"{name}: {_plain(number)}" for name, number in value.items())
    if entry.kind is Kind.ROWS and isinstance(value, list | tuple):
        return "\n".join(_line(entry, line) for line in value)
    return _plain(value)


def _line(entry: Input, line: Any) -> str:
    cells = [line.get(name) for name in entry.columns] if isinstance(line, Mapping) else line
    if not isinstance(cells, list | tuple) or not cells:
        return _plain(cells)
    return f"{cells[0]}: {', '.join(map(_plain, cells[1:]))}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and abs(value) >= 10**NUMBER_LENGTH:
        return f"more than {NUMBER_LENGTH} digits"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _read(entry: Input, text: str) -> Any:
    lines = entry.most if entry.kind in LISTS | {Kind.TABLE, Kind.ROWS} else 1
    width = max(NAME_LENGTH, NUMBER_LENGTH) * max(1, len(entry.columns), entry.square * entry.most)
    if len(text) > lines * width:
        raise _Refused(f"the text is too long; at most {lines * width:,} characters are read.")
    text = text.translate(MINUS).strip()
    if not text and entry.optional:
        return None
    if not text and entry.kind is not Kind.FLAG:
        raise _Refused(f"is empty. {_rule(entry)}")
    return READERS[entry.kind](entry, text)


def _read_flag(entry: Input, text: str) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise _Refused("is yes or no.")


def _read_one(entry: Input, text: str) -> float:
    if re.search(r"[\s;]", text) and all(map(NUMBER.fullmatch, re.split(r"[\s;]+", text))):
        raise _Refused(f"takes one number, without spaces. {_rule(entry)}")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", text):
        raise _Refused(f"“{text}” could be thousands or decimals. Write a decimal point.")
    return _number(entry, text)


def _read_list(entry: Input, text: str) -> tuple[float, ...]:
    pieces = _pieces(entry, text)
    return tuple(_number(entry, piece, place) for place, piece in enumerate(pieces, 1))


def _read_labels(entry: Input, text: str) -> tuple[str, ...]:
    pieces = [piece.strip() for piece in re.split(r"[,;\n\t]", text)]
    if len(pieces) == 1:
        pieces = text.split()
    _check_count(entry, len(pieces))
    for place, piece in enumerate(pieces, 1):
        if not piece:
            raise _Refused(f"value {place} is empty.")
        if len(piece) > NAME_LENGTH:
            raise _Refused(f"value {place} is longer than {NAME_LENGTH} characters.")
    return tuple(pieces)


def _read_table(entry: Input, text: str) -> tuple[tuple[float, ...], ...]:
    lines = _lines(entry, text)
    widest = entry.most if entry.square else len(entry.columns) or 20
    table = []
    for at, line in enumerate(lines, 1):
        cells = [cell for cell in re.split(r"[,;\s]+", line) if cell]
        if len(cells) > widest:
            raise _Refused(f"line {at} has {len(cells)} numbers; at most {widest} are read.")
        table.append(tuple(_number(entry, cell, place, at) for place, cell in enumerate(cells, 1)))
    width = len(entry.columns) or (len(lines) if entry.square else len(table[0]))
    for at, numbers in enumerate(table, 1):
        if len(numbers) != width:
            raise _Refused(f"line {at} has {len(numbers)} numbers, but each line needs {width}.")
        if width < 2:
            raise _Refused("each line needs at least 2 numbers.")
    return tuple(table)


def _read_rows(entry: Input, text: str) -> Any:
    """Lines of "name: number, …"; with one number a line, the numbers by name."""
    width = len(entry.columns) - 1
    rows: dict[str, tuple[str | float, ...]] = {}
    for at, line in enumerate(_lines(entry, text), 1):
        name, colon, rest = (part.strip() for part in line.rpartition(":"))
        cells = [cell for cell in re.split(r"[,;\s]+", rest) if cell]
        if not colon or not name or len(cells) != width:
            wanted = ", ".join(entry.columns[1:])
            raise _Refused(f"line {at} is not “{entry.columns[0]}: {wanted}”.")
        if len(name) > NAME_LENGTH:
            raise _Refused(f"the name in line {at} is longer than {NAME_LENGTH} characters.")
        if name in rows:
            raise _Refused(f"“{name}” stands twice.")
        numbers = (_number(entry, cell, place, at) for place, cell in enumerate(cells, 1))
        rows[name] = (name, *numbers)
    if width == 1:
        return {name: row[1] for name, row in rows.items()}
    return tuple(rows.values())


READERS: dict[Kind, Callable[[Input, str], Any]] = {
    Kind.INT: _read_one,
    Kind.FLOAT: _read_one,
    Kind.FLAG: _read_flag,
    Kind.INTS: _read_list,
    Kind.FLOATS: _read_list,
    Kind.LABELS: _read_labels,
    Kind.TABLE: _read_table,
    Kind.ROWS: _read_rows,
}


def _pieces(entry: Input, text: str) -> list[str]:
    """The numbers of a pasted list, between commas, semicolons, spaces, tabs or new lines.

    Where other separators stand, a comma between digits may be a decimal comma: with semicolons
    it is one, and with spaces or lines alone the text is asked back.
    """
    if ";" in text:
        pieces = re.split(r"\s*;\s*|\s+", text)
    else:
        words = text.split()
        if len(words) > 1 and all(re.fullmatch(r"[+-]?\d+,\d+", word) for word in words):
            raise _Refused(
                f"“{words[0][:NUMBER_LENGTH]}” could be one number or two. "
                "Write decimal points, or semicolons between the numbers."
            )
        pieces = re.split(r"\s*,\s*|\s+", text)
    if pieces and not pieces[-1]:  # a separator may stand at the end
        pieces.pop()
    _check_count(entry, len(pieces))
    return pieces


def _lines(entry: Input, text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    _check_count(entry, len(lines), "lines")
    return lines


def _check_count(entry: Input, count: int, noun: str = "values") -> None:
    if count > entry.most:
        raise _Refused(f"has {count:,} {noun}; at most {entry.most:,} are read.")
    if count < entry.least:
        raise _Refused(f"needs at least {entry.least} {noun}.")


def _number(entry: Input, text: str, place: int = 0, line: int = 0) -> float:
    whole = entry.kind in (Kind.INT, Kind.INTS) or entry.whole
    shown = text if len(text) <= NUMBER_LENGTH else f"{text[:NUMBER_LENGTH]}…"
    where = (f"line {line}, " if line else "") + (f"value {place}: " if place else "")
    if len(text) > NUMBER_LENGTH:
        raise _Refused(f"{where}“{shown}” is too long; a number has {NUMBER_LENGTH} characters.")
    if not text:
        raise _Refused(f"{where}is missing between two separators.")
    if not NUMBER.fullmatch(text) or not text.isascii():
        raise _Refused(f"{where}“{shown}” is not a number.{_without_unit(entry, text)}")
    if whole and not WHOLE.fullmatch(text):
        raise _Refused(f"{where}“{shown}” is not a whole number.")
    value = int(text) if whole else float(text.replace(",", "."))
    below = value < entry.low or (entry.open_low and value == entry.low)
    above = value > entry.high or (entry.open_high and value == entry.high)
    if below or above:
        raise _Refused(f"{where}“{shown}” is outside. {_rule(entry)}")
    return value


def _without_unit(entry: Input, text: str) -> str:
    if not re.search(r"[^\W\d]|%|°|€|\$", text):
        return ""
    return f" Write the numbers alone{f', in {entry.unit}' if entry.unit else ''}."


def _rule(entry: Input) -> str:
    if entry.kind in (Kind.LABELS, Kind.FLAG):
        return f"Write {entry.least} to {entry.most:,} values."
    noun = "Whole numbers" if entry.whole or entry.kind in (Kind.INT, Kind.INTS) else "Numbers"
    low = f"{'above' if entry.open_low else 'from'} {_grouped(entry.low)}"
    high = f"{'below' if entry.open_high else 'to'} {_grouped(entry.high)}"
    return f"{noun} {low} {high} are allowed."


def _grouped(limit: float) -> str:
    return f"{int(limit):,}" if float(limit).is_integer() else f"{limit:g}"


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def _between(part: Part, inputs: Inputs) -> list[FieldProblem]:
    """What is wrong between fields that are right by themselves."""
    problems = []
    if part.equal:
        first = part.input(part.equal[0])
        for name in part.equal[1:]:
            if len(inputs[name]) != len(inputs[first.name]):
                entry = part.input(name)
                problems.append(
                    FieldProblem(
                        name,
                        f"{entry.label}: has {len(inputs[name]):,} values, but {first.label} has "
                        f"{len(inputs[first.name]):,}. Both need the same number.",
                    )
                )
    for rule in part.rules:
        if found := RULES[rule](inputs):
            name, sentence = found
            problems.append(FieldProblem(name, f"{part.input(name).label}: {sentence}"))
    return problems


def _folds_within_cases(inputs: Inputs) -> tuple[str, str] | None:
    n = inputs["n"] if "n" in inputs else sum(inputs["labels"].values())
    return ("k", f"{n:,} cases do not fill {inputs['k']:,} folds.") if inputs["k"] > n else None


def _rows_sum_to_one(inputs: Inputs) -> tuple[str, str] | None:
    for line, row in enumerate(inputs["probabilities"], 1):
        if abs(sum(row) - 1) > 1e-3:
            return "probabilities", f"line {line} adds up to {sum(row):.4g}; it must be 1."
    return None


def _shares_within_one(inputs: Inputs) -> tuple[str, str] | None:
    total = sum(row[-1] for row in inputs["slices"])
    if total > 1 + 1e-6:
        return "slices", f"the shares add up to {total:.4g}; at most 1 is possible."
    return None


def _edges_ascend(inputs: Inputs) -> tuple[str, str] | None:
    edges: Sequence[float] = inputs["edges"] or ()
    if any(after < before for before, after in pairwise(edges)):
        return "edges", "must ascend."
    return None


def _hits_within_cases(inputs: Inputs) -> tuple[str, str] | None:
    if inputs["correct"] > inputs["n"]:
        return "correct", f"is more than the {inputs['n']:,} cases."
    return None


RULES: dict[str, Callable[[Inputs], tuple[str, str] | None]] = {
    "folds_within_cases": _folds_within_cases,
    "rows_sum_to_one": _rows_sum_to_one,
    "shares_within_one": _shares_within_one,
    "edges_ascend": _edges_ascend,
    "hits_within_cases": _hits_within_cases,
}
