"""Errors of predicted numbers, what they split into, and what holds weights back."""

import math
from collections.abc import Sequence
from statistics import fmean, median

from studyapp.calculators.results import Number, Result, Undefined, defined, notes

CONSTANT = "the true values are all the same: there is no spread to explain"


def regression(*, y: Sequence[float], y_hat: Sequence[float], n_features: int = 1) -> Result:
    """Errors are predicted minus true, so a positive mean error says too high."""
    n = len(y)
    errors = [guess - truth for truth, guess in zip(y, y_hat, strict=True)]
    sse = math.fsum(error * error for error in errors)
    sst = spread(y)
    varies = min(y) != max(y)
    mse = sse / n
    r2: Number = 1 - sse / sst if varies else Undefined(CONSTANT)
    freedom = n - n_features - 1
    return Result(
        {
            "mse": mse,
            "rmse": math.sqrt(mse),
            "mae": fmean(map(abs, errors)),
            "r2": r2,
            "medae": median(map(abs, errors)),
            "max_error": max(map(abs, errors)),
            "mean_error": fmean(errors),
            "mape": Undefined("a true value is 0: its share of error is infinite")
            if 0 in y
            else 100 * fmean(abs(e / truth) for e, truth in zip(errors, y, strict=True)),
            "adj_r2": defined(lambda r: 1 - (1 - r) * (n - 1) / freedom, r2)
            if freedom > 0
            else Undefined("too few values for that many features"),
            "explained_variance": 1 - spread(errors) / sst if varies else Undefined(CONSTANT),
            "sse": sse,
            "sst": sst,
            "n": n,
        },
        notes((not varies, "Some libraries print 0 or 1 where R² is undefined.")),
    )


def bullseye(
    *, shots: Sequence[Sequence[float]], target: Sequence[float] = (0, 0), noise_var: float = 0
) -> Result:
    """Bias and variance of shots in the plane; MSE = bias² + variance (Geman et al. 1992)."""
    mean = [fmean(axis) for axis in zip(*shots, strict=True)]
    bias_sq = math.dist(mean, target) ** 2
    variance = fmean(math.dist(shot, mean) ** 2 for shot in shots)
    mse = fmean(math.dist(shot, target) ** 2 for shot in shots)
    return _split(tuple(mean), math.sqrt(bias_sq), bias_sq, variance, mse, noise_var, len(shots))


def bias_variance(*, predictions: Sequence[float], truth: float, noise_var: float = 0) -> Result:
    """The same of several predictions for one truth; here the bias keeps its sign."""
    mean = fmean(predictions)
    bias, variance = mean - truth, spread(predictions) / len(predictions)
    mse = fmean((guess - truth) ** 2 for guess in predictions)
    return _split(mean, bias, bias * bias, variance, mse, noise_var, len(predictions))


def _split(
    mean: float | tuple[float, ...],
    bias: float,
    bias_sq: float,
    variance: float,
    mse: float,
    noise_var: float,
    n: int,
) -> Result:
    return Result(
        {
            "bias": bias,
            "variance": variance,
            "bias_sq": bias_sq,
            "mse": mse,
            "mean": mean,
            "expected_test_error": mse + noise_var,
        },
        notes((n == 1, "One training set says nothing about variance.")),
    )


def penalty(
    *, w: Sequence[float], lam: float, data_loss: float = 0, l1_ratio: float = 0.5
) -> Result:
    """Penalties on weights, and what they do to an orthonormal design (ESL 3.4)."""
    size = math.fsum(map(abs, w))
    square = math.fsum(weight * weight for weight in w)
    lasso = [soft_threshold(weight, lam) for weight in w]
    ridge = [weight / (1 + lam) for weight in w]
    return Result(
        {
            "l1_penalty": lam * size,
            "l2_penalty": lam * square,
            "loss_l1": data_loss + lam * size,
            "loss_l2": data_loss + lam * square,
            "elastic_net_sklearn": lam * (l1_ratio * size + (1 - l1_ratio) / 2 * square),
            "l1_norm": size,
            "l2_norm": math.sqrt(square),
            "l2_sq": square,
            "lasso_orthonormal": tuple(lasso),
            "ridge_orthonormal": tuple(ridge),
            "zeros_lasso": lasso.count(0),
            "zeros_ridge": ridge.count(0),
        },
        ("The intercept is not penalised.",),
    )


def soft_threshold(weight: float, lam: float) -> float:
    """Lasso's weight for an orthonormal design: nearer to zero by λ, and not past it."""
    return math.copysign(max(abs(weight) - lam, 0.0), weight)


def spread(values: Sequence[float]) -> float:
    """The sum of squared distances from the mean."""
    mean = fmean(values)
    return math.fsum((value - mean) ** 2 for value in values)
