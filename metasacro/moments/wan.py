"""Wan's standard deviations from a range or from quartiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def expected_range(n: ArrayLike) -> Floats:
    """Expected range of n standard normal values, ξ(n) ≈ 2 Φ⁻¹((n − 0.375)/(n + 0.25)).

    >>> round(float(expected_range(27)), 4)
    3.9931
    """
    n = np.asarray(n, dtype=np.float64)
    return -2.0 * normal_quantile(0.625 / (n + 0.25))  # the lower of two equal tails keeps its digits


def expected_quartile_distance(n: ArrayLike) -> Floats:
    """Expected interquartile range of n standard normal values, η(n) ≈ 2 Φ⁻¹((0.75 n − 0.125)/(n + 0.25)).

    >>> round(float(expected_quartile_distance(27)), 4)
    1.2777
    """
    n = np.asarray(n, dtype=np.float64)
    return 2.0 * normal_quantile((0.75 * n - 0.125) / (n + 0.25))


def wan_sd(
    n: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> Floats:
    """Sample standard deviation from the extremes or from the quartiles (Wan).

    extremes (S1):  SD = (max − min) / (2 Φ⁻¹((n − 0.375)/(n + 0.25)))
    quartiles (S2): SD = (q3 − q1) / (2 Φ⁻¹((0.75 n − 0.125)/(n + 0.25)))
    both (S3):      the mean of the two

    Parameters
    ----------
    n : (...) sample sizes, 5 or more
    min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (...) standard deviations, in the units of the scale

    Domain
    ------
    Derived for normal samples. On a bounded scale it can exceed the SD of any possible sample (MS305), also where
    Shi's test sees no skewness. 0 where the two numbers coincide, which `mean_sd` refuses (MS303).

    References
    ----------
    wan2014, equations 9 and 16 (the formulas, not the printed tables: for n ≤ 50 they differ by up to 1.4 %). Agrees
    with metafor 5.1-12 (`conv.fivenum`) to 1e-12.

    >>> round(float(wan_sd(20, q1=4, q3=10)), 6)
    4.787076
    """
    parts = []
    if min is not None and max is not None:
        parts.append((np.asarray(max, dtype=np.float64) - np.asarray(min)) / expected_range(n))
    if q1 is not None and q3 is not None:
        parts.append((np.asarray(q3, dtype=np.float64) - np.asarray(q1)) / expected_quartile_distance(n))
    if not parts:
        raise ValueError("a conversion needs `min` with `max`, or `q1` with `q3`")
    sd: Floats = parts[0] if len(parts) == 1 else (parts[0] + parts[1]) / 2.0
    return sd


WAN = Method(
    key="wan",
    name="Wan's SD from a range or from quartiles",
    function=wan_sd,
    references=("wan2014",),
    oracle="metafor 5.1-12 conv.fivenum, to 1e-12",
)
