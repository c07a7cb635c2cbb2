"""Wan's SD with the expectations of his tables in place of his formulas."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import Conversion
from metasacro.moments.luo import luo_mean
from metasacro.moments.summary import five_numbers
from metasacro.moments.wan import expected_quartile_distance, expected_range
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Wan's tables end at n = 50 (range) and at Q = 50, that is n = 201 (quartiles).
LARGEST_N, LARGEST_Q = 50, 50

#: Half-width and number of points of the even rule; the integrand is below 1e-18 at the ends.
_END, _COUNT = 9.0, 1441


def luo_wan_table(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Mean by Luo; SD by Wan, divided by the expected distance itself instead of an approximate formula.

    extremes (S1):  SD = (max − min)/ξ(n), ξ(n) = E[Z(n) − Z(1)]
    quartiles (S2): SD = (q3 − q1)/η(n), η(n) = E[Z(3Q+1) − Z(Q+1)] of 4Q + 1 values, Q = ⌈(n − 1)/4⌉
    both (S3):      the mean of the two

    Z(i) are the ordered values of a standard normal sample. Wan printed ξ for n ≤ 50 and η for Q ≤ 50 to three
    decimals; here they are computed. Beyond the tables Wan's formulas are used, as he does.

    Parameters
    ----------
    n : sample size, 5 or more
    median, min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (mean, SD), each (...), in the units of the scale

    Domain
    ------
    Normal samples (MS301 where skewed). Two trusted packages differ here: metafor takes the formulas, meta the tables.
    The range formula is 1.4 % off at n = 5 and 0.3 % at n = 50.

    References
    ----------
    wan2014, tables 1 and 2, equations 7 and 13; luo2018. ξ gives the printed table 1 to its three decimals; agrees with
    meta 8.4-0 (`metamean`) to the three decimals of the tables.

    >>> mean, sd = luo_wan_table(20, 6, min=2, max=14)
    >>> round(float(mean[0]), 6), round(float(sd[0]), 4)
    (6.594468, 3.2129)
    """
    return luo_wan_table_moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max))


def luo_wan_table_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns."""
    values, parts = numbers.by_name, []
    if "min" in values:
        parts.append((values["max"] - values["min"]) / tabled_range(numbers.n))
    if "q1" in values:
        parts.append((values["q3"] - values["q1"]) / tabled_quartile_distance(numbers.n))
    sd: Floats = sum(parts[1:], start=parts[0]) / len(parts)
    return luo_mean(numbers.n, **values), sd


def tabled_range(n: int) -> float:
    """Expected range of `n` standard normal values, ξ(n).

    >>> round(tabled_range(27), 3)
    3.997
    """
    return 2.0 * expected_order_statistic(n, n) if n <= LARGEST_N else float(expected_range(n))


def tabled_quartile_distance(n: int) -> float:
    """Expected distance of the quartiles of 4Q + 1 standard normal values, η(n), Q = ⌈(n − 1)/4⌉.

    >>> round(tabled_quartile_distance(27), 3)
    1.284
    """
    quarter = -(-(n - 1) // 4)
    if quarter > LARGEST_Q:
        return float(expected_quartile_distance(n))
    return 2.0 * expected_order_statistic(3 * quarter + 1, 4 * quarter + 1)


@lru_cache(maxsize=512)
def expected_order_statistic(rank: int, n: int) -> float:
    """E[Z(rank)] of `n` standard normal values, by the trapezoidal rule, which is exact here to rounding.

    >>> round(expected_order_statistic(2, 2), 12), round(float(1 / np.sqrt(np.pi)), 12)
    (0.564189583548, 0.564189583548)
    """
    from scipy.special import betaln, log_ndtr

    z = np.linspace(-_END, _END, _COUNT)
    log_density = -0.5 * z * z - 0.5 * np.log(2.0 * np.pi) - betaln(rank, n - rank + 1)
    log_density += (rank - 1) * log_ndtr(z) + (n - rank) * log_ndtr(-z)
    return float((z * np.exp(log_density)).sum() * (z[1] - z[0]))


LUO_WAN_TABLE = Conversion(
    key="luo/wan-table",
    name="Luo's mean with Wan's SD by the tables",
    function=luo_wan_table,
    references=("luo2018", "wan2014"),
    oracle="table 1 of the paper, to its three decimals; meta 8.4-0, to those of the tables",
    moments=luo_wan_table_moments,
    normal=True,
)
