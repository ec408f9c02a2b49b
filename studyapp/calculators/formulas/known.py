"""Formulas recognised by what they compute: “this equals recall”.

A formula is evaluated at a few random points, and so are the calculators. Where all values
agree, the formula is that metric, however it is written.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from studyapp.calculators.formulas.reader import read_formula, read_statements
from studyapp.calculators.formulas.tokens import canonical
from studyapp.calculators.formulas.tree import Formula, FormulaRefused, Quantity
from studyapp.calculators.metrics.classification import confusion
from studyapp.calculators.metrics.description import correlation, descriptive, outliers
from studyapp.calculators.metrics.drift import drift_categorical
from studyapp.calculators.metrics.preparation import scaling
from studyapp.calculators.metrics.probability import base_rate, probabilistic
from studyapp.calculators.metrics.regression import penalty, regression
from studyapp.calculators.metrics.release import at_least_one
from studyapp.calculators.results import Result
from studyapp.draws import Draw

POINTS = 3
CLOSE = 1e-9
# two calculators give one thing two names
SAME = {"ppv": "precision"}


@dataclass(frozen=True)
class Point:
    """Quantities that fit together, and the metrics of them."""

    quantities: dict[str, Quantity]
    metrics: dict[str, Quantity]


@dataclass(frozen=True)
class Conflict:
    """A formula that is called one metric and computes another, or none."""

    claimed: str
    source: str
    found: str | None


def identify(formula: str | Formula) -> str | None:
    """The metric that the formula computes, or None; a text that is no formula is none.

    >>> identify(r"\\frac{TP}{TP + FN}"), identify("1 - specificity"), identify("TP + 2")
    ('recall', 'fpr', None)
    """
    try:
        read = read_formula(formula) if isinstance(formula, str) else formula
    except FormulaRefused:
        return None
    if not read.names:
        return None
    matches = (_matched(read, family) for family in FAMILIES)
    return next((name for name in matches if name), None)


def conflicts(text: str) -> list[Conflict]:
    r"""The formulas in a text of mathematics whose name and content disagree.

    A name stands alone before an equals sign. What cannot be read claims nothing.

    >>> conflicts(r"\text{precision} = \frac{TP}{TP + FN}")
    [Conflict(claimed='precision', source='\\frac{TP}{TP + FN}', found='recall')]
    """
    try:
        statements = read_statements(text)
    except FormulaRefused:
        return []
    found = []
    for claim, *sides in statements:
        claimed = identify(claim) if _is_name(claim) else None
        if claimed is None:
            continue
        for side in sides:
            metric = identify(side)
            unknown = metric is None and not (_is_word(claim) and _is_known(claim, side))
            if side.names and not unknown and SAME.get(metric or "", metric) != claimed:
                found.append(Conflict(claimed, side.source, metric))
    return found


def _is_name(formula: Formula) -> bool:
    tree = formula.tree
    if tree.kind == "power":  # R² and σ²
        return tree.parts[0].kind == "name" and tree.parts[1].value == 2
    return tree.kind == "name"


def _is_word(claim: Formula) -> bool:
    return all(len(name) > 1 for name in claim.names)


def _is_known(*formulas: Formula) -> bool:
    """Whether one family of metrics has all the quantities of these formulas."""
    named = frozenset().union(*(formula.names for formula in formulas))
    return any(named <= set(_points(family)[0].quantities) for family in FAMILIES)


def _matched(formula: Formula, family: str) -> str | None:
    points = _points(family)
    if not formula.names <= set(points[0].quantities):
        return None
    try:
        values = [formula.evaluate(point.quantities) for point in points]
    except FormulaRefused:
        return None
    for name in points[0].metrics:
        wanted = [point.metrics[name] for point in points]
        if all(
            np.shape(value) == np.shape(right) and np.allclose(value, right, rtol=CLOSE, atol=0)
            for value, right in zip(values, wanted, strict=True)
        ):
            return name
    return None


@cache
def _points(family: str) -> tuple[Point, ...]:
    return tuple(FAMILIES[family](Draw(f"formula|{family}|{at}")) for at in range(POINTS))


def _point(metrics: Mapping[str, Any], quantities: Mapping[str, Any], **aliases: str) -> Point:
    """Lists become arrays; what is undefined at the point is left out."""
    kept = {name: held for name, value in metrics.items() if (held := _held(value)) is not None}
    names = {canonical(name): value for name, value in kept.items()}
    names |= {name: held for name, v in quantities.items() if (held := _held(v)) is not None}
    names |= {alias: kept[name] for alias, name in aliases.items()}
    return Point(names, kept)


def _held(value: Any) -> Quantity | None:
    if isinstance(value, tuple | list):
        numbers = [number for number in value if isinstance(number, int | float)]
        return np.array(numbers, dtype=float) if len(numbers) == len(value) else None
    return float(value) if isinstance(value, int | float) else None


def _values(*results: Result) -> dict[str, Any]:
    joined: dict[str, Any] = {}
    for result in results:
        joined |= {name: v for name, v in result.values.items() if name not in joined}
    return joined


def _confusion(draw: Draw) -> Point:
    tp, fp, fn, tn = (draw.between(5, 400) for _ in range(4))
    beta = draw.choice((3, 4, 5))
    counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    metrics = _values(confusion(**counts, beta=beta))
    metrics["f2"] = confusion(**counts, beta=2).values["f_beta"]
    quantities = counts | {"beta": beta, "N": tp + fp + fn + tn, "total": tp + fp + fn + tn}
    quantities |= {
        "true_positive": tp,
        "false_positive": fp,
        "false_negative": fn,
        "true_negative": tn,
        "actual_positive": tp + fn,
        "actual_negative": tn + fp,
        "predicted_positive": tp + fp,
        "predicted_negative": tn + fn,
        "all": tp + fp + fn + tn,
    }
    return _point(
        metrics,
        quantities,
        P="precision",
        R="recall",
        F_1="f1",
        f1_score="f1",
        F_2="f2",
        F_beta="f_beta",
        tpr="recall",
        true_positive_rate="recall",
        false_positive_rate="fpr",
        false_negative_rate="fnr",
        sensitivity="recall",
        tnr="specificity",
        ppv="precision",
        J="youden_j",
    )


def _regression(draw: Draw) -> Point:
    y = [draw.between(1, 400) / 10 for _ in range(7)]
    guess = [value + draw.choice((-9, -4, -2, 1, 3, 5)) / 10 for value in y]
    metrics = _values(regression(y=y, y_hat=guess, n_features=2))
    count = metrics.pop("n")
    quantities = {"y": y, "y_hat": guess, "n": count, "p": 2, "y_bar": sum(y) / len(y)}
    # the guesses lie close, so the root exists
    return _point(metrics, quantities | {"R": math.sqrt(metrics["r2"])}, ss_res="sse", ss_tot="sst")


def _column(draw: Draw) -> Point:
    x = [draw.between(1, 400) / 10 for _ in range(7)]
    described = descriptive(x=x)
    fences = outliers(x=x)
    metrics = _values(described, fences, scaling(x=x))
    for name in ("n", "min", "max", "max_possible_abs_z"):
        metrics.pop(name, None)
    held = described.values
    quantities = {"x": x, "x_bar": held["mean"], "mu": held["mean"], "n": held["n"]}
    quantities |= {"min": held["min"], "max": held["max"], "x_min": held["min"]}
    quantities |= {"x_max": held["max"], "x_tilde": held["median"], "k": 1.5}
    return _point(
        metrics, quantities, sigma="sd_pop", s="sd_sample", Q_1="q1", Q_3="q3", se="se_mean"
    )


def _correlation(draw: Draw) -> Point:
    x, y = ([draw.between(1, 400) / 10 for _ in range(6)] for _ in range(2))
    metrics = _values(correlation(x=x, y=y))
    first, second = descriptive(x=x).values, descriptive(x=y).values
    quantities = {"x": x, "y": y, "n": 6, "x_bar": first["mean"], "y_bar": second["mean"]}
    quantities |= {"sigma_x": first["sd_pop"], "sigma_y": second["sd_pop"]}
    quantities |= {"s_x": first["sd_sample"], "s_y": second["sd_sample"]}
    return _point(
        metrics, quantities, r="pearson", rho="spearman", tau="kendall", s_xy="cov_sample"
    )


def _drift(draw: Draw) -> Point:
    train, serving = ([draw.between(5, 200) for _ in range(4)] for _ in range(2))
    metrics = _values(drift_categorical(train_counts=train, serving_counts=serving))
    for name in ("fires", "argmax_bin", "chi2", "chi2_p"):
        metrics.pop(name)
    quantities = {"p": [count / sum(train) for count in train]}
    quantities |= {"q": [count / sum(serving) for count in serving]}
    return _point(metrics, quantities, L_inf="l_infinity", L_1="l1", L_2="l2")


def _penalty(draw: Draw) -> Point:
    w = [draw.choice((-1, 1)) * draw.between(5, 90) / 10 for _ in range(5)]
    lam, ratio = draw.between(11, 39) / 10, draw.between(1, 8) / 10
    metrics = _values(penalty(w=w, lam=lam, data_loss=7.3, l1_ratio=ratio))
    metrics = {name: value for name, value in metrics.items() if not name.startswith("zeros")}
    return _point(metrics, {"w": w, "lambda": lam, "alpha": ratio, "loss": 7.3})


def _probabilistic(draw: Draw) -> Point:
    y = [*(draw.below(2) for _ in range(6)), 0, 1]
    p = [draw.between(5, 95) / 100 for _ in y]
    metrics = _values(probabilistic(y=y, p=p))
    metrics = {n: metrics[n] for n in ("log_loss", "brier", "base_rate", "brier_skill")}
    return _point(metrics, {"y": y, "p": p, "n": len(y), "N": len(y)})


def _base_rate(draw: Draw) -> Point:
    p, se, sp = draw.between(5, 95) / 100, draw.between(51, 98) / 100, draw.between(51, 98) / 100
    metrics = _values(base_rate(prevalence=p, sensitivity=se, specificity=sp))
    metrics = {name: metrics[name] for name in ("ppv", "npv")}
    named = {"prevalence": p, "sensitivity": se, "specificity": sp, "base_rate": p}
    return _point(metrics, named | {"p": p, "se": se, "sp": sp})


def _waiting(draw: Draw) -> Point:
    """Little's law and the queue, with times in one unit."""
    rate, wait, servers = draw.between(20, 400), draw.between(2, 90) / 100, draw.between(2, 9)
    service = servers * draw.between(20, 80) / 100 / rate
    busy = rate * service / servers
    metrics = {
        "concurrency": rate * wait,
        "utilisation": busy,
        "mean_ms": service / (1 - busy),
    }
    quantities = {"lambda": rate, "W": wait, "S": service, "c": servers}
    return _point(metrics, quantities, L="concurrency", rho="utilisation")


def _trials(draw: Draw) -> Point:
    p, n = draw.between(1, 30) / 100, draw.between(2, 40)
    return _point({"p_at_least_one": at_least_one(p, n)}, {"p": p, "q": p, "n": n})


FAMILIES: dict[str, Callable[[Draw], Point]] = {
    "confusion": _confusion,
    "regression": _regression,
    "column": _column,
    "correlation": _correlation,
    "drift": _drift,
    "penalty": _penalty,
    "probabilistic": _probabilistic,
    "base_rate": _base_rate,
    "waiting": _waiting,
    "trials": _trials,
}
