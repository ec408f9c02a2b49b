"""Build to a target, and predict then move."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from studyapp.calculators.definitions import DefinitionRefused
from studyapp.calculators.predictions import Direction, Prediction, read_predictions
from studyapp.calculators.results import Undefined
from studyapp.calculators.targets import Goal, Target, attempt, read_targets, texts
from tests.calculators.definitions import SHIPPED

TASKS = Path(settings.BASE_DIR) / "fixtures" / "tasks"


def documents(name: str) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = yaml.safe_load((TASKS / name).read_text(encoding="utf-8"))
    return held


TARGETS = {target.id: target for target in read_targets(documents("targets.yml"), SHIPPED)}
PREDICTIONS = {
    prediction.id: prediction
    for prediction in read_predictions(documents("predictions.yml"), SHIPPED)
}


def test_at_least_twelve_of_each_are_shipped() -> None:
    assert len(TARGETS) == len(documents("targets.yml")) >= 12
    assert len(PREDICTIONS) == len(documents("predictions.yml")) >= 12
    assert {prediction.answer for prediction in PREDICTIONS.values()} == set(Direction)


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.id)
def test_a_target_is_not_reached_at_its_start_and_is_by_its_example(target: Target) -> None:
    assert attempt(target, {}).score < 1
    reached = attempt(target, texts(target.part, target.example))
    assert reached.reached and all(near == 1 for _, _, near in reached.found)


def test_credit_grows_on_the_way_to_the_target() -> None:
    target = TARGETS["trustworthy-alarm"]
    scores = [attempt(target, {"specificity": s}).score for s in ("0.5", "0.95", "0.98", "0.991")]
    assert scores == sorted(scores) and scores[-1] == 1 and len(set(scores)) == 4
    assert all(isinstance(score, Fraction) for score in scores)


def test_what_may_not_move_stays_and_what_is_no_input_is_refused() -> None:
    target = TARGETS["trustworthy-alarm"]
    moved = attempt(target, {"prevalence": "1", "sensitivity": "1"})
    assert moved.score == attempt(target, {}).score
    assert attempt(target, {"specificity": "9**9"}).refused == (
        "Specificity: “9**9” is not a number."
    )


def test_only_as_many_values_may_change_as_the_task_says() -> None:
    target = TARGETS["r2-below-zero"]
    assert attempt(target, {"y_hat": "1 2 3 8"}).reached
    two = attempt(target, {"y_hat": "1 2 9 8"})
    assert two.score == 0 and two.refused == "You changed 2 values; 1 may differ."
    equal = TARGETS["hidden-outlier"]
    assert "keep 6 values" in str(attempt(equal, {"x": "1 2 3"}).refused)


def test_an_undefined_output_earns_nothing() -> None:
    goal = Goal("recall", "at least", 0.9)
    assert goal.closeness(Undefined("no positives")) == 0 and goal.closeness((1.0, 2.0)) == 0
    assert goal.closeness(0.9) == 1 and goal.closeness(0.4) == 0.5
    assert Goal("r2", "below", 0).closeness(0.0) < 1
    assert Goal("r2", "at most", 0).closeness(0.0) == 1


@pytest.mark.parametrize("prediction", PREDICTIONS.values(), ids=lambda prediction: prediction.id)
def test_a_prediction_comes_out_as_it_says(prediction: Prediction) -> None:
    happened = {prediction.happened(at) for at in range(len(prediction.settings))}
    if prediction.answer is Direction.CANNOT_SAY:
        assert happened == {Direction.RISE, Direction.FALL}
    else:
        assert happened == {prediction.answer}
    curve = prediction.curve()
    if curve:
        assert curve[0][0] == prediction.start and curve[-1][0] == prediction.end
    assert prediction.question.endswith("?") and prediction.why.endswith(".")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"calculator": "alchemy"}, "alchemy"),
        ({"part": "none"}, "no such part"),
        ({"free": ["gold"]}, "what may move"),
        ({"goals": [{"output": "gold", "relation": "is", "value": 1}]}, "goal for “gold”"),
        ({"goals": [{"output": "ppv", "relation": "near", "value": 1}]}, "goal for “ppv”"),
        ({"goals": [{"output": "ppv", "relation": "at least", "value": 0}]}, "at the start"),
        ({"example": {"specificity": 0.5}}, "does not reach it"),
        ({"goals": 3}, "not iterable"),
    ],
)
def test_a_target_that_does_not_hold_together_is_refused(
    change: dict[str, Any], reason: str
) -> None:
    document = next(d for d in documents("targets.yml") if d["target"] == "trustworthy-alarm")
    with pytest.raises(DefinitionRefused, match=reason):
        read_targets([document | change], SHIPPED)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answer": "rise"}, "does not say “rise”"),
        ({"answer": "perhaps"}, "perhaps"),
        ({"moves": "gold"}, "what moves"),
        ({"watch": "gold"}, "what is watched"),
        ({"part": "none"}, "no such part"),
        ({"to": 9}, "is outside"),
        ({"to": 0.1}, "does not say"),
    ],
)
def test_a_prediction_that_does_not_hold_together_is_refused(
    change: dict[str, Any], reason: str
) -> None:
    document = next(d for d in documents("predictions.yml") if d["moves"] == "prevalence")
    with pytest.raises(DefinitionRefused, match=reason):
        read_predictions([document | change], SHIPPED)
