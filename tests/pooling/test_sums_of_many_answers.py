"""Tests and measures of heterogeneity for many analyses at once, and where they do not exist."""

import numpy as np
import pytest

from metasacro.pooling.common_effect import common_effect
from metasacro.pooling.hartung_knapp import knapp_hartung, knapp_hartung_floored
from metasacro.pooling.heterogeneity import cochran_q, i_squared, i_squared_of_q, i_squared_of_tau2
from metasacro.pooling.wald import wald_t, wald_z
from tests.tolerances import CLOSED

Y = np.array([[1.0, 2.0, 9.0], [0.0, 5.0, 4.0]])
V = np.array([[1.0, 0.25, 4.0], [0.5, 1.0, 1.0]])
KEEP = np.array([[True, True, False], [False, True, False]])


def test_q_of_those_in_use_is_theirs_and_of_one_there_is_none() -> None:
    q, df, p = cochran_q(Y, V, KEEP)
    assert q == pytest.approx([1.0 / 1.25, np.nan], rel=CLOSED, nan_ok=True)
    assert df == pytest.approx([1.0, np.nan], nan_ok=True)
    assert p.dtype == np.float64
    assert p == pytest.approx([0.3710933695226971, np.nan], rel=1e-10, nan_ok=True)  # 2(1 − Φ(√0.8))
    assert cochran_q(Y, V)[1].tolist() == [2.0, 2.0]


def test_i2_of_those_in_use_is_theirs_and_of_one_there_is_none() -> None:
    """Of two cohorts the typical variance is (v1 + v2)/2, of three with equal variances it is theirs."""
    i2, h2 = i_squared(np.array([0.625, 1.0]), V, KEEP)
    assert i2 == pytest.approx([0.5, np.nan], rel=CLOSED, nan_ok=True)
    assert h2 == pytest.approx([2.0, np.nan], rel=CLOSED, nan_ok=True)
    i2, h2 = i_squared(np.array([0.3, 0.8]), np.array([[0.1] * 3, [0.2] * 3]))
    assert i2 == pytest.approx([0.75, 0.8], rel=CLOSED)
    assert h2 == pytest.approx([4.0, 5.0], rel=CLOSED)


def test_i2_by_q_is_the_excess_of_q_over_its_df_and_h2_their_ratio() -> None:
    i2, h2 = i_squared_of_q(np.array([10.0, 2.0, 1.0, 0.0, np.nan]), np.array([4.0, 4.0, 2.0, 4.0, np.nan]))
    assert i2.dtype == np.float64
    assert i2.tolist()[:4] == [0.6, 0.0, 0.0, 0.0]
    assert h2.tolist()[:4] == [2.5, 0.5, 0.5, 0.0]
    assert np.isnan([i2[4], h2[4]]).all()


def test_infinite_q_has_no_warning() -> None:
    """Inf less df over inf is no number, and 0 over 0 neither."""
    i2, h2 = i_squared_of_q(np.array([np.inf, 0.0]), np.array([3.0, 1.0]))
    assert np.isnan(i2[0])
    assert h2.tolist() == [np.inf, 0.0]


def test_variances_at_the_ends_of_the_doubles_have_no_warning() -> None:
    """No typical variance, or one of 0: H² is then infinite, or no number."""
    i2, h2 = i_squared_of_tau2(np.array([0.0, 1.0]), np.array([0.0, 0.0]))
    assert np.isnan([i2[0], h2[0]]).all()
    assert (i2[1], h2[1]) == (1.0, np.inf)
    i2, _ = i_squared(np.array(1.0), [1e200, 1e200])  # the sum of their weights squared is 0
    assert float(i2) == 0.0
    i2, _ = i_squared(np.array(1.0), [np.inf, np.inf])  # 0/0
    assert np.isnan(float(i2))


@pytest.mark.parametrize("test", [knapp_hartung, knapp_hartung_floored, wald_t, wald_z])
def test_a_total_weight_of_0_has_an_infinite_error_or_none_without_a_warning(test: object) -> None:
    arguments = np.zeros(2), np.array([0.0, 6.0]), np.array([4.0, 4.0])
    se, df, factor = test(*arguments)  # type: ignore[operator]  # each is a function of the same arguments
    assert se[1] == np.inf
    assert np.isnan(se[0]) == (test is knapp_hartung)
    assert df.tolist() == [np.inf if test is wald_z else 3.0] * 2
    assert factor.tolist() == ([1.0, 1.0] if test in (wald_z, wald_t) else [0.0, 2.0])


@pytest.mark.parametrize("test", [knapp_hartung, knapp_hartung_floored])
def test_an_infinite_spread_over_infinite_weights_is_no_number_and_no_warning(test: object) -> None:
    se, _, _ = test(np.array([np.inf]), np.array([np.inf]), np.array([3.0]))  # type: ignore[operator]  # as above
    assert np.isnan(se).all()


def test_one_two_and_three_cohorts_have_t_on_their_degrees_of_freedom() -> None:
    total, q, k = np.array([25.0, 4.0, 1.0]), np.array([0.0, 2.0, 8.0]), np.array([1.0, 2.0, 3.0])
    for test, se, factor in (
        (wald_t, [0.2, 0.5, 1.0], [1.0, 1.0, 1.0]),
        (knapp_hartung, [0.2, np.sqrt(0.5), 2.0], [1.0, 2.0, 4.0]),
        (knapp_hartung_floored, [0.2, np.sqrt(0.5), 2.0], [1.0, 2.0, 4.0]),
    ):
        found = test(total, q, k)
        assert found[0] == pytest.approx(se, rel=CLOSED)
        assert found[1].tolist() == [np.inf, 1.0, 2.0]
        assert found[2].tolist() == factor
    normal = wald_z(total, q, k)
    assert (normal[1].tolist(), normal[2].tolist()) == ([np.inf] * 3, [1.0] * 3)


def test_the_common_effect_has_the_level_that_was_asked_for() -> None:
    found = common_effect([0.1, 0.9], [0.04, 0.09], level=0.9)
    assert found.interval is not None
    assert found.interval.level == found.level == 0.9
    assert found.interval.upper == pytest.approx(9 / 26 + 1.6448536269514722 * np.sqrt(0.36 / 13), rel=1e-10)
