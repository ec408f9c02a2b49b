"""Cards as running text: question and answer in turn, in paragraphs, or after “Q:” and “A:”."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studyapp.interchange.formats.csv_cards import missing
from studyapp.interchange.records import Problem, Reading, Row, untold

LABEL = re.compile(
    r"\s*(?:\d+\s*[.):]\s*)?(?P<what>question|answer|[QqAa])\s*"
    r"(?:\d+\s*[.):]|:|$)[ \t]*(?P<text>.*)",
    re.IGNORECASE,
)
PAGE = re.compile(r"\s*(?:page|card|slide)?\s*\d+\s*[.):]?\s*", re.IGNORECASE)  # between cards
INLINE_ANSWER = re.compile(r"\s+(?:A|Answer)\s*:\s+")


class Told(NamedTuple):
    """Some text, and the line on which it begins."""

    line: int
    text: str


def read_lines(text: str, *, mend: bool = False) -> Reading:
    """Question and answer in turn, each on one line; empty lines count for nothing.

    Where a line is missing, all that follows slips: from question marks it is seen where, and
    mended, only the line that stands alone is left out.
    """
    told = [Told(n, line.strip()) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    strict = [told[place : place + 2] for place in range(0, len(told), 2)]
    resumed = list(_resumed(told))
    slip = ""
    if _misfits(resumed) < _misfits(strict):
        alone = next(pair[0].line for pair in resumed if len(pair) == 1)
        slip = f"Line {alone} seems to stand alone, so that every pair after it slips by one line."
    pairs = resumed if mend and slip else strict
    return Reading(tuple(_alternating(pair) for pair in pairs), slip=slip)


def _resumed(told: Sequence[Told]) -> Iterator[Sequence[Told]]:
    """The lines in pairs that begin with a question, and lines that stand alone."""
    place = 0
    while place < len(told):
        here = told[place : place + 3]
        asks = [_asks(line) for line in here]
        paired = len(here) > 1 and not asks[1]
        title = not asks[0] and len(here) > 2 and asks[1]
        step = 2 if paired and not title else 1
        yield here[:step]
        place += step


def _misfits(pairs: Sequence[Sequence[Told]]) -> int:
    """How many answers look like questions."""
    return sum(_asks(pair[1]) for pair in pairs if len(pair) > 1)


def _asks(told: Told) -> bool:
    return told.text.endswith("?") or bool(re.search(r"\?\s*\([Hh]int: .*\)$", told.text))


def _alternating(pair: Sequence[Told]) -> Row:
    first = pair[0]
    if len(pair) > 1:
        return Row(first.line, untold(first.text, pair[1].text))
    if _asks(first):
        return Row(first.line, untold(first.text, ""), "This question has no answer.")
    return Row(first.line, untold(first.text, ""), "This line stands alone.")


def read_blocks(text: str) -> Reading:
    """Paragraphs: the first line of each asks, the rest of it answers."""
    rows, block = [], list[Told]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(Told(number, line.rstrip()))
        elif block:
            front, back = block[0].text.strip(), "\n".join(told.text for told in block[1:])
            fault = "" if back else "This line stands alone."
            rows.append(Row(block[0].line, untold(front, back.strip("\n")), fault))
            block = []
    return Reading(tuple(rows))


def read_pages(text: str) -> Reading:
    """Questions after “Q:” and answers after “A:”, numbered or not; each runs to the next one."""
    rows: list[Row] = []
    problems: list[Problem] = []
    parts = list(_labelled(text, problems))
    place = 0
    while place < len(parts):
        what, (line, words) = parts[place]
        follows = place + 1 < len(parts) and parts[place + 1][0] == "a"
        if what == "a":
            rows.append(Row(line, untold("", words), "This answer has no question."))
        elif follows:
            answer = parts[place + 1][1].text
            rows.append(Row(line, untold(words, answer), missing(words, answer)))
            place += 1
        else:
            rows.append(Row(line, untold(words, ""), "This question has no answer."))
        place += 1
    return Reading(tuple(rows), tuple(problems))


def _labelled(text: str, problems: list[Problem]) -> Iterator[tuple[str, Told]]:
    """What stands after each label, down to the next one."""
    what, start, lines = "", 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        label = LABEL.fullmatch(line)
        if label is None:
            if what:
                lines.append(line.rstrip())
            elif line.strip() and not PAGE.fullmatch(line):
                problems.append(Problem(number, f"“{line.strip()[:60]}” belongs to no question."))
            continue
        if what:
            yield what, Told(start, _body(lines))
        what, start, rest = label["what"][0].casefold(), number, label["text"].strip()
        if what == "q" and (split := INLINE_ANSWER.search(rest)):
            yield what, Told(start, rest[: split.start()].strip())
            what, rest = "a", rest[split.end() :]
        lines = [rest]
    if what:
        yield what, Told(start, _body(lines))


def _body(lines: list[str]) -> str:
    """The text without the empty lines around it, nor the number of the page that follows."""
    while lines and (not lines[-1] or (len(lines) > 1 and PAGE.fullmatch(lines[-1]))):
        lines.pop()
    return "\n".join(lines).strip("\n")


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph, without the spaces around them."""
    found: list[list[str]] = [[]]
    for line in map(str.strip, text.split("\n")):
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def has_labels(text: str) -> bool:
    """Whether the text marks questions and answers as such."""
    told = {
        label["what"][0].casefold() for label in map(LABEL.fullmatch, text.split("\n")) if label
    }
    inline = re.search(r"(?m)^\s*(?:\d+\s*[.):]\s*)?Q\s*\d*\s*:.*\sA\s*:", text)
    return "q" in told and ("a" in told or inline is not None)
