"""Binomial probabilities and coefficients against whole numbers."""

from math import comb, exp, log

import numpy as np
import pytest

from metasacro.numerics.binomial import log_binomial, log_binomial_coefficient, logistic, shares


@pytest.mark.parametrize("n", [1, 7, 18, 19, 20, 21, 22, 25, 30, 37, 40, 1000])
def test_coefficients_are_those_of_whole_numbers(n: int) -> None:
    x = np.arange(n + 1)
    exact = [log(comb(n, int(one))) for one in x]
    assert log_binomial_coefficient(x, n) == pytest.approx(exact, rel=1e-12, abs=1e-12)


def test_the_probability_of_counts_has_both_terms_and_0_ln_0_is_0() -> None:
    x, n, p = np.array([1.0, 0.0, 5.0, 2.0]), np.array([4.0, 5.0, 5.0, 6.0]), np.array([0.2, 0.0, 1.0, 0.7])
    exact = [log(0.2) + 3 * log(0.8), 0.0, 0.0, 2 * log(0.7) + 4 * log(0.3)]
    assert log_binomial(x, n, p) == pytest.approx(exact, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("n", [10**9, 10**12])
def test_a_few_of_very_many_and_all_but_a_few_have_all_digits(n: int) -> None:
    """Of a difference of two ln Γ(n) nothing would be left."""
    for x in (1, 2, 3, n - 3, n - 2, n - 1):
        few = min(x, n - x)
        exact = log(comb(n, few))
        assert float(log_binomial_coefficient(x, n)) == pytest.approx(exact, rel=1e-13)


def test_coefficients_are_computed_in_double_precision() -> None:
    x, n = np.array([2.0, 5.0, 3.0]), np.array([5.0, 13.0, 50.0])
    double = log_binomial_coefficient(x, n).tolist()
    assert log_binomial_coefficient(x, n.astype(np.float32)).tolist() == double
    assert log_binomial_coefficient(x.astype(np.float32), n).tolist() == double


@pytest.mark.parametrize("eta", [-3.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 3.0])
def test_shares_on_both_sides_of_one_half(eta: float) -> None:
    p = 1 / (1 + exp(-eta))
    assert [float(share) for share in shares(np.array(eta))] == pytest.approx([p, p * (1 - p)], rel=1e-14)
    assert [float(one) for one in logistic(np.array(eta))] == pytest.approx([p, p * (1 - p), -log(1 - p)], rel=1e-13)
