"""What is chosen beside the fit of the binomial–normal model, which counts it takes, and what it says in words."""

import numpy as np
import pytest

from metasacro.numerics.interval import Interval
from metasacro.pooling.binomial_normal import binomial_normal, binomial_normal_batch
from metasacro.pooling.binomial_normal_fit import maximum_likelihood
from metasacro.pooling.binomial_normal_mean import profile_mean_interval
from metasacro.pooling.binomial_normal_prediction import binomial_normal_prediction
from metasacro.pooling.pooled import Pooled
from metasacro.problems import Refusal

X, N = np.array([4.0, 9, 2, 12, 6, 3]), np.array([53.0, 43, 58, 57, 60, 31])


def told(pooled: Pooled) -> list[str]:
    return [f"{caution.code}: {caution.message}" for caution in pooled.cautions]


def test_an_unknown_prediction_is_named() -> None:
    with pytest.raises(Refusal, match="unknown prediction `HTS`"):
        binomial_normal(X, N, prediction="HTS")


def test_both_intervals_have_the_level_and_the_degrees_of_freedom_that_are_asked_for() -> None:
    """The prediction interval of counts rests on Student's t, whatever the test of the mean."""
    found = binomial_normal(X, N, test="z", level=0.8, interval="profile", prediction="CD")
    fit = maximum_likelihood(X[None], N[None])
    lower, upper = binomial_normal_prediction(X[None], N[None], level=0.8)
    assert found.interval == profile_mean_interval(fit, X, N, df=np.inf, level=0.8)
    assert found.prediction == Interval(lower=float(lower[0]), upper=float(upper[0]), level=0.8)
    assert (found.df, found.prediction_df) == (None, 5.0)


def test_only_the_prediction_interval_of_counts_is_silent_where_anything_may_be() -> None:
    events, people = [0, 40, 3, 37, 20], [40] * 5
    wide = binomial_normal(events, people).prediction
    assert wide is not None
    assert wide.lower < -14 < 14 < wide.upper
    assert binomial_normal(events, people, prediction="CD").prediction is None


@pytest.mark.parametrize("kind", [np.float32, np.int16, object])
def test_counts_of_any_kind_have_the_answers_of_doubles(kind: type) -> None:
    doubles = binomial_normal_batch(X, N)
    for found in (binomial_normal_batch(X.astype(kind), N), binomial_normal_batch(X, N.astype(kind))):
        for name in ("estimate", "se", "tau2", "log_likelihood", "q"):
            assert getattr(found, name) == getattr(doubles, name)
            assert getattr(found, name).dtype == np.float64


def test_a_cohort_of_one_person_is_a_cohort() -> None:
    found = binomial_normal_batch([0, 4, 9], [1, 20, 30])
    assert (found.k, found.q_df) == (3.0, 2.0)


def test_what_is_not_there_is_said_with_its_numbers() -> None:
    two = told(binomial_normal([2, 30], [50, 45], test="knha", level=0.9))
    assert two[1:3] == [
        "MS430: `knha` is not available for the binomial–normal model; t on 1 df is used",
        "MS422: 2 cohorts: the interval uses t on 1 degree of freedom (6.3 standard errors each way)",
    ]
    apart = told(binomial_normal([0, 12, 0, 30], [10, 12, 25, 30]))
    assert apart[1].startswith("MS411: binomial–normal model: τ² did not reach")
    three = told(binomial_normal([0, 1, 2], [53, 243, 58], prediction="CD"))
    assert [line[:5] for line in three] == ["MS421", "MS408", "MS429"]


@pytest.mark.parametrize(("k", "few"), [(9, True), (10, False)])
def test_from_ten_cohorts_on_a_tau2_of_0_is_believed(k: int, few: bool) -> None:
    said = f"MS423: τ² is estimated as 0 from {k} cohorts, which does not prove that they agree"
    assert (said in told(binomial_normal([4] * k, [40] * k))) is few
