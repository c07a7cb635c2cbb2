"""Moments of families where they are known by hand, and numbers that come in single precision."""

import math

import numpy as np
import pytest

from metasacro.moments.families import FAMILIES


@pytest.mark.parametrize(
    ("shape", "mean", "variance"),
    [(1.0, 1.0, 1.0), (2.0, math.sqrt(math.pi) / 2.0, 1.0 - math.pi / 4.0), (0.5, 2.0, 20.0)],
)
def test_a_weibull_distribution_has_the_moments_of_the_gamma_function(
    shape: float, mean: float, variance: float
) -> None:
    """Γ(1 + 1/k) and Γ(1 + 2/k): an exponential distribution, Rayleigh's, and the square of an exponential value."""
    found = [float(value) for value in FAMILIES["Weibull"].moments(shape, 3.0)]
    assert found == pytest.approx([3.0 * mean, 3.0 * math.sqrt(variance)], rel=1e-14)


def test_a_weibull_distribution_without_width_has_no_spread() -> None:
    """Where rounding leaves nothing, or less, between the two moments."""
    mean, sd = FAMILIES["Weibull"].moments(np.array([1e9, 1e12, 1e15]), 1.0)
    assert mean == pytest.approx([1.0, 1.0, 1.0], abs=1e-8)
    assert sd == pytest.approx([0.0, 0.0, 0.0], abs=1e-7)


def test_a_beta_distribution_given_in_single_precision_is_computed_in_double() -> None:
    a, b = np.float32(0.1), np.float32(2.7)
    exact_a, exact_b = float(a), float(b)
    total = exact_a + exact_b
    mean, sd = FAMILIES["beta"].moments(a, b)
    assert float(mean) == pytest.approx(exact_a / total, rel=1e-15)
    assert float(sd) == pytest.approx(math.sqrt(exact_a * exact_b / (total**2 * (total + 1.0))), rel=1e-14)
    quantile = FAMILIES["beta"].quantile(np.float32(0.5), np.float32(2.0), np.float32(2.0))
    assert (quantile.dtype, float(quantile)) == (np.float64, pytest.approx(0.5, abs=1e-6))
