import math
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from studyapp.calculators.formulas import (
    Conflict,
    FormulaRefused,
    conflicts,
    identify,
    read_formula,
    read_statements,
)
from studyapp.calculators.formulas.tree import Quantity
from studyapp.calculators.schema import symbolic
from tests.calculators.definitions import SHIPPED

HOSTILE = (Path(settings.BASE_DIR) / "tests" / "hostile" / "formulas.txt").read_text().splitlines()
PIECES = ["\\frac", "{", "}", "(", ")", "^", "_", "|", "\\sum", "x", "TP", "1", "+", "-", "\\max"]
NAMES: dict[str, Quantity] = {"x": 2.0, "tp": 3.0, "P": 0.5, "v": np.array([1.0, 2.0, 3.0])}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_formulas_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(FormulaRefused) as refused:
        read_formula(text)
    assert str(refused.value).endswith(".")
    assert identify(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("(" * 10_000 + "1" + ")" * 10_000, "A formula may have 500 characters."),
        ("9" * 10**7, "A formula may have 500 characters."),
        ("(" * 100 + "1" + ")" * 100, "A formula may be nested 30 deep."),
        ("{" * 100 + "1" + "}" * 100, "A formula may be nested 30 deep."),
        ("|(" * 40, "A formula may be nested 30 deep."),
        ("-" * 100 + "1", "“-” is not expected there."),
        ("x^" * 100 + "x", "A formula may be nested 30 deep."),
        (r"\max " * 60 + "x", "A formula may be nested 30 deep."),
        (r"\sqrt " * 60 + "x", "A formula may be nested 30 deep."),
        (r"\frac " * 60 + "x", "A formula may be nested 30 deep."),
        (r"\bar " * 60 + "x", "A formula may be nested 30 deep."),
        ("x+" * 150 + "x", "A formula may have 200 parts."),
        ("1234567890123456", "A number may have 15 digits."),
        ("9**9**9", "An exponent may be up to 100."),
        ("", "Something is missing at the end."),
        ("x = 1", "One formula is wanted here, without an equals sign."),
    ],
)
def test_length_depth_parts_digits_and_exponents_are_counted(text: str, sentence: str) -> None:
    with pytest.raises(FormulaRefused) as refused:
        read_formula(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("10^15 * 10", "A value in the formula is too large."),
        ("(9^99)^99", "A value in the formula is too large."),
        ("1 / 0", "The formula has no value for these numbers."),
        ("ln 0", "The formula has no value for these numbers."),
        ("(-1)^0.5", "The formula has no value for these numbers."),
        ("x^(v^99)", "A value in the formula is too large."),
        ("exec", "There is no quantity “exec” here."),
    ],
)
def test_a_value_that_is_none_or_too_large_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(FormulaRefused) as refused:
        read_formula(text).evaluate(NAMES)
    assert str(refused.value) == sentence


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_formula(text).evaluate(NAMES)
    except FormulaRefused:
        return


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 × 3", 7),
        ("(1 + 2) · 3", 9),
        ("2^3^2", 512),
        ("-2^2", -4),
        ("8 / 2 / 2", 2),
        ("1 − 0.5 − 0.25", 0.25),
        ("12 ÷ 4", 3),
        (r"\frac{1}{2} + \dfrac12", 1),
        (r"\sqrt{16} + \sqrt[3]{27}", 7),
        ("√16", 4),
        (r"\left| -3 \right| + |2 - 4|", 5),
        (r"\left( 1 + 1 \right)^{2}", 4),
        (r"3 \cdot 4{,}000", 12000),
        ("2 x", 4),
        ("2x^2", 8),
        ("x(x + 1)", 6),
        ("2 TP", 6),
        ("xP", None),
        ("[1 + 1](2)", 4),
        ("{{7*7}}", 49),
        ("2PP", 0.5),
        (r"\ln x + \log_2 8", math.log(2) + 3),
        ("max(x, 5) + min(x, 5)", 7),
        (r"\sum v^2", 14),
        (r"\sum_{i=1}^{3} (v_i - \text{mean}(v))^2", 2),
        (r"\max_i |v_i - 2|", 1),
        ("median(v) + var(v)", 2 + 2 / 3),
        (r"\lceil 2.1 \rceil", 3),
        ("+3", 3),
    ],
)
def test_the_grammar(text: str, value: float | None) -> None:
    if value is None:  # a word of letters is one name, and this one is not given
        with pytest.raises(FormulaRefused):
            read_formula(text).evaluate(NAMES)
    else:
        assert read_formula(text).evaluate(NAMES) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("TP / (TP + FN)", "recall"),
        ("true positives / (true positives + false negatives)", "recall"),
        (r"1 - \frac{FN}{TP + FN}", "recall"),
        ("TP ÷ predicted positives", "precision"),
        ("2PR / (P + R)", "f1"),
        (r"\frac{5 TP}{5 TP + 4 FN + FP}", "f2"),
        (r"\frac{TN}{TN + FP}", "specificity"),
        ("1 - specificity", "fpr"),
        (r"\sqrt{\frac{1}{n} \sum (y - \hat{y})^2}", "rmse"),
        (r"\frac{1}{n} \sum |y_i - \hat{y}_i|", "mae"),
        ("1 - SSE/SST", "r2"),
        (r"\frac{1}{n - 1} \sum (x - \bar{x})^2", "var_sample"),
        (r"\frac{1}{n} \sum (p - y)^2", "brier"),
        (r"-\frac{1}{n} \sum (y \ln p + (1 - y) \ln(1 - p))", "log_loss"),
        (r"\sum (q_i - p_i) \ln \frac{q_i}{p_i}", "psi"),
        ("Q_3 + 1.5 IQR", "upper_fence"),
        (r"\frac{p \cdot se}{p \cdot se + (1 - p)(1 - sp)}", "ppv"),
        (r"\lambda W", "concurrency"),
        ("1 - (1 - p)^n", "p_at_least_one"),
        ("TP + FN + 1", None),
        ("40 / 50", None),
        ("y - x", None),
        ("colour + 1", None),
    ],
)
def test_a_formula_is_recognised_by_what_it_computes(text: str, metric: str | None) -> None:
    assert identify(text) == metric


