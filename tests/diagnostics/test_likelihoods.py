"""Fit statistics and profiles of the likelihood."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from metasacro.diagnostics.likelihood_profile import likelihood_profile
from metasacro.pooling.fit_statistics import fit_statistics
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal
from metasacro.tau2.profile_likelihood import profile_likelihood_bounds
from metasacro.tau2.wald_interval import wald_bounds

Y = np.array([0.31, 0.92, 0.43, 0.15, 0.58, -0.12])
V = np.array([0.04, 0.09, 0.05, 0.02, 0.06, 0.03])


def test_the_log_likelihood_is_that_of_a_normal_sample() -> None:
    pooled = random_effects(Y, V, method="ML", test="z")
    found = fit_statistics(pooled)[0]
    density = multivariate_normal(np.full(6, pooled.estimate), np.diag(V + pooled.tau2))
    assert found.log_likelihood == pytest.approx(density.logpdf(Y), rel=1e-12)
    assert found.aic == pytest.approx(4 - 2 * density.logpdf(Y), rel=1e-12)


def test_the_restricted_likelihood_is_that_of_error_contrasts() -> None:
    """An orthonormal basis of what the design cannot explain, in which the effects are normal around 0."""
    x = np.column_stack([np.ones(6), np.arange(6.0) ** 2])
    pooled = meta_regression(Y, V, x, test="z")
    basis = np.linalg.qr(np.column_stack([x, np.eye(6)[:, :4]])).Q[:, 2:]
    density = multivariate_normal(np.zeros(4), basis.T @ np.diag(V + pooled.tau2) @ basis)
    assert fit_statistics(pooled)[1].log_likelihood == pytest.approx(density.logpdf(basis.T @ Y), rel=1e-10)


def test_the_peak_of_the_profile_is_the_estimate() -> None:
    for method in ("ML", "REML"):
        pooled = random_effects(Y, V, method=method, test="z")
        found = likelihood_profile(pooled, [pooled.tau2, *np.linspace(0.0, 1.0, 50)])
        assert found.log_likelihood.argmax() == 0
        assert found.restricted == (method == "REML")
        ends = likelihood_profile(pooled, [found.interval.upper]).log_likelihood
        assert 2 * (found.log_likelihood[0] - ends[0]) == pytest.approx(3.841458820694124, rel=1e-10)
    default = likelihood_profile(pooled)
    assert default.tau2[0] == 0
    assert default.tau2[-1] > default.interval.upper


def test_profile_intervals_of_a_batch_are_those_of_each() -> None:
    rows = np.stack([Y, 3 * Y, np.full(6, 0.2)])
    low, high = profile_likelihood_bounds(rows, V)
    for row, lower, upper in zip(rows, low, high, strict=True):
        assert (lower, upper) == pytest.approx(tuple(map(float, profile_likelihood_bounds(row, V))), rel=1e-10)
    assert low[1] > 0 == low[2]


def test_values_below_0_are_no_variances() -> None:
    """MS582."""
    for bad in ([-0.1], [], [np.nan]):
        with pytest.raises(Refusal, match="MS582"):
            likelihood_profile(random_effects(Y, V), bad)


def test_wald_intervals_do_not_exist_on_the_boundary() -> None:
    assert np.isnan(wald_bounds(0.0, 0.1, scale="log")).all()
    assert np.isnan(wald_bounds(0.0, 0.1, scale="sqrt")).all()
    assert wald_bounds(0.0, 0.1)[0] == 0
