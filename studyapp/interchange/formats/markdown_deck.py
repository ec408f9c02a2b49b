"""A deck as its file of content, in the form that fixtures/README.md describes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from studyapp.interchange.records import CardRecord, of_texts, text_key
from studyapp.library.card_templates import labelled
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
    facts["chains"] = deck.chains if deck.chains != "in_order" else ""
    yield f"{RULE}\n{_yaml({name: value for name, value in facts.items() if value})}{RULE}\n"
    notes, leaders = _notes(deck.cards), _leaders(deck.cards)
    keys = {section.key for section in deck.sections}
    for section in deck.sections:
        yield f"\n# {_heading(section, keys)}\n"
        for card in of_texts(section.cards):
            yield "\n".join(["", f"## {card.key}", *_card(card, notes, leaders)])


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


def _leaders(cards: Sequence[CardRecord]) -> dict[str, str]:
    """The text that each one follows: one that stands above it and that no other follows."""
    text_of = {card.key: text_key(card.key, card.cloze_number) for card in cards}
    free: set[str] = set()
    leaders: dict[str, str] = {}
    for card in of_texts(cards):
        leader = text_of.get(card.after, "")
        if leader in free:
            leaders[card.key] = leader
            free.discard(leader)
        free.add(card.key)
    return leaders


def _card(card: CardRecord, notes: dict[str, list[str]], leaders: dict[str, str]) -> Iterator[str]:
    mates = notes[card.sibling_key]
    facts: dict[str, Any] = {"concepts": list(card.concepts)}
    if card.kind != "basic":
        facts["kind"] = card.kind
    if card.shape != "plain":
        facts["shape"] = card.shape
    facts |= {"template": card.template, "accepted": list(card.accepted)}
    facts |= {"calculator": card.calculator, "source": card.source, "tags": list(card.tags)}
    if card.key != mates[0]:
        facts["sibling"] = mates[0]
    elif card.kind == "reversed" and len(mates) > 1:
        facts["sibling"] = mates[1]
    facts |= {"after": leaders.get(card.key, ""), "language": card.language}
    facts["draft"] = card.status == "draft"
    if held := {name: value for name, value in facts.items() if value}:
        yield _yaml(held).rstrip("\n")
    yield ""
    yield from _text(card.front)
    parts = labelled(card.template, card.parts)
    if card.back:
        yield from ("", RULE, *(() if parts else ("", *_text(card.back))))
    told = [("Plain", card.plain), ("Hint", card.hint), ("Explanation", card.explanation)]
    for title, text in [*parts, *told]:
        if text:
            yield from ("", f"### {title}", *_text(text))
    if card.key_points and card.key_points != tuple(label for label, _ in parts):
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
