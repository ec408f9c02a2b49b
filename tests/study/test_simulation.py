"""Our scheduler before simulated learners: the pinned runs, and what an exam plan is worth."""

from typing import Any

import pytest

from tests.simulation import TRUTHS, known_at_the_exam, pinned
from tests.vectors import read


@pytest.mark.parametrize("pin", [pytest.param(pin, id=pin["id"]) for pin in read("sim_pins")])
def test_a_pinned_run_is_met_exactly(pin: dict[str, Any]) -> None:
    assert pinned(pin) == pin["expected"]


@pytest.mark.parametrize("truth", TRUTHS)
def test_a_plan_makes_use_of_the_time_before_an_exam(truth: str) -> None:
    """More is known than with ten new cards a day, nearly as much as with all the time filled."""
    planned, ten, all_the_time = (
        known_at_the_exam(truth, limit=limit, learners=4) for limit in (None, 10, 100)
    )
    assert planned > 1.5 * ten
    assert planned > 0.9 * all_the_time
