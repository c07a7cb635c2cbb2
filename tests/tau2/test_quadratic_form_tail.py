"""The distribution of Q with fixed weights, against two other roads to it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from metasacro.tau2.generalized_q_interval import generalized_q_bounds
from metasacro.tau2.quadratic_form_tail import LogTransform, tau2_where_tail_is, upper_tail
from tests.tau2.test_estimators import BCG_V, BCG_Y, TABLES


def ruben(q: float, eigenvalues: np.ndarray) -> float:
    """P(Q ≥ q) as Ruben's mixture of χ² with ever more degrees of freedom; all terms are positive."""
    least, m = eigenvalues.min(), eigenvalues.size
    ratios = 1 - least / eigenvalues
    shares = [float(np.sqrt(least / eigenvalues).prod())]
    powers: list[float] = []
    while 1 - sum(shares) > 1e-13 and len(shares) < 4_000:
        powers.insert(0, float((ratios ** (len(shares))).sum()))
        shares.append(float(np.dot(powers, shares)) / (2 * len(shares)))
    return float(np.dot(shares, chi2.sf(q / least, m + 2 * np.arange(len(shares)))))


@pytest.mark.parametrize("k", [2, 3, 5, 10, 40, 160, 600])
@pytest.mark.parametrize("tail", [1 - 1e-6, 0.999, 0.975, 0.5, 0.025, 1e-3, 1e-8, 1e-30, 1e-100, 1e-250])
def test_equal_weights_and_variances_are_chi_square(k: int, tail: float) -> None:
    q = 2.0 * chi2.isf(tail, k - 1)
    found = upper_tail(np.array([q]), np.full((1, k), 4.0), np.full((1, k), 0.5))
    assert float(found[0]) == pytest.approx(chi2.sf(q / 2.0, k - 1), rel=3e-13)


@pytest.mark.parametrize("p", [1, 2, 3])
def test_covariates_take_degrees_of_freedom_from_chi_square(p: int) -> None:
    """With and without cohorts that take no part; the edge is met to the last bit."""
    x = np.column_stack([np.ones(7), np.arange(7.0), np.arange(7.0) == 2.0])[:, :p]
    q, a = 2.0 * chi2.isf([0.9, 0.1], 7 - p), np.full((2, 7), 4.0)
    apart = np.stack([np.insert(x, 3, 0.0, axis=0)] * 2), np.insert(a, 3, 0.0, axis=1)
    for columns, weights in ((np.stack([x, x]), a), apart):
        found = upper_tail(q, weights, np.full(weights.shape, 0.5), columns)
        assert found == pytest.approx([0.9, 0.1], rel=3e-13)


@pytest.mark.parametrize("p", [1, 2, 3])
def test_ruben_agrees_with_weights_variances_and_designs_of_any_kind(p: int) -> None:
    rng = np.random.default_rng(p)
    for _ in range(12):
        k = int(rng.integers(p + 5, 20))
        x = np.column_stack([np.ones(k), rng.normal(size=(k, p - 1))])
        a, s = rng.uniform(0.2, 5, k), rng.uniform(0.1, 4, k)
        projection = np.diag(a) - (a[:, None] * x) @ np.linalg.solve(x.T @ (a[:, None] * x), (a[:, None] * x).T)
        eigenvalues = np.linalg.eigvalsh(np.sqrt(s)[:, None] * projection * np.sqrt(s))[p:]
        q = float(eigenvalues.sum() * rng.uniform(0.3, 2.5))
        found = upper_tail(np.array([q]), a[None], s[None], x[None] if p > 1 else None)
        assert float(found[0]) == pytest.approx(ruben(q, eigenvalues), rel=1e-10)


def test_the_edge_is_that_of_the_largest_eigenvalue_however_many_covariates_take_some_away() -> None:
    rng = np.random.default_rng(5)
    for p in (1, 2, 3):
        x = np.column_stack([np.ones(9), rng.normal(size=(9, p - 1))])
        a, s = rng.uniform(0.2, 5, 9) * 10.0 ** rng.uniform(-1, 1, 9), rng.uniform(0.1, 4, 9)
        projection = np.diag(a) - (a[:, None] * x) @ np.linalg.solve(x.T @ (a[:, None] * x), (a[:, None] * x).T)
        eigenvalues = np.linalg.eigvalsh(np.sqrt(s)[:, None] * projection * np.sqrt(s))
        mean, edge = LogTransform(a[None], s[None], x[None]).mean_and_edge()
        assert float(mean[0]) == pytest.approx(eigenvalues.sum(), rel=1e-5)
        assert 0.999 < float(edge[0]) * 2.0 * eigenvalues.max() <= 1.0


def test_rows_have_edges_of_their_own() -> None:
    rng = np.random.default_rng(6)
    x = np.stack([np.column_stack([np.ones(5), np.arange(5.0)])] * 8)
    a, s = 10.0 ** rng.uniform(-3, 3, (8, 1)) * rng.uniform(0.2, 5, (8, 5)), rng.uniform(0.1, 4, (8, 5))
    mean, edge = LogTransform(a, s, x).mean_and_edge()
    for row in range(8):
        alone = LogTransform(a[row : row + 1], s[row : row + 1], x[:1]).mean_and_edge()
        assert (mean[row], edge[row]) == pytest.approx([float(each[0]) for each in alone], rel=1e-6)


def test_whether_a_root_was_found_is_told_of_each_row() -> None:
    y = np.array([[-1.0, 1.0], [0.0, 0.0], [-0.01, 0.01]])
    tau2, found = tau2_where_tail_is(np.full(3, 0.5), np.ones((3, 2)), y, np.full((3, 2), 0.1))
    assert (tau2 > 0).tolist() == [True, False, False]
    assert (found.tolist(), found.dtype) == ([True] * 3, np.bool_)


def test_ruben_agrees_at_the_bounds_of_the_bcg_trials() -> None:
    """metafor's root finder stops 2e-5 beside these bounds, within its tolerance of 1.2e-4."""
    y, v = np.array(BCG_Y), np.array(BCG_V)
    q = float(((y - y.mean()) ** 2).sum())
    for bound, share in zip(generalized_q_bounds(y, v)[:2], (0.025, 0.975), strict=True):
        root = np.sqrt(v + float(bound))
        eigenvalues = np.linalg.eigvalsh(root[:, None] * (np.eye(13) - 1 / 13) * root)[1:]
        assert ruben(q, eigenvalues) == pytest.approx(share, rel=0, abs=1e-10)


@settings(max_examples=20, deadline=None)  # the first call loads scipy
@given(TABLES, st.integers(-20, 20))
def test_units_scale_the_interval_by_their_square(table: np.ndarray, power: int) -> None:
    y, v = table
    c = 2.0**power
    found, scaled = generalized_q_bounds(y, v), generalized_q_bounds(c * y, c * c * v)
    for before, after in zip(found[:2], scaled[:2], strict=True):
        assert float(after) == pytest.approx(c * c * float(before), rel=1e-7, abs=1e-9 * c * c * v.min())
    assert float(found[0]) <= float(found[1])


def test_identical_effects_leave_the_interval_empty() -> None:
    low, high, empty = generalized_q_bounds([0.4] * 5, [0.01, 0.02, 0.03, 0.04, 0.05])
    assert (float(low), float(high), bool(empty)) == (0.0, 0.0, True)
    assert np.isnan(generalized_q_bounds([1.0], [0.1])[0])
