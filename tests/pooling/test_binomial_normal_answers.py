"""The binomial–normal model at its edges, and its bounds of τ² and of a new cohort, each worked out again."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from metasacro.numerics.interval import Interval
from metasacro.pooling.binomial_normal import binomial_normal, binomial_normal_batch
from metasacro.pooling.binomial_normal_extremes import one_cohort, without_variation
from metasacro.pooling.binomial_normal_fit import best_mu, maximum_likelihood
from metasacro.pooling.binomial_normal_likelihood import likelihood
from metasacro.pooling.binomial_normal_mean import profile_mean_interval
from metasacro.pooling.binomial_normal_prediction import binomial_normal_prediction, speaks
from metasacro.pooling.binomial_normal_profile import profile_interval
from metasacro.pooling.pooled import Pooled
from metasacro.problems import Refusal

#: Events and people: far apart, near each other, as far apart as chance makes them, rare, with zeros, large.
TABLES = {
    "far apart": ([2, 30, 9, 41], [50, 45, 60, 47]),
    "near": ([4, 9, 2, 12, 6, 3], [53, 43, 58, 57, 60, 31]),
    "alike": ([5, 5, 6, 5], [40, 40, 40, 40]),
    "rare": ([1, 0, 3, 0, 9, 0, 0], [53, 243, 58, 57, 110, 31, 12]),
    "large": ([900, 1100, 4000], [9000, 10400, 41000]),
    "opposite": ([0, 40, 3, 37, 20], [40, 40, 40, 40, 40]),
}


def arrays(name: str) -> tuple[np.ndarray, np.ndarray]:
    events, people = TABLES[name]
    return np.array(events, dtype=float), np.array(people, dtype=float)


def clopper(x: float, n: float, level: float) -> tuple[float, float]:
    tail = (1.0 - level) / 2.0
    low = stats.beta.ppf(tail, x, n - x + 1) if x > 0 else 0.0
    return float(low), float(stats.beta.ppf(1 - tail, x + 1, n - x)) if x < n else 1.0


def told(pooled: Pooled) -> list[str]:
    return [f"{caution.code}: {caution.message}" for caution in pooled.cautions]


def without_a_model(pooled: Pooled, x: np.ndarray, n: np.ndarray, level: float) -> None:
    """What stands in every answer that needs no model."""
    exact = clopper(x.sum(), n.sum(), level)
    assert pooled.exact is not None
    assert (pooled.exact.lower, pooled.exact.upper) == pytest.approx(exact, rel=1e-12)
    assert (pooled.exact.level, pooled.level, pooled.k, pooled.method, pooled.test) == (level, level, x.size, "ML", "z")
    assert (pooled.xi.tolist(), pooled.ni.tolist()) == (x.tolist(), n.tolist())
    nothing = (
        pooled.df,
        pooled.tau2,
        pooled.se_tau2,
        pooled.tau2_interval,
        pooled.i2,
        pooled.h2,
        pooled.q,
        pooled.q_df,
    )
    assert {*nothing, pooled.q_p, pooled.prediction, pooled.prediction_df} == {None}
    assert pooled.i2_definition == ""


@pytest.mark.parametrize("level", [0.9, 0.99])
@pytest.mark.parametrize("x", [1.0, 7.0, 30.0])
def test_one_cohort_answers_with_its_own_logit(x: float, level: float) -> None:
    pooled = one_cohort(np.array([x]), np.array([31.0]), level=level)
    without_a_model(pooled, np.array([x]), np.array([31.0]), level)
    logit, se = math.log(x / (31 - x)), math.sqrt(1 / x + 1 / (31 - x))
    assert (pooled.estimate, pooled.se, pooled.statistic) == pytest.approx((logit, se, logit / se), rel=1e-12)
    assert pooled.p_value == pytest.approx(2 * stats.norm.sf(abs(logit / se)), rel=1e-12)
    low, high = clopper(x, 31.0, level)
    expected = (math.log(low / (1 - low)), math.log(high / (1 - high)), level)
    assert (pooled.interval.lower, pooled.interval.upper, pooled.interval.level) == pytest.approx(expected, rel=1e-11)
    assert pooled.weights.tolist() == [1.0]
    assert not pooled.weights.flags.writeable
    assert [line[:5] for line in told(pooled)] == ["MS420"]


@pytest.mark.parametrize("level", [0.9, 0.99])
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("people", [[31.0], [31.0, 17.0, 4.0]])
def test_no_event_at_all_and_nothing_but_events(people: list[float], full: bool, level: float) -> None:
    n = np.array(people)
    x = n * full
    pooled = (one_cohort if n.size == 1 else without_variation)(x, n, level=level)
    without_a_model(pooled, x, n, level)
    answers = (pooled.estimate, pooled.se, pooled.interval, pooled.statistic, pooled.p_value, pooled.weights)
    assert {*answers} == {None}
    *one, said = told(pooled)
    assert [line[:5] for line in one] == ["MS420"] * (n.size == 1)
    assert said.startswith("MS427" if full else "MS426")
    assert f"{n.size} cohorts ({int(x.sum())}/{int(n.sum())})" in said


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("name", TABLES)
def test_bounds_of_tau2_are_where_the_profile_has_fallen(name: str, level: float) -> None:
    x, n = arrays(name)
    fit = maximum_likelihood(x[None], n[None])
    found = profile_interval(fit, x, n, level=level)
    assert isinstance(found, Interval)
    assert found.level == level
    half = stats.chi2.ppf(level, 1) / 2.0

    def fall(tau2: float) -> float:
        _, at = best_mu(np.sqrt([tau2]), x[None], n[None], fit.mu)
        return float(fit.height[0] - at.height[0])

    assert fall(found.upper) == pytest.approx(half, rel=1e-9)
    assert found.upper > fit.tau[0] ** 2
    if found.lower > 0:
        assert found.lower < fit.tau[0] ** 2
        assert fall(found.lower) == pytest.approx(half, rel=1e-9)
    else:
        assert fall(0.0) <= half


def test_which_bounds_of_tau2_are_0() -> None:
    lower = [profile_interval(maximum_likelihood(*[a[None] for a in arrays(name)]), *arrays(name)) for name in TABLES]
    assert [found is not None and found.lower > 0 for found in lower] == [True, False, False, True, False, True]


def mixture(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, ...]:
    """Masses of τ by its definition on a grid up to 30, what lies beyond, and mean, error and τ of each step."""
    tau = np.concatenate([[0.0], np.geomspace(1e-3, 30.0, 300)])
    rows = [np.repeat(array[None], tau.size, axis=0) for array in (x, n)]
    start = np.full(tau.size, math.log(x.sum() / (n.sum() - x.sum())))
    mu, at = best_mu(tau, *rows, start)
    height = at.height + 0.5 * np.log(-1.0 / at.d_mu_mu)
    root = np.sign(np.arange(tau.size) - height.argmax()) * np.sqrt(2.0 * (height.max() - height))
    share = np.maximum.accumulate(stats.t.cdf(root, x.size - 1))
    middle = [np.concatenate([a[:1], (a[1:] + a[:-1]) / 2]) for a in (mu, 1.0 / np.sqrt(-at.d_mu_mu), tau)]
    return np.diff(share, prepend=0.0), 1.0 - share[-1], *middle


def share_below(place: float, x: np.ndarray, n: np.ndarray) -> float:
    """P(a new logit ≤ place); half of what lies beyond is on either side."""
    mass, rest, mean, error, tau = mixture(x, n)
    z = stats.norm.ppf((np.arange(800) + 0.5) / 800)
    below = stats.t.cdf((place - mean[:, None] - tau[:, None] * z) / error[:, None], x.size - 1)
    return float((mass * below.mean(axis=1)).sum() + 0.5 * rest)


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("name", ["near", "alike", "rare", "large", "far apart"])
def test_a_new_cohort_lies_within_its_bounds_as_often_as_they_say(name: str, level: float) -> None:
    """Together with another analysis, as it would be alone."""
    x, n = arrays(name)
    other = [np.resize(array, x.size) for array in arrays("near")]
    lower, upper = binomial_normal_prediction(np.stack([other[0], x]), np.stack([other[1], n]), level=level)
    tail = (1.0 - level) / 2.0
    if np.isnan(lower[1]):
        assert mixture(x, n)[1] >= 2.0 * tail
        return
    assert share_below(float(lower[1]), x, n) == pytest.approx(tail, abs=5e-4)
    assert share_below(float(upper[1]), x, n) == pytest.approx(1.0 - tail, abs=5e-4)


def test_which_counts_predict() -> None:
    """Three cohorts with an event, and somebody without one; one event is enough, or one person without."""
    x = np.array([[1.0, 0, 0], [0, 0, 0], [90, 80, 70], [89, 80, 70], [4, 9, 0], [4, 9, 2]])
    n = np.array([[90.0, 80, 70]] * 4 + [[90, 80, 0], [90, 80, 70]])
    lower, upper = binomial_normal_prediction(x, n, level=0.2)
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [False, True, True, False, True, False]


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [(-8.0, 8.0, False), (-7.5, 8.0, True), (-8.0, 7.5, True), (-7.5, 7.5, True), (8.0, 9.0, True), (-9, -8, True)],
)
def test_an_interval_speaks_unless_it_prints_as_0_to_100_percent(lower: float, upper: float, expected: bool) -> None:
    """99.95 % and more print as 100.0 %: a logit of 7.6004."""
    assert bool(speaks(np.array([lower]), np.array([upper]))[0]) is expected


def log_likelihood_of(x: np.ndarray, n: np.ndarray, share: np.ndarray) -> float:
    return float(stats.binom.logpmf(x, n, share).sum())


@pytest.mark.parametrize(("test", "level"), [("t", 0.8), ("z", 0.95), ("knha", 0.9)])
@pytest.mark.parametrize("name", ["far apart", "near", "alike", "rare"])
def test_every_field_of_an_answer(name: str, test: str, level: float) -> None:
    x, n = arrays(name)
    k, used = x.size, "z" if test == "z" else "t"
    fit = maximum_likelihood(x[None], n[None])
    found = binomial_normal(x, n, test=test, level=level)
    mu, se, tau = float(fit.mu[0]), float(fit.se_mu[0]), float(fit.tau[0])
    df = math.inf if test == "z" else k - 1.0
    reach = float(stats.t.ppf((1 + level) / 2, df))
    assert (found.estimate, found.se, found.tau2) == pytest.approx((mu, se, tau**2), rel=1e-12)
    assert (found.interval.lower, found.interval.upper) == pytest.approx((mu - reach * se, mu + reach * se), rel=1e-10)
    assert (found.interval.level, found.level, found.test, found.method) == (level, level, used, "ML")
    assert (found.statistic, found.p_value) == pytest.approx((mu / se, 2 * stats.t.sf(abs(mu / se), df)), rel=1e-9)
    assert (found.df, found.k, found.q_df) == (None if test == "z" else k - 1.0, k, k - 1.0)
    assert (found.i2, found.h2, found.i2_definition, found.exact) == (None, None, "", None)
    assert (found.interval_method, found.prediction_method) == ("test", "metafor")
    assert (found.xi.tolist(), found.ni.tolist()) == (x.tolist(), n.tolist())
    if tau > 0:
        assert found.se_tau2 == pytest.approx(2 * tau * float(fit.se_tau[0]), rel=1e-12)
    else:
        assert found.se_tau2 is None
    q = 2 * (log_likelihood_of(x, n, x / n) - log_likelihood_of(x, n, np.full(k, x.sum() / n.sum())))
    assert (found.q, found.q_p) == pytest.approx((q, stats.chi2.sf(q, k - 1)), rel=1e-9)
    coefficients = log_likelihood_of(x, n, np.full(k, 0.5)) + n.sum() * math.log(2.0)
    assert found.log_likelihood == pytest.approx(float(fit.height[0]) + coefficients, rel=1e-11)
    assert found.weights.tolist() == pytest.approx(fit.information[0].tolist(), rel=1e-12)
    assert not found.weights.flags.writeable
    bounds = profile_interval(fit, x, n, level=level)
    assert found.tau2_interval == bounds
    wide = float(stats.t.ppf((1 + level) / 2, df)) * math.hypot(se, tau)
    assert (found.prediction.lower, found.prediction.upper) == pytest.approx((mu - wide, mu + wide), rel=1e-9)
    assert (found.prediction.level, found.prediction_df) == (level, None if test == "z" else k - 1.0)


def test_what_is_said_beside_an_answer() -> None:
    far, alike, pair = (binomial_normal(*arrays(name)) for name in ("far apart", "alike", "far apart"))
    assert [line[:5] for line in told(far)] == ["MS421", "MS424", "MS429"]
    assert [line[:5] for line in told(alike)] == ["MS421", "MS428", "MS423", "MS424", "MS429"]
    two = binomial_normal([2, 30], [50, 45], test="adhoc", level=0.9)
    assert [line[:5] for line in told(two)][:3] == ["MS421", "MS430", "MS422"]
    assert "adhoc" in told(two)[1]
    assert "6.3" in told(two)[2]
    assert "MS422" not in "".join(told(binomial_normal([2, 30], [50, 45], test="z")))
    many = binomial_normal(np.full(30, 5), np.full(30, 40))
    assert "MS423" not in "".join(told(many))
    assert pair.cautions == far.cautions


def test_a_batch_answers_with_every_field() -> None:
    x, n = arrays("near")
    keep = np.array([[[1, 1, 1, 1, 1, 1], [1, 1, 0, 1, 1, 1]], [[0, 0, 1, 1, 0, 0], [1, 0, 0, 0, 0, 0]]], dtype=bool)
    found = binomial_normal_batch(x, n, keep=keep)
    assert found.estimate.shape == (2, 2)
    assert found.information.shape == (2, 2, 6)
    for place in ((0, 0), (0, 1), (1, 0)):
        there = keep[place]
        alone = binomial_normal(x[there], n[there])
        numbers = (found.estimate, found.se, found.tau2, found.log_likelihood, found.q, found.q_df, found.q_p, found.k)
        expected = (alone.estimate, alone.se, alone.tau2, alone.log_likelihood, alone.q, alone.q_df, alone.q_p, alone.k)
        assert [float(each[place]) for each in numbers] == pytest.approx(list(expected), rel=1e-8, abs=1e-12)
        if alone.se_tau2 is not None:
            assert found.se_tau2[place] == pytest.approx(alone.se_tau2, rel=1e-7)
        assert found.information[place][there].tolist() == pytest.approx(alone.weights.tolist(), rel=1e-8)
        assert found.converged[place]
    assert np.isnan([found.q[1, 1], found.q_df[1, 1], found.q_p[1, 1]]).all()
    assert found.k[1, 1] == 1


@pytest.mark.parametrize(("asked", "said"), [({"test": "F"}, "unknown test `F`"), ({"interval": "x"}, "interval `x`")])
def test_words_that_are_no_choice_are_named(asked: dict[str, str], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        binomial_normal(*arrays("near"), **asked)


def test_levels_are_95_percent_unless_asked() -> None:
    x, n = arrays("near")
    fit = maximum_likelihood(x[None], n[None])
    assert profile_interval(fit, x, n) == profile_interval(fit, x, n, level=0.95)
    assert profile_mean_interval(fit, x, n, df=5.0) == profile_mean_interval(fit, x, n, df=5.0, level=0.95)
    assert binomial_normal_prediction(x[None], n[None]) == binomial_normal_prediction(x[None], n[None], level=0.95)
    found = binomial_normal(x, n, interval="profile", prediction="CD")
    assert found.level == 0.95
    assert found.interval == profile_mean_interval(fit, x, n, df=5.0)
    lower, upper = binomial_normal_prediction(x[None], n[None])
    assert (found.prediction.lower, found.prediction.upper, found.prediction.level) == (lower[0], upper[0], 0.95)


@pytest.mark.parametrize(("x", "n"), [(0, 1), (1, 1), (2, 60), (3, 60), (58, 60), (2, 4)])
@pytest.mark.parametrize("tau", [0.3, 4.0, 16.0])
def test_cohorts_with_hardly_any_events_or_people_are_integrated_to_all_digits(x: int, n: int, tau: float) -> None:
    u = np.linspace(-14.0, 14.0, 40_001)
    inside = stats.binom.pmf(x, n, 1 / (1 + np.exp(-(-1.0 + tau * u)))) * stats.norm.pdf(u)
    exact = math.log(float(inside.sum() * (u[1] - u[0]))) - math.log(math.comb(n, x))
    at = likelihood(np.array([-1.0]), np.array([tau]), np.array([[float(x)]]), np.array([[float(n)]]))
    assert float(at.height[0]) == pytest.approx(exact, rel=0.0, abs=1e-10)
