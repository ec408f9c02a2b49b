from typing import Any

import pytest

from studyapp.study.typed import (
    Outcome,
    Reason,
    Verdict,
    agreed,
    check,
    distance,
    is_typeable,
    normalise,
    typo_limit,
)
from tests.vectors import cases, read


def test_every_vector_of_texts_has_a_test() -> None:
    kinds = {case["id"].split("-")[0] for case in read("text")}
    assert kinds == {"typed", "norm", "limit", "trgm", "distractor"}


@cases("text", "typed")
def test_a_typed_answer_is_judged(given: dict[str, Any], expected: dict[str, Any]) -> None:
    verdict = check(given["typed"], given["accepted"], given["other_answers"])
    assert verdict.outcome == expected["verdict"]
    assert verdict.distance == expected["distance"]
    assert verdict.reason == expected.get("reason")
    assert verdict.matched == expected.get("matched", verdict.matched)
    if "token_recall" in expected:
        assert verdict.token_recall == pytest.approx(expected["token_recall"], abs=5e-7)


@cases("text", "norm")
def test_a_text_is_reduced_to_what_counts(given: dict[str, Any], expected: str) -> None:
    assert normalise(given["text"]) == expected


@cases("text", "limit")
def test_a_longer_key_forgives_more_slips(given: dict[str, Any], expected: int) -> None:
    assert typo_limit(given["length"]) == expected


@pytest.mark.parametrize(
    ("typed", "accepted", "outcome"),
    [
        ("sensitivity", ["recall", "sensitivity"], "exact"),
        ("0,75", ["0.75"], "exact"),
        ("75 %", ["0.75"], "exact"),
        ("12.0", ["12"], "exact"),
        ("13", ["12"], "wrong"),
        ("120", ["12"], "wrong"),
        ("λ", ["lambda"], "exact"),
        ("Σ", ["sigma"], "exact"),
        ("ci cd", ["CI/CD"], "exact"),
        ("c", ["C++"], "wrong"),
        ("precison", ["TP / (TP + FP)", "precision"], "close"),
        ("TP / (TP + FN)", ["TP / (TP + FP)", "precision"], "ask"),
        ("something else", ["TP / (TP + FP)"], "wrong"),
        ("x\u2212y=0", ["x - y = 0"], "exact"),
        ("asymmetric", ["symmetric"], "wrong"),
        ("interclass variance", ["intraclass variance"], "wrong"),
        ("posttraining", ["pretraining"], "wrong"),
        ("the model", ["model"], "exact"),
        ("recall, then precision", ["precision, then recall"], "ask"),
        ("5 of 3", ["3 of 5"], "ask"),
        ("rate of errors", ["errors of rate"], "close"),
        ("!?", ["recall"], "empty"),
        ("→", ["→"], "exact"),
        ("arrow", ["→"], "wrong"),
        ("the", ["recall"], "wrong"),
    ],
)
def test_what_nobody_would_call_another_answer_is_right(
    typed: str, accepted: list[str], outcome: str
) -> None:
    assert check(typed, accepted).outcome == outcome


def test_the_formula_of_another_card_is_wrong_and_names_it() -> None:
    verdict = check("TP/(TP+FN)", ["TP / (TP + FP)"], ["TP / (TP + FN)"])
    assert verdict == Verdict(Outcome.WRONG, "TP / (TP + FN)", None, Reason.OTHER_CARD)


def test_a_slip_towards_another_answer_is_not_close() -> None:
    assert check("adaption", ["adoption"]).outcome == Outcome.CLOSE
    assert check("adaption", ["adoption"], ["adaptions"]).outcome == Outcome.ASK


def test_a_long_key_is_asked_about() -> None:
    key = "the gap between the mean prediction and the truth over many training samples"
    assert check("how far the predictions are off on average", [key]).outcome == Outcome.ASK


def test_close_counts_as_right_and_asked_about_does_not_yet() -> None:
    assert [outcome.value for outcome in Outcome if outcome.is_right] == ["exact", "close"]


def test_three_learners_who_were_right_make_an_answer_to_offer() -> None:
    claims = [(1, "Model registry"), (1, "model-registry"), (2, "model registry"), (3, "registry")]
    assert agreed(claims) == []
    assert agreed([*claims, (9, "MODEL REGISTRY"), (1, " "), (2, " "), (3, " ")]) == [
        "Model registry"
    ]


def test_a_card_without_an_accepted_answer_cannot_be_typed() -> None:
    with pytest.raises(ValueError, match="accepted"):
        check("recall", [])


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("", "abc", 3), ("ca", "abc", 3), ("ab", "ba", 1), ("abcd", "badc", 2)],
)
def test_two_swapped_neighbours_are_one_slip(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.parametrize(
    ("key", "cloze", "typeable"),
    [
        ("concept drift", False, True),
        ("one two three four five six seven eight nine", False, False),
        ("one two three four five six seven eight nine", True, True),
        ("x" * 61, False, False),
        ("1" * 61, False, True),
    ],
)
def test_a_few_words_a_blank_or_a_number_can_be_typed(
    key: str, cloze: bool, typeable: bool
) -> None:
    assert is_typeable(key, cloze=cloze) == typeable
