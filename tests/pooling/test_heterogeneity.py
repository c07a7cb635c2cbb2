"""Q, I² and H²."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.pooling.heterogeneity import cochran_q, i_squared
from tests.tau2.test_estimators import TABLES
from tests.tolerances import CLOSED


def test_q_of_two_cohorts_is_their_squared_difference_over_its_variance() -> None:
    q, df, _ = cochran_q([5.2, 6.1], [0.3, 0.2])
    assert (float(q), float(df)) == pytest.approx((0.81 / 0.5, 1), rel=CLOSED)


def test_equal_variances_make_the_typical_variance_theirs() -> None:
    i2, h2 = i_squared(np.array(0.3), [0.1] * 4)
    assert (float(i2), float(h2)) == pytest.approx((0.75, 4.0), rel=CLOSED)


@given(TABLES)
def test_both_definitions_of_i2_are_one_for_the_tau2_of_dersimonian_and_laird(table: np.ndarray) -> None:
    from metasacro.tau2.dersimonian_laird import dersimonian_laird

    y, v = table
    q, _, _ = cochran_q(y, v)
    by_tau2, by_q = i_squared(dersimonian_laird(y, v).tau2, v)[0], i_squared(np.array(0.0), v, q=q)[0]
    assert float(by_tau2) == pytest.approx(float(by_q), rel=1e-9, abs=1e-12)


@given(st.floats(0, 1e6))
def test_i2_is_a_fraction_that_grows_with_tau2(tau2: float) -> None:
    v = [0.1, 0.4, 0.2]
    here, more = (float(i_squared(np.array(t), v)[0]) for t in (tau2, tau2 + 1))
    assert 0 <= here < more <= 1


def test_a_single_cohort_has_none() -> None:
    assert np.isnan(cochran_q([1.0], [0.1])[0])
    assert np.isnan(i_squared(np.array(np.nan), [0.1])[0])
