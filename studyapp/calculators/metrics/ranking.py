"""Scores against a threshold, and against every threshold at once (Hanley & McNeil 1982)."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from studyapp.calculators.metrics.classification import confusion, f_score
from studyapp.calculators.results import Number, Result, Undefined, ratio

ONE_CLASS = "only one class occurs: there is no pair to rank"
NO_POSITIVES = "no actual positives: there is nothing to find"
NO_NEGATIVES = "no actual negatives: there is nothing to reject"
AT_RATES = ("accuracy", "precision", "recall", "f1", "specificity", "fpr")


class Cut(NamedTuple):
    """The positives called when everything from `threshold` up is called positive."""

    threshold: float
    tp: int
    fp: int


def cuts(y: Sequence[int], score: Sequence[float]) -> list[Cut]:
    """One cut for each distinct score from the highest down, after one that calls nothing."""
    found = [Cut(math.inf, 0, 0)]
    for value, label in sorted(zip(score, y, strict=True), reverse=True):
        _, tp, fp = found[-1]
        cut = Cut(value, tp + label, fp + 1 - label)
        if found[-1].threshold == value:
            found[-1] = cut
        else:
            found.append(cut)
    return found


def area_under_roc(found: Sequence[Cut]) -> Number:
    """The chance that a random positive outranks a random negative, ties counting half."""
    _, positives, negatives = found[-1]
    doubled = sum((after.fp - cut.fp) * (after.tp + cut.tp) for cut, after in pairwise(found))
    return ratio(doubled, 2 * positives * negatives, ONE_CLASS)


def threshold(
    *,
    y: Sequence[int],
    score: Sequence[float],
    threshold: float = 0.5,
    cost_fp: float = 1,
    cost_fn: float = 1,
) -> Result:
    """Positive is called from the threshold up; the curves run over the distinct scores."""
    called = [value >= threshold for value in score]
    tp = sum(label for label, said in zip(y, called, strict=True) if said)
    fp = sum(called) - tp
    fn = sum(y) - tp
    tn = len(y) - tp - fp - fn
    at = confusion(tp=tp, fp=fp, fn=fn, tn=tn).values

    found = cuts(y, score)
    _, positives, negatives = found[-1]
    auc = area_under_roc(found)
    fpr = tuple(ratio(cut.fp, negatives, NO_NEGATIVES) for cut in found)
    tpr = tuple(ratio(cut.tp, positives, NO_POSITIVES) for cut in found)

    # from the lowest threshold up, and then the point (0, 1) by convention
    falling = found[:0:-1]
    pr_precision = (*(cut.tp / (cut.tp + cut.fp) for cut in falling), 1.0)
    pr_recall = (*(ratio(cut.tp, positives, NO_POSITIVES) for cut in falling), 0.0)
    gained = math.fsum(
        (cut.tp - before.tp) * cut.tp / (cut.tp + cut.fp) for before, cut in pairwise(found)
    )

    by_j = max(found, key=lambda cut: cut.tp * negatives - cut.fp * positives)
    by_f1 = max(found[1:], key=lambda cut: _f1(cut, positives))
    by_cost = min(found, key=lambda cut: cost_fp * cut.fp + cost_fn * (positives - cut.tp))
    nobody = "calling nothing positive is as good as any threshold"
    both = positives and negatives
    return Result(
        {
            "auc": auc,
            **{name: at[name] for name in ("recall", "fpr", "precision")},
            "tp": tp,
            "fp": fp,
            "fn": fn,
            "tn": tn,
            **{name: at[name] for name in AT_RATES},
            "gini": auc if isinstance(auc, Undefined) else 2 * auc - 1,
            "mann_whitney": auc,
            "average_precision": ratio(gained, positives, NO_POSITIVES),
            "youden_threshold": _cut_at(by_j, nobody) if both else Undefined(ONE_CLASS),
            "youden_j": ratio(
                by_j.tp * negatives - by_j.fp * positives, positives * negatives, ONE_CLASS
            ),
            "f1_threshold": by_f1.threshold if positives else Undefined(NO_POSITIVES),
            "cost_threshold": _cut_at(by_cost, nobody),
            "fpr_points": fpr,
            "tpr_points": tpr,
            "thresholds": tuple(cut.threshold for cut in found),
            "pr_precision": pr_precision,
            "pr_recall": pr_recall,
        }
    )


def _f1(cut: Cut, positives: int) -> float:
    value = f_score(cut.tp, cut.fp, positives - cut.tp, 1)
    return -1.0 if isinstance(value, Undefined) else value


def _cut_at(cut: Cut, reason: str) -> Number:
    return Undefined(reason) if cut.threshold == math.inf else cut.threshold
