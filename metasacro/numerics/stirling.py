"""Stirling's series: differences of ln Γ at large arguments, where ln Γ itself leaves only rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: From here on the series, cut after x⁻⁹, is exact in double precision.
STIRLING_FROM = 20.0

#: Coefficients of x⁻¹, x⁻³ … x⁻⁹ (Bernoulli numbers).
_COEFFICIENTS = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)


def stirling_remainder(x: Floats) -> Floats:
    """ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], which vanishes as x grows; x of 20 or more.

    >>> round(float(stirling_remainder(np.array(100.0))), 12)
    0.000833330556
    """
    total = np.zeros_like(x)
    for power, coefficient in enumerate(_COEFFICIENTS):
        total = total + coefficient / x ** (2 * power + 1)
    return total
