"""Templates about drift, releases, load, and how much is enough."""

import math

from studyapp.calculators.metrics.drift import ks_distance
from studyapp.calculators.metrics.sampling import two_sided
from studyapp.calculators.variants.template import (
    LOAD,
    SMALL,
    WHOLE,
    Drawn,
    Template,
    Wrong,
    listed,
    percent,
)
from studyapp.draws import Draw

PSI_BASES = (
    (0.5, 0.3, 0.2),
    (0.4, 0.4, 0.2),
    (0.6, 0.3, 0.1),
    (0.25, 0.5, 0.25),
    (0.45, 0.35, 0.2),
)
ONE_SIDED = 1.6448536269514722


def _l_infinity(draw: Draw) -> Drawn | None:
    def composition() -> list[int]:
        first, second = sorted(draw.between(1, 19) for _ in range(2))
        return [first * 5, (second - first) * 5, 100 - second * 5]

    train, serving = composition(), composition()
    if 0 in train or 0 in serving:
        return None
    gaps = [abs(a / 100 - b / 100) for a, b in zip(train, serving, strict=True)]
    doubled = [2 * share for share in serving]
    return Drawn(
        inputs={"train": train, "serving": doubled},
        stem=(
            f"Three categories were counted {listed(train)} in training and {listed(doubled)} in "
            "serving. What is the L-infinity distance of the shares?"
        ),
        key=max(gaps),
        solution=f"The shares differ by {listed(gaps)}; the largest counts.",
        wrong=(
            Wrong(
                "raw_counts",
                float(max(abs(b - a) for a, b in zip(train, doubled, strict=True))),
                "You compared counts; turn both sides into shares first.",
            ),
            Wrong("l1", sum(gaps), "That is the L1 distance, the sum of the gaps."),
            Wrong(
                "l2",
                math.sqrt(sum(gap**2 for gap in gaps)),
                "That is the L2 distance, the root of the summed squares.",
            ),
        ),
        opens={"train_counts": train, "serving_counts": doubled},
    )


def _psi(draw: Draw) -> Drawn | None:
    p = draw.choice(PSI_BASES)
    source = draw.below(3)
    target = (source + 1 + draw.below(2)) % 3
    moved = draw.choice((0.05, 0.1, 0.15, 0.2))
    q = list(p)
    q[source] -= moved
    q[target] += moved
    if q[source] < 0.045:
        return None
    pairs = list(zip(p, q, strict=True))
    index = sum((b - a) * math.log(b / a) for a, b in pairs)
    serving = [round(share, 2) for share in q]
    return Drawn(
        inputs={"train": list(p), "serving": serving},
        stem=(
            f"The shares were {listed(p)} in training and are {listed(serving)} in serving. "
            "What is the PSI?"
        ),
        key=index,
        solution=(
            r"$\sum (q - p) \ln \frac{q}{p}$: "
            + " + ".join(f"{(b - a) * math.log(b / a):.4f}" for a, b in pairs)
        ),
        wrong=(
            Wrong(
                "log2",
                sum((b - a) * math.log2(b / a) for a, b in pairs),
                "You took the logarithm to base 2; PSI takes the natural one.",
            ),
            Wrong(
                "kl",
                sum(b * math.log(b / a) for a, b in pairs),
                "That is the KL divergence; PSI weighs with q − p, not with q.",
            ),
            Wrong("l1", sum(abs(b - a) for a, b in pairs), "That is the L1 distance."),
        ),
        opens={
            "train_counts": [round(100 * share) for share in p],
            "serving_counts": [round(100 * share) for share in q],
        },
    )


def _ks_d(draw: Draw) -> Drawn:
    a = sorted(draw.between(1, 20) for _ in range(5))
    b = sorted(draw.between(4, 26) for _ in range(6))
    distance, place = ks_distance(a, b)
    return Drawn(
        inputs={"a": a, "b": b},
        stem=(
            f"One sample is {listed(a)}, the other {listed(b)}. "
            "What is the Kolmogorov–Smirnov distance D?"
        ),
        key=distance,
        solution=f"The shares up to x lie farthest apart at x = {place:g}.",
        wrong=(
            Wrong(
                "mean_difference",
                abs(sum(a) / 5 - sum(b) / 6),
                "That is the difference of the means; D compares the shares up to x.",
            ),
            Wrong("complement", 1 - distance, "You took the gap from 1."),
        ),
        opens={"train": a, "serving": b},
    )


