"""REML ends at the global maximum of the restricted likelihood, or says that it did not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.numerics.arrays import Floats
from metasacro.tau2.restricted_likelihood import restricted_log_likelihood, restricted_score, score_negative_above
from metasacro.tau2.restricted_maximum_likelihood import restricted_maximum_likelihood
from metasacro.tau2.weighted_residuals import cohorts

#: The score is the difference of two positive sums; this share of their size is what rounding leaves of it.
ROUNDING = 1e-10


def scores(tau2: Floats, y: Floats, v: Floats) -> tuple[Floats, Floats]:
    """The score at tau2, and the size of the terms it is the difference of."""
    y, v, use = cohorts(y, v)
    w = 1 / (v + tau2[:, None])
    return restricted_score(tau2, y, v, use), w.sum(axis=-1) - (w * w).sum(axis=-1) / w.sum(axis=-1)


def test_twenty_thousand_data_sets_all_end_at_a_stationary_point() -> None:
    rng = np.random.default_rng(20140202)
    count, k = 20_000, 10
    v = rng.uniform(0.01, 0.6, (count, k)) ** rng.choice([1, 2], (count, 1))
    tau2 = rng.choice([0.0, 0.01, 0.1, 1.0], (count, 1))
    y = rng.normal(0.0, np.sqrt(v + tau2))
    found = restricted_maximum_likelihood(y, v)
    score, size = scores(found.tau2, y, v)
    inside = found.tau2 > 0
    assert found.converged.all()
    assert (np.abs(score[inside]) <= ROUNDING * size[inside]).all()
    assert (score[~inside] <= 0).all()
    assert 0.1 < inside.mean() < 0.95


def test_no_point_of_a_fine_grid_is_higher() -> None:
    """Heavy-tailed effects and variances over four decades: the restricted likelihood often has two maxima."""
    rng = np.random.default_rng(7)
    y = rng.standard_t(1.2, (400, 5))
    v = 10.0 ** rng.uniform(-3, 1, (400, 5))
    found = restricted_maximum_likelihood(y, v)
    assert found.converged.all()
    y, v, use = cohorts(y, v)
    best = restricted_log_likelihood(found.tau2, y, v, use)
    for tau2 in np.concatenate([[0.0], np.geomspace(1e-5, 1e5, 2_000)]):
        here = restricted_log_likelihood(np.full(len(y), tau2), y, v, use)
        assert (here <= best + 1e-9).all()


def test_the_score_is_negative_above_its_bound() -> None:
    rng = np.random.default_rng(11)
    y = rng.standard_t(2, (5_000, 6))
    v = 10.0 ** rng.uniform(-4, 2, (5_000, 6))
    y, v, use = cohorts(y, v)
    bound, _ = score_negative_above(y, v, use)
    for factor in (1.0, 1.001, 2.0, 100.0):
        above = bound * factor + 1e-9 * v.min(axis=-1)
        assert (restricted_score(above, y, v, use) <= ROUNDING * np.abs(1 / (v + above[:, None])).sum(axis=-1)).all()


def test_two_maxima_the_higher_is_taken() -> None:
    """Two precise cohorts agree, three vague ones lie far off: a maximum near 0 and one far out."""
    y, v = np.array([0.0, 0.02, 9.0, -8.0, 10.0]), np.array([1e-4, 1e-4, 4.0, 4.0, 4.0])
    found = float(restricted_maximum_likelihood(y, v).tau2)
    yc, vc, use = (array[None, :] for array in cohorts(y, v))
    grid = np.geomspace(1e-6, 1e4, 4_000)
    height = [float(restricted_log_likelihood(np.array([t]), yc, vc, use)[0]) for t in grid]
    assert found == pytest.approx(grid[int(np.argmax(height))], rel=0.01)


def test_equal_variances_have_a_closed_form() -> None:
    y = np.array([0.1, 0.5, -0.3, 0.8, 0.2, 0.6])
    found = restricted_maximum_likelihood(y, np.full(6, 0.05))
    assert float(found.tau2) == pytest.approx(y.var(ddof=1) - 0.05, rel=1e-12)
    assert float(found.se) == pytest.approx(np.sqrt(2 / 5) * y.var(ddof=1), rel=1e-12)


def test_tiny_units() -> None:
    """Effects of 1e-6: a package with an absolute tolerance answers 1.0e-12 here."""
    found = restricted_maximum_likelihood([1e-6, 3e-6, 2e-6], [1e-13, 2e-13, 1e-13])
    again = restricted_maximum_likelihood([1.0, 3.0, 2.0], [0.1, 0.2, 0.1])
    assert float(found.tau2) == pytest.approx(8.346e-13, rel=1e-3)
    assert float(found.tau2) == pytest.approx(1e-12 * float(again.tau2), rel=1e-12)


def test_fewer_than_two_cohorts_have_no_tau2() -> None:
    found = restricted_maximum_likelihood([1.0, 2.0], [0.1, 0.1], [[True, False], [False, False]])
    assert np.isnan(found.tau2).all()
    assert not found.converged.any()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.001, 10)), min_size=2, max_size=9), st.floats(-6, 6))
def test_units_scale_tau2_by_their_square(rows: list[tuple[float, float]], power: float) -> None:
    y, v = np.array(rows).T
    c = 10.0**power
    before, after = restricted_maximum_likelihood(y, v), restricted_maximum_likelihood(c * y, c * c * v)
    assert float(after.tau2) == pytest.approx(c * c * float(before.tau2), rel=1e-8, abs=1e-9 * c * c * v.min())


def golden(y: Floats, v: Floats, x: Floats) -> float:
    """REML by another road: the restricted likelihood from determinants and inverses, maximized by golden section."""

    def height(log_total: float) -> float:
        s = v + (np.exp(log_total) - v.min())
        inverse = np.diag(1 / s)
        middle = x.T @ inverse @ x
        residual = y - x @ np.linalg.solve(middle, x.T @ inverse @ y)
        return -0.5 * float(np.log(s).sum() + np.linalg.slogdet(middle)[1] + residual @ inverse @ residual)

    grid = np.linspace(np.log(v.min()), np.log(100 * (y.var() + v.max())), 400)
    best = int(np.argmax([height(t) for t in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, 399)]
    slope = lambda t, h: (height(t + h) - height(t - h)) / (2 * h)  # noqa: E731 - one line says it
    share = (np.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - share * (high - low), low + share * (high - low)
        low, high = (low, right) if height(left) > height(right) else (left, high)
    t = (low + high) / 2
    for _ in range(6):  # golden section finds a flat top to half the digits; Richardson's slope finds the rest
        h = 1e-2
        first = (4 * slope(t, h / 2) - slope(t, h)) / 3
        first = (16 * first - (4 * slope(t, h) - slope(t, 2 * h)) / 3) / 15
        second = (slope(t + h, h) - slope(t - h, h)) / (2 * h)
        t -= first / second
    return float(np.exp(t) - v.min())


@pytest.mark.parametrize("p", [1, 2, 3])
def test_two_algorithms_agree(p: int) -> None:
    rng = np.random.default_rng(20 + p)
    compared = 0
    for _ in range(20):
        k = int(rng.integers(p + 4, 25))
        x = np.column_stack([np.ones(k), rng.normal(size=(k, p - 1))])
        v = rng.uniform(0.02, 0.2, k)
        y = rng.normal(0, np.sqrt(v + 0.4))
        found = float(restricted_maximum_likelihood(y, v, None, x if p > 1 else None).tau2)
        if found > 0.05:
            assert found == pytest.approx(golden(y, v, x), rel=1e-8)
            compared += 1
    assert compared > 12
