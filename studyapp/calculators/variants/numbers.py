"""Templates about lists of numbers: errors, spread, outliers, scaling, penalties."""

import math
from statistics import fmean, stdev

from studyapp.calculators.metrics.description import pearson_r
from studyapp.calculators.metrics.regression import soft_threshold, spread
from studyapp.calculators.variants.template import SMALL, Drawn, Template, Wrong, listed
from studyapp.draws import Draw


def _brier(draw: Draw) -> Drawn:
    y = [draw.below(2) for _ in range(4)]
    p = [draw.between(1, 9) / 10 for _ in range(4)]
    pairs = list(zip(p, y, strict=True))
    total = sum((chance - label) ** 2 for chance, label in pairs)
    brier = total / 4
    squares = " + ".join(f"{abs(chance - label):.1f}^2" for chance, label in pairs)
    return Drawn(
        inputs={"y": y, "p": p},
        stem=(
            f"Four forecasts said {listed(p)}; what happened was {listed(y)}. "
            "What is the Brier score?"
        ),
        key=brier,
        solution=rf"$\frac{{1}}{{4}} ({squares})$",
        wrong=(
            Wrong(
                "mean_absolute",
                sum(abs(chance - label) for chance, label in pairs) / 4,
                "That is the mean distance; the Brier score squares it.",
            ),
            Wrong("root", math.sqrt(brier), "You took the root; the Brier score does not."),
            Wrong("undivided", 4 * brier, "That is the sum; divide by the four forecasts."),
            Wrong(
                "log_loss",
                -sum(math.log(chance if label else 1 - chance) for chance, label in pairs) / 4,
                "That is the log loss.",
            ),
        ),
        opens={"y": y, "p": p},
    )


def _mse(draw: Draw) -> Drawn:
    n = draw.choice((4, 5))
    y = [draw.between(1, 20) for _ in range(n)]
    errors = [draw.choice((-3, -2, -1, 1, 2, 3)) for _ in range(n)]
    guess = [truth + error for truth, error in zip(y, errors, strict=True)]
    total = sum(error * error for error in errors)
    squares = " + ".join(f"{abs(error)}^2" for error in errors)
    return Drawn(
        inputs={"y": y, "y_hat": guess},
        stem=f"The true values are {listed(y)}; predicted were {listed(guess)}. What is the MSE?",
        key=total / n,
        solution=rf"$\frac{{1}}{{{n}}} ({squares}) = \frac{{{total}}}{{{n}}}$",
        wrong=(
            Wrong(
                "sum_not_divided", float(total), f"That is the sum of squares; divide by n = {n}."
            ),
            Wrong("rmse", math.sqrt(total / n), "That is the RMSE: you took the root."),
            Wrong(
                "mae",
                sum(map(abs, errors)) / n,
                "That is the MAE; the errors are squared.",
            ),
            Wrong(
                "mean_error_squared",
                (sum(errors) / n) ** 2,
                "You squared the mean error; square each error first, then take the mean.",
            ),
        ),
        opens={"y": y, "y_hat": guess},
    )


def _r2(draw: Draw) -> Drawn | None:
    y = [draw.between(2, 18) for _ in range(5)]
    guess = [truth + draw.choice((-4, -2, -1, 0, 1, 2, 4)) for truth in y]
    mean = sum(y) / 5
    sst = sum((truth - mean) ** 2 for truth in y)
    sse = sum((truth - value) ** 2 for truth, value in zip(y, guess, strict=True))
    if sst < 20 or min(guess) == max(guess):
        return None
    return Drawn(
        inputs={"y": y, "y_hat": guess},
        stem=f"The true values are {listed(y)}; predicted were {listed(guess)}. What is R²?",
        key=1 - sse / sst,
        solution=rf"$1 - \frac{{SSE}}{{SST}} = 1 - \frac{{{sse}}}{{{sst:g}}}$",
        wrong=(
            Wrong(
                "squared_correlation",
                pearson_r(y, guess) ** 2,
                "That is the squared correlation; it forgives a constant miss, R² does not.",
            ),
            Wrong("mse", sse / 5, "That is the MSE; R² compares it with the spread of y."),
            Wrong("ratio", sse / sst, "That is the unexplained share SSE/SST; take it from 1."),
        ),
        opens={"y": y, "y_hat": guess},
    )


