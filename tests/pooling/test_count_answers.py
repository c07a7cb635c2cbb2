"""The numbers of a pooled answer from counts, each worked out again from densities of scipy on a plain grid."""

from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats

from metasacro.pooling.beta_binomial import beta_binomial
from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups
from metasacro.pooling.poisson_normal import garwood, poisson_normal
from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups
from metasacro.pooling.pooled_counts import PooledCounts

EVENTS = np.array([9.0, 8.0, 3.0, 6.0, 7.0, 20.0])
TIME = np.array([413.0, 263.0, 487.0, 237.0, 489.0, 507.0])
PEOPLE = np.array([40.0, 62.0, 31.0, 45.0, 70.0, 51.0])
#: Two groups; group 1 has no event in one cohort and nothing but events in another.
A, N1 = np.array([0.0, 4.0, 9.0, 3.0, 12.0]), np.array([40.0, 63.0, 9.0, 31.0, 59.0])
C, N2 = np.array([3.0, 11.0, 7.0, 11.0, 8.0]), np.array([45.0, 60.0, 12.0, 29.0, 57.0])
U = np.linspace(-9.0, 9.0, 1201)


def rate_height(mu: float, tau: float) -> float:
    """Log-likelihood of normal log rates."""
    inside = stats.poisson.logpmf(EVENTS[:, None], TIME[:, None] * np.exp(mu + tau * U))
    return float(np.log((np.exp(inside) * stats.norm.pdf(U)).sum(axis=1) * (U[1] - U[0])).sum())


def share_height(logit: float, theta: float) -> float:
    """Log-likelihood of beta-distributed shares."""
    mean = 1.0 / (1.0 + np.exp(-logit))
    return float(stats.betabinom.logpmf(EVENTS, PEOPLE, mean / theta, (1.0 - mean) / theta).sum())


def covariance(height: Any, at: tuple[float, float], step: float) -> np.ndarray:
    """The inverse of minus the second differences."""
    moves = step * np.eye(2)
    point = np.array(at)
    second = [
        [sum(s * t * height(*(point + s * a + t * b)) for s in (1, -1) for t in (1, -1)) for a in moves] for b in moves
    ]
    return np.asarray(np.linalg.inv(-np.array(second) / (4.0 * step**2)))


def fallen(height: Any, second: float, around: float) -> float:
    """The highest value over the first argument."""
    found = optimize.minimize_scalar(lambda x: -height(x, second), bounds=(around - 2, around + 2))
    return float(-found.fun)


def codes(pooled: Any) -> list[str]:
    return [caution.code for caution in pooled.cautions]


def check_tests(pooled: Any, se: float, q: float, test: str, level: float) -> None:
    """What follows from an estimate and its standard error, and from Q."""
    df = np.inf if test == "z" else 5.0
    quantile = stats.t.ppf((1.0 + level) / 2.0, df)
    assert pooled.se == pytest.approx(se, rel=1e-5)
    assert pooled.statistic == pytest.approx(pooled.estimate / pooled.se, rel=1e-12)
    assert pooled.p_value == pytest.approx(2 * stats.t.sf(abs(pooled.statistic), df), rel=1e-9)
    half = quantile * pooled.se
    found = (pooled.interval.lower, pooled.interval.upper, pooled.interval.level)
    assert found == pytest.approx((pooled.estimate - half, pooled.estimate + half, level), rel=1e-10)
    assert (pooled.df, pooled.test, pooled.level, pooled.k) == (None if test == "z" else 5.0, test, level, 6)
    assert (pooled.q, pooled.q_df, pooled.q_p) == pytest.approx((q, 5.0, stats.chi2.sf(q, 5)), rel=1e-8)
    assert (pooled.i2, pooled.h2, pooled.weights, pooled.i2_definition) == (None, None, None, "")


