"""Shi's standard deviation from all five numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.moments.wan import expected_quartile_distance, expected_range
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def shi_sd(n: ArrayLike, *, min: ArrayLike, q1: ArrayLike, q3: ArrayLike, max: ArrayLike) -> Floats:
    """Sample standard deviation from the extremes and the quartiles together (Shi).

    w = 1/(1 + 0.07 n^0.6); SD = w (max − min)/ξ(n) + (1 − w)(q3 − q1)/η(n),
    with ξ(n) = 2 Φ⁻¹((n − 0.375)/(n + 0.25)) and η(n) = 2 Φ⁻¹((0.75 n − 0.125)/(n + 0.25)).

    The weight leans on the range when n is small and on the quartiles when n is large.

    Parameters
    ----------
    n : (...) sample sizes, 5 or more
    min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (...) standard deviations, in the units of the scale

    Domain
    ------
    Derived for normal samples; see MS301 (skewed) and MS305 (larger than the scale allows).

    References
    ----------
    shi2020, equation 10. Agrees with metafor 5.1-12 (`conv.fivenum`) to 1e-12.

    >>> round(float(shi_sd(20, min=2, q1=4, q3=10, max=14)), 6)
    3.679435
    """
    n = np.asarray(n, dtype=np.float64)
    w = 1.0 / (1.0 + 0.07 * n**0.6)
    by_range = (np.asarray(max, dtype=np.float64) - np.asarray(min)) / expected_range(n)
    by_quartiles = (np.asarray(q3, dtype=np.float64) - np.asarray(q1)) / expected_quartile_distance(n)
    sd: Floats = w * by_range + (1.0 - w) * by_quartiles
    return sd


SHI = Method(
    key="shi",
    name="Shi's SD from five numbers",
    function=shi_sd,
    references=("shi2020",),
    oracle="metafor 5.1-12 conv.fivenum, to 1e-12",
)
