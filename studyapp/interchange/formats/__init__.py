"""The formats that cards come in, and the guess which one a text is in."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from studyapp.interchange.formats import csv_cards, lines
from studyapp.interchange.records import Reading

__all__ = ["FORMATS", "TABLES", "Format", "Guess", "guess", "read"]


class Format(NamedTuple):
    label: str
    read: Callable[..., Reading]


TABLES = {"tab": "\t", "semicolon": ";", "comma": ","}
FORMATS = {
    "tab": Format("tab-separated", partial(csv_cards.read, delimiter="\t")),
    "comma": Format("comma-separated", partial(csv_cards.read, delimiter=",")),
    "semicolon": Format("semicolon-separated", partial(csv_cards.read, delimiter=";")),
    "lines": Format("question and answer on lines in turn", lines.read_lines),
    "blocks": Format("a paragraph for each card", lines.read_blocks),
    "pages": Format("“Q” and “A” in front of each", lines.read_pages),
}


class Guess(NamedTuple):
    """The format a text seems to be in, and the sentence that says why."""

    name: str
    reason: str


def guess(text: str) -> Guess:
    """The format of the text, from its separators, labels and empty lines.

    >>> guess("What rises?\\tDough\\nWhat browns?\\tCrust").reason
    'Guessed: tab-separated, 2 lines'
    >>> guess("Question,Answer\\nWhat rises?,Dough").name
    'comma'
    >>> guess("What rises?\\nDough, yes, dough\\nWhat browns?\\nCrust").name
    'lines'
    >>> guess("1. Q: What rises?\\nA: Dough").name
    'pages'
    """
    filled = sum(bool(line.strip()) for line in text.split("\n"))
    name = _shape(text)
    counted = f"{filled:,} line{'' if filled == 1 else 's'}"
    return Guess(name, f"Guessed: {FORMATS[name].label}, {counted}")


def _shape(text: str) -> str:
    if lines.has_labels(text):
        return "pages"
    for name, delimiter in TABLES.items():
        if _is_table(text, delimiter, strict=name == "comma"):
            return name
    blocks = lines.paragraphs(text)
    asked = any(line.endswith("?") for block in blocks for line in block[1:])
    told = sum(len(block) > 1 for block in blocks)
    in_turn = asked or all(len(block) == 2 for block in blocks)
    return "lines" if in_turn or len(blocks) < 2 or told <= len(blocks) / 2 else "blocks"


def _is_table(text: str, delimiter: str, *, strict: bool) -> bool:
    """Whether most lines have as many columns as the others, and at least two.

    Commas also stand in sentences, so they need more proof, or a line of headings.
    """
    table, _ = csv_cards.table_of(text, delimiter)
    if not table:
        return False
    if csv_cards.headings_of(table[0]):
        return True
    width, held = Counter(len(line.cells) for line in table).most_common(1)[0]
    return width > 1 and held / len(table) >= (0.9 if strict else 0.7)


def read(
    text: str, name: str, *, mend: bool = False, question: int | None = None,
    answer: int | None = None,
) -> Reading:  # fmt: skip
    """The text as that format reads it; the columns are heeded by tables alone."""
    if name in TABLES:
        return FORMATS[name].read(text, mend=mend, question=question, answer=answer)
    return FORMATS[name].read(text, mend=mend) if name == "lines" else FORMATS[name].read(text)
