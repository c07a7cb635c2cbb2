"""What every estimator shares: rows that a loop leaves, designs, and the two scales of the Wald interval."""

import numpy as np
import pytest

from metasacro.numerics import loops
from metasacro.numerics.arrays import Booleans, Floats
from metasacro.numerics.normal import normal_quantile
from metasacro.tau2 import analyses
from metasacro.tau2.wald_interval import wald_bounds


def test_what_a_loop_does_not_confirm_is_solved_by_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop here settles every second row, at 7; the array form answers 3."""

    def loop(
        yi: Floats, vi: Floats, keep: Booleans, tau2: Floats, se: Floats, settled: Booleans, alone: Booleans
    ) -> None:
        tau2[:], se[:], alone[:] = 7.0, 1.0, False
        settled[:] = np.arange(tau2.size) % 2 == 0

    def solve(df: Floats, *rows: Floats) -> tuple[Floats, Floats, Booleans]:
        assert (rows[0].shape, rows[1].shape) == ((2, 3), (2, 3))
        return np.full(df.shape, 3.0), np.full(df.shape, 2.0), np.ones(df.shape, dtype=np.bool_)

    pytest.importorskip("numba")
    monkeypatch.setattr(loops, "LARGE", 0)
    monkeypatch.setattr(analyses, "in_lanes", lambda *_: False)
    monkeypatch.setattr(analyses, "compiled", lambda function: function)
    monkeypatch.setattr(analyses, "in_lanes", lambda *_: False)
    # the rows that are left are few, and go to the arrays
    found = analyses.estimated(solve, np.zeros((4, 3)), np.ones(3), in_loop=loop)
    assert found.tau2.tolist() == [7.0, 3.0, 7.0, 3.0]
    assert found.se.tolist() == [1.0, 2.0, 1.0, 2.0]
    assert found.converged.all()


def test_of_more_columns_than_cohorts_the_last_depend_on_the_first() -> None:
    assert analyses.dependent_columns(np.array([[1.0, 2.0, 3.0]])).tolist() == [False, True, True]
    assert not analyses.full_rank(np.array([[1.0, 0.0, 3.0], [0.0, 1.0, 1.0]]))


def test_wald_on_the_scale_of_the_logarithm_and_of_the_root() -> None:
    z = float(normal_quantile(0.975))
    low, high = wald_bounds([0.28, 0.0], [0.144, 0.1], scale="log")
    assert low[0] == pytest.approx(0.28 * np.exp(-z * 0.144 / 0.28), rel=1e-14)
    assert high[0] == pytest.approx(0.28 * np.exp(z * 0.144 / 0.28), rel=1e-14)
    low2, high2 = wald_bounds([0.28, 0.0], [0.144, 0.1], scale="sqrt")
    half = z * 0.144 / (2.0 * np.sqrt(0.28))
    assert low2[0] == pytest.approx((np.sqrt(0.28) - half) ** 2, rel=1e-14)
    assert high2[0] == pytest.approx((np.sqrt(0.28) + half) ** 2, rel=1e-14)
    assert np.isnan([low[1], high[1], low2[1], high2[1]]).all()  # no logarithm of 0, no slope of its root
    assert wald_bounds(0.01, 1.0, scale="sqrt")[0] == 0.0
