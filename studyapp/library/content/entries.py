"""A deck file taken apart: front matter, sections, and the parts of each card."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from studyapp.library.card_templates import LABELS
from studyapp.library.content.source import Fields, Source

HEADING = re.compile(r"(#{1,3})[ \t]+(.*)")
FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")
RULE = "---"
PARTS = {
    "Plain": "plain",
    "Hint": "hint",
    "Explanation": "explanation",
    "Key points": "key_points",
    "Wrong answers": "wrong_answers",
    **{label: name for name, label in LABELS.items()},
}


class Block(NamedTuple):
    """Some text of the file, and the line on which it begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One card as the file writes it; a cloze entry becomes several cards."""

    key: str
    line: int
    fields: Fields
    front: Block
    back: Block
    parts: dict[str, Block]

    def part(self, name: str) -> Block:
        return self.parts.get(name, Block("", self.line))


@dataclass(frozen=True, slots=True)
class SectionEntry:
    key: str
    number: str
    title: str
    line: int
    entries: list[Entry] = field(default_factory=list)


class _Heading(NamedTuple):
    level: int
    title: str
    line: int
    body: list[str]  # the lines under it, up to the next heading


def front_matter(source: Source) -> tuple[Fields, Block]:
    """The YAML between the two rules at the top of the file, and all that follows."""
    lines = source.text.split("\n")
    if lines[0].rstrip() == RULE and RULE in (rest := [line.rstrip() for line in lines[1:]]):
        end = rest.index(RULE) + 1
        return source.fields("\n".join(lines[1:end]), 2), Block(
            "\n".join(lines[end + 1 :]), end + 2
        )
    source.refuse(1, "The file must begin with its facts between two lines “---”.")
    return Fields(source, None), Block("", 1)


def section_entries(source: Source, text: Block) -> list[SectionEntry]:
    """The sections with their cards, in the order of the file."""
    sections: list[SectionEntry] = []
    cards: list[tuple[SectionEntry, _Heading, list[_Heading]]] = []
    card_open = False
    for heading in _headings(source, text):
        if heading.level == 1:
            sections.append(_section(source, heading))
        elif heading.level == 2 and sections:
            cards.append((sections[-1], heading, []))
        elif heading.level == 3 and card_open:
            cards[-1][2].append(heading)
        else:
            what = (
                "A card stands before the first section."
                if heading.level == 2
                else (f"“{heading.title[:40]}” belongs to no card.")
            )
            source.refuse(heading.line, what)
        card_open = (heading.level == 2 and bool(sections)) or (heading.level == 3 and card_open)

    for section, heading, parts in cards:
        section.entries.append(_entry(source, heading, parts))
    if not sections and not source.problems:
        source.refuse(text.line, "The deck holds no section.")
    for section in sections:
        if not section.entries:
            source.refuse(section.line, "This section holds no card.")
    return sections


def list_items(block: Block) -> list[tuple[Block, list[Block]]]:
    """The items of a Markdown list with those nested in each; empty when it is no such list."""
    items: list[tuple[Block, list[Block]]] = []
    for offset, line in enumerate(block.text.split("\n")):
        at = block.line + offset
        if not line.strip():
            continue
        nested = line[0] in " \t"
        if bullet := re.fullmatch(r"\s*[-*][ \t]+(.*)", line):
            item = Block(bullet[1].strip(), at)
            if not nested:
                items.append((item, []))
            elif items:
                items[-1][1].append(item)
            else:
                return []
        elif nested and items:
            head, under = items[-1]
            if under:
                under[-1] = Block(f"{under[-1].text}\n{line.strip()}", under[-1].line)
            else:
                items[-1] = (Block(f"{head.text}\n{line.strip()}", head.line), under)
        else:
            return []
    return items


def _headings(source: Source, text: Block) -> list[_Heading]:
    lines = text.text.split("\n")
    headings: list[_Heading] = []
    start = 0
    for index in [*outside_code(source, lines, text.line), len(lines)]:
        match = HEADING.fullmatch(lines[index]) if index < len(lines) else None
        if index < len(lines) and not match:
            continue
        body = lines[start:index]
        if headings:
            headings[-1].body.extend(body)
        elif any(line.strip() for line in body):
            source.refuse(text.line, "This text stands before the first section.")
        if match:
            headings.append(_Heading(len(match[1]), match[2].strip(), text.line + index, []))
        start = index + 1
    return headings


def outside_code(source: Source, lines: Sequence[str], first: int) -> Iterator[int]:
    """The places of the lines that are not fenced code."""
    fence, opened = "", 0
    for index, line in enumerate(lines):
        match = FENCE.fullmatch(line)
        if not fence and match:
            fence, opened = match[1], index
        elif not fence:
            yield index
        elif match and match[1].startswith(fence) and not match[2].strip():
            fence = ""
    if fence:
        source.refuse(first + opened, "This code block is never closed.")


def section_heading(source: Source, words: str, line: int) -> tuple[str, str, str]:
    """The key, the printed number and the title of a section."""
    facts = [fact.strip() for fact in words.split("|", 2)]
    if len(facts) < 3 or not facts[2]:
        source.refuse(line, "A section is written “# key | printed number | title”.")
        facts = [*facts, "", ""]
    elif source.is_slug(facts[0], line):
        for fact, limit in ((facts[1], 12), (facts[2], 200)):
            if len(fact) > limit:
                source.refuse(line, f"“{fact[:40]}” is longer than {limit} characters.")
    return facts[0], facts[1], facts[2]


def _section(source: Source, heading: _Heading) -> SectionEntry:
    facts = section_heading(source, heading.title, heading.line)
    if any(line.strip() for line in heading.body):
        source.refuse(heading.line + 1, "This text belongs to no card.")
    return SectionEntry(*facts, heading.line)


def _entry(source: Source, heading: _Heading, under: list[_Heading]) -> Entry:
    source.is_slug(heading.title, heading.line, limit=90)
    parts: dict[str, Block] = {}
    for part in under:
        name = PARTS.get(part.title)
        if name is None:
            source.refuse(part.line, f"“{part.title[:40]}” is no part of a card.")
        elif name in parts:
            source.refuse(part.line, f"“{part.title}” stands in this card twice.")
        else:
            parts[name] = trimmed(part.body, part.line + 1)
            if not parts[name].text:
                source.refuse(part.line, f"“{part.title}” is empty.")

    body, line = heading.body, heading.line + 1
    facts = next((i for i, text in enumerate(body) if not text.strip()), len(body))
    fields = source.fields("\n".join(body[:facts]) or "{}", line)
    body, line = body[facts:], line + facts
    fold = next(
        (i for i in outside_code(source, body, line) if body[i].rstrip() == RULE), len(body)
    )
    return Entry(
        key=heading.title,
        line=heading.line,
        fields=fields,
        front=trimmed(body[:fold], line),
        back=trimmed(body[fold + 1 :], line + fold + 1),
        parts=parts,
    )


def trimmed(lines: Sequence[str], line: int) -> Block:
    """The lines without the empty ones around them."""
    blank = next((i for i, text in enumerate(lines) if text.strip()), len(lines))
    return Block("\n".join(lines[blank:]).rstrip(), line + blank)