@pytest.mark.parametrize(("test", "level"), [("z", 0.9), ("t", 0.8)])
def test_rates_of_one_group(test: str, level: float) -> None:
    pooled = poisson_normal(EVENTS, TIME, test=test, level=level)
    tau = pooled.tau2**0.5
    assert pooled.log_likelihood == pytest.approx(rate_height(pooled.estimate, tau), rel=1e-11)
    errors = np.sqrt(np.diag(covariance(rate_height, (pooled.estimate, tau), 1e-4)))
    own = stats.poisson.logpmf(EVENTS, EVENTS).sum()
    common = stats.poisson.logpmf(EVENTS, TIME * EVENTS.sum() / TIME.sum()).sum()
    check_tests(pooled, errors[0], 2 * (own - common), test, level)
    assert pooled.se_tau2 == pytest.approx(2 * tau * errors[1], rel=1e-5)
    wide = stats.t.ppf((1 + level) / 2, pooled.df or np.inf) * np.sqrt(pooled.se**2 + pooled.tau2)
    found = (pooled.prediction.lower, pooled.prediction.upper, pooled.prediction.level)
    assert found == pytest.approx((pooled.estimate - wide, pooled.estimate + wide, level), rel=1e-10)
    assert pooled.prediction_df == pooled.df
    assert 0 < pooled.tau2_interval.lower < pooled.tau2 < pooled.tau2_interval.upper
    for end in (pooled.tau2_interval.lower, pooled.tau2_interval.upper):
        drop = pooled.log_likelihood - fallen(rate_height, end**0.5, pooled.estimate)
        assert drop == pytest.approx(stats.chi2.ppf(level, 1) / 2, rel=1e-6)
    assert (pooled.tau2_interval.level, pooled.method, pooled.measure) == (level, "ML", "IRLN")
    assert codes(pooled) == ["MS424", "MS456"]
    assert pooled.cautions[1].message == "I² is not defined for the Poisson–normal model"


@pytest.mark.parametrize("test", ["z", "t"])
def test_one_common_rate(test: str) -> None:
    """All events in all time."""
    pooled = poisson_normal(EVENTS, TIME, method="EE", test=test)
    assert pooled.estimate == pytest.approx(np.log(EVENTS.sum() / TIME.sum()), rel=1e-12)
    common = stats.poisson.logpmf(EVENTS, TIME * EVENTS.sum() / TIME.sum()).sum()
    assert pooled.log_likelihood == pytest.approx(common, rel=1e-12)
    own = stats.poisson.logpmf(EVENTS, EVENTS).sum()
    check_tests(pooled, EVENTS.sum() ** -0.5, 2 * (own - common), test, 0.95)
    assert (pooled.method, pooled.tau2, codes(pooled)) == ("EE", 0.0, ["MS413", "MS456"])
    assert (pooled.tau2_interval, pooled.se_tau2, pooled.prediction, pooled.prediction_df) == (None,) * 4


@pytest.mark.parametrize(("test", "level"), [("z", 0.9), ("t", 0.8)])
def test_shares_of_one_group(test: str, level: float) -> None:
    pooled = beta_binomial(EVENTS, PEOPLE, test=test, level=level)
    theta = pooled.rho / (1 - pooled.rho)
    assert pooled.log_likelihood == pytest.approx(share_height(pooled.estimate, theta), rel=1e-11)
    se = np.sqrt(covariance(share_height, (pooled.estimate, theta), 1e-4)[0, 0])
    own = stats.binom.logpmf(EVENTS, PEOPLE, EVENTS / PEOPLE).sum()
    common = stats.binom.logpmf(EVENTS, PEOPLE, EVENTS.sum() / PEOPLE.sum()).sum()
    check_tests(pooled, se, 2 * (own - common), test, level)
    assert pooled.mean == pytest.approx(1 / (1 + np.exp(-pooled.estimate)), rel=1e-12)
    assert (pooled.a, pooled.b) == pytest.approx((pooled.mean / theta, (1 - pooled.mean) / theta), rel=1e-12)
    assert 0 < pooled.rho_interval.lower < pooled.rho < pooled.rho_interval.upper
    for end in (pooled.rho_interval.lower, pooled.rho_interval.upper):
        drop = pooled.log_likelihood - fallen(share_height, end / (1 - end), pooled.estimate)
        assert drop == pytest.approx(stats.chi2.ppf(level, 1) / 2, rel=1e-6)
    assert (pooled.rho_interval.level, pooled.method, codes(pooled)) == (level, "ML", ["MS456"])
    assert (pooled.tau2, pooled.prediction, pooled.prediction_df) == (None, None, None)
    assert (pooled.xi.tolist(), pooled.ni.tolist()) == (EVENTS.tolist(), PEOPLE.tolist())


