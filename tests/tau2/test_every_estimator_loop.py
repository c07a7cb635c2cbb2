"""Every estimator of one analysis at once, not compiled: each is that of its own file."""

from __future__ import annotations

import numpy as np
import pytest

from metasacro.numerics.arrays import Floats
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.tau2 import every_estimator_loop as loop
from metasacro.tau2 import highest_maximum_loop
from metasacro.tau2.registry import ESTIMATORS
from tests.tau2.test_lane_search import tables


def ordered(y: Floats, v: Floats) -> tuple[Floats, Floats]:
    """The most precise cohort first, effects measured from its own."""
    order = np.argsort(v, kind="stable")
    return y[order] - y[order[0]], v[order]


def every(y: Floats, v: Floats) -> tuple[Floats, bool]:
    k = y.size
    w, z, found, cells = np.empty(k), np.empty(k), np.full(10, -7.0), np.empty((64, 10))
    return found, loop.every_tau2(y, v, w, z, cells, k, float(chi_square_quantile(0.5, k - 1.0)), found)


@pytest.mark.parametrize("seed", [1, 2, 5])
@pytest.mark.parametrize("k", [2, 3, 5])
def test_each_is_that_of_its_own_file(seed: int, k: int) -> None:
    inside = set()
    for effects, variances in zip(*tables(seed), strict=True):
        y, v = ordered(effects[:k], variances[:k])
        found, confirmed = every(y, v)
        assert confirmed
        for key, tau2 in zip(loop.KEYS, found, strict=True):
            assert float(tau2) == pytest.approx(float(ESTIMATORS[key].function(y, v).tau2), rel=1e-10, abs=1e-12), key
            inside |= {key} if tau2 > 0 else set()
        for key, other in loop.SAME_AS.items():
            assert found[loop.KEYS.index(other)] == pytest.approx(float(ESTIMATORS[key].function(y, v).tau2), rel=1e-10)
    assert inside == set(loop.KEYS) - {"EE"}


def test_a_fit_at_a_variance() -> None:
    y, v, w = np.array([0.0, 1.0, 4.0, 99.0]), np.array([0.2, 0.5, 1.5, 99.0]), np.zeros(4)
    weights = 1.0 / (v[:3] + 0.3)
    mean = (weights * y[:3]).sum() / weights.sum()
    residuals = y[:3] - mean
    told = [weights.sum(), mean, (weights * residuals**2).sum(), (weights**2 * residuals**2).sum()]
    assert loop.fit_at(0.3, y, v, w, 3) == pytest.approx(told, rel=1e-13)
    assert w.tolist() == [*weights.tolist(), 0.0]


#: Seed, target; how many fits the roots of sixteen rows take.
FITS = [
    (1, 0.5, 45),
    (1, 4.0, 40),
    (2, 0.5, 51),
    (2, 4.0, 29),
    (5, 0.5, 45),
    (5, 4.0, 52),
    (7, 0.5, 46),
    (7, 4.0, 53),
]


@pytest.mark.parametrize(("seed", "target", "fits"), FITS)
def test_a_root_of_q_takes_few_fits(monkeypatch: pytest.MonkeyPatch, seed: int, target: float, fits: int) -> None:
    asked, plain, w = [], loop.fit_at, np.empty(5)
    monkeypatch.setattr(loop, "fit_at", lambda *of: (asked.append(of[0]), plain(*of))[1])
    for effects, variances in zip(*tables(seed), strict=True):
        y, v = ordered(effects, variances)
        _, _, q, slope = plain(0.0, y, v, w, 5)
        root = loop._root_of_q(target, q, slope, y, v, w, 5)
        if q > target:
            assert root > 0.0
            assert plain(root, y, v, w, 5)[2] == pytest.approx(target, rel=1e-12)
        else:
            assert root == 0.0
    assert len(asked) == fits


def test_a_root_is_as_exact_as_the_least_variance_asks_for() -> None:
    """However much vaguer the others are."""
    y, v, w = np.array([0.0, 3.0, 1e-5, -7e-6]), np.array([1e-12, 1e8, 4e-12, 9e-12]), np.empty(4)
    _, _, q, slope = loop.fit_at(0.0, y, v, w, 4)
    root = loop._root_of_q(2.0, q, slope, y, v, w, 4)
    assert 0.0 < root < 1e-9
    assert loop.fit_at(root, y, v, w, 4)[2] == pytest.approx(2.0, rel=1e-13)


def test_steps_that_do_not_end_confirm_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    y, v = ordered(np.array([0.31, 1.92, 0.43, -0.85]), np.array([0.04, 0.09, 0.05, 0.02]))
    assert every(y, v)[1]
    with monkeypatch.context() as patch:
        patch.setattr(highest_maximum_loop, "_STEPS", 1)
        assert not every(y, v)[1]
    monkeypatch.setattr(loop, "_STEPS", 1)
    found, confirmed = every(y, v)
    assert not confirmed
    assert found[6:8].tolist() == [-1.0, -1.0]


@pytest.mark.parametrize("which", [0, 1])
def test_one_root_that_is_not_found_is_enough(monkeypatch: pytest.MonkeyPatch, which: int) -> None:
    """Of Q and of either likelihood."""
    y, v = ordered(np.array([0.31, 1.92, 0.43, -0.85]), np.array([0.04, 0.09, 0.05, 0.02]))
    root, search = loop._root_of_q, loop.searched_alone
    with monkeypatch.context() as patch:
        patch.setattr(
            loop, "_root_of_q", lambda target, *of: -1.0 if (target == 3.0) == (which == 0) else root(target, *of)
        )
        assert not every(y, v)[1]
    monkeypatch.setattr(loop, "searched_alone", lambda *of: (search(*of)[0], of[-1] != (which == 0)))
    assert not every(y, v)[1]
