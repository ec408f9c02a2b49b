"""How far serving data has moved from training data."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, stdev

from studyapp.calculators.distributions import chi2_sf, ks_two_sample_p
from studyapp.calculators.metrics.description import quantile
from studyapp.calculators.results import Number, Result, Undefined, notes

FLOOR = 1e-4
NO_COUNTS = "one of the two sides has no counts"


def drift_categorical(
    *,
    train_counts: Sequence[int],
    serving_counts: Sequence[int],
    psi_floor: float = FLOOR,
    alarm: float = 0.1,
) -> Result:
    """Distances between two lists of shares, in the order of their categories.

    L∞ is the Chebyshev distance that TensorFlow Data Validation uses; PSI is Siddiqi's (2006),
    with a floor under both shares; Jensen–Shannon after Lin (1991).
    """
    if not sum(train_counts) or not sum(serving_counts):
        return Result(dict.fromkeys(CATEGORICAL, Undefined(NO_COUNTS)))
    p = [count / sum(train_counts) for count in train_counts]
    q = [count / sum(serving_counts) for count in serving_counts]
    gaps = [abs(b - a) for a, b in zip(p, q, strict=True)]
    js = math.fsum(
        (_relative(a, (a + b) / 2) + _relative(b, (a + b) / 2)) / 2
        for a, b in zip(p, q, strict=True)
    )
    js = max(0.0, js)
    new = any(b and not a for a, b in zip(p, q, strict=True))
    kl: Number = Undefined("a category is new: its share was 0, so the divergence is infinite")
    if not new:
        kl = math.fsum(_relative(b, a) for a, b in zip(p, q, strict=True))
    statistic, p_value = chi_square((train_counts, serving_counts))
    largest = max(gaps)
    return Result(
        {
            "l_infinity": largest,
            "psi": psi(train_counts, serving_counts, psi_floor),
            "js_distance_bits": math.sqrt(js / math.log(2)),
            "fires": "yes" if largest > alarm else "no",
            "argmax_bin": gaps.index(largest),
            "l1": math.fsum(gaps),
            "total_variation": math.fsum(gaps) / 2,
            "l2": math.hypot(*gaps),
            "js_divergence_nats": js,
            "js_divergence_bits": js / math.log(2),
            "kl_serving_vs_train_nats": kl,
            "chi2": statistic,
            "chi2_p": p_value,
        },
        notes(
            (
                min(*p, *q) < psi_floor,
                f"A share was below the floor {psi_floor:g}: the floor decides the PSI.",
            )
        ),
    )


CATEGORICAL = (
    *("l_infinity", "psi", "js_distance_bits", "fires", "argmax_bin", "l1", "total_variation"),
    *("l2", "js_divergence_nats", "js_divergence_bits", "kl_serving_vs_train_nats"),
    *("chi2", "chi2_p"),
)


def psi(train: Sequence[int], serving: Sequence[int], floor: float = FLOOR) -> float:
    """The population stability index of two lists of counts, neither of them empty."""
    total = 0.0
    for before, after in zip(train, serving, strict=True):
        p, q = max(before / sum(train), floor), max(after / sum(serving), floor)
        total += (q - p) * math.log(q / p)
    return total


def chi_square(table: Sequence[Sequence[int]]) -> tuple[Number, Number]:
    """Pearson's statistic and its p, without a correction; empty rows and columns are left out."""
    rows = [row for row in table if sum(row)]
    columns = [column for column in zip(*rows, strict=True) if sum(column)]
    if len(rows) < 2 or len(columns) < 2:
        nothing = Undefined("there are not two rows and two columns to compare")
        return nothing, nothing
    heights = [sum(column) for column in columns]
    widths = [sum(cells) for cells in zip(*columns, strict=True)]
    n = sum(widths)
    statistic = math.fsum(
        (cell - width * height / n) ** 2 / (width * height / n)
        for column, height in zip(columns, heights, strict=True)
        for cell, width in zip(column, widths, strict=True)
    )
    return statistic, chi2_sf(statistic, (len(widths) - 1) * (len(heights) - 1))


def drift_numeric(
    *, train: Sequence[float], serving: Sequence[float], edges: Sequence[float] | None = None
) -> Result:
    """Two samples of numbers: Kolmogorov–Smirnov, Wasserstein, and PSI.

    PSI counts in the bins of `edges`, or of the training deciles; the outermost are open.
    """
    distance, place = ks_distance(train, serving)
    few = min(len(train), len(serving)) < 8
    shift: Number = Undefined("the training values have no spread to measure in")
    if len(train) > 1 and min(train) != max(train):
        shift = (fmean(serving) - fmean(train)) / stdev(map(float, train))
    cuts = edges or [quantile(train, tenth / 10) for tenth in range(11)]
    inner = sorted(set(cuts[1:-1]))
    before, after = _binned(train, inner), _binned(serving, inner)
    return Result(
        {
            "ks_d": distance,
            "ks_p": Undefined("fewer than 8 values in a sample: p says nothing")
            if few
            else ks_two_sample_p(distance, len(train), len(serving)),
            "wasserstein": wasserstein(train, serving),
            "mean_shift_in_sd": shift,
            "ks_location": place,
            "psi": psi(before, after),
            "train_counts": tuple(before),
            "serving_counts": tuple(after),
        }
    )


def ks_distance(first: Sequence[float], second: Sequence[float]) -> tuple[float, float]:
    """The largest gap between the two shares of values up to x, and the first such x."""
    a, b = sorted(first), sorted(second)
    # over a common denominator, so that equal gaps are equal
    gaps = {
        x: abs(bisect_right(a, x) * len(b) - bisect_right(b, x) * len(a)) for x in sorted({*a, *b})
    }
    place = max(gaps, key=gaps.__getitem__)
    return gaps[place] / (len(a) * len(b)), place


def wasserstein(first: Sequence[float], second: Sequence[float]) -> float:
    """The area between the two steps of shares: how far values move on average."""
    a, b = sorted(first), sorted(second)
    points = sorted({*a, *b})
    return math.fsum(
        abs(bisect_right(a, x) / len(a) - bisect_right(b, x) / len(b)) * (after - x)
        for x, after in pairwise(points)
    )


def _binned(values: Sequence[float], inner: Sequence[float]) -> list[int]:
    counts = [0] * (len(inner) + 1)
    for value in values:
        counts[bisect_right(inner, value)] += 1
    return counts


def _relative(p: float, q: float) -> float:
    return p * math.log(p / q) if p else 0.0