@pytest.mark.parametrize(("events", "time"), [(0.0, 10.0), (3.0, 2.5)])
def test_the_exact_interval_of_a_rate_leaves_half_of_the_rest_on_each_side(events: float, time: float) -> None:
    found = garwood(events, time, level=0.9)
    assert stats.poisson.cdf(events, found.upper * time) == pytest.approx(0.05, rel=1e-10)
    if events:
        assert stats.poisson.sf(events - 1, found.lower * time) == pytest.approx(0.05, rel=1e-10)
    else:
        assert found.lower == 0.0
    assert found.level == 0.9


def pooled_people(model: str, **options: Any) -> PooledCounts:
    return binomial_normal_two_groups(ai=A, n1i=N1, ci=C, n2i=N2, model=model, **options)


def pooled_time(model: str, **options: Any) -> PooledCounts:
    return poisson_normal_two_groups(A, N1, C, N2, model=model, **options)


def conditional(a: float, c: float, n1: float, n2: float) -> float:
    """Of Fisher's noncentral hypergeometric distribution at its best odds; at the end of its support that is 1."""
    m = a + c
    if a in (max(0.0, m - n2), min(m, n1)):
        return 0.0
    found = optimize.minimize_scalar(
        lambda x: -stats.nchypergeom_fisher.logpmf(a, n1 + n2, m, n1, np.exp(x)), bounds=(-5, 5)
    )
    return float(-found.fun)


def random_intercepts(rates: bool) -> float:
    """An effect for each cohort and normal intercepts: the highest over their mean and SD, effects inside."""
    u = np.linspace(-7.0, 7.0, 141)

    def of_one(a: float, n1: float, c: float, n2: float, eta: np.ndarray) -> float:
        other = stats.poisson.pmf(c, n2 * np.exp(eta)) if rates else stats.binom.pmf(c, n2, 1 / (1 + np.exp(-eta)))
        weight = other * stats.norm.pdf(u) * (u[1] - u[0])
        if a == 0 or (a == n1 and not rates):
            return float(np.log(weight.sum()))

        def loss(effect: float) -> float:
            there = eta + effect
            own = (
                stats.poisson.pmf(a, n1 * np.exp(there)) if rates else stats.binom.pmf(a, n1, 1 / (1 + np.exp(-there)))
            )
            return float(-np.log((own * weight).sum()))

        return float(-optimize.minimize_scalar(loss, bounds=(-4, 4), method="bounded").fun)

    def loss(point: np.ndarray) -> float:
        eta = point[0] + abs(point[1]) * u
        return -sum(of_one(*row, eta) for row in zip(A, N1, C, N2, strict=True))

    found = optimize.minimize(loss, [-1.5, 0.8], method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-7})
    return float(-found.fun)


def saturated(model: str, rates: bool) -> float:
    """The highest log-likelihood where each cohort has an effect of its own."""
    if model == "UM.RS":
        return random_intercepts(rates)
    if rates and model == "UM.FS":
        return float((stats.poisson.logpmf(A, A) + stats.poisson.logpmf(C, C)).sum())
    if rates or model == "CM.AL":
        return float(stats.binom.logpmf(A, A + C, A / (A + C)).sum())
    if model == "CM.EL":
        return sum(conditional(*row) for row in zip(A, C, N1, N2, strict=True))
    return float((stats.binom.logpmf(A, N1, A / N1) + stats.binom.logpmf(C, N2, C / N2)).sum())


@pytest.mark.parametrize(
    ("model", "rates"),
    [(model, rates) for rates in (False, True) for model in ("UM.FS", "UM.RS", "CM.EL", "CM.AL")][:-1],
)
def test_heterogeneity_of_two_groups_is_what_an_effect_for_each_cohort_gains(model: str, rates: bool) -> None:
    pooled = (pooled_time if rates else pooled_people)(model, method="EE")
    q = 2 * (saturated(model, rates) - pooled.log_likelihood)
    assert pooled.q == pytest.approx(q, rel=1e-6)
    assert (pooled.q_df, pooled.q_p) == (4.0, pytest.approx(stats.chi2.sf(q, 4), rel=1e-5))


def test_tables_with_non_events_are_those_with_totals() -> None:
    found, same = binomial_normal_two_groups(A, N1 - A, C, N2 - C, model="CM.EL"), pooled_people("CM.EL")
    assert (found.estimate, found.se, found.tau2) == (same.estimate, same.se, same.tau2)
