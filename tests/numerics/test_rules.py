"""Rules of quadrature and series, against integrals and digits that are known."""

import mpmath
import numpy as np
import pytest

from metasacro.numerics.chebyshev import chebyshev_coefficients, stieltjes_rule
from metasacro.numerics.double_exponential import half_line_rule, stretch_rule
from metasacro.numerics.stirling import stirling_remainder


@pytest.mark.parametrize("degree", [8, 9, 16])
def test_powers_are_integrated_against_powers(degree: int) -> None:
    """∫ xᵃ d(xᵇ) = b ∫ xᵃ⁺ᵇ⁻¹ dx over [−1, 1]."""
    x, masses = stieltjes_rule(degree)
    for a in range(5):
        for b in range(1, 5):
            expected = 2.0 * b / (a + b) if (a + b) % 2 else 0.0
            assert float(x**a @ masses @ x**b) == pytest.approx(expected, abs=1e-13)


@pytest.mark.parametrize("degree", [6, 11])
def test_the_points_are_those_of_chebyshev_and_no_one_can_move_them(degree: int) -> None:
    x, masses = stieltjes_rule(degree)
    assert x == pytest.approx(np.sin(np.pi * (np.arange(degree + 1) / degree - 0.5)), abs=1e-15)
    assert (x[0], x[-1], (x == 0.0).sum()) == (-1.0, 1.0, 1 - degree % 2)
    assert stieltjes_rule(degree)[0] is x
    for each in (x, masses):
        with pytest.raises(ValueError, match="read-only"):
            each[0] = 0.0


@pytest.mark.parametrize("degree", [5, 8])
def test_coefficients_are_those_of_a_sum_of_chebyshev_polynomials(degree: int) -> None:
    x = stieltjes_rule(degree)[0]
    coefficients = np.stack([np.arange(1.0, degree + 2), 1.0 / np.arange(1.0, degree + 2)])
    values = np.polynomial.chebyshev.chebval(x, coefficients.T)
    assert chebyshev_coefficients(values) == pytest.approx(coefficients, rel=1e-12)


@pytest.mark.parametrize("center", [1e-6, 1.0, 300.0])
def test_over_the_half_line_a_gamma_density_has_its_moments(center: float) -> None:
    x, log_weight = half_line_rule(center, 301)
    u = x / center
    for power, expected in ((0, 1.0), (1, 2.0), (3, 24.0)):
        found = np.exp(log_weight - np.log(center)) @ (u ** (power + 1) * np.exp(-u))
        assert float(found) == pytest.approx(expected, rel=1e-12)


def test_the_half_line_is_stretched_as_far_as_promised() -> None:
    x, log_weight = half_line_rule(2.0, 5)
    t = np.array([-4.35, -2.175, 0.0, 2.175, 4.35])
    assert np.log(x / 2.0) == pytest.approx(np.pi / 2.0 * np.sinh(t), rel=1e-13)
    slopes = 2.0 * np.exp(np.pi / 2.0 * np.sinh(t)) * np.pi / 2.0 * np.cosh(t)
    assert log_weight == pytest.approx(np.log(slopes * 2.175), rel=1e-13)


@pytest.mark.parametrize("center", [1e-4, 0.2, 5.0])
def test_over_a_stretch_powers_and_a_singular_end_have_their_integrals(center: float) -> None:
    upper = np.array([0.3, 1.0, 7.0])
    x, log_weight = stretch_rule(upper, center, 401)
    assert (x.shape, log_weight.shape) == ((3, 401), (3, 401))
    for power in (-0.5, 0.0, 2.0):
        found = (np.exp(log_weight) * x**power).sum(axis=1)
        assert found == pytest.approx(upper ** (power + 1.0) / (power + 1.0), rel=1e-11)
    assert x[:, 200] == pytest.approx(np.minimum(center, upper / 2.0), rel=1e-14)  # in the middle of the rule


def test_the_stretch_is_stretched_as_far_as_promised() -> None:
    x, log_weight = stretch_rule(np.array([2.0]), 0.5, 3)
    t = np.array([-4.35, 0.0, 4.35])
    odds = np.exp(np.pi * np.sinh(t)) / 3.0
    assert x[0] == pytest.approx(2.0 * odds / (1.0 + odds), rel=1e-12)
    slopes = np.log(2.0 * odds * np.pi * np.cosh(t) * 4.35) - 2.0 * np.log1p(odds)
    assert log_weight[0] == pytest.approx(slopes, rel=1e-12)


@pytest.mark.parametrize("x", [20.0, 23.7, 100.0, 1e5])
def test_what_stirlings_formula_leaves(x: float) -> None:
    with mpmath.workdps(40):
        exact = mpmath.loggamma(x) - ((mpmath.mpf(x) - 0.5) * mpmath.log(x) - x + mpmath.log(2 * mpmath.pi) / 2)
    found = stirling_remainder(np.array([x, 50.0]))
    assert found.dtype == np.float64
    assert found.tolist() == [pytest.approx(float(exact), rel=1e-14), float(stirling_remainder(np.array(50.0)))]
