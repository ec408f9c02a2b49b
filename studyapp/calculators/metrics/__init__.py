"""The arithmetic of the catalogue: numbers and lists in, values or their reasons out."""

from collections.abc import Callable

from studyapp.calculators.metrics.classification import confusion, multiclass
from studyapp.calculators.metrics.description import correlation, descriptive, outliers
from studyapp.calculators.metrics.drift import drift_categorical, drift_numeric
from studyapp.calculators.metrics.judgement import (
    agreement,
    agreement_table,
    anova,
    error_priority,
    feature_table,
)
from studyapp.calculators.metrics.preparation import (
    binning,
    hashing,
    one_hot,
    scaling,
    scaling_split,
)
from studyapp.calculators.metrics.probability import active_learning, base_rate, probabilistic
from studyapp.calculators.metrics.ranking import threshold
from studyapp.calculators.metrics.regression import bias_variance, bullseye, penalty, regression
from studyapp.calculators.metrics.release import (
    availability,
    batching,
    canary,
    cost,
    fan_out,
    first_error,
    in_flight,
    percentiles,
    queue,
    ramp_up,
    throughput,
    utilisation,
)
from studyapp.calculators.metrics.sampling import (
    fold_scores,
    folds,
    grid,
    random_search,
    sample_interval,
    sample_mean,
    sample_proportion,
    sample_two,
    stratified,
)
from studyapp.calculators.results import Result

# what computes each part of each calculator; a part of the calculator's own name is its first
FUNCTIONS: dict[str, dict[str, Callable[..., Result]]] = {
    "confusion": {"confusion": confusion},
    "multiclass": {"multiclass": multiclass},
    "threshold": {"threshold": threshold},
    "probabilistic": {"probabilistic": probabilistic},
    "regression": {"regression": regression},
    "bias_variance": {"bullseye": bullseye, "one_truth": bias_variance},
    "descriptive": {"descriptive": descriptive},
    "correlation": {"correlation": correlation},
    "outliers": {"outliers": outliers},
    "scaling": {"column": scaling, "split": scaling_split},
    "one_hot": {"cross": one_hot, "hashing": hashing},
    "drift_categorical": {"drift_categorical": drift_categorical},
    "drift_numeric": {"drift_numeric": drift_numeric},
    "canary": {"blast_radius": canary, "first_error": first_error, "ramp": ramp_up},
    "latency": {
        "in_flight": in_flight,
        "throughput": throughput,
        "utilisation": utilisation,
        "queue": queue,
        "percentiles": percentiles,
        "fan_out": fan_out,
        "batching": batching,
        "availability": availability,
    },
    "sample_size": {
        "proportion": sample_proportion,
        "two_proportions": sample_two,
        "mean": sample_mean,
        "interval": sample_interval,
    },
    "penalty": {"penalty": penalty},
    "kfold": {
        "folds": folds,
        "grid": grid,
        "random_search": random_search,
        "scores": fold_scores,
        "stratified": stratified,
    },
    "base_rate": {"base_rate": base_rate},
    "agreement": {"raters": agreement, "table": agreement_table},
    "feature_selection": {"groups": anova, "table": feature_table},
    "active_learning": {"active_learning": active_learning},
    "error_priority": {"error_priority": error_priority},
    "cost": {"cost": cost},
    "binning": {"binning": binning},
}
