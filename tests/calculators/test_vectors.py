"""The vectors of the specification, computed with scikit-learn, SciPy and NumPy."""

import math
from typing import Any

import pytest

from studyapp.calculators.results import Undefined, Value
from tests.calculators.definitions import opened
from tests.vectors import read

VECTORS = [
    pytest.param(case["calculator"], case["input"], case["expected"], id=case["id"])
    for case in read("calculators")
]
RENAMED = {"roc": {"fpr": "fpr_points", "tpr": "tpr_points"}}
NEVER_ZERO = {
    # the catalogue says "σ 0: null", where the vector has zeros
    ("outliers", "z"): Undefined("all values are the same: the SD is 0"),
}


@pytest.mark.parametrize(("id", "given", "expected"), VECTORS)
def test_a_calculator_gives_the_numbers_of_the_libraries(
    id: str, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    if given.get("train") == "1..100":
        given = given | {"train": [*range(1, 101)], "serving": [*range(21, 121)]}
    calculator, part, inputs = opened("threshold" if id == "roc" else id, given)
    values = calculator.compute(part, inputs).values
    for name, wanted in _flat(id, expected).items():
        found = values[name]
        if (id, name) in NEVER_ZERO and isinstance(found, Undefined):
            assert found == NEVER_ZERO[id, name] and set(wanted) == {0}
        else:
            assert _same(name, found, wanted), (name, found, wanted)


def _flat(id: str, expected: dict[str, Any]) -> dict[str, Any]:
    """The expectations under the names of our outputs."""
    flat: dict[str, Any] = {}
    for name, value in expected.items():
        if name == "per_class":
            for score in ("precision", "recall", "f1"):
                flat[f"class_{score}"] = [row[score] for row in value]
            flat["support"] = [row["support"] for row in value]
        elif name in ("macro", "micro", "weighted"):
            flat.update({f"{name}_{score}": mean for score, mean in value.items()})
        elif name == "per_10000":
            flat.update(value)
        else:
            flat[RENAMED.get(id, {}).get(name, name)] = value
    return flat


def _same(name: str, found: Value, wanted: Any) -> bool:
    if isinstance(found, Undefined):
        # scikit-learn prints 0 for a class that was never predicted; an empty list is no mode
        return wanted is None or wanted == [] or (name.startswith("class_") and wanted == 0)
    if wanted is None:
        return found == math.inf
    if isinstance(found, tuple):
        return len(found) == len(wanted) and all(map(_same, [name] * len(found), found, wanted))
    return bool(found == pytest.approx(wanted, rel=1e-6, abs=6e-9))
