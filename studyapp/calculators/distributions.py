"""Tails and quantiles of the distributions that the calculators and the analyses use.

`cdf` is the lower tail P(X ≤ x), `sf` the upper tail P(X > x), each computed by itself, so that
a small tail keeps its digits. A quantile is the smallest x whose lower tail reaches p.
"""

import math
import struct
from collections.abc import Callable
from itertools import count
from statistics import NormalDist

import numpy as np

LARGEST_DEGREES = 1e8  # past it a continued fraction takes too many terms
TINY = 1e-300
EPSILON = 1e-16


class NotADistribution(ValueError):
    """A parameter or a probability that no distribution has."""


def normal_cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


def normal_sf(x: float) -> float:
    return math.erfc(x / math.sqrt(2)) / 2


def normal_quantile(p: float) -> float:
    """Wichura's AS 241 (1988), as the standard library has it; ±∞ at 0 and 1."""
    _check_probability(p)
    if p in (0, 1):
        return math.inf if p else -math.inf
    return NormalDist().inv_cdf(p)


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, the lower tail of a Beta(a, b).

    >>> round(beta_cdf(0.5, 2, 2), 12)
    0.5
    """
    return _beta_tail(x, 1 - x, a, b)


def beta_sf(x: float, a: float, b: float) -> float:
    return _beta_tail(1 - x, x, b, a)


def beta_quantile(p: float, a: float, b: float) -> float:
    """The share below which a Beta(a, b) lies with probability p.

    >>> round(beta_quantile(0.05, 1, 1), 12)
    0.05
    """
    _check_positive(a, b)
    return _quantile(p, 0, 1, lambda x: beta_cdf(x, a, b), lambda x: beta_sf(x, a, b))


def t_sf(x: float, degrees: float) -> float:
    """The upper tail of Student's t."""
    _check_positive(degrees)
    if x < 0:
        return 1 - t_sf(-x, degrees)
    square = x * x
    total = degrees + square
    return _beta_tail(degrees / total, square / total, degrees / 2, 0.5) / 2


def t_cdf(x: float, degrees: float) -> float:
    return t_sf(-x, degrees)


def t_quantile(p: float, degrees: float) -> float:
    _check_probability(p)
    _check_positive(degrees)
    if p == 0.5:
        return 0.0
    if p < 0.5:
        return -_quantile(
            1 - p, 0, math.inf, lambda x: t_cdf(x, degrees), lambda x: t_sf(x, degrees), upper=p
        )
    return _quantile(p, 0, math.inf, lambda x: t_cdf(x, degrees), lambda x: t_sf(x, degrees))


def f_sf(x: float, above: float, below: float) -> float:
    """The upper tail of Snedecor's F with `above` and `below` degrees of freedom."""
    _check_positive(above, below)
    if x <= 0:
        return 1.0
    total = above * x + below
    return _beta_tail(below / total, above * x / total, below / 2, above / 2)


def f_cdf(x: float, above: float, below: float) -> float:
    _check_positive(above, below)
    if x <= 0:
        return 0.0
    total = above * x + below
    return _beta_tail(above * x / total, below / total, above / 2, below / 2)


def f_quantile(p: float, above: float, below: float) -> float:
    _check_positive(above, below)
    return _quantile(
        p, 0, math.inf, lambda x: f_cdf(x, above, below), lambda x: f_sf(x, above, below)
    )


def chi2_cdf(x: float, degrees: float) -> float:
    return _gamma_tails(degrees / 2, x / 2)[0]


def chi2_sf(x: float, degrees: float) -> float:
    """The upper tail of chi-square: the p value of a test whose statistic is x."""
    return _gamma_tails(degrees / 2, x / 2)[1]


def chi2_quantile(p: float, degrees: float) -> float:
    _check_positive(degrees)
    return _quantile(p, 0, math.inf, lambda x: chi2_cdf(x, degrees), lambda x: chi2_sf(x, degrees))


def kolmogorov_sf(x: float) -> float:
    """The upper tail of Kolmogorov's limit of √n·D (Kolmogorov 1933; Feller 1948)."""
    if x <= 0:
        return 1.0
    if x < 1:
        return 1 - _kolmogorov_lower(x)
    terms = (math.exp(-2 * (k * min(x, 20)) ** 2) for k in range(1, 20))
    return 2 * math.fsum(term if k % 2 == 0 else -term for k, term in enumerate(terms))


def kolmogorov_cdf(x: float) -> float:
    if x <= 0:
        return 0.0
    return _kolmogorov_lower(x) if x < 1 else 1 - kolmogorov_sf(x)


def kolmogorov_quantile(p: float) -> float:
    return _quantile(p, 0, math.inf, kolmogorov_cdf, kolmogorov_sf)


