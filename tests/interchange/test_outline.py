"""The outline of ``subject.yml`` to rows: what is kept, and what is refused with its line."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.library.content import load
from studyapp.library.content.problems import ContentRefused
from studyapp.library.content.reader import read_library
from studyapp.library.models import Outline
from tests.interchange.content_files import SUBJECT, write_content

OUTLINE = """\
outline:
  - slug: bakers
    kind: course
    title: For bakers
    parts:
      - slug: bakers-dough
        kind: unit
        title: Dough
        parts:
          - slug: bakers-1
            kind: week
            title: Week one
            parts:
              - slug: knead
                kind: activity
                activity_kind: lab
                title: Knead
                data_set: Loaves
      - slug: taste
        kind: activity
        activity_kind: reading
        title: Taste
"""
FIRST = SUBJECT.count("\n")


def write(folder: Path, outline: str = OUTLINE) -> Path:
    return write_content(folder, subject=SUBJECT + outline)


def rows() -> list[tuple[object, ...]]:
    held = Outline.objects.filter(archived_at__isnull=True)
    return list(held.values_list("slug", "kind", "parent__slug", "activity_kind", "data_set"))


@pytest.mark.django_db
def test_an_outline_is_kept_as_the_file_nests_it(tmp_path: Path) -> None:
    assert "5 course parts, 1 deck" in str(load(write(tmp_path)))
    assert rows() == [
        ("bakers", "course", None, "", ""),
        ("bakers-dough", "unit", "bakers", "", ""),
        ("bakers-1", "week", "bakers-dough", "", ""),
        ("knead", "activity", "bakers-1", "lab", "Loaves"),
        ("taste", "activity", "bakers", "reading", ""),
    ]


@pytest.mark.django_db
def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    load(write(tmp_path))
    with CaptureQueriesContext(connection) as queries:
        again = load(tmp_path)
    assert str(again).startswith("Content: nothing added, nothing changed, nothing archived.")
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.django_db
def test_what_left_the_outline_is_archived_and_comes_back(tmp_path: Path) -> None:
    load(write(tmp_path))
    before = rows()
    tally = load(write(tmp_path, OUTLINE[: OUTLINE.index("      - slug: taste")]))
    assert "1 course part archived" in str(tally)
    assert [row[0] for row in rows()] == ["bakers", "bakers-dough", "bakers-1", "knead"]
    assert "5 course parts archived" not in str(load(write(tmp_path, "")))
    assert rows() == []
    assert "5 course parts changed" in str(load(write(tmp_path)))
    assert rows() == before


@pytest.mark.django_db
def test_a_place_may_move_and_become_another_kind(tmp_path: Path) -> None:
    load(write(tmp_path))
    moved = """\
outline:
  - {slug: bakers-1, kind: course, title: Alone, parts: [
      {slug: bakers, kind: unit, title: Inside}]}
"""
    load(write(tmp_path, moved))
    assert [row[:3] for row in rows()] == [
        ("bakers-1", "course", None),
        ("bakers", "unit", "bakers-1"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("kind: unit", "kind: term", 7, "“term” is no kind; there are course, unit, week,"),
        ("        kind: unit\n", "", 6, "“kind” is missing."),
        ("activity_kind: lab", "activity_kind: nap", 16, "“nap” is no activity_kind"),
        ("                activity_kind: lab\n", "", 14, "“activity_kind” is missing."),
        ("title: Dough", "titel: Dough", 6, "“title” is missing."),
        ("title: Dough", "title: ''", 8, "“title” is empty."),
        ("slug: taste", "slug: knead", 19, "“knead” stands here twice."),
        ("slug: taste", "slug: Taste!", 19, "“Taste!” is no key"),
        ("kind: course", "kind: activity", 3, "put this activity into one"),
        ("kind: course", "kind: week", 3, "put this week into one"),
        ("kind: week", "kind: unit", 11, "A unit holds no unit."),
        ("data_set: Loaves", "parts: []", 18, "There is no “parts” here."),
        ("title: Dough", "title: Dough\n        data_set: x", 9, "There is no “data_set” here."),
        ("outline:", "outline: none\nrest:", 1, "“outline” must be a list."),
    ],
)
def test_a_wrong_outline_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in OUTLINE
    write(tmp_path, OUTLINE.replace(old, new, 1))
    with pytest.raises(ContentRefused) as refused:
        read_library(tmp_path)
    problems = [p.line - FIRST for p in refused.value.problems if reason in p.reason]
    assert problems == [line]
    assert {p.file for p in refused.value.problems} == {"subject.yml"}
