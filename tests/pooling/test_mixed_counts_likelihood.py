"""The integrals under a likelihood of counts: against closed forms, a plain grid far out, and Laplace's formula."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, stats

from metasacro.pooling.count_families import Binomial, Poisson
from metasacro.pooling.mixed_counts_likelihood import MixedCounts, mixed_likelihood

X, T = np.array([0.0, 3.0, 40.0]), np.array([12.0, 9.0, 21.0])


def rates(x: np.ndarray, t: np.ndarray) -> MixedCounts:
    """One log rate with one SD."""
    k = len(x)
    return MixedCounts(
        family=Poisson(x[:, None]),
        offset=np.log(t)[:, None],
        fixed=np.ones((k, 1, 1)),
        index=np.zeros((k, 1), dtype=np.intp),
        loadings=np.ones((1, 1)),
        size=1,
    )


def pairs(a: np.ndarray, c: np.ndarray, n: np.ndarray) -> MixedCounts:
    """Two groups: an effect with its SD, and an intercept with its SD."""
    k = len(a)
    return MixedCounts(
        family=Binomial(np.column_stack([a, c]), np.column_stack([n, n])),
        offset=np.zeros((k, 2)),
        fixed=np.broadcast_to(np.array([[1.0, 1.0], [0.0, 1.0]]), (k, 2, 2)),
        index=np.broadcast_to(np.array([0, 1], dtype=np.intp), (k, 2)),
        loadings=np.array([[1.0, 1.0], [0.0, 1.0]]),
        size=2,
    )


def test_without_a_spread_it_is_the_product_of_the_probabilities() -> None:
    found = mixed_likelihood(rates(X, T), np.array([-1.0]), np.zeros(1))
    assert found.height == pytest.approx(stats.poisson.logpmf(X, T * np.exp(-1.0)).sum(), rel=1e-13)
    assert found.slope[0] == pytest.approx((X - T * np.exp(-1.0)).sum(), rel=1e-13)
    assert found.curvature[0, 0] == pytest.approx(-T.sum() * np.exp(-1.0), rel=1e-13)


def test_two_groups_without_a_spread() -> None:
    a, c, n = np.array([3.0, 0.0, 7.0]), np.array([5.0, 2.0, 9.0]), np.full(3, 20.0)
    found = mixed_likelihood(pairs(a, c, n), np.array([-1.0, 0.3]), np.zeros(2))
    p, r = 1 / (1 + np.exp(0.7)), 1 / (1 + np.exp(-0.3))
    assert found.height == pytest.approx((stats.binom.logpmf(a, n, p) + stats.binom.logpmf(c, n, r)).sum(), rel=1e-13)


def test_a_moderator_has_its_own_slope() -> None:
    """Two coefficients of one linear predictor."""
    z = np.array([0.5, -1.0, 2.0])
    model = replace(
        rates(X, T),
        fixed=np.stack([np.ones(3), z], axis=-1)[:, None, :],
        index=np.broadcast_to(np.array([0, 1], dtype=np.intp), (3, 2)),
        size=2,
    )
    found, step = mixed_likelihood(model, np.array([-1.0, 0.4]), np.array([0.6])), np.array([0.0, 1e-5])
    up, down = (mixed_likelihood(model, np.array([-1.0, 0.4]) + s * step, np.array([0.6])) for s in (1, -1))
    alone = [mixed_likelihood(rates(X[[i]], T[[i]]), np.array([-1.0 + 0.4 * z[i]]), np.array([0.6])) for i in range(3)]
    assert found.height == pytest.approx(sum(one.height for one in alone), rel=1e-12)
    assert found.slope[1] == pytest.approx((up.height - down.height) / 2e-5, rel=1e-7)
    assert found.slope[1] == pytest.approx(sum(one.slope[0] * z[i] for i, one in enumerate(alone)), rel=1e-10)


@pytest.mark.parametrize(
    ("tau", "x", "t"),
    [
        *((tau, x, t) for tau in (0.01, 0.5, 3.0, 12.0) for x, t in ((0.0, 5.0), (1.0, 5.0), (2000.0, 1500.0))),
        (3.0, 2000.0, 5.0),
        (12.0, 2000.0, 5.0),
    ],
)
def test_one_effect_against_a_plain_grid(tau: float, x: float, t: float) -> None:
    """From a spread that is hardly one to one of twelve, where the integrand is steep on one side."""
    u = np.linspace(-12.0, 12.0, 400_001)
    inside = stats.poisson.logpmf(x, t * np.exp(np.minimum(0.3 + tau * u, 300.0))) + stats.norm.logpdf(u)
    expected = inside.max() + np.log(np.exp(inside - inside.max()).sum() * (u[1] - u[0]))
    found = mixed_likelihood(rates(np.array([x]), np.array([t])), np.array([0.3]), np.array([tau]))
    assert found.height == pytest.approx(expected, rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_an_sd_below_0_is_the_same_spread(sign: float) -> None:
    one, other = (mixed_likelihood(rates(X, T), np.array([-1.0]), np.array([s * 0.7])) for s in (1.0, sign))
    assert other.height == pytest.approx(one.height, rel=1e-13)
    assert other.slope == pytest.approx(one.slope * [1.0, sign], rel=1e-10)


@pytest.mark.parametrize("sd", [(0.7, 0.4), (3.0, 1.5)])
def test_one_node_is_laplaces_approximation(sd: tuple[float, float]) -> None:
    """The integrand at its peak, and a normal curve with the curvature that it has there."""
    a, c, n = 3.0, 7.0, 20.0

    def loss(v: np.ndarray) -> float:
        eta = np.array([-1.0 - 0.4 + sd[0] * v[0] + sd[1] * v[1], -0.4 + sd[1] * v[1]])
        return float(0.5 * v @ v - stats.binom.logpmf([a, c], n, 1.0 / (1.0 + np.exp(-eta))).sum())

    peak = optimize.minimize(loss, np.zeros(2), tol=1e-12)
    eta = np.array([-1.4 + np.dot(sd, peak.x), -0.4 + sd[1] * peak.x[1]])
    load = np.array([[sd[0], sd[1]], [0.0, sd[1]]])
    p = 1.0 / (1.0 + np.exp(-eta))
    bend = np.eye(2) + load.T @ np.diag(n * p * (1.0 - p)) @ load
    expected = -loss(peak.x) - 0.5 * np.linalg.slogdet(bend)[1]
    model = pairs(np.array([a]), np.array([c]), np.array([n]))
    found = mixed_likelihood(model, np.array([-1.0, -0.4]), np.array(sd), nodes=1)
    assert found.height == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("sd", [(0.5, 0.3), (2.5, 1.0), (4.0, 3.0), (8.0, 2.5)])
def test_two_effects_and_their_slopes_against_a_plain_grid(sd: tuple[float, float]) -> None:
    u = np.linspace(-9.0, 9.0, 601)
    v, w = np.meshgrid(u, u, indexing="ij")
    first = -1.4 + sd[0] * v + sd[1] * w
    inside = stats.norm.logpdf(v) + stats.norm.logpdf(w)
    inside = inside + stats.binom.logpmf(3, 20, 1 / (1 + np.exp(-first)))
    inside = inside + stats.binom.logpmf(7, 20, 1 / (1 + np.exp(0.4 - sd[1] * w)))
    f = np.exp(inside - inside.max())
    found = mixed_likelihood(
        pairs(np.array([3.0]), np.array([7.0]), np.array([20.0])), np.array([-1.0, -0.4]), np.array(sd)
    )
    assert found.height == pytest.approx(inside.max() + np.log(f.sum() * (u[1] - u[0]) ** 2), abs=1e-9)
    score = 3 - 20 / (1 + np.exp(-first))
    assert found.slope[0] == pytest.approx((f * score).sum() / f.sum(), rel=1e-7, abs=1e-8)
    assert found.slope[2] == pytest.approx((f * score * v).sum() / f.sum(), rel=1e-7, abs=1e-8)
