from typing import Any

import pytest

from studyapp.draws import Draw
from tests.vectors import cases


@cases("grading", "draw")
def test_what_is_drawn_follows_from_the_seed(given: dict[str, Any], expected: list[Any]) -> None:
    draw = Draw(given["seed"])
    drawn = [draw.between(1, 100) for _ in range(5)]
    assert [drawn, draw.choice([5, 8, 10, 20, 25, 40, 50]), draw.shuffled(range(6))] == expected


@pytest.mark.parametrize("n", [1, 2, 7, 2**63 + 1])
def test_a_draw_stays_below_its_bound(n: int) -> None:
    draw = Draw("bound")
    assert all(0 <= draw.below(n) < n for _ in range(50))


def test_every_order_of_three_comes_up() -> None:
    assert len({tuple(Draw(f"order {seed}").shuffled("abc")) for seed in range(60)}) == 6
