"""What is done to a column before it is learned from: scaling, one-hot, crosses, hashing, bins."""

import math
from collections.abc import Callable, Sequence
from statistics import fmean, median

import numpy as np
from numpy.typing import NDArray

from studyapp.calculators.metrics.description import quantile
from studyapp.calculators.metrics.regression import spread
from studyapp.calculators.results import Result, Undefined, notes, ratio

CONSTANT = "All values are the same: the scaled column is 0 throughout."


def scaling(*, x: Sequence[float]) -> Result:
    """Each way to scale a column, and what it would be as a row of length 1.

    A column without spread becomes 0 and a row of zeros stays so, as in scikit-learn.
    """
    return Result(
        {
            "min_max": _each(min_max(x), x),
            "standard": _scaled(x, fmean(x), _deviation(x)),
            "robust": _scaled(x, median(x), quantile(x, 0.75) - quantile(x, 0.25)),
            "max_abs": _scaled(x, 0, max(map(abs, x))),
            "l2_normalised_row": _scaled(x, 0, math.hypot(*x)),
            "l1_normalised_row": _scaled(x, 0, math.fsum(map(abs, x))),
            "log1p": tuple(map(math.log1p, x))
            if min(x) > -1
            else Undefined("a value is −1 or less: 1 + x has no logarithm"),
        },
        notes((min(x) == max(x), CONSTANT)),
    )


def scaling_split(*, train: Sequence[float], serve: Sequence[float]) -> Result:
    """Min–max fitted on the training column only, and wrongly on both."""
    scale = min_max(train)
    served = _each(scale, serve)
    outside = [value for value in served if not 0 <= value <= 1]
    return Result(
        {
            "train": _each(scale, train),
            "serve": served,
            "leaked": _each(min_max((*train, *serve)), serve),
        },
        notes(
            (min(train) == max(train), CONSTANT),
            (outside, f"{len(outside)} served value(s) leave the range 0 to 1."),
        ),
    )


def min_max(fitted: Sequence[float]) -> Callable[[float], float]:
    low, width = min(fitted), max(fitted) - min(fitted)
    return lambda value: (value - low) / (width or 1)


def one_hot(*, cardinalities: Sequence[int], rows: int, drop_first: bool = False) -> Result:
    """Columns side by side add up, columns of a cross multiply (empty cells: Feller 1968)."""
    columns = sum(cardinalities) - len(cardinalities) * drop_first
    cells = math.prod(cardinalities)
    per_cell = rows / cells
    empty = cells * math.exp(rows * math.log1p(-1 / cells)) if cells > 1 else float(rows == 0)
    return Result(
        {
            "one_hot_columns": columns,
            "cross_cells": cells,
            "rows_per_cell": per_cell,
            "expected_empty_cells": empty,
            "cross_columns": cells - drop_first,
            "one_hot_nonzero_share": ratio(len(cardinalities), columns, "no columns are left"),
        },
        notes(
            (per_cell < 10, "Fewer than 10 rows a cell: too sparse to learn from."),
            (drop_first, "Without the first columns the share of non-zeros is an upper bound."),
        ),
    )


def hashing(*, categories: int, buckets: int) -> Result:
    """Categories hashed into buckets at random: how many buckets are used, how many collide."""
    free = -math.expm1(categories * _log_missed(buckets))
    occupied = buckets * free
    return Result(
        {
            "expected_occupied": occupied,
            "expected_collisions": categories - occupied,
            "p_category_collides": -math.expm1((categories - 1) * _log_missed(buckets))
            if categories > 1
            else 0.0,
        }
    )


def binning(*, x: Sequence[float], bins: int) -> Result:
    """Bins of equal width and of equal count; the last bin includes its upper edge."""
    if min(x) == max(x):
        nothing = Undefined("all values are the same: there is no width to divide")
        names = ("equal_width", "quantile")
        return Result({f"{name}_{what}": nothing for what in ("counts", "edges") for name in names})
    values = np.asarray(x, dtype=float)
    wide = np.linspace(values.min(), values.max(), bins + 1)
    asked = np.quantile(values, np.linspace(0, 1, bins + 1))
    even = np.unique(asked)
    return Result(
        {
            "equal_width_counts": _counts(values, wide),
            "quantile_counts": _counts(values, even),
            "equal_width_edges": tuple(map(float, wide)),
            "quantile_edges": tuple(map(float, even)),
        },
        notes((len(even) < len(asked), "Repeated quantiles were merged: there are fewer bins.")),
    )


def _counts(values: NDArray[np.float64], edges: NDArray[np.float64]) -> tuple[int, ...]:
    return tuple(int(count) for count in np.histogram(values, edges)[0])


def _each(scale: Callable[[float], float], values: Sequence[float]) -> tuple[float, ...]:
    return tuple(map(scale, values))


def _scaled(values: Sequence[float], middle: float, width: float) -> tuple[float, ...]:
    return tuple((value - middle) / (width or 1) for value in values)


def _deviation(values: Sequence[float]) -> float:
    return 0.0 if min(values) == max(values) else math.sqrt(spread(values) / len(values))


def _log_missed(buckets: int) -> float:
    """The logarithm of the chance that one category misses a given bucket."""
    return math.log1p(-1 / buckets) if buckets > 1 else -math.inf
