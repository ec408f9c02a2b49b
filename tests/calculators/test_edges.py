"""Every calculator over the whole of its domain: an answer, or a reason why there is none."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp.calculators.inputs import as_text, read_inputs
from studyapp.calculators.results import Undefined, Value
from studyapp.calculators.schema import Input, Kind, in_latex, substituted, symbolic
from studyapp.markup.typeset import formula
from tests.calculators.definitions import SHIPPED

PARTS = [
    pytest.param(calculator.id, part.id, id=f"{calculator.id}-{part.id}")
    for calculator in SHIPPED.values()
    for part in calculator.parts
]


def values_of(entry: Input) -> st.SearchStrategy[Any]:
    whole = entry.whole or entry.kind in (Kind.INT, Kind.INTS)
    number: st.SearchStrategy[Any] = (
        st.integers(int(entry.low), int(entry.high))
        if whole
        else st.floats(
            entry.low, entry.high, exclude_min=entry.open_low, exclude_max=entry.open_high
        )
    )
    small = st.sampled_from([v for v in (0, 1, 2, 5) if entry.low <= v <= entry.high] or [1])
    number = st.one_of(number, small)
    least, most = entry.least, min(entry.most, entry.least + 6)
    match entry.kind:
        case Kind.FLAG:
            return st.booleans()
        case Kind.INTS | Kind.FLOATS:
            return st.lists(number, min_size=least, max_size=most)
        case Kind.LABELS:
            return st.lists(st.sampled_from("yn"), min_size=least, max_size=most)
        case Kind.TABLE:
            width = len(entry.columns) or 3
            line = st.lists(number, min_size=width, max_size=width)
            return st.lists(line, min_size=3, max_size=3)
        case Kind.ROWS:
            names = st.sampled_from("abcdef")
            row = st.tuples(names, *[number] * (len(entry.columns) - 1))
            return st.lists(row, min_size=2, max_size=6, unique_by=lambda row: row[0])
    return st.none() | number if entry.optional else number


def is_said(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(map(is_said, value))
    if isinstance(value, Undefined):
        return bool(value.reason)
    return not isinstance(value, float) or not math.isnan(value)


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize(("id", "part"), PARTS)
@given(data=st.data())
def test_a_calculator_answers_or_says_why_not(id: str, part: str, data: st.DataObject) -> None:
    calculator = SHIPPED[id]
    chosen = calculator.part(part)
    assert chosen
    raw = {"part": part}
    length = data.draw(st.integers(2, 6))
    for entry in chosen.inputs:
        value = data.draw(values_of(entry))
        if entry.name in chosen.equal:
            value = (value * length)[:length]
        raw[entry.name] = as_text(entry, _short(value))
    reading = read_inputs(calculator, raw)
    if not reading.problems:
        result = calculator.compute(chosen, reading.inputs)
        assert all(map(is_said, result.values.values()))
        for output in chosen.outputs:
            assert "nan" not in substituted(chosen, output, reading.inputs, result)


def _short(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.9g}")
    return [*map(_short, value)] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize(("id", "part"), PARTS)
def test_every_formula_is_typeset_in_symbols_and_in_numbers(id: str, part: str) -> None:
    calculator = SHIPPED[id]
    chosen = calculator.part(part)
    assert chosen
    result = calculator.compute(chosen, read_inputs(calculator, {"part": part}).inputs)
    for output in chosen.outputs:
        for tex in (
            symbolic(chosen, output),
            substituted(chosen, output, chosen.defaults, result),
        ):
            assert "<" not in tex
            if tex:
                assert formula(tex, block=True)[1] is None, tex


def reasons(id: str, **values: Any) -> dict[str, str]:
    calculator = SHIPPED[id]
    part = calculator.part_for(values)
    assert part
    raw = {name: as_text(part.input(name), value) for name, value in values.items()}
    reading = read_inputs(calculator, {"part": part.id, **raw})
    assert not reading.problems
    found = calculator.compute(part, reading.inputs).values
    return {name: value.reason for name, value in found.items() if isinstance(value, Undefined)}


def notes(id: str, **values: Any) -> str:
    calculator = SHIPPED[id]
    part = calculator.part_for(values)
    assert part
    return " ".join(calculator.compute(part, part.defaults | values).notes)


def test_the_edges_of_the_catalogue_are_undefined_and_say_why() -> None:
    assert set(reasons("confusion", tp=0, fp=0, fn=30, tn=70)) >= {"precision", "mcc", "fdr"}
    assert "recall" in reasons("confusion", tp=0, fp=5, fn=0, tn=95)
    nothing = reasons("confusion", tp=0, fp=0, fn=0, tn=0)
    assert nothing["accuracy"] == "there are no cases" and len(nothing) == 26
    assert "auc" in reasons("threshold", y=[1, 1], score=[0.1, 0.9])
    assert "precision" in reasons("threshold", threshold=1)
    assert "r2" in reasons("regression", y=[2, 2], y_hat=[1, 2])
    assert "mape" in reasons("regression", y=[0, 2], y_hat=[1, 2])
    assert "adj_r2" in reasons("regression", y=[1, 2], y_hat=[1, 2])
    assert set(reasons("descriptive", x=[5])) >= {"sd_sample", "skew", "modes"}
    assert "pearson" in reasons("correlation", x=[1, 2], y=[5, 5])
    assert {"z", "modified_z"} <= set(reasons("outliers", x=[7, 7, 7]))
    assert "kl_serving_vs_train_nats" in reasons(
        "drift_categorical", train_counts=[60, 40, 0], serving_counts=[50, 30, 20]
    )
    assert len(reasons("drift_categorical", train_counts=[0, 0], serving_counts=[1, 2])) == 13
    assert "ks_p" in reasons("drift_numeric", train=[1, 2], serving=[1, 2])
    assert "excess_errors" in reasons("canary", share=0)
    assert "excess_errors" in reasons("canary", error_new=0.01)
    assert reasons("latency", rho=1)["mean_ms"] == "the queue grows without bound"
    assert "n_per_arm" in reasons("sample_size", p1=0.1, p2=0.1)
    assert "n" in reasons("sample_size", p=0.5, margin=0.000001)
    assert set(reasons("base_rate", prevalence=0)) == {"ppv"}
    assert "kappa" in reasons("agreement", rater1=["y", "y"], rater2=["y", "y"])
    assert "chi2" in reasons("feature_selection", table=[[0, 0], [1, 2]])
    assert "F" in reasons("feature_selection", x=[1, 1, 2, 2], y=["a", "a", "b", "b"])
    assert "best" in reasons("error_priority", slices=[["a", 0.9, 0.8, 0.5]])
    assert "break_even_predictions" in reasons("cost", serverless_per_1000=0)
    assert "quantile_counts" in reasons("binning", x=[3, 3, 3])


def test_what_is_defined_but_weak_has_a_note() -> None:
    assert "infinite" in notes("probabilistic", y=[1, 0], p=[0, 0])
    assert "says nothing about variance" in notes("bias_variance", predictions=[3], truth=2)
    assert "no z can exceed 2.24" in notes("outliers", x=[10, 11, 12, 11, 10, 50])
    assert "0 throughout" in notes("scaling", x=[5, 5, 5])
    assert "leave the range" in notes("scaling", train=[10, 20], serve=[40])
    assert "too sparse" in notes("one_hot", rows=100)
    assert "the floor decides" in notes(
        "drift_categorical", train_counts=[60, 40, 0], serving_counts=[50, 30, 20]
    )
    assert "without bound" in notes("latency", service_ms=20, arrival_per_s=100, servers=1)
    assert "guess" in notes("latency", ms=[1, 2])
    assert "Some folds have none" in notes("kfold", labels={"0": 97, "1": 3}, k=5)
    assert "Never predicted: class 3" in notes(
        "multiclass", matrix_rows_actual=[[9, 1, 0], [4, 5, 0], [8, 2, 0]]
    )
    assert "chance explains most" in notes("agreement", table=[[90, 5], [5, 0]])
    assert "were merged" in notes("binning", x=[1, 1, 1, 1, 2], bins=4)


def test_a_class_that_does_not_occur_leaves_the_average_if_asked() -> None:
    matrix = [[8, 2, 0], [4, 6, 0], [0, 0, 0]]
    calculator, part = SHIPPED["multiclass"], SHIPPED["multiclass"].parts[0]
    kept = calculator.compute(part, {"matrix_rows_actual": matrix, "ignore_absent": False})
    left = calculator.compute(part, {"matrix_rows_actual": matrix, "ignore_absent": True})
    assert kept.values["macro_recall"] == pytest.approx(1.4 / 3)
    assert left.values["macro_recall"] == pytest.approx(0.7)


def test_numbers_in_a_formula_are_short_and_bracketed_when_negative() -> None:
    assert in_latex(0.123456) == "0.1235" and in_latex(40) == "40" and in_latex(-2.5) == "(-2.5)"
    assert in_latex(math.inf) == r"\infty"
    part = SHIPPED["confusion"].parts[0]
    output = next(output for output in part.outputs if output.name == "precision")
    result = SHIPPED["confusion"].compute(part, part.defaults)
    assert symbolic(part, output) == r"\frac{\text{TP}}{\text{TP} + \text{FP}}"
    assert substituted(part, output, part.defaults, result) == r"\frac{40}{40 + 10}"
