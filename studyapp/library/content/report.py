"""What an author may still mend in content that loads: gaps, stubs, lost pictures, drafts."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from studyapp import markup
from studyapp.library.content.problems import Problem
from studyapp.library.content.records import (
    DeckRecord,
    Library,
    NoteRecord,
    NoteSectionRecord,
    SectionRecord,
)

FEWEST_WORDS, FEWEST_WORDS_OF_A_SECTION, FEWEST_CONCEPTS = 8, 30, 2
Numbered = Sequence[SectionRecord] | Sequence[NoteSectionRecord]


def report(library: Library, *, has_picture: Callable[[str], bool]) -> list[Problem]:
    """The remarks, by file and line; ``has_picture`` tells whether there is a file behind it."""
    remarks = [*_of_subject(library)]
    for deck in library.decks:
        remarks += _of_deck(deck, has_picture)
    for note in library.notes:
        remarks += _of_note(note, has_picture)
    return sorted(remarks, key=lambda remark: (remark.file, remark.line))


def _of_subject(library: Library) -> Iterator[Problem]:
    published = [c for deck in library.decks for c in deck.cards if c.status == "published"]
    asked = {slug for card in published for slug in card.concepts}
    taught = Counter(concept.objective for concept in library.subject.concepts)
    for goal in library.subject.objectives:
        if (count := taught[goal.slug]) < FEWEST_CONCEPTS:
            said = "one concept only" if count else "no concept"
            yield Problem("subject.yml", goal.line, f"The objective “{goal.slug}” has {said}.")
    for concept in library.subject.concepts:
        if concept.slug not in asked:
            reason = f"No card asks for the concept “{concept.slug}”."
            yield Problem("subject.yml", concept.line, reason)


def _of_deck(deck: DeckRecord, has_picture: Callable[[str], bool]) -> Iterator[Problem]:
    yield from _gaps(deck.file, deck.sections)
    for section in deck.sections:
        if all(card.status == "draft" for card in section.cards):
            yield Problem(deck.file, section.line, f"Learners see no card of “{section.key}”.")
    for card in deck.cards:
        if card.status == "draft":
            yield Problem(deck.file, card.line, f"The card “{card.key}” is a draft.")
        words = len(markup.plain_text(card.back).split())
        if card.kind != "cloze" and words < FEWEST_WORDS:
            yield Problem(deck.file, card.line, f"The answer of “{card.key}” is short.")
        for address in _lost(card.texts, has_picture):
            yield Problem(deck.file, card.line, f"There is no picture {address}.")


def _of_note(note: NoteRecord, has_picture: Callable[[str], bool]) -> Iterator[Problem]:
    file = f"notes/{note.slug}.md"
    yield from _gaps(file, note.sections)
    if note.status == "draft":
        yield Problem(file, 1, f"The note “{note.slug}” is a draft.")
    for section in note.sections:
        words = len(markup.plain_text(section.body).split())
        if words < FEWEST_WORDS_OF_A_SECTION:
            yield Problem(file, section.line, f"The section “{section.key}” is short.")
        for address in _lost([section.body], has_picture):
            yield Problem(file, section.line, f"There is no picture {address}.")


def _lost(texts: Sequence[str], has_picture: Callable[[str], bool]) -> list[str]:
    return [a for text in texts for a in markup.pictures(text) if not has_picture(a)]


def _gaps(file: str, sections: Numbered) -> Iterator[Problem]:
    """Where the printed numbers do not go on; what has no number, or another sign, is passed."""
    numbered = [section for section in sections if section.number.replace(".", "").isdecimal()]
    for before, after in pairwise(numbered):
        if not follows(before.number, after.number):
            reason = f"Section {after.number} follows section {before.number}."
            yield Problem(file, after.line, reason)


def follows(before: str, after: str) -> bool:
    """Whether a printed number goes on from the one before it.

    >>> follows("1", "2"), follows("1", "1.1"), follows("1.3", "2"), follows("1.3", "1.4")
    (True, True, True, True)
    >>> follows("5", "7"), follows("1.3", "1.5"), follows("2", "2"), follows("1", "2.1")
    (False, False, False, False)
    """
    old, new = before.split("."), after.split(".")
    steps = [[*old[:depth], str(int(old[depth]) + 1)] for depth in range(len(old)) if old[depth]]
    return new in [[*old, "1"], *steps]