def _littles_law(draw: Draw) -> Drawn:
    rate = draw.choice((20, 40, 50, 80, 120, 200))
    wait = draw.choice((50, 100, 150, 200, 250, 400))
    return Drawn(
        inputs={"arrival_per_s": rate, "latency_ms": wait},
        stem=(
            f"{rate} requests a second arrive, and each takes {wait} ms. "
            "How many are in flight on average?"
        ),
        key=rate * wait / 1000,
        solution=rf"$L = \lambda W = {rate} \cdot {wait / 1000:g}$",
        wrong=(
            Wrong(
                "ms_not_converted",
                float(rate * wait),
                "Milliseconds were not made seconds.",
            ),
            Wrong(
                "divided",
                rate / (wait / 1000),
                "You divided the rate by the time; Little’s law multiplies.",
            ),
            Wrong(
                "inverse", wait / rate, "You divided the time by the rate; Little’s law multiplies."
            ),
        ),
        opens={"arrival_per_s": rate, "mean_latency_ms": wait},
    )


def _canary_errors(draw: Draw) -> Drawn:
    rate, share = draw.choice((50, 100, 200, 400)), draw.choice((0.01, 0.02, 0.05, 0.1))
    new, old = draw.choice((0.03, 0.04, 0.05, 0.08)), draw.choice((0.005, 0.01, 0.02))
    minutes = draw.choice((5, 10, 15, 20))
    return Drawn(
        inputs={
            "rps": rate,
            "share": share,
            "error_new": new,
            "error_old": old,
            "minutes": minutes,
        },
        stem=(
            f"{rate} requests a second, {percent(share)} of them to a new version. It fails in "
            f"{percent(new)} instead of {percent(old)}, and is rolled back after {minutes} "
            "minutes. How many extra requests failed?"
        ),
        key=rate * share * 60 * minutes * (new - old),
        solution=(rf"${rate} \cdot {share} \cdot 60 \cdot {minutes} \cdot ({new} - {old})$"),
        wrong=(
            Wrong(
                "full_traffic",
                rate * 60 * minutes * (new - old),
                "You counted all traffic; only the canary’s share is exposed.",
            ),
            Wrong(
                "not_excess",
                rate * share * 60 * minutes * new,
                "Those are all its failures; the old version would have had some of them.",
            ),
            Wrong(
                "seconds_forgotten",
                rate * share * minutes * (new - old),
                "The rate is by the second and the time in minutes: times 60.",
            ),
        ),
        opens={
            "requests_per_s": rate,
            "share": share,
            "error_new": new,
            "error_old": old,
            "detect_min": minutes,
            "rollback_min": 0,
        },
    )


def _sample_n(draw: Draw) -> Drawn:
    p = draw.choice((0.1, 0.2, 0.3, 0.5))
    margin = draw.choice((0.02, 0.025, 0.04, 0.05, 0.1))
    z = two_sided(0.95)
    return Drawn(
        inputs={"p": p, "margin": margin, "confidence": 0.95},
        stem=(
            f"You expect a share of {p} and want to know it to within ± {margin} with 95 % "
            "confidence. How many cases do you need?"
        ),
        key=float(math.ceil(z * z * p * (1 - p) / margin**2)),
        solution=(
            rf"$\left\lceil \frac{{1.96^2 \cdot {p} \cdot {1 - p:g}}}{{{margin}^2}}"
            r" \right\rceil$"
        ),
        wrong=(
            Wrong(
                "one_sided_z",
                float(math.ceil(ONE_SIDED**2 * p * (1 - p) / margin**2)),
                "That is the one-sided z of 1.645; an interval has two sides, 1.96.",
            ),
            Wrong(
                "margin_not_squared",
                float(math.ceil(z * z * p * (1 - p) / margin)),
                "The margin is squared.",
            ),
            Wrong(
                "p_instead_of_pq",
                float(math.ceil(z * z * p / margin**2)),
                "You used p; the variance of a share is p(1 − p).",
            ),
        ),
        opens={"p": p, "margin": margin, "confidence": 0.95},
    )


