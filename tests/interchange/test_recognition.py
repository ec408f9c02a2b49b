"""What people write into the text of a card because they have no field for it."""

import pytest

from studyapp.interchange.recognition import listed_text, recognised, settled
from studyapp.interchange.records import CardRecord, Row, untold


def card_of(front: str, back: str) -> CardRecord:
    (row,) = recognised([Row(1, untold(front, back))])
    return row.card


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("What rises? (Hint: yeast)", "Dough"),
        ("What rises?", "Dough (hint: yeast)"),
        ("What rises? [Hint - yeast]", "Dough"),
    ],
)
def test_a_hint_moves_into_its_field(front: str, back: str) -> None:
    assert card_of(front, back) == untold("What rises?", "Dough", hint="yeast")


def test_a_hint_that_is_all_there_is_stays() -> None:
    assert card_of("(Hint: yeast)", "Dough").front == "(Hint: yeast)"


@pytest.mark.parametrize(
    ("front", "back", "statement", "verdict", "told"),
    [
        ("Yeast is alive.", "True", "Yeast is alive.", "true", "**True.**"),
        ("Salt is alive.", "FALSE - it is a mineral.", "Salt is alive.", "false",
         "**False.** it is a mineral."),
        ("True or false: Salt is alive", "F", "Salt is alive", "false", "**False.**"),
        ("T/F Is yeast alive?", "**True.** It is.", "Is yeast alive?", "true", "**True.** It is."),
    ],
)  # fmt: skip
def test_a_statement_is_true_or_false(
    front: str, back: str, statement: str, verdict: str, told: str
) -> None:
    judged = card_of(front, back)
    assert (judged.front, judged.shape) == (statement, "true_false")
    assert (judged.accepted, judged.back) == ((verdict,), told)


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("Which word names a boolean?", "True"),
        ("True positives", "False alarms are not among them"),
        ("Grade F", "F"),
        ("Yeast", "True yeasts bud."),
    ],
)
def test_other_cards_with_these_words_stay_as_they_are(front: str, back: str) -> None:
    assert card_of(front, back) == untold(front, back)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("1) mix\n2) knead", "1. mix\n2. knead"),
        ("1. mix 2. knead 3. bake", "1. mix\n2. knead\n3. bake"),
        ("a) mix; b) knead", "1. mix\n2. knead"),
        ("(1) mix (2) knead", "1. mix\n2. knead"),
        ("First: 1) mix\n2) knead well", "First:\n\n1. mix\n2. knead well"),
        ("Steps:\n1. mix\n2. knead", "Steps:\n\n1. mix\n2. knead"),
    ],
)
def test_numbering_by_hand_becomes_a_list(text: str, listed: str) -> None:
    assert listed_text(text) == listed
    assert card_of("How?", text).shape == "list"


@pytest.mark.parametrize(
    "text",
    ["See 1. above", "2) knead 3) bake", "1) mix 2. knead", "```\n1) a\n2) b\n```", "about 1) one",
     "Version 1.2 and 2.1"],
)  # fmt: skip
def test_numbers_that_are_no_list_stay(text: str) -> None:
    assert listed_text(text) == text


def test_running_numbers_are_taken_off_the_questions() -> None:
    rows = [Row(n, untold(f"{n}. What is {n}?", "It")) for n in (7, 8, 9)]
    assert [row.card.front for row in recognised(rows)] == [f"What is {n}?" for n in (7, 8, 9)]
    unsorted = [Row(n, untold(f"{n}. What?", "It")) for n in (7, 9)]
    assert [row.card.front for row in recognised(unsorted)] == ["7. What?", "9. What?"]


@pytest.mark.parametrize(
    ("facts", "kept", "reason"),
    [
        ({"kind": "odd"}, {}, "There is no kind “odd”; it is a basic card."),
        ({"shape": "round"}, {}, "There is no shape “round”; it is a plain card."),
        ({"status": "gone"}, {}, "There is no status “gone”; it is published."),
        ({"shape": "choice"}, {}, "A choice needs a right option and wrong ones; it is a plain"
                                  " card."),
        ({"shape": "true_false", "accepted": ("maybe",)}, {"accepted": ("maybe",)},
         "Its accepted answer is neither true nor false; it is a plain card."),
        ({"accepted": ("x" * 301, "y")}, {"accepted": ("y",)},
         "An accepted answer is longer than 300 characters."),
        ({"accepted": ("Y",), "wrong_answers": ({"text": "y", "feedback": ""},)},
         {"accepted": ("Y",)}, "One of its wrong answers is accepted as right."),
    ],
)  # fmt: skip
def test_facts_that_do_not_fit_are_dropped_and_told(
    facts: dict[str, object], kept: dict[str, object], reason: str
) -> None:
    row, problems = settled(Row(4, untold("A?", "a", **facts)))
    assert row.card == untold("A?", "a", **kept)
    assert [(problem.line, problem.reason) for problem in problems] == [(4, reason)]
