"""Forecasts as probabilities: their losses, base rates, and which case to label next."""

import math
from collections.abc import Callable, Sequence

from studyapp.calculators.metrics.sampling import wilson
from studyapp.calculators.results import Number, Result, Undefined, Value, notes, ratio

CLIP = 2.220446049250313e-16  # where scikit-learn clips, so that one item costs at most 36.04
ONE_CLASS = "only one class occurs: the base rate is never wrong"


def probabilistic(*, y: Sequence[int], p: Sequence[float], bins: int = 5) -> Result:
    """Log loss, Brier score (Brier 1950) and ECE with equal-width bins (Naeini et al. 2015)."""
    n = len(y)
    given = [chance if label else 1 - chance for label, chance in zip(y, p, strict=True)]
    log_loss = -math.fsum(math.log(min(max(q, CLIP), 1 - CLIP)) for q in given) / n
    brier = math.fsum((1 - q) ** 2 for q in given) / n
    rate = sum(y) / n
    spread = rate * (1 - rate)

    groups: list[list[tuple[int, float]]] = [[] for _ in range(bins)]
    for label, chance in zip(y, p, strict=True):
        groups[min(int(chance * bins), bins - 1)].append((label, chance))
    filled = [group for group in groups if group]
    shares = [sum(label for label, _ in group) / len(group) for group in filled]
    stated = [math.fsum(chance for _, chance in group) / len(group) for group in filled]
    error = math.fsum(
        len(group) * abs(share - mean)
        for group, share, mean in zip(filled, shares, stated, strict=True)
    )
    bars = [wilson(sum(label for label, _ in group), len(group)) for group in filled]
    impossible = 0.0 in given
    return Result(
        {
            "log_loss": log_loss,
            "brier": brier,
            "ece": error / n,
            "base_rate": rate,
            "log_loss_exact": math.inf
            if impossible
            else max(0.0, -math.fsum(map(math.log, given)) / n),
            "log_loss_baseline": _entropy((rate, 1 - rate)),
            "brier_baseline": spread,
            "brier_skill": 1 - brier / spread if spread else Undefined(ONE_CLASS),
            "bin_count": tuple(len(group) for group in filled),
            "bin_stated": tuple(stated),
            "bin_share": tuple(shares),
            "bin_low": tuple(low for low, _ in bars),
            "bin_high": tuple(high for _, high in bars),
        },
        notes(
            (
                impossible,
                "What was called impossible happened: the exact log loss is infinite. "
                "The number above clips it at 36.04 for one case.",
            )
        ),
    )


def base_rate(*, prevalence: float, sensitivity: float, specificity: float) -> Result:
    """What an alarm is worth (Bayes 1763), and the counts in 10,000 cases."""
    tp, fn = prevalence * sensitivity, prevalence * (1 - sensitivity)
    fp, tn = (1 - prevalence) * (1 - specificity), (1 - prevalence) * specificity
    ppv: Number = Undefined("nobody has it: an alarm cannot be right")
    npv: Number = Undefined("everybody has it: an all-clear cannot be right")
    if prevalence > 0:
        ppv = ratio(tp, tp + fp, "there are no alarms: 0/0")
    if prevalence < 1:
        npv = ratio(tn, tn + fn, "there is no all-clear: 0/0")
    counts: dict[str, Value] = {"tp": 1e4 * tp, "fn": 1e4 * fn, "fp": 1e4 * fp, "tn": 1e4 * tn}
    return Result(counts | {"ppv": ppv, "npv": npv})


def active_learning(*, probabilities: Sequence[Sequence[float]]) -> Result:
    """How unsure a model is of each case, and the case to label next (Settles 2009).

    Of equally unsure cases the first is picked.
    """
    rows = [[chance / math.fsum(row) for chance in row] for row in probabilities]
    ranked = [sorted(row, reverse=True) for row in rows]
    margin = [row[0] - row[1] for row in ranked]
    entropy = [_entropy(row) / math.log(2) for row in rows]
    unsure = [1 - row[0] for row in ranked]
    return Result(
        {
            "pick_margin": _first(margin, min),
            "pick_entropy": _first(entropy, max),
            "pick_least_confidence": _first(unsure, max),
            "margin": tuple(margin),
            "entropy_bits": tuple(entropy),
            "least_confidence": tuple(unsure),
        }
    )


def _first(values: list[float], best: Callable[[list[float]], float]) -> int:
    # equal to twelve digits is equal
    rounded = [round(value, 12) for value in values]
    return rounded.index(best(rounded))


def _entropy(shares: Sequence[float]) -> float:
    """In nats; a share of 0 adds nothing."""
    return math.fsum(-share * math.log(share) for share in shares if share > 0)
