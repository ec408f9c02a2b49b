"""A deck file to its record: its facts, its cards, and what they say of each other."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePath

from studyapp.library.content.cards import card_records
from studyapp.library.content.entries import Entry, front_matter, section_entries
from studyapp.library.content.records import CardRecord, DeckRecord, SectionRecord
from studyapp.library.content.source import Fields, Source

CHAINS = ("in_order", "apart")


def read_deck(source: Source, *, subject: str, concepts: Collection[str]) -> DeckRecord:
    """The deck of one file; what is wrong is noted in the source.

    Where the subject could not be read, its names are unknown and nothing is said of them.
    """
    fields, body = front_matter(source)
    deck = DeckRecord(
        slug=fields.slug("deck"),
        file=source.name,
        title=fields.text("title", limit=200),
        description=fields.text("description", limit=2_000),
        subject=fields.slug("subject"),
        language=fields.text("language", limit=16, required=False, default="en"),
        tags=fields.words("tags", limit=40),
        source=fields.text("source", limit=5_000, required=False),
        trial=fields.words("trial", limit=100),
        chains=fields.choice("chains", CHAINS, default="in_order"),
    )
    fields.end()
    if deck.slug and deck.slug != PurePath(source.name).stem:
        fields.refuse("deck", f"The file of the deck “{deck.slug}” must have its name.")
    if deck.subject and subject and deck.subject != subject:
        fields.refuse("subject", f"There is no subject “{deck.subject}”.")

    sections = section_entries(source, body)
    entries = [entry for section in sections for entry in section.entries]
    notes, leaders = _notes(entries), _leaders(entries)
    records = {
        entry.key: card_records(source, entry, concepts, notes[entry.key]) for entry in entries
    }
    for entry in entries:
        if entry.key in leaders:
            records[entry.key] = _followers(records[entry.key], records[leaders[entry.key]])
    _refuse_twins(source, [(section.key, section.line) for section in sections])
    keys = [(card.key, entry.line) for entry in entries for card in records[entry.key]]
    _refuse_twins(source, keys)
    deck = replace(
        deck,
        sections=tuple(
            SectionRecord(
                key=section.key,
                number=section.number,
                title=section.title,
                cards=tuple(card for entry in section.entries for card in records[entry.key]),
                line=section.line,
            )
            for section in sections
        ),
    )
    _refuse_bad_trial(fields, deck)
    return deck


def _notes(entries: Sequence[Entry]) -> dict[str, str]:
    """The note of each entry, named after its first one; entries tied by ``sibling`` share it."""
    notes = {entry.key: entry.key for entry in entries}
    for entry in entries:
        sibling = entry.fields.text("sibling", limit=100, required=False)
        if sibling == entry.key or (sibling and sibling not in notes):
            entry.fields.refuse("sibling", f"There is no other card “{sibling}” in this deck.")
        elif sibling:
            tied = {notes[entry.key], notes[sibling]}
            first = next(key for key in notes if notes[key] in tied)
            notes |= {key: notes[first] for key in notes if notes[key] in tied}
    return notes


def _leaders(entries: Sequence[Entry]) -> dict[str, str]:
    """The entry that each one follows; a chain is one line, down the file."""
    keys = {entry.key for entry in entries}
    above: set[str] = set()
    leaders: dict[str, str] = {}
    for entry in entries:
        leader = entry.fields.text("after", limit=100, required=False)
        if not leader:
            pass
        elif leader not in keys:
            entry.fields.refuse("after", f"There is no card “{leader[:40]}” in this deck.")
        elif leader not in above:
            entry.fields.refuse("after", f"“{leader}” does not stand above this card.")
        elif leader in leaders.values():
            entry.fields.refuse("after", f"Another card follows “{leader}” already; follow that.")
        else:
            leaders[entry.key] = leader
        above.add(entry.key)
    return leaders


def _followers(cards: Sequence[CardRecord], leaders: Sequence[CardRecord]) -> list[CardRecord]:
    """The cards of an entry, after the first card of the one that it follows."""
    return [replace(card, after=first.key) for card in cards for first in leaders[:1]]


def _refuse_twins(source: Source, keys: Sequence[tuple[str, int]]) -> None:
    seen: dict[str, int] = {}
    for key, line in keys:
        if key in seen:
            source.refuse(line, f"The key “{key}” is taken: see line {seen[key]}.")
        seen.setdefault(key, line)


def _refuse_bad_trial(fields: Fields, deck: DeckRecord) -> None:
    askable = {card.key for card in deck.cards if card.status == "published"}
    for key in deck.trial:
        if key not in askable:
            fields.refuse("trial", f"Learners see no card “{key}” in this deck.")