def ks_two_sample_p(distance: float, first: int, second: int) -> float:
    """The exact chance that two samples of one distribution lie `distance` apart or more.

    Of all orders in which the two samples can mix, it counts those whose path leaves the band
    (Hodges 1958). Samples without ties are meant; with ties the chance is at most this.
    """
    _check_positive(first, second)
    # whole steps, so that a distance that is itself one of the steps is met exactly
    common = math.lcm(first, second)
    steps = round(distance * common)
    if steps <= 0:
        return 1.0
    touched = np.zeros(1)
    for drawn in range(1, first + second + 1):
        low, high = max(0, drawn - second), min(first, drawn)
        ones = np.arange(low, high + 1)
        before = np.zeros(first + 2)
        start = max(0, drawn - 1 - second)
        before[start + 1 : start + 1 + len(touched)] = touched
        touched = (ones * before[ones] + (drawn - ones) * before[ones + 1]) / drawn
        gap = np.abs(ones * (common // first) - (drawn - ones) * (common // second))
        touched[gap >= steps] = 1.0
    return float(touched[0])


def _kolmogorov_lower(x: float) -> float:
    if x < 0.04:  # less than the smallest float
        return 0.0
    terms = (math.exp(-((2 * k - 1) ** 2) * math.pi**2 / (8 * x * x)) for k in range(1, 20))
    return math.sqrt(2 * math.pi) / x * math.fsum(terms)


def _beta_tail(x: float, rest: float, a: float, b: float) -> float:
    """The incomplete beta at x, where `rest` is 1 − x without its rounding."""
    _check_positive(a, b)
    if x <= 0:
        return 0.0
    if rest <= 0:
        return 1.0
    if x <= (a + 1) / (a + b + 2):
        return _beta_density(x, rest, a, b) * _beta_fraction(x, rest, a, b) / a
    return 1 - _beta_density(rest, x, b, a) * _beta_fraction(rest, x, b, a) / b


def _beta_density(x: float, rest: float, a: float, b: float) -> float:
    """x^a·(1−x)^b / B(a, b) by the saddle point (Loader 2000): no digits cancel."""
    n = a + b
    error = _stirling_error(n) - _stirling_error(a) - _stirling_error(b)
    deviance = _deviance(a, n, x) + _deviance(b, n, rest)
    return math.exp(error - deviance) * math.sqrt(a / n * b / (2 * math.pi))


def _stirling_error(n: float) -> float:
    """log Γ(n+1) − log(√(2πn)·(n/e)^n)."""
    if n < 15:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - math.log(2 * math.pi) / 2
    square = n * n
    series = (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square
    return (1 / 12 - (1 / 360 - series) / square) / n


def _deviance(part: float, whole: float, share: float) -> float:
    """part·log(part / expected) + expected − part, for the expected part whole·share."""
    expected = whole * share
    excess = (part - expected) / expected
    if abs(excess) > 0.1:
        return part * math.log(part / whole / share) + expected - part
    # (1+e)·log(1+e) − e = e²/2 − e³/6 + e⁴/12 − …
    term, total = excess, 0.0
    for k in count(2):
        term *= -excess
        step = term / (k * (k - 1))
        if total - step == total:
            return expected * total
        total -= step
    raise AssertionError("the series ends")


def _beta_fraction(x: float, rest: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta (DLMF 8.17.22), by Lentz's method."""
    value, c = 1.0, 1.0
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in count(1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _away_from_zero(1 + step * d)
            c = _away_from_zero(1 + step / c)
            value *= c * d
        if abs(c * d - 1) < 4 * EPSILON:
            return value
    raise AssertionError("the fraction converges")


def _gamma_tails(a: float, x: float) -> tuple[float, float]:
    """The lower and the upper regularised incomplete gamma function at x."""
    _check_positive(a)
    if x <= 0:
        return 0.0, 1.0
    if x == math.inf:
        return 1.0, 0.0
    # x^a·e^(−x) / Γ(a+1)
    density = math.exp(-_stirling_error(a) - _deviance(a, x, 1)) / math.sqrt(2 * math.pi * a)
    if x < a + 1:
        lower = density * _gamma_series(a, x)
        return lower, 1 - lower
    upper = density * a * _gamma_fraction(a, x)
    return 1 - upper, upper


def _gamma_series(a: float, x: float) -> float:
    term = total = 1.0
    for n in count(1):
        term *= x / (a + n)
        total += term
        if term < total * EPSILON:
            return total
    raise AssertionError("the series converges")


def _gamma_fraction(a: float, x: float) -> float:
    """DLMF 8.9.2, by Lentz's method."""
    b = x + 1 - a
    c = 1 / TINY
    value = d = 1 / _away_from_zero(b)
    for n in count(1):
        step = -n * (n - a)
        b += 2
        d = 1 / _away_from_zero(step * d + b)
        c = _away_from_zero(b + step / c)
        value *= c * d
        if abs(c * d - 1) < 4 * EPSILON:
            return value
    raise AssertionError("the fraction converges")


def _away_from_zero(x: float) -> float:
    return x if abs(x) > TINY else TINY


def _quantile(
    p: float,
    low: float,
    high: float,
    cdf: Callable[[float], float],
    sf: Callable[[float], float],
    *,
    upper: float | None = None,
) -> float:
    """Where the lower tail reaches p, for values from 0 up: bisection over the floats themselves.

    Halving the order of the floats, rather than their distance, finds 1e-300 as fast as 0.5.
    Above the median the upper tail decides, which is `upper` where the caller knows it better.
    """
    _check_probability(p)
    if p in (0, 1):
        return high if p else low
    tail = 1 - p if upper is None else upper

    def reached(x: float) -> bool:
        return cdf(x) >= p if p <= 0.5 else sf(x) <= tail

    under, over = _order(low), _order(high)
    while over - under > 1:
        middle = (under + over) // 2
        if reached(_float(middle)):
            over = middle
        else:
            under = middle
    return _float(over)


def _order(x: float) -> int:
    """The place of a float that is not negative among all such floats."""
    return int(struct.unpack("<q", struct.pack("<d", x))[0])


def _float(place: int) -> float:
    return float(struct.unpack("<d", struct.pack("<q", place))[0])


def _check_probability(p: float) -> None:
    if not 0 <= p <= 1:
        raise NotADistribution("A probability lies between 0 and 1.")


def _check_positive(*parameters: float) -> None:
    for parameter in parameters:
        if not 0 < parameter <= LARGEST_DEGREES:
            raise NotADistribution(f"A parameter lies above 0 and at most {LARGEST_DEGREES:,.0f}.")
