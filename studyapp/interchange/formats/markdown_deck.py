"""A deck as its file of content, in the form that fixtures/README.md describes."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from studyapp.interchange.records import CardRecord, of_texts
from studyapp.library.content.records import DeckRecord, SectionRecord

RULE = "---"
ENDS = re.compile(r"#{1,3}[ \t].*|---\s*")  # what would end the text, outside code
FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")


class _Literal(str):
    """Text of several lines, written as such."""


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(
    _Literal, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)


def write(deck: DeckRecord) -> Iterator[str]:
    """The file in pieces; read again by the library it gives the same deck and cards.

    A fact that the deck lacks is left out. Cards of no section stand in one of their own.
    """
    facts: dict[str, Any] = {"deck": deck.slug, "title": deck.title}
    facts |= {"description": deck.description, "subject": deck.subject}
    facts |= {"language": deck.language, "tags": list(deck.tags)}
    facts |= {"source": _block(deck.source), "trial": list(deck.trial)}
    yield f"{RULE}\n{_yaml({name: value for name, value in facts.items() if value})}{RULE}\n"
    notes = _notes(deck.cards)
    keys = {section.key for section in deck.sections}
    for section in deck.sections:
        yield f"\n# {_heading(section, keys)}\n"
        for card in of_texts(section.cards):
            yield "\n".join(["", f"## {card.key}", *_card(card, notes)])


def _heading(section: SectionRecord, keys: set[str]) -> str:
    key, title = section.key, section.title
    if not key:
        names = ("cards", *(f"cards-{number}" for number in range(2, len(keys) + 2)))
        key, title = next(name for name in names if name not in keys), "Cards"
    return f"{key} | {section.number} | {' '.join(title.split())}"


def _notes(cards: Iterable[CardRecord]) -> dict[str, list[str]]:
    """The keys of each note's cards, in the order of the deck."""
    notes: dict[str, list[str]] = {}
    for card in of_texts(cards):
        notes.setdefault(card.sibling_key, []).append(card.key)
    return notes


def _card(card: CardRecord, notes: dict[str, list[str]]) -> Iterator[str]:
    mates = notes[card.sibling_key]
    facts: dict[str, Any] = {"concepts": list(card.concepts)}
    if card.kind != "basic":
        facts["kind"] = card.kind
    if card.shape != "plain":
        facts["shape"] = card.shape
    facts |= {"accepted": list(card.accepted), "calculator": card.calculator}
    if card.key != mates[0]:
        facts["sibling"] = mates[0]
    elif card.kind == "reversed" and len(mates) > 1:
        facts["sibling"] = mates[1]
    facts |= {"language": card.language, "draft": card.status == "draft"}
    if told := {name: value for name, value in facts.items() if value}:
        yield _yaml(told).rstrip("\n")
    yield ""
    yield from _text(card.front)
    if card.back:
        yield from ("", RULE, "", *_text(card.back))
    for title, text in (("Hint", card.hint), ("Explanation", card.explanation)):
        if text:
            yield from ("", f"### {title}", *_text(text))
    if card.key_points:
        yield from ("", "### Key points", *_items(card.key_points, ""))
    if card.wrong_answers:
        yield from ("", "### Wrong answers")
        for wrong in card.wrong_answers:
            yield from _items([wrong["text"]], "")
            yield from _items([wrong["feedback"]], "  ")
    yield ""


def _items(texts: Iterable[str], indent: str) -> Iterator[str]:
    for text in texts:
        first, *rest = text.split("\n")
        yield f"{indent}- {first}"
        yield from (f"{indent}  {line}" for line in rest)


def _text(text: str) -> Iterator[str]:
    """The lines, none of which would end the card: a space before it leaves a line as it reads."""
    fence = ""
    for line in text.split("\n"):
        match = FENCE.fullmatch(line)
        if not fence and match:
            fence = match[1]
        elif fence and match and match[1].startswith(fence) and not match[2].strip():
            fence = ""
        elif not fence and ENDS.fullmatch(line):
            line = f" {line}"
        yield line
    if fence:
        yield fence


def _block(text: str) -> str:
    return _Literal(text) if "\n" in text else text


def _yaml(facts: dict[str, Any]) -> str:
    """One name a line, lists in brackets; long lines stay whole."""
    lines = []
    for name, value in facts.items():
        flow = not isinstance(value, str)
        dumped = yaml.dump(
            {name: value}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9,
            default_flow_style=None if flow else False,
        )  # fmt: skip
        lines.append(dumped)
    return "".join(lines)
