"""Hozo's mean and SD from the median and the range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import Conversion
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Up to this n the mean uses the range; above it Hozo's simulations prefer the median itself.
MEAN_BY_RANGE = 25

#: Up to the first n the SD is the distribution-free formula, up to the second a quarter of the range, then a sixth.
SD_BY_INEQUALITY, SD_BY_QUARTER = 15, 70


def hozo(n: ArrayLike, median: ArrayLike, *, min: ArrayLike, max: ArrayLike) -> tuple[Floats, Floats]:
    """Mean and SD from the median and the extremes, without a distribution (Hozo).

    mean = (min + 2 median + max)/4 for n ≤ 25, median above
    SD = √(((min − 2 median + max)²/4 + (max − min)²)/12) for n ≤ 15, (max − min)/4 for n ≤ 70, (max − min)/6 above

    Parameters
    ----------
    n : (...) sample sizes, 5 or more
    median, min, max : (...) as printed, in the units of the scale

    Returns
    -------
    (mean, SD), each (...), in the units of the scale

    Domain
    ------
    Minimum, median and maximum only (otherwise MS320). The oldest of these methods: its steps at n = 15, 25 and 70 make
    cohorts that differ by one person differ by a third in SD. Prefer "luo/wan/shi" if in doubt.

    References
    ----------
    hozo2005. Gives the means that metafor 4.4 had stored for (7; 2, 9, 41) and (20; 0, 15, 50).

    >>> mean, sd = hozo(7, 9, min=2, max=41)
    >>> float(mean), round(float(sd), 4)
    (15.25, 11.8225)
    """
    n, median = np.asarray(n, dtype=np.float64), np.asarray(median, dtype=np.float64)
    low, high = np.asarray(min, dtype=np.float64), np.asarray(max, dtype=np.float64)
    width, bend = high - low, low - 2.0 * median + high
    inequality = np.sqrt((bend**2 / 4.0 + width**2) / 12.0)
    sd = np.where(n <= SD_BY_INEQUALITY, inequality, width / np.where(n <= SD_BY_QUARTER, 4.0, 6.0))
    return np.where(n <= MEAN_BY_RANGE, (low + 2.0 * median + high) / 4.0, median), sd


def hozo_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns."""
    return hozo(numbers.n, **numbers.by_name)


HOZO = Conversion(
    key="hozo",
    name="Hozo's mean and SD from a range",
    function=hozo,
    references=("hozo2005",),
    oracle="values of metafor 4.4 in a public test file (means), the formula's own steps (SD)",
    moments=hozo_moments,
    scenarios=("S1",),
)
