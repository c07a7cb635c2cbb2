"""Hartung–Knapp, plain and floored."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.pooling.hartung_knapp import knapp_hartung, knapp_hartung_floored
from metasacro.pooling.wald import wald_t, wald_z

POSITIVE = st.floats(1e-6, 1e6)


@given(POSITIVE, POSITIVE, st.integers(2, 50))
def test_the_plain_error_is_the_weighted_spread_of_the_cohorts(total: float, q: float, k: int) -> None:
    se, df, factor = (float(x) for x in knapp_hartung(np.array(total), np.array(q), np.array(k)))
    assert df == k - 1
    assert factor == pytest.approx(q / (k - 1), rel=1e-14)
    assert se**2 == pytest.approx(q / (k - 1) / total, rel=1e-12)


@given(POSITIVE, POSITIVE, st.integers(2, 50))
def test_the_floored_error_is_the_larger_of_two(total: float, q: float, k: int) -> None:
    arguments = np.array(total), np.array(q), np.array(k)
    plain, wald, floored = (float(f(*arguments)[0]) for f in (knapp_hartung, wald_t, knapp_hartung_floored))
    assert floored == pytest.approx(max(plain, wald), rel=1e-14)


def test_one_cohort_keeps_its_own_error_and_the_normal_distribution() -> None:
    for test in (knapp_hartung, knapp_hartung_floored, wald_t, wald_z):
        se, df, factor = (float(x) for x in test(np.array(25.0), np.array(0.0), np.array(1)))
        assert (se, df, factor) == (0.2, np.inf, 1.0)
