"""The neutral form that every format is read into and written from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from studyapp.library.content.records import CardRecord

__all__ = ["NO_ANSWER", "CardRecord", "Problem", "Reading", "Row", "of_texts", "text_key", "untold"]

NO_ANSWER = "The answer is missing."  # which a text with blanks does not need


class Problem(NamedTuple):
    """What of a file could not be carried over, and where it stood."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One card of a file: the line on which it begins, and why it is none, if it is none."""

    line: int
    card: CardRecord
    fault: str = ""
    found: tuple[str, ...] = ()  # what was recognised in its text


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as one format reads it."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    fields: frozenset[str] = frozenset({"front", "back"})  # of which the file speaks
    columns: tuple[str, ...] = ()  # of a table, by their headings
    asked: tuple[int, int] = (0, 1)  # which of them are question and answer
    slip: str = ""  # where question and answer seem to have slipped, and how to mend it


def untold(front: str, back: str, **more: Any) -> CardRecord:
    """A card of which a file says no more than this; its key is still to be found."""
    facts = {"key": "", "sibling_key": "", "kind": "basic", "shape": "plain", "concepts": ()}
    return CardRecord(front=front, back=back, **(facts | more))


def text_key(key: str, cloze_number: int | None) -> str:
    """The key of the text that a card was made from: the blanks of one text share it.

    >>> text_key("drift-c2", 2), text_key("drift", None)
    ('drift', 'drift')
    """
    return key.removesuffix(f"-c{cloze_number}") if cloze_number else key


def of_texts(cards: Iterable[CardRecord]) -> Iterator[CardRecord]:
    """The cards as their author wrote them: the blanks of one text are one record again."""
    told: set[str] = set()
    for card in cards:
        if card.kind != "cloze":
            yield card
        elif (key := text_key(card.key, card.cloze_number)) not in told:
            told.add(key)
            yield replace(card, key=key, cloze_number=None, accepted=())
