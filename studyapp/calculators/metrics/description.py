"""What a list of numbers is like, how two lists go together, and which values stand out."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean, median

import numpy as np

from studyapp.calculators.metrics.regression import spread
from studyapp.calculators.results import Number, Result, Undefined, defined, notes

ONE_VALUE = "one value has no spread that could be estimated"
CONSTANT = "all values are the same"


def quantile(values: Sequence[float], share: float) -> float:
    """Linear interpolation between neighbours (Hyndman & Fan 1996, type 7)."""
    ordered = sorted(values)
    below, part = divmod(share * (len(ordered) - 1), 1)
    low = ordered[int(below)]
    high = ordered[min(int(below) + 1, len(ordered) - 1)]
    return low + (high - low) * part


def descriptive(*, x: Sequence[float]) -> Result:
    n, mean, middle = len(x), fmean(x), median(x)
    total = spread(x)
    constant = min(x) == max(x)
    population = 0.0 if constant else total / n
    sample: Number = total / (n - 1) if n > 1 else Undefined(ONE_VALUE)
    sd: Number = defined(math.sqrt, sample)
    q1, q3 = quantile(x, 0.25), quantile(x, 0.75)
    counts = Counter(x)
    often = max(counts.values())
    modes = tuple(sorted(value for value, count in counts.items() if count == often))

    def moment(power: int) -> float:
        return math.fsum((value - mean) ** power for value in x) / n

    return Result(
        {
            "mean": mean,
            "median": middle,
            "sd_sample": sd,
            "iqr": q3 - q1,
            "n": n,
            "modes": modes if often > 1 else Undefined("every value occurs once"),
            "min": min(x),
            "max": max(x),
            "range": max(x) - min(x),
            "var_pop": population,
            "var_sample": sample,
            "sd_pop": math.sqrt(population),
            "q1": q1,
            "q3": q3,
            "se_mean": defined(lambda s: s / math.sqrt(n), sd),
            "skew": Undefined(CONSTANT) if constant else moment(3) / population**1.5,
            "excess_kurtosis": Undefined(CONSTANT) if constant else moment(4) / population**2 - 3,
            "mad": median(abs(value - middle) for value in x),
            "cv": defined(lambda s: s / mean, sd) if mean else Undefined("the mean is 0"),
        }
    )


def correlation(*, x: Sequence[float], y: Sequence[float]) -> Result:
    n = len(x)
    mean_x, mean_y = fmean(x), fmean(y)
    together = math.fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    flat = [name for name, values in (("x", x), ("y", y)) if min(values) == max(values)]
    no_r = Undefined(f"all values of {' and of '.join(flat)} are the same")
    pearson: Number = no_r if flat else pearson_r(x, y)
    slope: Number = Undefined("all values of x are the same: no line is the best")
    if "x" not in flat:
        slope = together / spread(x)
    return Result(
        {
            "pearson": pearson,
            "cov_sample": 0.0 if flat else together / (n - 1),
            "spearman": no_r if flat else pearson_r(ranks(x), ranks(y)),
            "kendall": no_r if flat else kendall_tau(x, y),
            "cov_pop": 0.0 if flat else together / n,
            "r_squared": defined(lambda r: r * r, pearson),
            "slope": slope,
            "intercept": defined(lambda b: mean_y - b * mean_x, slope),
        },
        notes(
            (not flat and n < 10, "Few pairs: one of them can make or break r."),
        ),
    )


def pearson_r(x: Sequence[float], y: Sequence[float]) -> float:
    """Of lists that are not constant; never outside −1 to 1."""
    mean_x, mean_y = fmean(x), fmean(y)
    together = math.fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return max(-1.0, min(1.0, together / math.sqrt(spread(x)) / math.sqrt(spread(y))))


def ranks(values: Sequence[float]) -> list[float]:
    """From 1 up; equal values share the mean of their ranks."""
    array = np.asarray(values, dtype=float)
    _, place, counts = np.unique(array, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return [float(rank) for rank in (last - (counts - 1) / 2)[place]]


def kendall_tau(x: Sequence[float], y: Sequence[float]) -> float:
    """Kendall's τ_b, which takes ties into account."""
    a, b = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    first = np.sign(a[:, None] - a[None, :]).astype(np.int64)
    second = np.sign(b[:, None] - b[None, :]).astype(np.int64)
    agreed = int((first * second).sum())
    untied = int(abs(first).sum()), int(abs(second).sum())
    return agreed / math.sqrt(untied[0]) / math.sqrt(untied[1])


def outliers(
    *, x: Sequence[float], z_threshold: float = 3, iqr_k: float = 1.5, mz_threshold: float = 3.5
) -> Result:
    """z scores with the population SD, Tukey's fences (1977), modified z (Iglewicz & Hoaglin 1993).

    Flags are the places of the values in the list, from 0.
    """
    n, mean, middle = len(x), fmean(x), median(x)
    constant = min(x) == max(x)
    sd = 0.0 if constant else math.sqrt(spread(x) / n)
    q1, q3 = quantile(x, 0.25), quantile(x, 0.75)
    low, high = q1 - iqr_k * (q3 - q1), q3 + iqr_k * (q3 - q1)
    mad = median(abs(value - middle) for value in x)
    z = [] if constant else [(value - mean) / sd for value in x]
    modified = [0.6745 * (value - middle) / mad for value in x] if mad else []
    half = "at least half of the values are the same: the MAD is 0"
    reach = math.sqrt(n - 1)
    return Result(
        {
            "iqr_outliers": _places(value < low or value > high for value in x),
            "z_outliers": _places(abs(value) > z_threshold for value in z),
            "lower_fence": low,
            "upper_fence": high,
            "mz_outliers": _places(abs(value) > mz_threshold for value in modified)
            if mad
            else Undefined(half),
            "max_possible_abs_z": reach,
            "mean": mean,
            "sd_pop": sd,
            "z": Undefined(f"{CONSTANT}: the SD is 0") if constant else tuple(z),
            "q1": q1,
            "q3": q3,
            "iqr": q3 - q1,
            "modified_z": tuple(modified) if mad else Undefined(half),
        },
        notes(
            (
                reach <= z_threshold,
                f"With {n} values no z can exceed {reach:.3g}: this limit finds nothing.",
            )
        ),
    )


def _places(flags: Iterable[bool]) -> tuple[int, ...]:
    return tuple(place for place, flag in enumerate(flags) if flag)
