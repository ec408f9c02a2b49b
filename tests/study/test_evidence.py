from dataclasses import replace
from typing import Any

import pytest

from studyapp.study.askable import Format
from studyapp.study.evidence import (
    GUESS,
    SLIP,
    Effect,
    Outcome,
    chance_known,
    decide,
    topic_weight,
)
from studyapp.study.scheduler import AGAIN, GOOD
from tests.vectors import cases

CHOICE, TRUE_FALSE, TYPED, MATCH = Format.CHOICE, Format.TRUE_FALSE, Format.TYPED, Format.MATCH
CHECKED = (CHOICE, TRUE_FALSE, TYPED, MATCH)


@cases("mastery", "evidence")
def test_an_answer_changes_the_chance_that_a_card_is_known(
    given: dict[str, float], expected: dict[str, Any]
) -> None:
    for before, chances in expected.items():
        for right in (True, False):
            known = chance_known(
                float(before), right=right, guess=given["guess"], slip=given["slip"]
            )
            wanted = chances["known_if_right" if right else "known_if_wrong"]
            assert known == pytest.approx(wanted, abs=5e-7)


@pytest.mark.parametrize(
    ("how", "wrong_at_90", "wrong_at_80", "right_at_50"),
    [
        (TYPED, 0.31, 0.17, 0.98),
        (CHOICE, 0.38, 0.21, 0.79),
        (TRUE_FALSE, 0.47, 0.29, 0.66),
        (MATCH, 0.64, 0.44, 0.64),
    ],
)
def test_formats_differ_in_what_they_say(
    how: Format, wrong_at_90: float, wrong_at_80: float, right_at_50: float
) -> None:
    facts = {"guess": GUESS[how], "slip": SLIP.get(how, 0.05)}
    assert chance_known(0.9, right=False, **facts) == pytest.approx(wrong_at_90, abs=0.006)
    assert chance_known(0.8, right=False, **facts) == pytest.approx(wrong_at_80, abs=0.006)
    assert chance_known(0.5, right=True, **facts) == pytest.approx(right_at_50, abs=0.006)


@pytest.mark.parametrize(
    ("how", "right", "effect", "grade"),
    [
        (TYPED, False, Effect.ENTER, AGAIN),
        (TYPED, True, Effect.ENTER, GOOD),
        (CHOICE, False, Effect.ENTER, AGAIN),
        (CHOICE, True, Effect.NOTHING, None),
        (TRUE_FALSE, False, Effect.PULL, None),
        (TRUE_FALSE, True, Effect.NOTHING, None),
        (MATCH, False, Effect.NOTHING, None),
        (MATCH, True, Effect.NOTHING, None),
    ],
)
def test_only_typed_and_chosen_answers_enter_memory(
    how: Format, right: bool, effect: Effect, grade: int | None
) -> None:
    decision = decide(Outcome(how, right))
    assert (decision.effect, decision.grade) == (effect, grade)
    assert decision.reason.endswith(".")


@pytest.mark.parametrize("how", [CHOICE, TYPED])
def test_a_wrong_answer_overrides_a_pass_of_the_same_day(how: Format) -> None:
    decision = decide(Outcome(how, right=False, remembered_today=True, passed_today=True))
    assert (decision.effect, decision.grade) == (Effect.OVERRIDE, AGAIN)
    assert decision.illusion
    assert decision.reason == "You missed a question on this today."


def test_a_wrong_answer_after_a_failure_of_the_day_is_left_to_the_day_gate() -> None:
    decision = decide(Outcome(TYPED, right=False, remembered_today=True))
    assert decision.effect == Effect.ENTER and not decision.illusion


@pytest.mark.parametrize("passed", [True, False])
def test_a_right_answer_changes_nothing_on_a_day_that_the_card_counted(passed: bool) -> None:
    outcome = Outcome(TYPED, right=True, remembered_today=True, passed_today=passed)
    assert decide(outcome).effect == Effect.NOTHING


@pytest.mark.parametrize("how", [CHOICE, TRUE_FALSE, TYPED])
@pytest.mark.parametrize("right", [True, False])
def test_before_a_card_is_introduced_it_only_moves_to_the_front(how: Format, right: bool) -> None:
    decision = decide(Outcome(how, right, introduced=False))
    if how is TYPED and right:
        assert (decision.effect, decision.grade) == (Effect.ENTER, GOOD)
    else:
        assert (decision.effect, decision.grade) == (Effect.FRONT, None)


@pytest.mark.parametrize("how", CHECKED)
@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("introduced", [True, False])
def test_help_and_items_of_the_topic_never_touch_memory(
    how: Format, right: bool, introduced: bool
) -> None:
    outcome = Outcome(how, right, introduced=introduced)
    for without in (replace(outcome, helped=True), replace(outcome, own_card=False)):
        assert decide(without).effect == Effect.NOTHING


def test_a_self_check_is_a_rating_and_no_evidence() -> None:
    with pytest.raises(ValueError, match="rating"):
        Outcome(Format.SELF, right=True)


def test_a_card_passed_today_is_introduced() -> None:
    with pytest.raises(ValueError, match="introduced"):
        Outcome(TYPED, right=True, introduced=False, passed_today=True)


def test_a_pair_says_a_quarter_of_what_a_question_says() -> None:
    assert [topic_weight(how) for how in CHECKED] == [1, 1, 1, 0.25]
