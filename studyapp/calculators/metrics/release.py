"""What a release risks, how long a request waits, and what serving costs."""

import math
from collections.abc import Sequence
from statistics import fmean

from studyapp.calculators.metrics.description import quantile
from studyapp.calculators.results import Number, Result, Undefined, notes, ratio

NO_REQUEST = "no request reaches the new version: nothing can be seen"
NO_EXCESS = "no excess: the new version does not fail more often"
ENDLESS = "the queue grows without bound"


def canary(
    *,
    requests_per_s: float,
    share: float,
    error_new: float,
    error_old: float,
    detect_min: float,
    rollback_min: float,
    ramp: Sequence[float] = (),
) -> Result:
    """The blast radius of a release that is watched, and called back when it fails."""
    seconds = 60 * (detect_min + rollback_min)
    excess = error_new - error_old
    full: Number = Undefined(NO_EXCESS)
    seen: Number = Undefined(NO_EXCESS)
    if excess > 0:
        full = requests_per_s * seconds * excess
        seen = requests_per_s * share * seconds * excess
    return Result(
        {
            "canary_requests": requests_per_s * share * seconds,
            "excess_errors": seen if share else Undefined(NO_REQUEST),
            "full_release_excess_errors": full,
            "overall_error_rate": share * error_new + (1 - share) * error_old,
            "reduction_factor": ratio(1, share, NO_REQUEST),
            "steps": len(ramp),
        }
    )


def first_error(*, p: float, n: int) -> Result:
    """Whether an error would show up; 3/n if none did (Hanley & Lippman-Hand 1983)."""
    return Result(
        {
            "p_at_least_one": at_least_one(p, n),
            "n_for_95": trials_for(0.95, p),
            "rule_of_three_upper_if_zero_seen": ratio(3, n, "nothing was tried"),
        }
    )


def at_least_one(p: float, n: int) -> float:
    """1 − (1−p)^n."""
    return -math.expm1(n * math.log1p(-p)) if p < 1 else float(n > 0)


def trials_for(confidence: float, p: float) -> Number:
    """The fewest trials of which at least one hits, with that confidence."""
    if p <= 0:
        return Undefined("it never happens: no number of trials is enough")
    if p >= 1:
        return 1
    return math.ceil(math.log(1 - confidence) / math.log1p(-p))


def ramp_up(*, start: float, factor: float, hold_hours: float) -> Result:
    """Shares of traffic that grow by a factor, each held for some hours, up to everything."""
    stages, share = [], start
    while share < 1:
        stages.append(share)
        share = min(1.0, share * factor)
    return Result(
        {
            "hours_to_full": len(stages) * hold_hours,
            "stage_count": len(stages) + 1,
            "stages": (*stages, 1.0),
        }
    )


def in_flight(*, arrival_per_s: float, mean_latency_ms: float) -> Result:
    """Little's law (1961): L = λW."""
    return Result({"concurrency": arrival_per_s * mean_latency_ms / 1000})


def throughput(*, concurrency: float, mean_latency_ms: float) -> Result:
    """Little's law the other way: X = N/W."""
    return Result(
        {
            "throughput_per_s": ratio(
                concurrency * 1000, mean_latency_ms, "a request takes no time at all"
            )
        }
    )


def utilisation(*, arrival_per_s: float, service_ms: float, servers: int) -> Result:
    busy = arrival_per_s * service_ms / 1000
    return Result(
        {
            "utilisation": busy / servers,
            "servers_needed_at_70pct": math.ceil(busy / 0.7 - 1e-9),
        },
        notes((busy >= servers, f"At this load {ENDLESS}.")),
    )


def queue(*, service_ms: float, rho: float) -> Result:
    """One server, random arrivals and service (M/M/1; Kleinrock 1975)."""
    if rho >= 1:
        return Result(dict.fromkeys(("mean_ms", "p95_ms"), Undefined(ENDLESS)))
    mean = service_ms / (1 - rho)
    return Result({"mean_ms": mean, "p95_ms": -math.log(0.05) * mean})


def percentiles(*, ms: Sequence[float]) -> Result:
    """The middle and the tail, between neighbours and by nearest rank."""
    ordered = sorted(ms)

    def nearest(percent: int) -> float:
        return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]

    return Result(
        {
            "mean": fmean(ms),
            "p50": quantile(ms, 0.5),
            "p95": quantile(ms, 0.95),
            "p99": quantile(ms, 0.99),
            "p50_nearest_rank": nearest(50),
            "p95_nearest_rank": nearest(95),
            "p99_nearest_rank": nearest(99),
        },
        notes((len(ms) < 100, "Fewer than 100 values: the p99 is a guess.")),
    )


def fan_out(*, k: int, p: float) -> Result:
    """The chance that one of k parallel calls is slow (Dean & Barroso 2013)."""
    return Result({"p": at_least_one(p, k)})


def batching(*, batch: int, fixed_ms: float, per_item_ms: float) -> Result:
    taken = fixed_ms + batch * per_item_ms
    return Result(
        {
            "batch_ms": taken,
            "throughput_per_s": ratio(1000 * batch, taken, "a batch takes no time at all"),
        }
    )


def availability(*, availability: float) -> Result:
    return Result({"minutes_per_30_days": (1 - availability) * 30 * 24 * 60})


def cost(
    *,
    predictions_per_month: float,
    serverless_per_1000: float,
    serverless_free: float = 0,
    instance_per_hour: float,
    hours: float = 730,
    instances: int = 1,
) -> Result:
    """Paying by the prediction against paying by the hour, and where they cost the same."""
    dedicated = instance_per_hour * hours * instances
    return Result(
        {
            "serverless": max(0.0, predictions_per_month - serverless_free)
            / 1000
            * serverless_per_1000,
            "dedicated": dedicated,
            "break_even_predictions": ratio(
                1000 * dedicated + serverless_free * serverless_per_1000,
                serverless_per_1000,
                "a prediction costs nothing: the instance never pays",
            ),
        }
    )
