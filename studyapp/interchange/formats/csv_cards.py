"""Cards as a table: one line a card, columns between tabs, commas or semicolons."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from typing import Any, NamedTuple

from studyapp.interchange.records import (
    NO_ANSWER,
    CardRecord,
    Problem,
    Reading,
    Row,
    of_texts,
    untold,
)

COLUMNS = (
    "id", "front", "back", "plain", "template", "parts", "hint", "explanation", "kind", "shape",
    "accepted", "key_points", "wrong_answers", "source", "sibling", "after", "tags", "language",
    "concepts", "status",
)  # fmt: skip
LISTS = {"accepted", "key_points", "concepts", "tags"}
WORDS = {"concepts", "tags"}  # which people write between commas
ALSO_CALLED = {
    "front": "question term word prompt q",
    "back": "answer definition meaning a",
    "id": "key",
    "hint": "hints clue",
    "explanation": "explanations extra note notes comment",
    "plain": "plain_words in_plain_words",
    "tags": "tag topic topics label labels",
    "concepts": "concept",
    "shape": "type",
    "accepted": "accepted_answers",
    "language": "lang",
}
HEADINGS = {name: name for name in COLUMNS} | {
    other: name for name, others in ALSO_CALLED.items() for other in others.split()
}
FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")  # what a spreadsheet may compute
PROTECTED = re.compile("'+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")

UP, DOWN = (
    "Every answer stands one line below its question.",
    "Every answer stands one line above its question.",
)


class Line(NamedTuple):
    number: int
    cells: list[str]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


def read(
    text: str,
    *,
    delimiter: str,
    question: int | None = None,
    answer: int | None = None,
    mend: bool = False,
) -> Reading:
    """The cards of a table, with or without a line of headings in any order.

    Question and answer are the columns so called, else the first two; other columns may be named.
    """
    table, problems = table_of(text, delimiter)
    if not table:
        return Reading((), tuple(problems))
    headings = headings_of(table[0])
    body = table[1:] if headings else table
    names = headings or {0: "front", 1: "back"}
    asked = _asked(names, question, answer)
    names = {c: n for c, n in names.items() if n not in ("front", "back") and c not in asked}
    width = max(len(line.cells) for line in table)
    titles = tuple(
        (headings and table[0].cell(place).strip()) or f"Column {place + 1}"
        for place in range(max(width, 2))
    )
    slip = _slip(body, *asked)
    if slip and mend:
        body = _mended(body, asked, slip)
    rows = []
    for line in body:
        if any(cell.strip() for cell in line.cells):
            rows.append(_row(line, names, asked, problems))
    kept = {*names, *asked}
    problems += _left_out([c for c in range(width) if c not in kept], titles, body)
    return Reading(
        rows=tuple(rows),
        problems=tuple(problems),
        fields=frozenset({"front", "back", *names.values()}),
        columns=titles,
        asked=asked,
        slip=slip and f"{slip} Should the answers move?",
    )


def table_of(text: str, delimiter: str) -> tuple[list[Line], list[Problem]]:
    """The filled lines; where the quotation marks do not pair, all of them are plain characters."""
    try:
        return list(_lines(text, delimiter, csv.QUOTE_MINIMAL)), []
    except csv.Error:
        reason = "The quotation marks of this file do not pair, so they were read as they stand."
        rows = text.split("\n")
        line = next((n for n, row in enumerate(rows, 1) if row.count('"') % 2), 1)
        plain = [Line(n, row.split(delimiter)) for n, row in enumerate(rows, 1) if row.strip()]
        return plain, [Problem(line, reason)]


def _lines(text: str, delimiter: str, quoting: int) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Line(number, cells)
        number = reader.line_num + 1


def headings_of(line: Line) -> dict[int, str] | None:
    """The columns by their headings, where the line holds headings: question and answer among them.

    >>> headings_of(Line(1, ["Answer", "Tags", "Question"]))
    {0: 'back', 1: 'tags', 2: 'front'}
    >>> headings_of(Line(1, ["Question", "What is asked"]))
    """
    named: dict[int, str] = {}
    for place, cell in enumerate(line.cells):
        word = re.sub(r"[\s-]+", "_", cell.strip().casefold())
        if (name := HEADINGS.get(word)) and name not in named.values():
            named[place] = name
    return named if {"front", "back"} <= set(named.values()) else None


def _asked(names: Mapping[int, str], question: int | None, answer: int | None) -> tuple[int, int]:
    place = {name: column for column, name in names.items()}
    asked = (
        place["front"] if question is None else question,
        place["back"] if answer is None else answer,
    )
    return asked


def _row(
    line: Line, names: Mapping[int, str], asked: tuple[int, int], problems: list[Problem]
) -> Row:
    front, back = (plain(line.cell(column)) for column in asked)
    facts: dict[str, Any] = {}
    for column, name in names.items():
        cell = plain(line.cell(column))
        if not cell:
            continue
        if name in LISTS:
            facts[name] = _list(cell, commas=name in WORDS)
        elif name in STRUCTURED:
            try:
                facts[name] = STRUCTURED[name](cell)
            except (ValueError, RecursionError):
                reason = f"The {name.replace('_', ' ')} are not readable."
                problems.append(Problem(line.number, reason))
        else:
            facts[{"id": "key", "sibling": "sibling_key"}.get(name, name)] = cell
    return Row(line.number, untold(front, back, **facts), missing(front, back, facts.get("kind")))


def missing(front: str, back: str, kind: str | None = None) -> str:
    """Why these two make no card, if they make none."""
    if not front:
        return "The question is missing."
    if not back and kind != "cloze":
        return NO_ANSWER
    return ""


def _list(cell: str, *, commas: bool) -> tuple[str, ...]:
    if cell.startswith("["):
        try:
            read = json.loads(cell)
        except (ValueError, RecursionError):
            read = None
        if isinstance(read, list) and all(isinstance(each, str) for each in read):
            return tuple(read)
    parts = re.split(r"[\n,;]" if commas else r"\n", cell)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _wrong_answers(cell: str) -> tuple[dict[str, str], ...]:
    read = json.loads(cell)
    if not isinstance(read, list):
        raise ValueError
    wrong = []
    for each in read:
        match each:
            case {"text": str(text), "feedback": str(feedback)} if text:
                wrong.append({"text": text, "feedback": feedback})
            case _:
                raise ValueError
    return tuple(wrong)


def _parts(cell: str) -> dict[str, str]:
    read = json.loads(cell)
    if not isinstance(read, dict) or not all(isinstance(text, str) for text in read.values()):
        raise ValueError
    return read


STRUCTURED: dict[str, Callable[[str], Any]] = {"wrong_answers": _wrong_answers, "parts": _parts}


def _left_out(
    columns: Iterable[int], titles: Sequence[str], body: Sequence[Line]
) -> Iterator[Problem]:
    for column in columns:
        filled = [line.number for line in body if line.cell(column).strip()]
        if filled:
            lines = f"{len(filled)} line{'s have' if len(filled) > 1 else ' has'} something there"
            yield Problem(filled[0], f"The column “{titles[column][:40]}” is not kept: {lines}.")


def _slip(body: Sequence[Line], question: int, answer: int) -> str:
    """How questions and answers stand one line apart: where one column begins and ends later."""
    if len(body) < 2:
        return ""
    first, last = body[0], body[-1]
    asked = (bool(first.cell(question).strip()), bool(last.cell(question).strip()))
    told = (bool(first.cell(answer).strip()), bool(last.cell(answer).strip()))
    if asked == (True, False) and told == (False, True):
        return UP
    return DOWN if asked == (False, True) and told == (True, False) else ""


def _mended(body: Sequence[Line], asked: tuple[int, int], slip: str) -> list[Line]:
    """The lines with their answers moved beside their questions, in one press."""
    _, answer = asked
    step = 1 if slip == UP else -1
    answers = [line.cell(answer) for line in body]
    moved = []
    for place, line in enumerate(body):
        cells = [*line.cells, *[""] * (answer + 1 - len(line.cells))]
        cells[answer] = answers[place + step] if 0 <= place + step < len(body) else ""
        if any(cell.strip() for cell in cells):
            moved.append(Line(line.number, cells))
    return moved


def plain(cell: str) -> str:
    """A cell as it was meant: without the apostrophe that keeps a spreadsheet from computing it.

    >>> plain("'=1+1"), plain("'tis so"), plain("''-2"), plain(" a ")
    ('=1+1', "'tis so", "'-2", 'a')
    """
    cell = cell.strip(" \n")
    return cell[1:] if PROTECTED.match(cell) else cell


def protected(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> protected("=1+1"), protected("'tis so"), protected("'-2"), protected("1-2")
    ("'=1+1", "'tis so", "''-2", '1-2')
    """
    return f"'{cell}" if FORMULA.match(cell) else cell


