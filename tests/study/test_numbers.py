from decimal import Decimal
from typing import Any

import pytest

from studyapp.study.numbers import (
    NotANumber,
    Number,
    Problem,
    Rounding,
    read_number,
    rounding,
    roundings,
    significant_figures,
    within,
    within_ratio,
)
from tests.vectors import cases


@cases("grading", "parse")
def test_a_number_is_read_as_people_write_it(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    allowed = {"percent": given["percent"], "units": given["units"]}
    if "error" in expected:
        with pytest.raises(NotANumber) as refused:
            read_number(given["text"], **allowed)
        assert refused.value.problem == expected["error"]
    else:
        number = read_number(given["text"], **allowed)
        assert number.value == pytest.approx(expected["value"])
        assert number.unit == expected.get("unit", "")


@pytest.mark.parametrize(
    ("text", "unit"),
    [("12 m²", "m²"), ("3 μs", "µs"), ("3µs", "µs"), ("5 GB/s", "GB/s"), ("21 °C", "°C")],
)
def test_a_unit_may_hold_more_than_letters(text: str, unit: str) -> None:
    assert read_number(text, units=["m²", "µs", "GB/s", "°C"]).unit == unit


@pytest.mark.parametrize("text", ["1e99999999999", "9" * 5000, "1/" + "0" * 9000, "٣" * 3 + "½"])
def test_no_text_is_too_strange_to_refuse(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text)


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_said_in_a_sentence(problem: Problem) -> None:
    assert str(NotANumber(problem)).endswith((".", "?"))


@cases("grading", "num")
def test_a_number_is_right_within_the_wider_tolerance(
    given: dict[str, Any], expected: bool
) -> None:
    tolerance = {"absolute": given["abs_tol"], "relative": given["rel_tol"]}
    assert within(given["given"], given["key"], **tolerance) == expected


@cases("grading", "numgeo")
def test_a_number_is_right_within_a_ratio(given: dict[str, Any], expected: bool) -> None:
    assert within_ratio(given["given"], given["key"], given["tol"]) == expected


@cases("grading", "sf")
def test_significant_figures_are_those_that_the_number_claims(
    given: dict[str, Any], expected: int
) -> None:
    assert significant_figures(given["text"]) == expected


@cases("grading", "roundsig")
def test_both_ways_to_round_a_half_are_right(given: dict[str, Any], expected: list[str]) -> None:
    assert roundings(given["key"], given["sig"]) == {Decimal(text) for text in expected}


@pytest.mark.parametrize(
    ("text", "key", "figures", "verdict"),
    [
        ("0.833", 5 / 6, 3, Rounding.RIGHT),
        ("0,833", 5 / 6, 3, Rounding.RIGHT),
        ("0.8", 5 / 6, 3, Rounding.TOO_FEW_FIGURES),
        ("0.8333", 5 / 6, 3, Rounding.WRONG),
        ("0.9", 5 / 6, 3, Rounding.WRONG),
        ("0.12", 0.125, 2, Rounding.RIGHT),
        ("0.13", 0.125, 2, Rounding.RIGHT),
        ("0", 0, 2, Rounding.RIGHT),
    ],
)
def test_too_few_figures_are_told_from_a_wrong_number(
    text: str, key: float, figures: int, verdict: Rounding
) -> None:
    assert rounding(read_number(text), key, figures) == verdict


def test_a_number_keeps_its_unit_and_figures() -> None:
    assert read_number("1.20e3 ms", units=["ms"]) == Number(1200, "ms", 3)
