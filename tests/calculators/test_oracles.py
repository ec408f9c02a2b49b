"""Random inputs against scikit-learn, SciPy and NumPy, wherever they define the same thing."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import chebyshev, cityblock, euclidean, jensenshannon
from scipy.special import rel_entr
from sklearn import feature_selection, metrics, model_selection, preprocessing

from studyapp.calculators.metrics.classification import confusion, multiclass
from studyapp.calculators.metrics.description import (
    correlation,
    descriptive,
    kendall_tau,
    outliers,
    ranks,
)
from studyapp.calculators.metrics.drift import drift_categorical, drift_numeric
from studyapp.calculators.metrics.judgement import agreement, agreement_table, anova, feature_table
from studyapp.calculators.metrics.preparation import binning, scaling
from studyapp.calculators.metrics.probability import probabilistic
from studyapp.calculators.metrics.ranking import threshold
from studyapp.calculators.metrics.regression import regression
from studyapp.calculators.metrics.release import percentiles
from studyapp.calculators.metrics.sampling import folds, sample_interval, stratified
from studyapp.calculators.results import Undefined

settings.register_profile("oracles", deadline=None, suppress_health_check=list(HealthCheck))
ORACLES = settings(settings.get_profile("oracles"), max_examples=60)

COUNT = st.integers(0, 40)
TENTHS = st.integers(-200, 200).map(lambda n: n / 10)
NUMBERS = st.lists(TENTHS, min_size=2, max_size=30)
PAIRS = st.lists(st.tuples(TENTHS, TENTHS), min_size=2, max_size=30)
LABELLED = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 20).map(lambda n: n / 20)), min_size=2, max_size=40
)


def near(value: Any) -> Any:
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def columns(pairs: list[Any]) -> tuple[list[Any], list[Any]]:
    first, second = zip(*pairs, strict=True)
    return list(first), list(second)


@ORACLES
@given(COUNT, COUNT, COUNT, COUNT, st.floats(0.1, 10))
def test_confusion(tp: int, fp: int, fn: int, tn: int, beta: float) -> None:
    assume(tp + fp + fn + tn)
    y, said = [1] * tp + [0] * fp + [1] * fn + [0] * tn, [1] * (tp + fp) + [0] * (fn + tn)
    mine = confusion(tp=tp, fp=fp, fn=fn, tn=tn, beta=beta).values
    theirs = {
        "accuracy": metrics.accuracy_score(y, said),
        "precision": metrics.precision_score(y, said, zero_division=math.nan),
        "recall": metrics.recall_score(y, said, zero_division=math.nan),
        "specificity": metrics.recall_score(y, said, pos_label=0, zero_division=math.nan),
        "npv": metrics.precision_score(y, said, pos_label=0, zero_division=math.nan),
        "f1": metrics.f1_score(y, said, zero_division=math.nan),
        "f_beta": metrics.fbeta_score(y, said, beta=beta, zero_division=math.nan),
    }
    for name, value in theirs.items():
        if math.isnan(value):
            assert isinstance(mine[name], Undefined), name
        else:
            assert mine[name] == near(value), name
    for name, score in (
        ("mcc", metrics.matthews_corrcoef),
        ("jaccard", metrics.jaccard_score),
        ("balanced_accuracy", metrics.balanced_accuracy_score),
    ):
        if not isinstance(mine[name], Undefined):
            assert mine[name] == near(score(y, said)), name
    if not isinstance(mine["kappa"], Undefined):
        assert mine["kappa"] == near(metrics.cohen_kappa_score(y, said))


@ORACLES
@given(st.lists(st.lists(st.integers(0, 20), min_size=4, max_size=4), min_size=4, max_size=4))
def test_multiclass(matrix: list[list[int]]) -> None:
    assume(sum(map(sum, matrix)))
    pairs = [(i, j) for i in range(4) for j in range(4) for _ in range(matrix[i][j])]
    y, said = columns(pairs)
    mine = multiclass(matrix_rows_actual=matrix).values
    for average in ("macro", "micro", "weighted"):
        scores = metrics.precision_recall_fscore_support(
            y, said, labels=range(4), average=average, zero_division=0
        )
        for name, value in zip(("precision", "recall", "f1"), scores, strict=False):
            assert mine[f"{average}_{name}"] == near(value), (average, name)
    if not isinstance(mine["mcc"], Undefined):
        assert mine["mcc"] == near(metrics.matthews_corrcoef(y, said))
    if not isinstance(mine["kappa"], Undefined):
        assert mine["kappa"] == near(metrics.cohen_kappa_score(y, said))
    table = agreement_table(table=matrix).values
    assert table["observed"] == near(metrics.accuracy_score(y, said))
    if not isinstance(mine["kappa"], Undefined):
        assert table["kappa"] == mine["kappa"]


@ORACLES
@given(LABELLED, st.floats(0, 1))
def test_threshold(pairs: list[tuple[int, float]], at: float) -> None:
    y, score = columns(pairs)
    mine = threshold(y=y, score=score, threshold=at).values
    said = [int(value >= at) for value in score]
    tn, fp, fn, tp = metrics.confusion_matrix(y, said, labels=[0, 1]).ravel()
    assert (mine["tn"], mine["fp"], mine["fn"], mine["tp"]) == (tn, fp, fn, tp)
    if len(set(y)) < 2:
        assert isinstance(mine["auc"], Undefined)
        return
    fpr, tpr, thresholds = metrics.roc_curve(y, score, drop_intermediate=False)
    assert mine["fpr_points"] == near(tuple(fpr)) and mine["tpr_points"] == near(tuple(tpr))
    assert mine["thresholds"] == tuple(thresholds)
    assert mine["auc"] == near(metrics.roc_auc_score(y, score))
    assert mine["average_precision"] == near(metrics.average_precision_score(y, score))
    precision, recall, _ = metrics.precision_recall_curve(y, score)
    assert mine["pr_precision"] == near(tuple(precision))
    assert mine["pr_recall"] == near(tuple(recall))


@ORACLES
@given(LABELLED)
def test_probabilistic(pairs: list[tuple[int, float]]) -> None:
    y, p = columns(pairs)
    mine = probabilistic(y=y, p=p).values
    assert mine["log_loss"] == near(metrics.log_loss(y, p, labels=[0, 1]))
    assert mine["brier"] == near(metrics.brier_score_loss(y, p, pos_label=1))


@ORACLES
@given(PAIRS)
def test_regression(pairs: list[tuple[float, float]]) -> None:
    y, guess = columns(pairs)
    mine = regression(y=y, y_hat=guess).values
    assert mine["mse"] == near(metrics.mean_squared_error(y, guess))
    assert mine["rmse"] == near(metrics.root_mean_squared_error(y, guess))
    assert mine["mae"] == near(metrics.mean_absolute_error(y, guess))
    assert mine["medae"] == near(metrics.median_absolute_error(y, guess))
    assert mine["max_error"] == near(metrics.max_error(y, guess))
    if 0 not in y:
        assert mine["mape"] == near(100 * metrics.mean_absolute_percentage_error(y, guess))
    if len(set(y)) > 1:
        assert mine["r2"] == near(metrics.r2_score(y, guess))
        assert mine["explained_variance"] == near(metrics.explained_variance_score(y, guess))
    else:
        assert isinstance(mine["r2"], Undefined)


@ORACLES
@given(NUMBERS)
def test_descriptive(x: list[float]) -> None:
    mine = descriptive(x=x).values
    assert mine["mean"] == near(np.mean(x)) and mine["median"] == near(np.median(x))
    assert mine["var_pop"] == near(np.var(x)) and mine["sd_sample"] == near(np.std(x, ddof=1))
    assert (mine["q1"], mine["q3"]) == near(tuple(np.percentile(x, [25, 75])))
    assert mine["mad"] == near(stats.median_abs_deviation(x))
    assert mine["se_mean"] == near(stats.sem(x))
    if len(set(x)) > 1:
        assert mine["skew"] == near(stats.skew(x))
        assert mine["excess_kurtosis"] == near(stats.kurtosis(x))


@ORACLES
@given(PAIRS)
def test_correlation(pairs: list[tuple[float, float]]) -> None:
    x, y = columns(pairs)
    mine = correlation(x=x, y=y).values
    assert mine["cov_sample"] == near(np.cov(x, y)[0, 1])
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    assert mine["pearson"] == near(np.corrcoef(x, y)[0, 1])
    assert mine["spearman"] == near(np.corrcoef(stats.rankdata(x), stats.rankdata(y))[0, 1])
    assert mine["kendall"] == near(stats.kendalltau(x, y).statistic)
    line = stats.linregress(x, y)
    assert (mine["slope"], mine["intercept"]) == near((line.slope, line.intercept))


@ORACLES
@given(NUMBERS)
def test_outliers_and_scaling(x: list[float]) -> None:
    column = np.array(x)[:, None]
    mine = scaling(x=x).values
    for name, scaler in (
        ("min_max", preprocessing.MinMaxScaler()),
        ("standard", preprocessing.StandardScaler()),
        ("robust", preprocessing.RobustScaler()),
        ("max_abs", preprocessing.MaxAbsScaler()),
    ):
        assert mine[name] == near(tuple(scaler.fit_transform(column).ravel())), name
    for norm in ("l1", "l2"):
        theirs = preprocessing.Normalizer(norm).fit_transform([x])[0]
        assert mine[f"{norm}_normalised_row"] == near(tuple(theirs))
    if min(x) > -1:
        assert mine["log1p"] == near(tuple(np.log1p(x)))
    z = outliers(x=x).values["z"]
    if len(set(x)) > 1:
        assert z == near(tuple(stats.zscore(x)))
        counts, edges = np.histogram(x, 5)
        bins = binning(x=x, bins=5).values
        assert bins["equal_width_counts"] == tuple(counts)
        assert bins["equal_width_edges"] == near(tuple(edges))


@ORACLES
@given(st.lists(st.tuples(COUNT, COUNT), min_size=2, max_size=12))
def test_drift_of_categories(pairs: list[tuple[int, int]]) -> None:
    a, b = columns(pairs)
    mine = drift_categorical(train_counts=a, serving_counts=b).values
    if not sum(a) or not sum(b):
        assert isinstance(mine["psi"], Undefined)
        return
    p, q = np.array(a) / sum(a), np.array(b) / sum(b)
    assert mine["l_infinity"] == near(chebyshev(p, q))
    assert mine["l1"] == near(cityblock(p, q)) and mine["l2"] == near(euclidean(p, q))
    assert mine["js_divergence_bits"] == near(jensenshannon(p, q, base=2) ** 2)
    divergence = rel_entr(q, p).sum()
    if math.isinf(divergence):
        assert isinstance(mine["kl_serving_vs_train_nats"], Undefined)
    else:
        assert mine["kl_serving_vs_train_nats"] == near(divergence)
    table = np.array([a, b])[:, (np.array(a) + np.array(b)) > 0]
    if table.shape[1] > 1:
        test = stats.chi2_contingency(table, correction=False)
        assert (mine["chi2"], mine["chi2_p"]) == near((test.statistic, test.pvalue))


@ORACLES
@given(NUMBERS, NUMBERS)
def test_drift_of_numbers(a: list[float], b: list[float]) -> None:
    mine = drift_numeric(train=a, serving=b).values
    assert mine["ks_d"] == near(stats.ks_2samp(a, b, method="asymp").statistic)
    assert mine["wasserstein"] == near(stats.wasserstein_distance(a, b))


@ORACLES
@given(st.lists(st.tuples(TENTHS, st.integers(0, 2)), min_size=4, max_size=30))
def test_groups(pairs: list[tuple[float, int]]) -> None:
    x, y = columns(pairs)
    mine = anova(x=x, y=[str(label) for label in y]).values
    assume(not isinstance(mine["F"], Undefined))
    statistic, p = feature_selection.f_classif(np.array(x)[:, None], y)
    assert (mine["F"], mine["p"]) == near((statistic[0], p[0]))


@ORACLES
@given(st.lists(st.lists(st.integers(1, 40), min_size=3, max_size=3), min_size=2, max_size=4))
def test_table_of_a_feature(table: list[list[int]]) -> None:
    mine = feature_table(table=table).values
    test = stats.chi2_contingency(table, correction=False)
    assert (mine["chi2"], mine["p"]) == near((test.statistic, test.pvalue))
    shared = metrics.mutual_info_score(None, None, contingency=np.array(table))
    assert mine["mutual_information_nats"] == near(shared)
    assert mine["entropy_y_bits"] == near(stats.entropy([sum(row) for row in table], base=2))


@ORACLES
@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=30), st.randoms())
def test_agreement(first: list[str], random: Any) -> None:
    second = random.sample(first, len(first))
    mine = agreement(rater1=first, rater2=second).values
    if len(set(first)) > 1:
        assert mine["kappa"] == near(metrics.cohen_kappa_score(first, second))
    else:
        assert isinstance(mine["kappa"], Undefined)


@ORACLES
@given(st.integers(1, 60), st.integers(1, 60), st.integers(2, 12))
def test_folds(zeros: int, ones: int, k: int) -> None:
    n = zeros + ones
    assume(k <= min(zeros, ones))
    y = [0] * zeros + [1] * ones
    sizes = tuple(len(test) for _, test in model_selection.KFold(k).split(y))
    assert folds(n=n, k=k).values["fold_sizes"] == sizes
    mine = stratified(labels={"0": zeros, "1": ones}, k=k).values
    for name, splitter in (
        ("positives_per_fold", model_selection.StratifiedKFold(k)),
        ("positives_per_fold_unshuffled_kfold", model_selection.KFold(k)),
    ):
        theirs = tuple(sum(y[at] for at in test) for _, test in splitter.split(y, y))
        assert mine[name] == theirs, name


@ORACLES
@given(st.integers(0, 200), st.integers(1, 200), st.floats(0.5, 0.999))
def test_wilson(hits: int, n: int, confidence: float) -> None:
    assume(hits <= n)
    interval = stats.binomtest(hits, n).proportion_ci(confidence, method="wilson")
    mine = sample_interval(correct=hits, n=n, confidence=confidence).values
    assert (mine["low"], mine["high"]) == near((interval.low, interval.high))


@ORACLES
@given(PAIRS)
def test_ranks(pairs: list[tuple[float, float]]) -> None:
    x, y = columns(pairs)
    assert ranks(x) == near(list(stats.rankdata(x)))
    if len(set(x)) > 1 and len(set(y)) > 1:
        assert kendall_tau(x, y) == near(stats.kendalltau(x, y).statistic)


@ORACLES
@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=50))
def test_percentiles(ms: list[float]) -> None:
    mine = percentiles(ms=ms).values
    for percent in (50, 95, 99):
        assert mine[f"p{percent}"] == near(np.percentile(ms, percent))
        theirs = np.percentile(ms, percent, method="inverted_cdf")
        assert mine[f"p{percent}_nearest_rank"] == near(theirs)
