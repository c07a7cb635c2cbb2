"""Binomial probabilities and coefficients against whole numbers."""

from math import comb, log

import numpy as np
import pytest

from metasacro.numerics.binomial import log_binomial, log_binomial_coefficient


@pytest.mark.parametrize("n", [1, 7, 40, 1000])
def test_coefficients_are_those_of_whole_numbers(n: int) -> None:
    x = np.arange(n + 1)
    exact = [log(comb(n, int(one))) for one in x]
    assert log_binomial_coefficient(x, n) == pytest.approx(exact, rel=1e-12, abs=1e-12)


def test_the_probability_of_counts_has_both_terms_and_0_ln_0_is_0() -> None:
    x, n, p = np.array([1.0, 0.0, 5.0, 2.0]), np.array([4.0, 5.0, 5.0, 6.0]), np.array([0.2, 0.0, 1.0, 0.7])
    exact = [log(0.2) + 3 * log(0.8), 0.0, 0.0, 2 * log(0.7) + 4 * log(0.3)]
    assert log_binomial(x, n, p) == pytest.approx(exact, rel=1e-13, abs=1e-15)
