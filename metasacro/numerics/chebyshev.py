"""Integrals ∫ f dH of a smooth f against a smooth, known distribution function H."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.products import product

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


@lru_cache(maxsize=4)
def stieltjes_rule(degree: int) -> tuple[Floats, Floats]:
    """Points x on [−1, 1] and a matrix M with ∫ f dH = Σ f(x) (M H(x)); M is (degree + 1, degree + 1).

    H goes through a polynomial at the Chebyshev points, which is differentiated and integrated against f exactly
    (Clenshaw and Curtis). The error falls geometrically with the degree where f and H are analytic.

    >>> x, masses = stieltjes_rule(8)
    >>> round(float(x**2 @ masses @ x**3), 12)
    1.2
    """
    x, coefficients = _interpolation(degree)
    order = np.arange(degree + 1)
    areas = np.where(order % 2 == 0, 2.0 / (1.0 - np.where(order == 1, 0, order) ** 2), 0.0)
    masses = product(areas, coefficients)[:, None] * _slopes(degree)
    x.flags.writeable = masses.flags.writeable = False
    return x, masses


def _slopes(degree: int) -> Floats:
    """At each point, of the polynomial that is 1 at another point and 0 at all the rest; (degree + 1, degree + 1)."""
    order = np.arange(degree + 1)
    i, j = order[:, None], order
    half = 0.5 * np.pi / degree
    apart = 2.0 * np.sin(half * (i + j)) * np.sin(half * (i - j)) + np.eye(degree + 1)  # x[i] − x[j], to all digits
    sign = np.where(order % degree == 0, 2.0, 1.0) * (-1.0) ** order
    slopes: Floats = sign[:, None] / sign / apart
    slopes -= np.diag(slopes.sum(axis=1))  # those of a constant add up to 0
    return slopes


def chebyshev_coefficients(values: Floats) -> Floats:
    """Coefficients of the polynomials through `values` (n, degree + 1) at the Chebyshev points; the last fall to
    rounding where the degree is enough.

    >>> x = stieltjes_rule(8)[0]
    >>> chebyshev_coefficients((4.0 * x**3)[None, :]).round(3).tolist()[0][1:4:2]
    [3.0, 1.0]
    """
    return product(values, _interpolation(values.shape[-1] - 1)[1].T)


def chebyshev_points(degree: int) -> Floats:
    """−1 = x[0] < … < x[degree] = 1, where a polynomial of this degree is told best by its values.

    >>> chebyshev_points(2).tolist()
    [-1.0, 0.0, 1.0]
    """
    return _interpolation(degree)[0]


@lru_cache(maxsize=8)
def _interpolation(degree: int) -> tuple[Floats, Floats]:
    """The points, and the matrix that makes coefficients of values there: a cosine sum, halved at both ends."""
    from numpy.polynomial import chebyshev

    x = -np.cos(np.pi * np.arange(degree + 1) / degree)
    x[degree // 2] = 0.0 if degree % 2 == 0 else x[degree // 2]
    halves = np.where((np.arange(degree + 1) % degree) == 0, 0.5, 1.0)
    coefficients = 2.0 / degree * halves[:, None] * halves * chebyshev.chebvander(x, degree).T
    return x, coefficients