def _grid_fits(draw: Draw) -> Drawn:
    sizes = [draw.between(2, 5) for _ in range(3)]
    k = draw.choice((3, 5, 10))
    combinations = math.prod(sizes)
    product = r" \cdot ".join(map(str, sizes))
    return Drawn(
        inputs={"grid": sizes, "k": k},
        stem=(
            f"A grid search tries {sizes[0]}, {sizes[1]} and {sizes[2]} values of three "
            f"parameters with {k}-fold cross-validation. How many models are fitted?"
        ),
        key=float(combinations * k),
        solution=f"${product} \\cdot {k}$",
        wrong=(
            Wrong(
                "sum_instead_of_product",
                float(sum(sizes) * k),
                "You added the values; every combination is tried, so they multiply.",
            ),
            Wrong(
                "no_folds",
                float(combinations),
                "Those are the combinations; each is fitted once a fold.",
            ),
            Wrong("plus_folds", float(combinations + k), "The folds multiply, they do not add."),
        ),
        opens={"grid_sizes": sizes, "k": k},
    )


def _cross_columns(draw: Draw) -> Drawn:
    a, b = draw.between(3, 12), draw.between(4, 24)
    return Drawn(
        inputs={"cardinalities": [a, b]},
        stem=(
            f"One feature has {a} values, another {b}. "
            "How many columns does their cross have, one-hot?"
        ),
        key=float(a * b),
        solution=rf"${a} \cdot {b}$",
        wrong=(
            Wrong("sum", float(a + b), "That is one-hot side by side; a cross multiplies."),
            Wrong("two_columns", 2.0, "A cross makes a column for every pair of values."),
        ),
        opens={"cardinalities": [a, b]},
    )


def _random_search(draw: Draw) -> Drawn:
    n, q = draw.choice((10, 20, 30, 40, 60)), draw.choice((0.02, 0.05, 0.1))
    missed = (1 - q) ** n
    return Drawn(
        inputs={"n": n, "q": q},
        stem=(
            f"A random search tries {n} settings. How likely is it that at least one lies in the "
            f"best {percent(q)}?"
        ),
        key=1 - missed,
        solution=rf"$1 - (1 - {q})^{{{n}}}$",
        wrong=(
            Wrong("product", n * q, "That is the expected number of hits, not a probability."),
            Wrong("none", missed, "That is the chance that none is; take it from 1."),
        ),
        opens={"n": n, "q": q},
    )


def _break_even(draw: Draw) -> Drawn:
    hour = draw.choice((0.05, 0.1, 0.115, 0.2, 0.4))
    thousand = draw.choice((0.01, 0.02, 0.05, 0.1))
    inputs = {"instance_per_hour": hour, "hours": 730, "serverless_per_1000": thousand}
    return Drawn(
        inputs=inputs,
        stem=(
            f"An instance costs {hour} an hour for 730 hours a month, serverless {thousand} a "
            "thousand predictions. At how many predictions a month do they cost the same?"
        ),
        key=hour * 730 / thousand * 1000,
        solution=rf"$\frac{{{hour} \cdot 730}}{{{thousand}}} \cdot 1000$",
        wrong=(
            Wrong(
                "thousand_forgotten",
                hour * 730 / thousand,
                "That many thousands: the price is for 1,000 predictions.",
            ),
            Wrong(
                "one_hour", hour / thousand * 1000, "That is the break-even of one hour, not 730."
            ),
        ),
        opens=dict(inputs),
    )


TEMPLATES = (
    Template("l_infinity", "drift_categorical", "l_infinity", "L-infinity", SMALL, _l_infinity),
    Template("psi", "drift_categorical", "psi", "PSI", SMALL, _psi),
    Template("ks_d", "drift_numeric", "ks_d", "Kolmogorov–Smirnov D", SMALL, _ks_d),
    Template("littles_law", "latency", "concurrency", "Little’s law", LOAD, _littles_law),
    Template("canary_errors", "canary", "excess_errors", "Extra errors", LOAD, _canary_errors),
    Template("sample_n", "sample_size", "n", "Sample size", WHOLE, _sample_n),
    Template("grid_fits", "kfold", "fits", "Fits of a grid", WHOLE, _grid_fits),
    Template("cross_columns", "one_hot", "cross_cells", "Crossed columns", WHOLE, _cross_columns),
    Template("random_search", "kfold", "p", "Random search", SMALL, _random_search),
    Template("break_even", "cost", "break_even_predictions", "Break-even", LOAD, _break_even),
)
