"""Logarithms of ratios, against fifty digits."""

import mpmath
import numpy as np
import pytest

from metasacro.numerics.log_ratio import log_ratio

#: Rounding of the quotient, and of the logarithm.
TWO_ROUNDINGS = 4.5e-16


def exactly(top: float, bottom: float) -> float:
    with mpmath.workdps(50):
        return float(mpmath.log(mpmath.mpf(top) / mpmath.mpf(bottom)))


@pytest.mark.parametrize("bottom", [1.0, 0.3, 7e5])
def test_ratios_near_1_and_far_from_it_keep_their_digits(bottom: float) -> None:
    factors = [1.0 + 2.0**-30, 1.0 - 2.0**-40, 1.0, 0.999, 1.2, 1.45, 0.55, 0.49, 1.51, 1e-9, 1e12]
    tops = [factor * bottom for factor in factors]
    found = log_ratio(np.array(tops), np.array(bottom))
    assert found.tolist() == pytest.approx([exactly(top, bottom) for top in tops], rel=TWO_ROUNDINGS, abs=0.0)


def test_a_difference_that_is_known_better_is_taken() -> None:
    """1 + 1e-20 is 1 as a double."""
    found = log_ratio(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 1.0]), np.array([1e-20, -3e-18, 2.0]))
    assert found.tolist() == pytest.approx([1e-20, -1.5e-18, np.log(3.0)], rel=1e-15, abs=0.0)


def test_zeros_and_numbers_below_0_have_the_logarithms_of_numpy_and_no_warning() -> None:
    found = log_ratio(np.array([1.0, 0.0, 0.0, -1.0, -1.0]), np.array([0.0, 1.0, 0.0, 1.0, -1.0]))
    assert found.tolist() == pytest.approx([np.inf, -np.inf, np.nan, np.nan, 0.0], nan_ok=True)