def write(cards: Iterable[CardRecord]) -> Iterator[str]:
    """The lines of a table that reads back as the same cards; the blanks of one text are one."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for card in of_texts(cards):
        writer.writerow([protected(_cell(card, name)) for name in COLUMNS])
        yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _cell(card: CardRecord, name: str) -> str:
    match name:
        case "id":
            return card.key
        case "sibling":
            return "" if card.sibling_key == card.key else card.sibling_key
        case _ if name in STRUCTURED:
            told = getattr(card, name)
            return json.dumps(told, ensure_ascii=False) if told else ""
        case "kind" | "shape" | "status":
            default = {"kind": "basic", "shape": "plain", "status": "published"}[name]
            value: str = getattr(card, name)
            return "" if value == default else value
        case _ if name in LISTS:
            words: tuple[str, ...] = getattr(card, name)
            plain_lines = all(word and word == word.strip() and "\n" not in word for word in words)
            ambiguous = name in WORDS and any(re.search("[,;]", word) for word in words)
            if plain_lines and not ambiguous and not (words and words[0].startswith("[")):
                return "\n".join(words)
            return json.dumps(words, ensure_ascii=False)
        case _:
            return str(getattr(card, name))


def told(card: CardRecord) -> CardRecord:
    """The card as a table tells it: of a note's own first card it names no sibling."""
    return replace(card, sibling_key="" if card.sibling_key == card.key else card.sibling_key)
