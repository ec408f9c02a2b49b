"""The folder of content files to records; nothing here touches the database."""

from pathlib import Path

from studyapp.library.content.decks import read_deck
from studyapp.library.content.problems import ContentRefused
from studyapp.library.content.records import Library
from studyapp.library.content.source import Source
from studyapp.library.content.subjects import read_subject


def read_library(folder: Path) -> Library:
    """What ``subject.yml`` and ``decks/`` say; raises ``ContentRefused`` with every mistake."""
    subject_file = Source(folder / "subject.yml", "subject.yml")
    subject = read_subject(subject_file)
    files = [subject_file]
    concepts = {concept.slug for concept in subject.concepts}
    decks = []
    trial = ""
    for path in sorted((folder / "decks").glob("*.md")):
        file = Source(path, f"decks/{path.name}")
        files.append(file)
        deck = read_deck(file, subject=subject.slug, concepts=concepts)
        if deck.trial and trial:
            file.refuse(1, f"Only one deck has a trial, and {trial} has it.")
        trial = trial or (file.name if deck.trial else "")
        decks.append(deck)
    if not decks:
        subject_file.refuse(1, "There is no deck in decks/ beside this file.")
    if problems := [problem for file in files for problem in file.problems]:
        raise ContentRefused(problems)
    return Library(subject, tuple(decks))
