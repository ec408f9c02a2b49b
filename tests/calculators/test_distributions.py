import math
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special, stats

from studyapp.calculators import distributions as ours

SHAPES = st.floats(0.05, 5_000)
DEGREES = st.floats(0.5, 5_000)
SHARES = st.floats(0, 1)
PROBABILITIES = st.floats(1e-9, 1 - 1e-9)


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-300)


@given(st.floats(-37, 37))
def test_the_tails_of_the_normal_are_scipys(x: float) -> None:
    assert ours.normal_cdf(x) == near(stats.norm.cdf(x))
    assert ours.normal_sf(x) == near(stats.norm.sf(x))


@given(PROBABILITIES)
def test_the_quantiles_of_the_normal_are_scipys(p: float) -> None:
    assert ours.normal_quantile(p) == pytest.approx(stats.norm.ppf(p), rel=1e-9, abs=1e-15)


@given(SHARES, SHAPES, SHAPES)
def test_the_tails_of_the_beta_are_scipys(x: float, a: float, b: float) -> None:
    assert ours.beta_cdf(x, a, b) == pytest.approx(special.betainc(a, b, x), rel=1e-9, abs=1e-14)
    assert ours.beta_sf(x, a, b) == pytest.approx(special.betaincc(a, b, x), rel=1e-9, abs=1e-14)


@given(st.floats(-200, 200), DEGREES)
def test_the_tails_of_t_are_scipys(x: float, degrees: float) -> None:
    assert ours.t_cdf(x, degrees) == pytest.approx(stats.t.cdf(x, degrees), rel=1e-9, abs=1e-14)
    assert ours.t_sf(x, degrees) == pytest.approx(stats.t.sf(x, degrees), rel=1e-9, abs=1e-14)


@given(st.floats(0, 1_000), DEGREES, DEGREES)
def test_the_tails_of_f_are_scipys(x: float, above: float, below: float) -> None:
    theirs = stats.f(above, below)
    assert ours.f_cdf(x, above, below) == pytest.approx(theirs.cdf(x), rel=1e-9, abs=1e-14)
    assert ours.f_sf(x, above, below) == pytest.approx(theirs.sf(x), rel=1e-9, abs=1e-14)


@given(st.floats(0, 10_000), DEGREES)
def test_the_tails_of_chi_square_are_scipys(x: float, degrees: float) -> None:
    theirs = stats.chi2(degrees)
    assert ours.chi2_cdf(x, degrees) == pytest.approx(theirs.cdf(x), rel=1e-9, abs=1e-14)
    assert ours.chi2_sf(x, degrees) == pytest.approx(theirs.sf(x), rel=1e-9, abs=1e-14)


@given(st.floats(0, 5))
def test_the_tails_of_kolmogorov_are_scipys(x: float) -> None:
    assert ours.kolmogorov_sf(x) == near(special.kolmogorov(x))
    assert ours.kolmogorov_cdf(x) == pytest.approx(stats.kstwobign.cdf(x), rel=1e-9, abs=1e-250)


@settings(deadline=None)
@given(PROBABILITIES, st.floats(0.2, 2_000), st.floats(0.2, 2_000))
def test_quantiles_are_scipys(p: float, a: float, b: float) -> None:
    assert ours.beta_quantile(p, a, b) == near(special.betaincinv(a, b, p))
    assert ours.t_quantile(p, a) == pytest.approx(stats.t.ppf(p, a), rel=1e-9, abs=1e-12)
    assert ours.chi2_quantile(p, a) == near(stats.chi2.ppf(p, a))
    assert ours.kolmogorov_quantile(p) == near(special.kolmogi(1 - p))


@settings(deadline=None)
@given(PROBABILITIES, st.floats(1, 500), st.floats(1, 500))
def test_a_quantile_of_f_leads_back_to_its_probability(
    p: float, above: float, below: float
) -> None:
    x = ours.f_quantile(p, above, below)
    if p > 0.5:
        assert stats.f.sf(x, above, below) == pytest.approx(1 - p, rel=1e-9)
    else:
        assert stats.f.cdf(x, above, below) == pytest.approx(p, rel=1e-9)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=40),
    st.lists(st.integers(0, 60), min_size=1, max_size=40),
)
def test_the_exact_p_of_two_samples_is_scipys(a: list[int], b: list[int]) -> None:
    try:
        theirs = stats.ks_2samp(a, b, method="exact")
    except RuntimeWarning:  # it finds no exact value where the chance is nearly 1
        assume(False)
    mine = ours.ks_two_sample_p(float(theirs.statistic), len(a), len(b))
    assert mine == pytest.approx(theirs.pvalue, rel=1e-9, abs=1e-14)


def test_a_thousand_against_a_thousand_is_quick_and_exact() -> None:
    assert ours.ks_two_sample_p(0.061, 1000, 1000) == pytest.approx(
        stats.distributions.kstwo.sf(0.061, 500), rel=0.05
    )


def test_the_ends_are_exact() -> None:
    assert ours.beta_cdf(0, 2, 3) == 0 and ours.beta_cdf(1, 2, 3) == 1
    assert ours.beta_quantile(0, 2, 3) == 0 and ours.beta_quantile(1, 2, 3) == 1
    assert ours.normal_quantile(0) == -math.inf and ours.normal_quantile(1) == math.inf
    assert ours.chi2_sf(0, 1) == 1 and ours.chi2_sf(math.inf, 1) == 0
    assert ours.f_sf(0, 2, 3) == 1 and ours.f_cdf(0, 2, 3) == 0
    assert ours.t_quantile(0.5, 7) == 0
    assert ours.t_quantile(0, 7) == -math.inf and ours.t_quantile(1, 7) == math.inf
    assert ours.kolmogorov_sf(0) == 1 and ours.kolmogorov_cdf(0) == 0
    assert ours.ks_two_sample_p(0, 3, 4) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda: ours.normal_quantile(1.5),
        lambda: ours.beta_quantile(-0.1, 1, 1),
        lambda: ours.beta_cdf(0.5, 0, 1),
        lambda: ours.t_sf(1, math.nan),
        lambda: ours.chi2_sf(1, 1e12),
    ],
)
def test_what_no_distribution_has_is_refused(ask: Callable[[], float]) -> None:
    with pytest.raises(ours.NotADistribution):
        ask()