def _bias_sq(draw: Draw) -> Drawn:
    truth = draw.between(5, 15)
    guesses = [truth + draw.between(-1, 5) for _ in range(4)]
    mean = sum(guesses) / 4
    variance = spread(guesses) / 4
    bias = mean - truth
    return Drawn(
        inputs={"predictions": guesses, "truth": truth},
        stem=(
            f"Four models predict {listed(guesses)} where the truth is {truth}. "
            "What is the squared bias?"
        ),
        key=bias**2,
        solution=rf"The mean is {mean:g}: $({mean:g} - {truth})^2$",
        wrong=(
            Wrong("variance", variance, "That is the variance: the scatter about their own mean."),
            Wrong("mse", bias**2 + variance, "That is the MSE: bias² and variance together."),
            Wrong("bias_unsquared", bias, "That is the bias; it was asked for squared."),
        ),
        opens={"predictions": guesses, "truth": truth},
    )


def _sample_sd(draw: Draw) -> Drawn:
    x = [draw.between(1, 20) for _ in range(5)]
    total = spread(x)
    sd = stdev(map(float, x))
    return Drawn(
        inputs={"x": x},
        stem=f"What is the sample standard deviation of {listed(x)}?",
        key=sd,
        solution=rf"$\sqrt{{\frac{{\sum (x - {fmean(x):g})^2}}{{4}}}} = \sqrt{{{total / 4:g}}}$",
        wrong=(
            Wrong("population_sd", math.sqrt(total / 5), "You divided by n; a sample has n − 1."),
            Wrong("variance", total / 4, "That is the variance; take the root."),
            Wrong("range", float(max(x) - min(x)), "That is the range, largest minus smallest."),
        ),
        opens={"x": x},
    )


def _covariance(draw: Draw) -> Drawn | None:
    x = [draw.between(1, 12) for _ in range(5)]
    y = [draw.between(1, 12) for _ in range(5)]
    if min(x) == max(x) or min(y) == max(y):
        return None
    # of whole numbers, so that nothing is rounded before the last division
    fivefold = 5 * sum(a * b for a, b in zip(x, y, strict=True)) - sum(x) * sum(y)
    together = fivefold / 5
    return Drawn(
        inputs={"x": x, "y": y},
        stem=f"x is {listed(x)} and y is {listed(y)}. What is the sample covariance?",
        key=fivefold / 20,
        solution=(
            rf"$\frac{{\sum (x - {fmean(x):g})(y - {fmean(y):g})}}{{4}}"
            rf" = \frac{{{together:g}}}{{4}}$"
        ),
        wrong=(
            Wrong("population", fivefold / 25, "You divided by n; a sample has n − 1."),
            Wrong("correlation", pearson_r(x, y), "That is the correlation, without units."),
            Wrong("undivided", together, "That is the sum of products; divide by n − 1."),
        ),
        opens={"x": x, "y": y},
    )


def _z_score(draw: Draw) -> Drawn:
    mean, sd = draw.between(20, 80), draw.choice((2, 4, 5, 8, 10))
    z = draw.choice((-3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0.5, 1.5, 2, 2.5, 3, 3.5))
    x = mean + z * sd
    return Drawn(
        inputs={"x": x, "mean": mean, "sd": sd},
        stem=f"The mean is {mean} and the standard deviation {sd}. What is the z score of {x:g}?",
        key=float(z),
        solution=rf"$\frac{{{x:g} - {mean}}}{{{sd}}}$",
        wrong=(
            Wrong("no_division", z * sd, "That is the distance from the mean; divide by the SD."),
            Wrong("sign", -z, "The sign is the wrong way round: value minus mean."),
            Wrong(
                "divided_by_variance", z / sd, "You divided by the variance; divide by the SD once."
            ),
        ),
    )