@pytest.mark.parametrize(
    "name",
    [
        *("accuracy", "precision", "recall", "f1", "error_rate", "specificity", "npv", "fpr"),
        *("fnr", "fdr", "false_omission_rate", "f_beta", "f_half", "balanced_accuracy", "mcc"),
        *("youden_j", "kappa", "jaccard", "g_mean", "lr_plus", "lr_minus"),
        *("diagnostic_odds_ratio", "lift", "majority_baseline_accuracy"),
    ],
)
def test_the_formulas_of_the_confusion_matrix_compute_what_they_are_called(name: str) -> None:
    part = SHIPPED["confusion"].parts[0]
    output = next(output for output in part.outputs if output.name == name)
    assert identify(symbolic(part, output)) == name


@pytest.mark.parametrize(
    ("id", "name", "metric"),
    [
        ("regression", "mse", "mse"),
        ("regression", "mae", "mae"),
        ("regression", "r2", "r2"),
        ("regression", "mape", "mape"),
        ("regression", "sst", "sst"),
        ("regression", "mean_error", "mean_error"),
        ("descriptive", "sd_sample", "sd_sample"),
        ("descriptive", "var_pop", "var_pop"),
        ("descriptive", "cv", "cv"),
        ("correlation", "cov_sample", "cov_sample"),
        ("correlation", "pearson", "pearson"),
        ("drift_categorical", "l_infinity", "l_infinity"),
        ("drift_categorical", "psi", "psi"),
        ("drift_categorical", "l2", "l2"),
        ("drift_categorical", "total_variation", "total_variation"),
        ("penalty", "l1_penalty", "l1_penalty"),
        ("penalty", "elastic_net_sklearn", "elastic_net_sklearn"),
        ("penalty", "ridge_orthonormal", "ridge_orthonormal"),
        ("penalty", "lasso_orthonormal", "lasso_orthonormal"),
        ("probabilistic", "brier", "brier"),
        ("probabilistic", "log_loss", "log_loss"),
        ("base_rate", "npv", "npv"),
        ("scaling", "min_max", "min_max"),
        ("scaling", "max_abs", "max_abs"),
    ],
)
def test_other_formulas_of_the_catalogue_compute_what_they_are_called(
    id: str, name: str, metric: str
) -> None:
    part = SHIPPED[id].parts[0]
    output = next(output for output in part.outputs if output.name == name)
    assert identify(symbolic(part, output)) == metric


def test_a_formula_under_another_name_is_a_conflict() -> None:
    assert conflicts(r"\text{precision} = \frac{TP}{TP + FN}") == [
        Conflict("precision", r"\frac{TP}{TP + FN}", "recall")
    ]
    assert conflicts(r"\text{MSE} = \sum (y - \hat{y})^2")[0].found == "sse"
    assert conflicts(r"\text{FPR} = \frac{TN}{TN + FP} \qquad n = 3")[0].found == "specificity"
    assert conflicts(r"\text{recall} = \frac{TP}{TP + FN + 1}") == [
        Conflict("recall", r"\frac{TP}{TP + FN + 1}", None)
    ]


@pytest.mark.parametrize(
    "text",
    [
        r"F_1 = \frac{2PR}{P + R} = \frac{2 \cdot 10}{20 + 90} \approx 0.18",
        r"y = x^2",
        r"L = \lambda W = 40 \cdot 0.3 = 12",
        r"\text{PPV} = \frac{p \cdot se}{p \cdot se + (1 - p)(1 - sp)}",
        r"P(y \mid x) = 3",
        r"\text{accuracy} = \text{hits} / \text{tries}",
    ],
)
def test_numbers_synonyms_and_what_is_not_known_are_no_conflict(text: str) -> None:
    assert conflicts(text) == []


def test_a_chain_keeps_the_text_of_its_sides() -> None:
    ((name, formula),) = read_statements(r"\text{recall}  =  \frac{TP}{TP + FN}")
    assert (name.source, formula.source) == (r"\text{recall}", r"\frac{TP}{TP + FN}")
