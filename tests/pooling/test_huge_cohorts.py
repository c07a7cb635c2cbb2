"""Cohorts of very many people: their own logit is known, and nothing is lost in the rounding of their counts."""

from __future__ import annotations

import numpy as np
import pytest

from metasacro.pooling import binomial_normal_likelihood
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.binomial_normal_likelihood import COARSE, FINE, likelihood, likelihood_in_mu

FIELDS = ("d_mu", "d_mu_mu", "d_tau", "d_mu_tau", "d_tau_tau")


@pytest.mark.parametrize("nodes", [FINE, COARSE])
@pytest.mark.parametrize("n", [1e9, 1e12, 1e15])
@pytest.mark.parametrize("tau", [0.3, 2.0, 20.0])
def test_derivatives_are_those_of_a_normal_density_at_the_known_logit(n: float, tau: float, nodes: int) -> None:
    """Beside a cohort of the usual size, whose terms stay what they are."""
    mu, x = np.array([-3.0]), np.array([[0.4 * n, 7.0]])
    both = likelihood(mu, np.array([tau]), x, np.array([[n, 60.0]]), nodes)
    usual = likelihood(mu, np.array([tau]), x[:, 1:], np.array([[60.0]]), nodes)
    u = (np.log(0.4 / 0.6) + 3.0) / tau
    exact = (u / tau, -1.0 / tau**2, (u * u - 1.0) / tau, -2.0 * u / tau**2, (1.0 - 3.0 * u * u) / tau**2)
    for name, wanted in zip(FIELDS, exact, strict=True):
        found = float((getattr(both, name) - getattr(usual, name))[0])
        assert found == pytest.approx(wanted, rel=2e-6, abs=2e-6 / tau**2)
    height, d_mu, d_mu_mu = likelihood_in_mu(mu, np.array([tau]), x, np.array([[n, 60.0]]), nodes)
    assert (height[0], d_mu[0], d_mu_mu[0]) == (both.height[0], both.d_mu[0], both.d_mu_mu[0])


def test_moments_give_what_counts_give(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a hundred to ten thousand people no digit is lost either way."""
    rng = np.random.default_rng(20261127)
    n = np.round(10 ** rng.uniform(2, 4, 200))[:, None]
    x = np.clip(rng.binomial(n.astype(int), rng.uniform(0.1, 0.9, n.shape)), 3, n - 3).astype(float)
    mu, tau = rng.normal(-1, 2, 200), 10 ** rng.uniform(-1, 1, 200)
    plain = likelihood(mu, tau, x, n)
    monkeypatch.setattr(binomial_normal_likelihood, "_MANY", 0.0)
    moments = likelihood(mu, tau, x, n)
    assert (moments.height == plain.height).all()
    for name in FIELDS:
        found, wanted = getattr(moments, name), getattr(plain, name)
        assert found == pytest.approx(wanted, rel=1e-8, abs=1e-8)
    assert (moments.d_mu != plain.d_mu).any()
    assert (moments.d_mu == plain.d_mu).any(), "near tau = 0 counts lose nothing, and moments would"


@pytest.mark.parametrize("interval", ["test", "profile"])
def test_rates_of_ever_larger_cohorts_move_as_their_logarithm(interval: str) -> None:
    """Three cohorts with 1, 2 and no event beside one in which two of five had it: each hundredfold n moves the mean
    by the same."""
    means, widths = [], []
    for n in (10**5, 10**7, 10**9, 10**11):
        pooled = binomial_normal([1, 2, 0, 2 * n // 5], [n] * 4, interval=interval)
        assert pooled.interval is not None
        assert pooled.tau2_interval is not None
        means.append(pooled.estimate)
        widths.append(np.sqrt(pooled.tau2))
    assert np.diff(means) == pytest.approx([-3.9] * 3, abs=0.02)
    assert np.diff(widths) == pytest.approx([2.44] * 3, abs=0.03)


def test_without_spread_counts_are_all_there_is() -> None:
    n, mu = 1e9, np.array([-0.5])
    at = likelihood(mu, np.zeros(1), np.array([[0.4 * n, 1.0]]), np.array([[n, n]]))
    p = float(1.0 / (1.0 + np.exp(0.5)))
    assert float(at.d_mu[0]) == pytest.approx(0.4 * n + 1.0 - 2.0 * n * p, rel=1e-9)
    assert float(at.d_mu_mu[0]) == pytest.approx(-2.0 * n * p * (1.0 - p), rel=1e-9)
    assert np.isfinite([at.d_tau[0], at.d_mu_tau[0], at.d_tau_tau[0]]).all()
