"""The mastery of a learning goal, against vectors and against SciPy."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as some
from scipy import stats

from studyapp.calculators.distributions import beta_cdf, beta_quantile
from studyapp.study.topics import Outcome, knew, topic_mastery
from tests.vectors import cases

FIRST = date(2026, 1, 5)


def outcomes(quiz: list[list[float]]) -> list[Outcome]:
    return [Outcome(FIRST + timedelta(days=day), y, g, w) for day, y, g, w in quiz]


@cases("mastery", "topic")
def test_answers_and_memory_say_how_well_a_goal_is_mastered(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    today = FIRST + timedelta(days=given["now"])
    found = topic_mastery(outcomes(given["quiz"]), given["cards_R"], today, given["ratio"])
    assert found.alpha == pytest.approx(expected["alpha"], abs=1e-6)
    assert found.beta == pytest.approx(expected["beta"], abs=1e-6)
    assert found.mean == pytest.approx(expected["mean"], abs=1e-6)
    assert [found.low, found.high] == pytest.approx(expected["interval90"], abs=1e-6)
    assert found.evidence == pytest.approx(expected["evidence"], abs=1e-6)
    assert found.label == expected["label"]
    assert 1 - beta_cdf(0.8, found.alpha, found.beta) == pytest.approx(
        expected["p_at_least_80"], abs=1e-6
    )


@cases("mastery", "topic")
def test_each_answer_moves_the_mean_as_it_comes(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    quiz = outcomes(given["quiz"])
    means = [
        topic_mastery(quiz[:count], [], quiz[count - 1].day).mean
        for count in range(1, len(quiz) + 1)
    ]
    assert means == pytest.approx([mean for _, mean in expected["trace"]], abs=1e-6)


@cases("mastery", "evidence")
def test_an_answer_says_how_probable_it_is_that_it_was_known(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    for prior, known in expected.items():
        found = knew(float(prior), given["guess"], given["slip"])
        assert found == pytest.approx((known["known_if_right"], known["known_if_wrong"]), abs=1e-6)


def test_answers_come_in_the_order_of_their_days() -> None:
    right, wrong = Outcome(FIRST, 1, 0.25), Outcome(FIRST + timedelta(days=9), 0, 0.25)
    today = FIRST + timedelta(days=9)
    assert topic_mastery([wrong, right], [], today) == topic_mastery([right, wrong], [], today)


@pytest.mark.parametrize(("fraction", "guess"), [(1.1, 0), (-0.1, 0), (1, 1), (1, -0.5)])
def test_an_outcome_that_cannot_be_is_refused(fraction: float, guess: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Outcome(FIRST, fraction, guess)


quick = settings(deadline=None, derandomize=True)
counts = some.floats(1, 500)


@quick
@given_any(counts, counts, some.floats(0, 1))
def test_the_distribution_is_that_of_scipy(a: float, b: float, x: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-9, abs=1e-12)


@quick
@given_any(counts, counts, some.sampled_from([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]))
def test_its_quantiles_are_those_of_scipy(a: float, b: float, share: float) -> None:
    assert beta_quantile(share, a, b) == pytest.approx(stats.beta.ppf(share, a, b), abs=1e-9)
