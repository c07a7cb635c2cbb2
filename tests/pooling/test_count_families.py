"""The distributions of counts against scipy's, their slopes and curvatures against means and variances."""

import numpy as np
import pytest
from scipy.stats import binom, nchypergeom_fisher, poisson

from metasacro.pooling.count_families import Binomial, Hypergeometric, Poisson

#: (k, m, points): two cohorts, one column of counts.
ETA = np.array([[[-3.0, 0.0, 0.4, 2.5]], [[-2.0, -0.1, 0.0, 6.0]]])


def test_binomial() -> None:
    x, n = np.array([[3.0], [0.0]]), np.array([[20.0], [7.0]])
    height, slope, bend = Binomial(x, n)(ETA)
    p = 1 / (1 + np.exp(-ETA))
    there = binom(n[..., None], p)
    assert height == pytest.approx(there.logpmf(x[..., None]), rel=1e-12)
    assert slope == pytest.approx(x[..., None] - there.mean(), rel=1e-12)
    assert bend == pytest.approx(there.var(), rel=1e-12)


def test_poisson() -> None:
    x = np.array([[3.0], [0.0]])
    height, slope, bend = Poisson(x)(ETA)
    there = poisson(np.exp(ETA))
    assert height == pytest.approx(there.logpmf(x[..., None]), rel=1e-12)
    assert slope == pytest.approx(x[..., None] - there.mean(), rel=1e-12)
    assert bend == pytest.approx(there.var(), rel=1e-12)


def test_a_predictor_beyond_the_doubles_keeps_a_finite_mean() -> None:
    height, slope, bend = Poisson(np.array([[2.0]]))(np.array([[[700.0, 800.0]]]))
    assert bend.ravel() == pytest.approx([np.exp(700.0)] * 2, rel=1e-14)
    assert slope.ravel() == pytest.approx([-np.exp(700.0)] * 2, rel=1e-14)
    assert height.ravel() == pytest.approx([-np.exp(700.0)] * 2, rel=1e-14)


def test_fishers_noncentral_hypergeometric() -> None:
    """The whole support counts: from 0 or what group 2 cannot hold, to all events or all of group 1."""
    a, m, n1, n2 = (np.array(x) for x in ([3.0, 6.0], [5.0, 9.0], [20.0, 7.0], [30.0, 4.0]))
    height, slope, bend = Hypergeometric(a, m, n1, n2)(ETA)
    for i in range(2):
        there = nchypergeom_fisher(n1[i] + n2[i], m[i], n1[i], np.exp(ETA[i, 0]))
        assert height[i, 0] == pytest.approx(there.logpmf(a[i]), rel=1e-9)
        assert slope[i, 0] == pytest.approx(a[i] - there.mean(), rel=1e-9)
        assert bend[i, 0] == pytest.approx(there.var(), rel=1e-9)


def test_odds_beyond_the_doubles_leave_one_table() -> None:
    (height,), (slope,), (bend,) = (
        part[0]
        for part in Hypergeometric(*(np.array([x]) for x in (2.0, 5.0, 3.0, 9.0)))(np.array([[[800.0, -800.0]]]))
    )
    assert slope.tolist() == [-1.0, 2.0]
    assert bend.tolist() == [0.0, 0.0]
    assert height == pytest.approx([-800.0, -1600.0], rel=1e-2)
