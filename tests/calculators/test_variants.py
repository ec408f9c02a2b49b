import math
from typing import Any

import pytest

from studyapp.calculators.results import Undefined
from studyapp.calculators.variants import TEMPLATES, Variant, draw_variant
from studyapp.calculators.variants.template import Nearness
from studyapp.markup import render
from tests.calculators.definitions import SHIPPED, opened
from tests.vectors import read_whole

HELD = read_whole("parametric_items")
SEEDS = [f"audit{at}" for at in range(400)]
ADDED = {"confusion_cell", "chi2", "active_learning_pick", "error_priority_slice", "bin_count"}

# the reference takes a covariance of 1 for 1.0000000000000002, and so for a key that may be asked
EXACT = {"covariance": {"distinct_keys": 254}}


def audited(id: str) -> list[Variant]:
    return [draw_variant(TEMPLATES[id], seed) for seed in SEEDS]


def test_there_are_the_reference_templates_and_the_five_that_were_missing() -> None:
    assert set(TEMPLATES) == set(HELD["audit_400_seeds"]) | ADDED
    assert len(TEMPLATES) == 34
    assert {template.calculator for template in TEMPLATES.values()} == set(SHIPPED)


@pytest.mark.parametrize("case", HELD["vectors"], ids=lambda case: case["id"])
def test_a_seed_draws_the_numbers_of_the_reference(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    variant = draw_variant(TEMPLATES[given["template"]], given["seed"])
    assert variant.redraws == given["redraws"]
    assert variant.drawn.inputs == expected["inputs"]
    assert variant.key == pytest.approx(expected["key"], rel=0, abs=1e-9)
    tolerance = variant.template.tolerance
    assert [tolerance.kind, tolerance.amount] == expected["tolerance"]
    assert {wrong.name: wrong.value for wrong in variant.drawn.wrong} == pytest.approx(
        expected["misconceptions"], rel=0, abs=1e-9
    )


@pytest.mark.parametrize("id", TEMPLATES)
def test_four_hundred_seeds_are_fair(id: str) -> None:
    variants = audited(id)
    keys = [round(variant.key, 6) for variant in variants]
    redraws = [variant.redraws for variant in variants]
    assert len(set(keys)) >= 10 and max(redraws) <= 20
    for variant in variants:
        assert math.isfinite(variant.key) and abs(variant.key) <= 1e8
        verdict = variant.verdict(variant.key)
        assert verdict.right and verdict.mistake is None
        for wrong in variant.drawn.wrong:
            assert math.isfinite(wrong.value)
            missed = variant.verdict(wrong.value)
            assert not missed.right and missed.mistake
        options = variant.choices()
        assert variant.key in options and len(options) >= 2
        assert len(set(map(variant.shown, options))) == len(options)
    if id not in ADDED:
        reference = HELD["audit_400_seeds"][id] | EXACT.get(id, {})
        assert {
            "distinct_keys": len(set(keys)),
            "max_redraws": max(redraws),
            "mean_redraws": round(sum(redraws) / 400, 3),
            "key_min": min(keys),
            "key_max": max(keys),
        } == reference


@pytest.mark.parametrize("id", TEMPLATES)
def test_the_calculator_opened_with_the_numbers_shows_the_key(id: str) -> None:
    for seed in SEEDS[:40]:
        variant = draw_variant(TEMPLATES[id], seed)
        drawn = variant.drawn
        if drawn.opens is None:
            assert id in ("z_score", "iqr_upper_fence")  # there is no whole list to open
            continue
        calculator, part, inputs = opened(variant.template.calculator, drawn.opens)
        values = calculator.compute(part, inputs).values
        assert not any(isinstance(value, Undefined) for value in list(values.values())[:1])
        assert _answer(variant, values) == pytest.approx(variant.key, rel=1e-9), seed


def _answer(variant: Variant, values: dict[str, Any]) -> Any:
    inputs = variant.drawn.inputs
    match variant.template.id:
        case "confusion_cell":
            return values["fp"] if "false positives" in variant.drawn.stem else values["fn"]
        case "active_learning_pick":
            return inputs["cases"][values["pick_margin"]]
        case "error_priority_slice":
            return float(values["best"])
        case "bin_count":
            return values["equal_width_counts"][inputs["asked"] - 1]
        case "min_max":
            return values["min_max"][1]
        case "soft_threshold":
            return values["lasso_orthonormal"][0]
    return values[variant.template.output]


def test_the_same_seed_gives_the_same_and_another_one_other_numbers() -> None:
    first = draw_variant(TEMPLATES["precision"], "seed-1")
    assert first == draw_variant(TEMPLATES["precision"], "seed-1")
    assert first.choices() == draw_variant(TEMPLATES["precision"], "seed-1").choices()
    assert first.drawn != draw_variant(TEMPLATES["precision"], "seed-2").drawn


def test_the_worked_example_of_the_specification() -> None:
    variant = draw_variant(TEMPLATES["precision"], "seed-1")
    assert variant.verdict(0.6).right and variant.verdict(0.604).right
    assert not variant.verdict(0.606).right
    assert variant.verdict(0.1429).feedback == (
        "That is recall: you divided by all 42 actual positives."
    )
    assert variant.verdict(0.8864).mistake == "accuracy"
    assert variant.verdict(0.017).mistake == "divided_by_all"
    assert "all 352 cases" in variant.verdict(0.017).feedback
    assert variant.verdict(0.3).mistake is None
    assert variant.verdict(math.nan).mistake is None and not variant.verdict(math.inf).right
    assert variant.drawn.solution == r"$\frac{TP}{TP + FP} = \frac{6}{10}$"


@pytest.mark.parametrize("id", TEMPLATES)
def test_stem_solution_and_feedback_are_sentences_and_typeset(id: str) -> None:
    for seed in SEEDS[:5]:
        variant = draw_variant(TEMPLATES[id], seed)
        assert variant.drawn.stem[-1] in "?."
        assert len({wrong.name for wrong in variant.drawn.wrong}) == len(variant.drawn.wrong)
        for wrong in variant.drawn.wrong:
            assert wrong.feedback[0].isupper() and wrong.feedback.endswith(".")
        assert "math-error" not in str(render(variant.drawn.solution))


def test_whole_numbers_are_asked_for_exactly() -> None:
    variant = draw_variant(TEMPLATES["grid_fits"], "seed-1")
    assert variant.template.tolerance.kind is Nearness.EXACT
    assert variant.verdict(variant.key).right and not variant.verdict(variant.key + 1).right
