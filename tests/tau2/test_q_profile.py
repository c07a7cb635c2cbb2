"""The Q-profile interval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.tau2.q_profile import q_profile_bounds
from metasacro.tau2.weighted_residuals import cohorts, weighted_residuals
from tests.tau2.test_estimators import BCG_V, BCG_Y, TABLES
from tests.tolerances import ITERATED


def test_bcg_trials() -> None:
    low, high, empty = q_profile_bounds(BCG_Y, BCG_V)
    assert float(low) == pytest.approx(0.119695, abs=3e-5)  # printed at R's default tolerance
    assert float(high) == pytest.approx(1.111486, abs=3e-5)
    assert not empty


def test_a_wide_interval_is_not_cut_at_100() -> None:
    """Two cohorts have a closed form: Q(tau2) = (y1 − y2)²/(v1 + v2 + 2 tau2)."""
    closed = (0.8**2 / float(chi_square_quantile(0.025, 1)) - 0.13) / 2
    assert float(q_profile_bounds([0.1, 0.9], [0.04, 0.09])[1]) == pytest.approx(closed, rel=1e-12)
    assert closed > 325


def test_a_shift_of_1e9_changes_nothing() -> None:
    y = 1e9 + np.array([0.1, 0.5, -0.3, 0.8, 0.2])
    v = np.array([0.01, 0.02, 0.03, 0.04, 0.05])
    low, high, _ = q_profile_bounds(y, v)
    back = q_profile_bounds(y - 1e9, v)
    assert (float(low), float(high)) == pytest.approx((float(back[0]), float(back[1])), rel=1e-12)
    assert (float(low), float(high)) == pytest.approx((0.030317, 1.395808), rel=1e-5)


def test_q_too_small_for_any_tau2_is_said() -> None:
    low, high, empty = q_profile_bounds([0.4] * 5, [0.01, 0.02, 0.03, 0.04, 0.05])
    assert (float(low), float(high), bool(empty)) == (0.0, 0.0, True)


@settings(max_examples=60)
@given(TABLES, st.floats(0.5, 0.999))
def test_q_takes_its_quantile_at_each_bound(table: np.ndarray, level: float) -> None:
    y, v = table
    df = y.size - 1
    low, high, empty = q_profile_bounds(y, v, level=level)
    yc, vc, use = cohorts(y, v)
    for bound, p in ((low, (1 + level) / 2), (high, (1 - level) / 2)):
        q = float(weighted_residuals(yc, vc, use, bound).q)
        target = float(chi_square_quantile(p, df))
        assert q == pytest.approx(target, rel=ITERATED) if bound > 0 else q <= target * (1 + 1e-12)
    assert float(low) <= float(high)
    assert bool(empty) is (
        float(weighted_residuals(yc, vc, use, np.zeros(())).q) < float(chi_square_quantile((1 - level) / 2, df))
    )


def test_a_higher_level_is_wider_and_a_single_cohort_has_none() -> None:
    assert q_profile_bounds(BCG_Y, BCG_V, level=0.99)[1] > q_profile_bounds(BCG_Y, BCG_V, level=0.9)[1]
    assert np.isnan(q_profile_bounds([1.0], [0.1])[0])
