"""Cards as running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.interchange.formats import FORMATS, guess, read
from studyapp.interchange.formats.lines import read_lines, read_pages
from studyapp.interchange.records import Problem
from tests.interchange.samples import faults, reading_of, sample, sides

FEATURE = ("What is a feature?", "An input of a model, made from raw data.")
LABEL = ("What is a label?", "The right answer, as far as it is known.")
BASELINE = ("What is a baseline?", "The simplest thing that could work.")


def test_question_and_answer_stand_in_turn() -> None:
    assert sides(reading_of(sample("lines.txt"))) == [
        (1, *FEATURE),
        (4, *LABEL),
        (6, *BASELINE),
    ]


def test_the_first_line_of_a_paragraph_asks() -> None:
    reading = reading_of(sample("blocks.txt"))
    assert sides(reading) == [
        (1, "What is concept drift?", "The right answer for the same input\nchanges over time."),
        (5, "Name two kinds of shift.", "a. covariate shift\nb. label shift"),
    ]
    assert faults(reading) == [(9, "This line stands alone.")]


def test_numbered_pages_name_question_and_answer() -> None:
    reading = reading_of(sample("pages.txt"))
    assert sides(reading) == [
        (3, "What is a canary?", "A release to a few users first.\nIt is watched, then widened."),
        (7, "What is a shadow?", "A copy that answers nobody."),
        (10, "What is a rollback?", "The way back to the release before."),
    ]
    assert faults(reading) == [(15, "This question has no answer.")]
    reason = "“Lecture 3, exported notes” belongs to no question."
    assert reading.problems == (Problem(1, reason),)


def test_an_answer_without_a_question_is_told() -> None:
    reading = read_pages("A: Late\nQ: When?\nA: Now")
    assert sides(reading) == [(2, "When?", "Now")]
    assert faults(reading) == [(1, "This answer has no question.")]


def test_an_odd_line_at_the_end_stands_alone() -> None:
    assert faults(read_lines("What?\nThat.\nWhy?")) == [(3, "This question has no answer.")]
    assert faults(read_lines("What?\nThat.\nThe end.")) == [(3, "This line stands alone.")]


SLIPPED = "Lecture 3\nWhat?\nThat.\nWhy?\nSo.\nWho?\nThey."
MISSING = "What?\nThat.\nWhy?\nWho?\nThey.\nWhen?\nNow."


@pytest.mark.parametrize(
    ("text", "line", "kept"),
    [
        (SLIPPED, 1, [(2, "What?", "That."), (4, "Why?", "So."), (6, "Who?", "They.")]),
        (MISSING, 3, [(1, "What?", "That."), (4, "Who?", "They."), (6, "When?", "Now.")]),
    ],
)
def test_a_line_too_many_or_too_few_is_found_and_mended(
    text: str, line: int, kept: list[tuple[int, str, str]]
) -> None:
    assert f"Line {line} seems to stand alone" in read_lines(text).slip
    mended = read_lines(text, mend=True)
    assert sides(mended) == kept
    assert [place for place, _ in faults(mended)] == [line]


def test_terms_without_question_marks_have_not_slipped() -> None:
    reading = read_lines("Drift\nChange over time\nSkew\nA difference\n")
    assert reading.slip == ""
    assert sides(reading) == [(1, "Drift", "Change over time"), (3, "Skew", "A difference")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Drift\tChange\nSkew\tDifference", "tab"),
        ("Drift;Change, over time\nSkew;Difference", "semicolon"),
        ("Term,Definition\nDrift,Change", "comma"),
        ("Drift,Change\nSkew,Difference", "comma"),
        ("What is drift?\nChange, of data\nWhat is skew?\nA difference, of sides", "lines"),
        ("What is drift?\n\nChange\n\nWhat is skew?\n\nDifference", "lines"),
        ("Drift\nChange\nover time\n\nSkew\nDifference", "blocks"),
        ("Q: Drift?\nA: Change", "pages"),
        ("1. Q: Drift? A: Change", "pages"),
        ("12. Question: Drift?\nAnswer: Change", "pages"),
        ("Page 1\nQ\nDrift?\nA\nChange", "pages"),
        ("Drift\tA: change", "tab"),
    ],
)
def test_the_format_is_guessed(text: str, name: str) -> None:
    guessed = guess(text)
    assert guessed.name == name
    assert guessed.reason.startswith(f"Guessed: {FORMATS[name].label}, ")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=200))
def test_no_text_breaks_a_reader(text: str) -> None:
    assert guess(text).name in FORMATS
    for name in FORMATS:
        for mend in (False, True):
            for row in read(text, name, mend=mend).rows:
                assert row.fault or row.card.front
                assert 1 <= row.line <= text.count("\n") + 1
