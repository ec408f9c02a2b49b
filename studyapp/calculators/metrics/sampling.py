"""How many cases an estimate needs, and how data is split for it."""

import math
from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

from studyapp.calculators.distributions import normal_quantile
from studyapp.calculators.metrics.release import at_least_one, trials_for
from studyapp.calculators.results import Number, Result, Undefined, notes

FEASIBLE = 1e9
TOO_MANY = "more than 10⁹ cases: not feasible"


def two_sided(confidence: float) -> float:
    return normal_quantile(1 - (1 - confidence) / 2)


def sample_proportion(
    *, p: float, margin: float, confidence: float = 0.95, population: int | None = None
) -> Result:
    """n = z²p(1−p)/e², with the correction for a finite population (Cochran 1977)."""
    n = two_sided(confidence) ** 2 * p * (1 - p) / margin**2
    if population is not None:
        n = n / (1 + (n - 1) / population)
    return Result({"n": _rounded_up(n)})


def sample_two(*, p1: float, p2: float, alpha: float = 0.05, power: float = 0.8) -> Result:
    """Per arm, two-sided, without continuity correction (Fleiss, Levin & Paik 2003)."""
    if p1 == p2:
        return Result({"n_per_arm": Undefined("there is no difference to find")})
    mean = (p1 + p2) / 2
    under_null = normal_quantile(1 - alpha / 2) * math.sqrt(2 * mean * (1 - mean))
    under_change = normal_quantile(power) * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return Result({"n_per_arm": _rounded_up((under_null + under_change) ** 2 / (p1 - p2) ** 2)})


def sample_mean(*, sd: float, margin: float, confidence: float = 0.95) -> Result:
    """n = (z·s/e)²."""
    return Result({"n": _rounded_up((two_sided(confidence) * sd / margin) ** 2)})


def sample_interval(*, correct: int, n: int, confidence: float = 0.95) -> Result:
    """Wilson's interval (1927) of a measured share."""
    low, high = wilson(correct, n, confidence)
    return Result({"share": correct / n, "low": low, "high": high})


def wilson(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    z = two_sided(confidence)
    share, square = hits / n, z * z / n
    middle = (share + square / 2) / (1 + square)
    reach = z / (1 + square) * math.sqrt(share * (1 - share) / n + square / (4 * n))
    # at the ends the root is exact on paper only
    return (middle - reach if hits else 0.0), (middle + reach if hits < n else 1.0)


def folds(*, n: int, k: int) -> Result:
    """Sizes of k folds; the first n mod k get one more."""
    sizes = fold_sizes(n, k)
    return Result(
        {
            "fits": k,
            "fold_sizes": tuple(sizes),
            "train_sizes": tuple(n - size for size in sizes),
        }
    )


def fold_sizes(n: int, k: int) -> list[int]:
    return [n // k + (fold < n % k) for fold in range(k)]


def stratified(*, labels: Mapping[str, int], k: int) -> Result:
    """Members of the last class in each fold, dealt out by class and in the order of the labels."""
    counts = list(labels.values())
    start, end = sum(counts[:-1]), sum(counts)
    dealt, ordered, reached = [], [], 0
    for fold, size in enumerate(fold_sizes(end, k)):
        dealt.append(_up_to(end, fold, k) - _up_to(start, fold, k))
        ordered.append(max(0, min(end, reached + size) - max(start, reached)))
        reached += size
    rare = [name for name, count in labels.items() if count < k]
    return Result(
        {
            "positives_per_fold": tuple(dealt),
            "positives_per_fold_unshuffled_kfold": tuple(ordered),
        },
        notes((rare, f"Fewer than {k} members: {', '.join(rare)}. Some folds have none.")),
    )


def fold_scores(*, scores: Sequence[float]) -> Result:
    """Mean and SD; the folds share training data, so SD/√k is no error bar (Bengio 2004)."""
    return Result(
        {
            "mean": fmean(scores),
            "sd": stdev(map(float, scores)) if len(scores) > 1 else Undefined("one fold only"),
        }
    )


def grid(*, grid_sizes: Sequence[int], k: int) -> Result:
    combinations = math.prod(grid_sizes)
    return Result(
        {
            "fits": k * combinations,
            "fits_with_refit": k * combinations + 1,
            "combinations": combinations,
        }
    )


def random_search(*, n: int, q: float) -> Result:
    """The chance that one of n random trials lies in the best share q (Bergstra & Bengio 2012)."""
    return Result({"p": at_least_one(q, n), "n_for_95": trials_for(0.95, q)})


def _up_to(end: int, fold: int, k: int) -> int:
    """How many of the first `end` places belong to the fold, dealt out one by one."""
    return (end - fold + k - 1) // k if end > fold else 0


def _rounded_up(n: float) -> Number:
    return math.ceil(n - 1e-9) if n <= FEASIBLE else Undefined(TOO_MANY)
