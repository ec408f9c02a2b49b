"""The confusion matrix of two classes and of many (Matthews 1975; Youden 1950; Cohen 1960)."""

import math
from collections.abc import Sequence

from studyapp.calculators.results import Number, Result, Undefined, defined, notes, ratio

NOTHING = "there are no cases"
NO_ACTUAL = "no actual positives: there is nothing to find"
NO_NEGATIVE = "no actual negatives: there is nothing to reject"
NO_PREDICTED = "no predicted positives: the denominator is 0"
NO_PREDICTED_NEGATIVE = "no predicted negatives: the denominator is 0"
NO_TRUE_MATCH = "no positives, actual or predicted: 0/0"


def confusion(
    *,
    tp: int,
    fp: int,
    fn: int,
    tn: int,
    beta: float = 2,
    cost_fp: float = 1,
    cost_fn: float = 1,
) -> Result:
    n, actual, negative = tp + fp + fn + tn, tp + fn, tn + fp
    said, unsaid = tp + fp, tn + fn
    precision = ratio(tp, said, NO_PREDICTED)
    recall = ratio(tp, actual, NO_ACTUAL)
    specificity = ratio(tn, negative, NO_NEGATIVE)
    fpr, fnr = ratio(fp, negative, NO_NEGATIVE), ratio(fn, actual, NO_ACTUAL)
    prevalence = ratio(actual, n, NOTHING)

    margins = said * actual * negative * unsaid
    by_chance = said * actual + unsaid * negative
    values: dict[str, Number] = {
        "accuracy": ratio(tp + tn, n, NOTHING),
        "precision": precision,
        "recall": recall,
        "f1": f_score(tp, fp, fn, 1),
        "n": n,
        "error_rate": ratio(fp + fn, n, NOTHING),
        "specificity": specificity,
        "npv": ratio(tn, unsaid, NO_PREDICTED_NEGATIVE),
        "fpr": fpr,
        "fnr": fnr,
        "fdr": ratio(fp, said, NO_PREDICTED),
        "false_omission_rate": ratio(fn, unsaid, NO_PREDICTED_NEGATIVE),
        "f_beta": f_score(tp, fp, fn, beta),
        "f_half": f_score(tp, fp, fn, 0.5),
        "balanced_accuracy": defined(lambda r, s: (r + s) / 2, recall, specificity),
        "mcc": (tp * tn - fp * fn) / math.sqrt(margins)
        if margins
        else Undefined("a row or column of the matrix is empty: 0/0"),
        "youden_j": defined(lambda r, f: r - f, recall, fpr),
        "kappa": ratio(
            (tp + tn) * n - by_chance,
            n * n - by_chance,
            "chance alone would agree always" if n else NOTHING,
        ),
        "prevalence": prevalence,
        "predicted_positive_rate": ratio(said, n, NOTHING),
        "jaccard": ratio(tp, tp + fp + fn, NO_TRUE_MATCH),
        "g_mean": defined(lambda r, s: math.sqrt(r * s), recall, specificity),
        "lr_plus": defined(lambda r, f: r / f, recall, _above_zero(fpr, "no false positives")),
        "lr_minus": defined(lambda f, s: f / s, fnr, _above_zero(specificity, "no true negatives")),
        "diagnostic_odds_ratio": ratio(
            tp * tn, fp * fn, "no false positives or no false negatives"
        ),
        "lift": defined(lambda p, q: p / q, precision, _above_zero(prevalence, NO_ACTUAL)),
        "expected_cost": cost_fp * fp + cost_fn * fn,
        "majority_baseline_accuracy": ratio(max(actual, negative), n, NOTHING),
    }
    return Result(
        dict(values),
        notes((n and not margins, "Some libraries print 0 where the MCC is undefined.")),
    )


def f_score(tp: float, fp: float, fn: float, beta: float) -> Number:
    """van Rijsbergen's F: recall weighs β times as much as precision."""
    square = beta * beta
    return ratio((1 + square) * tp, (1 + square) * tp + square * fn + fp, NO_TRUE_MATCH)


def multiclass(
    *, matrix_rows_actual: Sequence[Sequence[int]], ignore_absent: bool = False
) -> Result:
    """Per class and averaged; a class never predicted counts 0 in the macro averages.

    Rows are actual classes, columns predicted ones. For single-label data micro precision,
    recall and F1 are the accuracy.
    """
    matrix = matrix_rows_actual
    classes = range(len(matrix))
    support = [sum(row) for row in matrix]
    said = [sum(row[k] for row in matrix) for k in classes]
    right = [matrix[k][k] for k in classes]
    n, hits = sum(support), sum(right)

    precision = [ratio(right[k], said[k], "this class was never predicted") for k in classes]
    recall = [ratio(right[k], support[k], "this class does not occur") for k in classes]
    f1 = [
        ratio(2 * right[k], said[k] + support[k], "this class neither occurs nor is predicted")
        for k in classes
    ]
    counted = [k for k in classes if support[k] or not ignore_absent]
    accuracy = ratio(hits, n, NOTHING)
    by_chance = _dot(said, support)
    spread = (n * n - _dot(said, said)) * (n * n - _dot(support, support))

    def macro(scores: list[Number]) -> Number:
        return ratio(sum(_or_zero(scores[k]) for k in counted), n and len(counted), NOTHING)

    def weighted(scores: list[Number]) -> Number:
        return ratio(sum(_or_zero(scores[k]) * support[k] for k in classes), n, NOTHING)

    present = [_or_zero(recall[k]) for k in classes if support[k]]
    never = [k + 1 for k in classes if not said[k]]
    absent = [k + 1 for k in classes if not support[k]]
    return Result(
        {
            "accuracy": accuracy,
            "macro_f1": macro(f1),
            "weighted_f1": weighted(f1),
            "balanced_accuracy": ratio(sum(present), len(present), NOTHING),
            "macro_precision": macro(precision),
            "macro_recall": macro(recall),
            "weighted_precision": weighted(precision),
            "weighted_recall": weighted(recall),
            "micro_precision": accuracy,
            "micro_recall": accuracy,
            "micro_f1": accuracy,
            "kappa": ratio(
                hits * n - by_chance,
                n * n - by_chance,
                "chance alone would agree always" if n else NOTHING,
            ),
            "mcc": (hits * n - by_chance) / math.sqrt(spread)
            if spread
            else Undefined("only one class occurs or is predicted: 0/0" if n else NOTHING),
            "class_precision": tuple(precision),
            "class_recall": tuple(recall),
            "class_f1": tuple(f1),
            "support": tuple(support),
        },
        notes(
            (never and n, f"Never predicted: class {_listed(never)}; its precision counts as 0."),
            (absent and n, f"Does not occur: class {_listed(absent)}."),
        ),
    )


def _above_zero(value: Number, reason: str) -> Number:
    return Undefined(f"{reason}: the denominator is 0") if value == 0 else value


def _or_zero(value: Number) -> float:
    return 0.0 if isinstance(value, Undefined) else value


def _dot(first: Sequence[int], second: Sequence[int]) -> int:
    return sum(a * b for a, b in zip(first, second, strict=True))


def _listed(classes: Sequence[int]) -> str:
    return ", ".join(map(str, classes))