def _iqr_upper_fence(draw: Draw) -> Drawn:
    q1 = draw.between(10, 40)
    q3 = q1 + draw.choice((4, 6, 8, 10, 12))
    width = q3 - q1
    return Drawn(
        inputs={"q1": q1, "q3": q3},
        stem=f"The first quartile is {q1}, the third {q3}. Where is Tukey’s upper fence?",
        key=q3 + 1.5 * width,
        solution=rf"$Q_3 + 1.5 \cdot IQR = {q3} + 1.5 \cdot {width}$",
        wrong=(
            Wrong("three_iqr", q3 + 3 * width, "You went out by 3 IQR; the fence stands at 1.5."),
            Wrong("from_q1", q1 + 1.5 * width, "You started from Q1; start from Q3."),
            Wrong("no_factor", float(q3 + width), "You added one IQR; the factor is 1.5."),
            Wrong("lower", q1 - 1.5 * width, "That is the lower fence."),
        ),
    )


def _min_max(draw: Draw) -> Drawn:
    low, width = draw.between(0, 40), draw.choice((20, 25, 40, 50, 80))
    x = low + draw.between(1, width - 1)
    high = low + width
    return Drawn(
        inputs={"x": x, "min": low, "max": high},
        stem=f"A column runs from {low} to {high}. What does min–max scaling make of {x}?",
        key=(x - low) / width,
        solution=rf"$\frac{{{x} - {low}}}{{{high} - {low}}} = \frac{{{x - low}}}{{{width}}}$",
        wrong=(
            Wrong("max_abs", x / high, "You divided by the maximum; take off the minimum first."),
            Wrong("no_shift", x / width, "You did not take off the minimum."),
            Wrong("inverted", (high - x) / width, "You measured from the maximum downwards."),
        ),
        opens={"x": [low, x, high]},
    )


def _soft_threshold(draw: Draw) -> Drawn:
    w = draw.choice((-1, 1)) * draw.between(3, 30) / 10
    lam = draw.between(2, 12) / 10
    return Drawn(
        inputs={"w": w, "lam": lam},
        stem=(
            f"Without a penalty a weight is {w}. What is it under L1 with λ = {lam}, "
            "for an orthonormal design?"
        ),
        key=soft_threshold(w, lam) if abs(w) > lam else 0.0,
        solution=rf"$\text{{sign}}(w) \max(|w| - \lambda, 0)$ with $|w| = {abs(w)}$",
        wrong=(
            Wrong("ridge", w / (1 + lam), "That is L2, w ÷ (1 + λ); L1 subtracts."),
            Wrong(
                "subtract_signed",
                w - lam if w < 0 else w + lam,
                "The weight moves towards zero; you moved it away.",
            ),
            Wrong("unshrunk", w, "That is the weight without a penalty."),
        ),
        opens={"w": [w], "lam": lam},
    )


TEMPLATES = (
    Template("brier", "probabilistic", "brier", "Brier score", SMALL, _brier),
    Template("mse", "regression", "mse", "MSE", SMALL, _mse),
    Template("r2", "regression", "r2", "R²", SMALL, _r2),
    Template("bias_sq", "bias_variance", "bias_sq", "Squared bias", SMALL, _bias_sq),
    Template("sample_sd", "descriptive", "sd_sample", "Sample SD", SMALL, _sample_sd),
    Template("covariance", "correlation", "cov_sample", "Sample covariance", SMALL, _covariance),
    Template("z_score", "outliers", "", "z score", SMALL, _z_score),
    Template("iqr_upper_fence", "outliers", "", "Upper fence", SMALL, _iqr_upper_fence),
    Template("min_max", "scaling", "", "Min–max value", SMALL, _min_max),
    Template("soft_threshold", "penalty", "", "Soft threshold", SMALL, _soft_threshold),
)
