"""A note file to its record: its facts, and sections of prose that teach concepts."""

import re
from collections.abc import Collection, Iterator
from pathlib import PurePath

from studyapp.library.content.calculators import CALCULATORS
from studyapp.library.content.entries import (
    Block,
    front_matter,
    outside_code,
    section_heading,
    trimmed,
)
from studyapp.library.content.records import NoteRecord, NoteSectionRecord
from studyapp.library.content.source import Source

HEADING = re.compile(r"#[ \t]+(.*)")
PLACES = range(1, 1_000)


def read_note(source: Source, *, decks: Collection[str], concepts: Collection[str]) -> NoteRecord:
    """The note of one file; what is wrong is noted in the source.

    Where decks or concepts could not be read, nothing is said of their names.
    """
    fields, body = front_matter(source)
    slug = fields.slug("note")
    deck = fields.slug("deck")
    if slug and slug != PurePath(source.name).stem:
        fields.refuse("note", f"The file of the note “{slug}” must have its name.")
    if deck and decks and deck not in decks:
        fields.refuse("deck", f"There is no deck “{deck}”.")
    sections = list(_sections(source, body, concepts))
    note = NoteRecord(
        slug=slug,
        title=fields.text("title", limit=200),
        lead=fields.text("lead", limit=1_000, required=False),
        deck=deck,
        position=fields.number("position", PLACES),
        sections=tuple(section for section, _ in sections),
        status="draft" if fields.flag("draft") else "published",
    )
    fields.end()
    if not note.sections and not source.problems:
        source.refuse(body.line, "The note holds no section.")
    seen: set[str] = set()
    for section, line in sections:
        if section.key in seen:
            source.refuse(line, f"The key “{section.key}” stands here twice.")
        seen.add(section.key)
    return note


def _sections(
    source: Source, text: Block, concepts: Collection[str]
) -> Iterator[tuple[NoteSectionRecord, int]]:
    """The sections, each with the line of its heading."""
    lines = text.text.split("\n")
    starts = [at for at in outside_code(source, lines, text.line) if HEADING.fullmatch(lines[at])]
    if any(line.strip() for line in lines[: starts[0] if starts else None]):
        source.refuse(text.line, "This text stands before the first section.")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        line = text.line + start
        yield _section(source, lines[start:end], line, concepts), line


def _section(
    source: Source, lines: list[str], line: int, concepts: Collection[str]
) -> NoteSectionRecord:
    key, number, title = section_heading(source, lines[0].lstrip("# "), line)
    facts = next((at for at in range(1, len(lines)) if not lines[at].strip()), len(lines))
    fields = source.fields("\n".join(lines[1:facts]) or "{}", line + 1)
    body = trimmed(lines[facts:], line + facts)
    if body.text:
        source.check_markup(body.text, body.line)
    else:
        source.refuse(line, "This section holds no text.")
    taught = fields.words("concepts", limit=80, required=True)
    for slug in taught:
        if concepts and slug not in concepts:
            fields.refuse("concepts", f"There is no concept “{slug}”.")
    calculators = fields.words("calculators", limit=40)
    for name in calculators:
        if name not in CALCULATORS:
            fields.refuse("calculators", f"There is no calculator “{name}”.")
    fields.end()
    return NoteSectionRecord(key, number, title, body.text, taught, calculators, line)
