"""Luo's means from a median and its companions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.moments.summary import scenario_of
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def luo_mean(
    n: ArrayLike,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> Floats:
    """Sample mean from the median and the extremes, the quartiles, or both (Luo).

    extremes (S1):  w = 4/(4 + n^0.75); mean = w (min + max)/2 + (1 − w) median
    quartiles (S2): w = 0.7 + 0.39/n; mean = w (q1 + q3)/2 + (1 − w) median
    both (S3):      w1 = 2.2/(2.2 + n^0.75), w2 = 0.7 − 0.72/n^0.55;
                    mean = w1 (min + max)/2 + w2 (q1 + q3)/2 + (1 − w1 − w2) median

    Parameters
    ----------
    n : (...) sample sizes, 5 or more
    median, min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (...) means, in the units of the scale

    Domain
    ------
    Derived for normal samples; distrust it when Shi's test calls the summary skewed (MS301). Refused for n < 5 (MS302)
    by `mean_sd`, which also checks the order of the numbers.

    References
    ----------
    luo2018, equations 7, 11 and 15. Agrees with metafor 5.1-12 (`conv.fivenum`) to 1e-12.

    >>> round(float(luo_mean(20, 6, q1=4, q3=10)), 4)
    6.7195
    """
    n, median = np.asarray(n, dtype=np.float64), np.asarray(median, dtype=np.float64)
    scenario = scenario_of(extremes=min is not None and max is not None, quartiles=q1 is not None and q3 is not None)
    mid_range = median if scenario == "S2" else (np.asarray(min, dtype=np.float64) + np.asarray(max)) / 2.0
    mid_quartile = median if scenario == "S1" else (np.asarray(q1, dtype=np.float64) + np.asarray(q3)) / 2.0
    if scenario == "S1":
        w1, w2 = 4.0 / (4.0 + n**0.75), np.zeros_like(n)
    elif scenario == "S2":
        w1, w2 = np.zeros_like(n), 0.7 + 0.39 / n
    else:
        w1, w2 = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    mean: Floats = w1 * mid_range + w2 * mid_quartile + (1.0 - w1 - w2) * median
    return mean


LUO = Method(
    key="luo",
    name="Luo's mean from a median",
    function=luo_mean,
    references=("luo2018",),
    oracle="metafor 5.1-12 conv.fivenum, to 1e-12",
)
