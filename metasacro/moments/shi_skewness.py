"""Shi's test for skewness on a printed summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.moments.summary import scenario_of
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def skewness_statistic(
    n: ArrayLike,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Is the median too far from the middle for a normal sample? (Shi's test, level 0.05)

    extremes (S1):  T = |min + max − 2 median|/(max − min);  critical 1/ln(n + 9) + 2.5/(n + 1)
    quartiles (S2): T = |q1 + q3 − 2 median|/(q3 − q1);      critical 2.65/√n − 6/n²
    both (S3):      T = the larger of 2.65 ln(0.6 n)/√n · T of S1 and T of S2;  critical 3/√n − 40/n³

    Parameters
    ----------
    n : (...) sample sizes, 5 or more
    median, min, q1, q3, max : (...) as printed

    Returns
    -------
    (T, critical), each (...). Skewed where T > critical. T is `nan` where it is 0/0: the quartiles (or the extremes)
    coincide, so nothing is known about skewness (MS304). With both given, a part that is 0/0 is left out.

    Domain
    ------
    A caution (MS301), not a verdict: on a bounded scale a summary can pass and its converted SD still be impossible.

    References
    ----------
    shi2023. Agrees with metafor 5.1-12 (`conv.fivenum`) to 1e-12.

    >>> t, critical = skewness_statistic(27, 3, q1=2, q3=3)
    >>> float(t), round(float(critical), 4)
    (1.0, 0.5018)
    """
    n, median = np.asarray(n, dtype=np.float64), np.asarray(median, dtype=np.float64)
    scenario = scenario_of(extremes=min is not None and max is not None, quartiles=q1 is not None and q3 is not None)
    if scenario == "S1":
        return _shift(min, median, max), 1.0 / np.log(n + 9.0) + 2.5 / (n + 1.0)
    if scenario == "S2":
        return _shift(q1, median, q3), 2.65 / np.sqrt(n) - 6.0 / n**2
    outer, inner = _shift(min, median, max), _shift(q1, median, q3)
    return np.fmax(2.65 * np.log(0.6 * n) / np.sqrt(n) * outer, inner), 3.0 / np.sqrt(n) - 40.0 / n**3


def _shift(low: ArrayLike | None, median: Floats, high: ArrayLike | None) -> Floats:
    """Distance of the median from the middle, in half-widths; `nan` where the width is 0."""
    low, high = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    width = high - low
    shift: Floats = np.abs(low + high - 2.0 * median) / np.where(width > 0, width, np.nan)
    return shift


SKEWNESS = Method(
    key="shi-skewness",
    name="Shi's test for skewness",
    function=skewness_statistic,
    references=("shi2023",),
    oracle="metafor 5.1-12 conv.fivenum, to 1e-12",
)
