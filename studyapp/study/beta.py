"""The beta distribution: shares of its mass, and where a share is reached."""

from math import exp, lgamma, log, log1p

TINY = 1e-300


def beta_cdf(x: float, a: float, b: float) -> float:
    """The mass below ``x``: the regularised incomplete beta function.

    >>> beta_cdf(0.3, 1, 1)
    0.3
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast on the other side
        return 1 - beta_cdf(1 - x, b, a)
    return x * _density(x, a, b) * (1 - x) / (a * _fraction(x, a, b))


def beta_quantile(share: float, a: float, b: float) -> float:
    """The point below which that share of the mass lies: Newton's steps, kept inside a bracket.

    >>> round(beta_quantile(0.05, 2, 1), 12) == round(0.05**0.5, 12)
    True
    """
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(200):
        excess = beta_cdf(x, a, b) - share
        low, high = (low, x) if excess > 0 else (x, high)
        density = _density(x, a, b)
        after = x - excess / density if density > 0 else low
        if not low < after < high:
            after = (low + high) / 2
        if abs(after - x) <= 1e-15:
            return after
        x = after
    return x


def _density(x: float, a: float, b: float) -> float:
    return exp(lgamma(a + b) - lgamma(a) - lgamma(b) + (a - 1) * log(x) + (b - 1) * log1p(-x))


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, from the top (Lentz)."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, 1_000):
        half, odd = divmod(step, 2)
        if odd:
            term = -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
        else:
            term = half * (b - half) * x / ((a + step - 1) * (a + step))
        d = 1 / (1 + term * d or TINY)
        c = 1 + term / c or TINY
        value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value
