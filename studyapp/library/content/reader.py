"""The folder of content files to records; nothing here touches the database."""

from pathlib import Path

from studyapp.library.content.decks import read_deck
from studyapp.library.content.notes import read_note
from studyapp.library.content.problems import ContentRefused
from studyapp.library.content.records import DeckRecord, Library, SubjectRecord
from studyapp.library.content.source import Source
from studyapp.library.content.subjects import read_subject


def read_library(folder: Path) -> Library:
    """What the files say; raises ``ContentRefused`` with every mistake in any of them.

    The decks stand in the order in which the subject names what they teach.
    """
    subject_file = Source(folder / "subject.yml", "subject.yml")
    subject = SubjectRecord("", "", "", (), ())
    if subject_file.readable:
        subject = read_subject(subject_file)
    concepts = {concept.slug: place for place, concept in enumerate(subject.concepts)}

    paths = sorted((folder / "decks").glob("*.md"))
    files = [Source(path, f"decks/{path.name}") for path in paths]
    decks: list[DeckRecord] = []
    for file in files:
        if file.readable:
            deck = read_deck(file, subject=subject.slug, concepts=concepts)
            if deck.trial and (first := next((d.slug for d in decks if d.trial), "")):
                file.refuse(1, f"Only one deck has a trial, and “{first}” has it.")
            decks.append(deck)
    if not files:
        subject_file.refuse(1, "There is no deck in decks/ beside this file.")
    note_files = [
        Source(path, f"notes/{path.name}") for path in sorted((folder / "notes").glob("*.md"))
    ]
    slugs = {deck.slug for deck in decks}
    notes = [
        read_note(file, decks=slugs, concepts=concepts) for file in note_files if file.readable
    ]
    everything = (subject_file, *files, *note_files)
    if problems := [problem for file in everything for problem in file.problems]:
        raise ContentRefused(problems)
    decks.sort(key=lambda deck: min(concepts[c] for card in deck.cards for c in card.concepts))
    return Library(subject, tuple(decks), tuple(notes))
