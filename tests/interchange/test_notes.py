"""Note files to notes: what is kept, and what is refused with its line."""

from pathlib import Path

import pytest

from studyapp.accounts.models import User
from studyapp.library.content.problems import ContentRefused
from studyapp.library.content.reader import read_library
from studyapp.library.content.writer import write_library
from studyapp.library.models import Note, Section
from tests.factories import make_deck
from tests.interchange.content_files import DECK, SUBJECT

NOTE = """\
---
note: rising-dough
title: Why dough rises
lead: Gas, warmth and time.
deck: bread
position: 1
---

# rising-gas | 1 | Gas
concepts: [yeast]

Yeast turns sugar into gas.

> [!reveal] Which gas?
> Carbon dioxide.

# rising-time | 2 | Time
concepts: [proofing]
calculators: [confusion]

Dough needs rest.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "decks").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "subject.yml").write_text(SUBJECT)
    (tmp_path / "decks/bread.md").write_text(DECK)
    (tmp_path / "notes/rising-dough.md").write_text(NOTE)
    return tmp_path


def load(folder: Path) -> str:
    return str(write_library(read_library(folder)))


@pytest.mark.django_db
def test_a_note_is_kept_with_its_sections_and_what_they_teach(folder: Path) -> None:
    assert "1 note added" in load(folder)
    note = Note.objects.get()
    assert (note.slug, note.deck and note.deck.slug) == ("rising-dough", "bread")
    gas, time = note.sections.all()
    assert [concept.slug for concept in gas.concepts.all()] == ["yeast"]
    assert time.calculators == ["confusion"]
    assert '<details class="reveal">' in gas.body_html


@pytest.mark.django_db
def test_loading_again_changes_nothing(folder: Path) -> None:
    load(folder)
    before = list(Section.objects.order_by("pk").values())
    assert load(folder).startswith("Content: nothing added, nothing changed, nothing archived.")
    assert list(Section.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_section_and_a_note_that_left_are_archived_and_come_back(folder: Path) -> None:
    load(folder)
    file = folder / "notes/rising-dough.md"
    file.write_text(NOTE[: NOTE.index("# rising-time")])
    load(folder)
    assert Section.objects.get(key="rising-time").archived_at
    file.unlink()
    assert "1 note archived" in load(folder)
    file.write_text(NOTE)
    load(folder)
    assert not Note.objects.get().archived_at
    assert not Section.objects.get(key="rising-time").archived_at


@pytest.mark.django_db
@pytest.mark.parametrize("has_deck", [True, False])
def test_a_note_made_in_the_app_is_left_alone(folder: Path, boole: User, has_deck: bool) -> None:
    deck = make_deck(boole, "own") if has_deck else None
    note = Note.objects.create(slug="own-note", title="Own", body="Mine.", deck=deck)
    load(folder)
    note.refresh_from_db()
    assert note.archived_at is None


@pytest.mark.django_db
def test_a_file_does_not_overwrite_a_note_made_in_the_app(folder: Path) -> None:
    Note.objects.create(slug="rising-dough", title="Own", body="Mine.")
    with pytest.raises(ContentRefused, match="made in the app"):
        load(folder)
    assert Note.objects.get().title == "Own"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("note: rising-dough", "note: other", 2, "must have its name"),
        ("deck: bread", "deck: cake", 5, "There is no deck “cake”."),
        ("position: 1", "position: soon", 6, "position"),
        ("concepts: [yeast]", "concepts: [salt]", 10, "There is no concept “salt”."),
        ("concepts: [yeast]", "topics: [yeast]", 10, "topics"),
        ("calculators: [confusion]", "calculators: [abacus]", 19, "no calculator “abacus”"),
        ("Dough needs rest.", "", 17, "This section holds no text."),
        ("Dough needs rest.", "Dough $\\nope$.", 21, "nope"),
        ("rising-time | 2", "rising-gas | 2", 17, "stands here twice"),
        ("# rising-gas | 1 | Gas", "# Gas", 9, "A section is written"),
        ("---\n\n# rising-gas", "---\n\nLoose.\n\n# rising-gas", 8, "before the first section"),
    ],
)
def test_a_wrong_note_is_refused_with_its_line(
    folder: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in NOTE
    (folder / "notes/rising-dough.md").write_text(NOTE.replace(old, new, 1))
    with pytest.raises(ContentRefused) as refused:
        read_library(folder)
    problems = [(p.file, p.line) for p in refused.value.problems if reason in p.reason]
    assert problems == [("notes/rising-dough.md", line)]
