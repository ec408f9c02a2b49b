"""What an author may still mend in content that loads, told by file and line."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from tests.interchange.content_files import DECK, SUBJECT, write_content

NOTE = """\
---
note: about
title: About bread
deck: bread
position: 1
draft: true
---

# about-one | 1 | One
concepts: [yeast]

Yeast works. ![A loaf](/static/img/no-such-loaf.png)

# about-three | 1.1 | Three
concepts: [yeast]

{words}
"""
SOUND = DECK.replace("\nOne.\n", "\nOne loaf rose, as the calculator also tells you.\n").replace(
    "**Mix, rest, bake.**", "**Mix, rest, bake.** Each step needs the one before it."
)


def told(folder: Path) -> str:
    out = StringIO()
    call_command("content_report", folder, stdout=out)
    return out.getvalue()


def remarks(folder: Path, deck: str, subject: str = SUBJECT) -> list[str]:
    text = told(write_content(folder, deck, subject))
    return [line.strip() for line in text.splitlines() if line.startswith(" ")]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.fixture
def sound(tmp_path: Path) -> str:
    """A deck without stubs."""
    deck = SOUND
    for short in (
        "The gas that makes dough rise.",
        "**True.** Yeast slows down.",
        "**Weighing.** Then mix.",
        "**Carbon dioxide.** See $6 \\cdot 7$.",
    ):
        assert short in deck
        deck = deck.replace(short, f"{short} And this is why it matters to a baker.")
    return deck


def test_sound_content_has_nothing_to_mend(tmp_path: Path, sound: str) -> None:
    assert told(write_content(tmp_path, sound)) == "Nothing to mend.\n"


def test_a_skipped_number_is_told_with_its_line(tmp_path: Path, sound: str) -> None:
    gap = sound.replace("# baking | 2 |", "# baking | 4 |")
    line = line_of(gap, "# baking")
    assert remarks(tmp_path, gap) == [f"{line}  Section 4 follows section 1."]
    assert told(tmp_path).endswith("1 remark.\n")
    assert told(tmp_path).startswith("decks/bread.md\n")


def test_a_stub_and_a_draft_are_told(tmp_path: Path, sound: str) -> None:
    stub = sound.replace("One loaf rose, as the calculator also tells you.", "One.")
    stub = stub.replace("## cold\n", "## cold\ndraft: true\n")
    assert remarks(tmp_path, stub) == [
        f"{line_of(stub, '## cold')}  The card “cold” is a draft.",
        f"{line_of(stub, '## gauge')}  The answer of “gauge” is short.",
    ]


def test_a_section_without_a_card_that_learners_see_is_told(tmp_path: Path, sound: str) -> None:
    head, tail = sound.split("# baking | 2 | Baking\n")
    drafts = "\n".join(
        f"{line}\ndraft: true" if line.startswith("## ") else line for line in tail.split("\n")
    )
    deck = f"{head.replace(', sugar-c1', '')}# baking | 2 | Baking\n{drafts}"
    line = line_of(deck, "# baking")
    assert f"{line}  Learners see no card of “baking”." in remarks(tmp_path, deck)


def test_a_concept_without_a_card_and_a_small_objective_are_told(
    tmp_path: Path, sound: str
) -> None:
    subject = SUBJECT.replace(
        "concepts:\n", "  - {slug: goal-salt, text: Salt it}\nconcepts:\n"
    ) + (
        "  - {slug: salt, name: Salt, objective: goal-salt, difficulty: 1, needs: [], "
        "definition: A mineral.}\n"
    )
    assert remarks(tmp_path, sound, subject) == [
        f"{line_of(subject, '  - {slug: goal-salt')}  "
        "The objective “goal-salt” has one concept only.",
        f"{line_of(subject, '  - {slug: salt')}  No card asks for the concept “salt”.",
    ]


def test_of_notes_the_draft_the_empty_sections_and_the_lost_pictures_are_told(
    tmp_path: Path, sound: str
) -> None:
    (tmp_path / "notes").mkdir()
    note = NOTE.format(words="word " * 40)
    (tmp_path / "notes" / "about.md").write_text(note, encoding="utf-8")
    assert remarks(tmp_path, sound) == [
        "1  The note “about” is a draft.",
        "9  The section “about-one” is short.",
        "9  There is no picture /static/img/no-such-loaf.png.",
    ]
    assert "notes/about.md" in told(tmp_path)


def test_pictures_are_looked_for_where_the_pages_find_them(tmp_path: Path, sound: str) -> None:
    shot = sound.replace("Put the steps", "![a](/static/css/app.css) ![b](/media/loaf.png)\n\nPut")
    media = tmp_path / "media"
    media.mkdir()
    with override_settings(MEDIA_ROOT=media):
        line = line_of(shot, "## steps")
        assert remarks(tmp_path, shot) == [f"{line}  There is no picture /media/loaf.png."]
        (media / "loaf.png").write_bytes(b"")
        assert remarks(tmp_path, shot) == []


def test_content_that_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"subject.yml:1: This file cannot be read"):
        call_command("content_report", tmp_path)


def test_the_content_that_ships_has_no_stub_and_no_lost_picture() -> None:
    """Its only gap is in the printed numbers, which are as they were printed."""
    lines = [line.split(maxsplit=1)[1] for line in told(settings.BASE_DIR / "fixtures").splitlines()
             if line.startswith(" ")]  # fmt: skip
    assert lines == ["Section 7 follows section 5."]
