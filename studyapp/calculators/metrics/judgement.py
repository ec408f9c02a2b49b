"""How far raters agree, what a feature tells of the target, and which errors to work on first."""

import math
from collections.abc import Sequence
from statistics import fmean

from studyapp.calculators.distributions import f_sf
from studyapp.calculators.metrics.drift import chi_square
from studyapp.calculators.metrics.regression import spread
from studyapp.calculators.results import Number, Result, Undefined, notes, ratio


def agreement(*, rater1: Sequence[str], rater2: Sequence[str]) -> Result:
    names = sorted({*rater1, *rater2})
    place = {name: at for at, name in enumerate(names)}
    table = [[0] * len(names) for _ in names]
    for first, second in zip(rater1, rater2, strict=True):
        table[place[first]][place[second]] += 1
    return agreement_table(table=table)


def agreement_table(*, table: Sequence[Sequence[int]]) -> Result:
    """Cohen's κ (1960) of a square table, first rater down and second across."""
    n = sum(map(sum, table))
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    same = sum(table[k][k] for k in range(len(table)))
    by_chance = sum(a * b for a, b in zip(rows, columns, strict=True))
    nothing = "nothing was rated"
    kappa = ratio(
        same * n - by_chance,
        n * n - by_chance,
        "chance alone would agree always: both used one label" if n else nothing,
    )
    return Result(
        {
            "observed": ratio(same, n, nothing),
            "kappa": kappa,
            "chance": ratio(by_chance, n * n, nothing),
        },
        notes(
            (
                n and same > 0.8 * n and isinstance(kappa, float) and kappa < 0.4,
                "High agreement and low κ: one label is so common that chance explains most.",
            )
        ),
    )


def anova(*, x: Sequence[float], y: Sequence[str]) -> Result:
    """F of the groups that y makes of x (Fisher 1925): spread between against spread within."""
    groups: dict[str, list[float]] = {}
    for value, name in zip(x, y, strict=True):
        groups.setdefault(name, []).append(value)
    between = len(groups) - 1
    within = len(x) - len(groups)
    inside = math.fsum(spread(group) for group in groups.values())
    still = all(min(group) == max(group) for group in groups.values())
    reason = (
        "one group only: there is nothing to compare"
        if not between
        else "the groups have no spread of their own: F has nothing to compare with"
    )
    if not between or not within or still:
        return Result(dict.fromkeys(("F", "p"), Undefined(reason)))
    mean = fmean(x)
    apart = math.fsum(len(group) * (fmean(group) - mean) ** 2 for group in groups.values())
    statistic = (apart / between) / (inside / within)
    return Result({"F": statistic, "p": f_sf(statistic, between, within)})


def feature_table(*, table: Sequence[Sequence[int]]) -> Result:
    """χ² and mutual information of a table; the entropy is that of its rows."""
    names = ("chi2", "p", "mutual_information_bits", "mutual_information_nats", "entropy_y_bits")
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    if not all(rows) or not all(columns):
        return Result(dict.fromkeys(names, Undefined("a row or column of the table is empty")))
    n = sum(rows)
    shared = math.fsum(
        cell / n * math.log(cell * n / (rows[i] * columns[j]))
        for i, row in enumerate(table)
        for j, cell in enumerate(row)
        if cell
    )
    shared = max(0.0, shared)
    statistic, p_value = chi_square(table)
    entropy = math.fsum(-row / n * math.log2(row / n) for row in rows)
    values: list[Number] = [statistic, p_value, shared / math.log(2), shared, entropy]
    return Result(dict(zip(names, values, strict=True)))


def error_priority(*, slices: Sequence[tuple[str, float, float, float]]) -> Result:
    """What closing each gap to the human level would gain on the whole: gap · share.

    A slice is its name, its accuracy, the human level and its share of the data.
    """
    gains = [max(0.0, human - accuracy) * share for _, accuracy, human, share in slices]
    # equal to twelve digits is equal, and then the first stands
    rounded = [round(gain, 12) for gain in gains]
    best = rounded.index(max(rounded))
    return Result(
        {
            "best": slices[best][0] if rounded[best] else Undefined("no slice is below its level"),
            "best_gain": gains[best],
            "gain": tuple(gains),
        }
    )
