"""Luo's mean with Wan's or Shi's SD: the usual conversion, for normal samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import Conversion
from metasacro.moments.luo import luo_mean
from metasacro.moments.shi import shi_sd
from metasacro.moments.summary import five_numbers
from metasacro.moments.wan import wan_sd

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats


def luo_wan_shi(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Mean by Luo; SD by Wan from the extremes or from the quartiles, by Shi from both.

    mean = luo_mean; SD = wan_sd with three numbers, shi_sd with five

    Parameters
    ----------
    n : sample size, 5 or more
    median, min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (mean, SD), each (...), in the units of the scale

    Domain
    ------
    Derived for normal samples; distrust it when Shi's test calls the summary skewed (MS301). `mean_sd` refuses n < 5
    (MS302) and zero spread (MS303).

    References
    ----------
    luo2018, equations 7, 11, 15; wan2014, equations 9, 16; shi2020, equation 10; shi2023. Agrees with metafor 5.1-12
    (`conv.fivenum`) to 1e-12; metafor drops a group called skewed, `mean_sd` keeps it with MS301.

    >>> mean, sd = luo_wan_shi(20, 6, q1=4, q3=10)
    >>> round(float(mean[0]), 4), round(float(sd[0]), 6)
    (6.7195, 4.787076)
    """
    return luo_wan_shi_moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max))


def luo_wan_shi_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns."""
    spread = numbers.without_median
    sd = shi_sd(numbers.n, **spread) if numbers.scenario == "S3" else wan_sd(numbers.n, **spread)
    return luo_mean(numbers.n, **numbers.by_name), sd


LUO_WAN_SHI = Conversion(
    key="luo/wan/shi",
    name="Luo's mean with Wan's or Shi's SD",
    function=luo_wan_shi,
    references=("luo2018", "wan2014", "shi2020", "shi2023"),
    oracle="metafor 5.1-12 conv.fivenum, to 1e-12",
    moments=luo_wan_shi_moments,
    normal=True,
)
