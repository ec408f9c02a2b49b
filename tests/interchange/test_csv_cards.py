"""Cards as a table, read and written."""

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.interchange.formats import csv_cards, guess
from studyapp.interchange.records import CardRecord, Problem, untold
from tests.interchange.samples import faults, reading_of, sample, sides


def test_a_sample_between_tabs_is_read_by_its_headings() -> None:
    reading = reading_of(sample("cards.tsv"))
    assert [row.card for row in reading.rows] == [
        untold(
            'What does "drift" mean?',
            "The data changes over time. (Hint: think of a boat)",
            tags=("monitoring",),
        ),
        untold("A model keeps its quality for ever.", "False. It decays as the world moves on."),
        untold("Name the steps of a release.", "1) test\n2) shadow\n3) canary"),
    ]
    assert [row.line for row in reading.rows] == [2, 3, 4]
    assert reading.problems == ()


def test_a_sample_between_commas_may_have_its_columns_in_any_order() -> None:
    reading = reading_of(sample("cards.csv"))
    assert [row.card for row in reading.rows] == [
        untold(
            "What is the mean?",
            "Sum over count",
            key="mean",
            hint="Not the middle",
            key_points=("a sum", "a division"),
        ),
        untold(
            "Which formula adds two cells?",
            "=A1+B1",
            key="formula",
            accepted=("=A1+B1", "'=B1+A1"),
            status="draft",
        ),
    ]
    assert [row.line for row in reading.rows] == [2, 4]


def test_a_sample_between_semicolons_needs_no_headings() -> None:
    reading = reading_of(sample("semicolon.csv"))
    assert sides(reading) == [
        (1, "What is recall?", "TP / (TP + FN), the share of positives found"),
        (2, "What is precision?", "TP / (TP + FP), the share of alarms that are right"),
    ]
    assert faults(reading) == [(3, "The answer is missing.")]


def test_a_column_that_is_not_kept_is_told_with_its_first_line() -> None:
    text = "Front\tAudio\tBack\nA?\t\ta\nB?\tb.mp3\tb\nC?\tc.mp3\tc"
    reading = reading_of(text)
    assert sides(reading) == [(2, "A?", "a"), (3, "B?", "b"), (4, "C?", "c")]
    reason = "The column “Audio” is not kept: 2 lines have something there."
    assert reading.problems == (Problem(3, reason),)


def test_question_and_answer_may_be_other_columns() -> None:
    text = "Front\tBack\tMeaning\nA?\ta\talpha\nB?\tb\tbeta"
    assert sides(reading_of(text, answer=2)) == [(2, "A?", "alpha"), (3, "B?", "beta")]
    assert sides(reading_of(text, question=1, answer=0))[0] == (2, "a", "A?")


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Front,Back\nA?,\nB?,a\nC?,b\n,c", csv_cards.UP),
        ("Front,Back\n,a\nA?,b\nB?,c\nC?,", csv_cards.DOWN),
    ],
)
def test_pairs_that_slipped_by_one_line_are_seen_and_mended(text: str, slip: str) -> None:
    reading = reading_of(text)
    assert reading.slip.startswith(slip)
    mended = reading_of(text, mend=True)
    pairs = [(front, back) for _, front, back in sides(mended)]
    assert pairs == [("A?", "a"), ("B?", "b"), ("C?", "c")]
    assert faults(mended) == []


def test_a_table_in_its_pairs_has_not_slipped() -> None:
    assert reading_of("Front,Back\nA?,a\nB?,\nC?,c").slip == ""


def test_quotation_marks_that_do_not_pair_are_plain_characters() -> None:
    text = 'What is 5" wide?\tA "disk"\n"What opens?\tNothing closes\nWhat follows?\tThis'
    reading = csv_cards.read(text, delimiter="\t")
    assert sides(reading)[1] == (2, '"What opens?', "Nothing closes")
    assert len(reading.rows) == 3
    assert [problem.line for problem in reading.problems] == [1]
    assert "do not pair" in reading.problems[0].reason


@pytest.mark.parametrize("text", ["", "\n\n", "Front,Back", "\t\t\n,,"])
def test_nothing_makes_no_card(text: str) -> None:
    for delimiter in "\t,;":
        reading = csv_cards.read(text, delimiter=delimiter)
        assert [row for row in reading.rows if not row.fault] == []


@pytest.mark.parametrize("start", [*"=+-@\t\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", "'", "''"])
def test_no_written_cell_is_a_formula_and_each_reads_back(start: str, before: str) -> None:
    cell = f"{before}{start}1+1"
    written = csv_cards.protected(cell)
    assert written.startswith("'")
    assert csv_cards.plain(written) == cell


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t=+-@'\";,"), max_size=40
).map(str.strip)
SOME = WORDS.filter(bool)
LINES = st.lists(SOME, max_size=3, unique=True).map(tuple)
SLUGS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)
CARDS = st.builds(
    CardRecord,
    key=SLUGS,
    sibling_key=st.one_of(st.just(""), SLUGS),
    kind=st.sampled_from(["basic", "reversed"]),
    shape=st.sampled_from(["plain", "choice", "list", "ordering"]),
    front=SOME,
    back=SOME,
    concepts=st.lists(SLUGS, max_size=2, unique=True).map(tuple),
    hint=WORDS,
    explanation=WORDS,
    accepted=LINES,
    key_points=LINES,
    wrong_answers=st.lists(
        st.fixed_dictionaries({"text": SOME, "feedback": WORDS}), max_size=2
    ).map(tuple),
    plain=WORDS,
    template=st.sampled_from(["", "profile"]),
    parts=st.dictionaries(SLUGS, SOME, max_size=2),
    source=WORDS,
    tags=LINES,
    after=st.one_of(st.just(""), SLUGS),
    language=st.sampled_from(["", "de"]),
    status=st.sampled_from(["published", "draft"]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(CARDS, min_size=1, max_size=5))
def test_what_is_written_reads_back_the_same_and_is_no_formula(cards: list[CardRecord]) -> None:
    text = "".join(csv_cards.write(cards))
    rows = list(csv.reader(StringIO(text, newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]
    assert guess(text.replace("\r\n", "\n")).name == "comma"
    reading = csv_cards.read(text, delimiter=",")
    assert [row.card for row in reading.rows] == [csv_cards.told(card) for card in cards]
    assert reading.problems == ()


def test_the_blanks_of_one_text_are_one_line() -> None:
    front = "{{c1::Recall}} and {{c2::precision}}"
    blanks = [
        untold(front, "", key=f"both-c{n}", sibling_key="both", kind="cloze", cloze_number=n)
        for n in (1, 2)
    ]
    reading = csv_cards.read("".join(csv_cards.write(blanks)), delimiter=",")
    assert [row.card for row in reading.rows] == [untold(front, "", key="both", kind="cloze")]
    assert faults(reading) == []


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.sampled_from("\t,;"))
def test_no_text_breaks_the_reader(text: str, delimiter: str) -> None:
    for row in csv_cards.read(text, delimiter=delimiter).rows:
        assert row.fault or (row.card.front and (row.card.back or row.card.kind == "cloze"))
