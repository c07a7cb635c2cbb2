"""The simple means of Hozo, Wan and Bland, with Wan's SD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import Conversion
from metasacro.moments.summary import five_numbers
from metasacro.moments.wan import wan_sd
from metasacro.numerics.arrays import np
from metasacro.numerics.products import product

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Weights of the numbers in ascending order, whatever n: Hozo's (S1), Wan's (S2), Bland's (S3).
WEIGHTS = {"S1": (0.25, 0.5, 0.25), "S2": (1 / 3, 1 / 3, 1 / 3), "S3": (0.125, 0.25, 0.25, 0.25, 0.125)}


def hozo_wan_bland(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Mean with weights that do not depend on n (Hozo, Wan, Bland); SD by Wan.

    extremes (S1):  mean = (min + 2 median + max)/4
    quartiles (S2): mean = (q1 + median + q3)/3
    both (S3):      mean = (min + 2 q1 + 2 median + 2 q3 + max)/8

    Parameters
    ----------
    n : sample size, 5 or more; it enters the SD
    median, min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (mean, SD), each (...), in the units of the scale

    Domain
    ------
    Normal samples for the SD (MS301 where skewed). Luo's weights, which follow n, have a smaller error throughout;
    these are the ones that older reviews used.

    References
    ----------
    hozo2005; wan2014, equations 3, 9, 10, 14, 16 (five numbers: the mean of the SDs of range and quartiles); bland2015.
    Agrees with metamedian 1.2.1 to 1e-12.

    >>> mean, sd = hozo_wan_bland(20, 6, q1=4, q3=10)
    >>> round(float(mean[0]), 6), round(float(sd[0]), 6)
    (6.666667, 4.787076)
    """
    return hozo_wan_bland_moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max))


def hozo_wan_bland_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns."""
    return product(numbers.values, np.array(WEIGHTS[numbers.scenario])), wan_sd(numbers.n, **numbers.without_median)


HOZO_WAN_BLAND = Conversion(
    key="hozo/wan/bland",
    name="the means of Hozo, Wan and Bland with Wan's SD",
    function=hozo_wan_bland,
    references=("hozo2005", "wan2014", "bland2015"),
    oracle="metamedian 1.2.1 (metamean), to 1e-12",
    moments=hozo_wan_bland_moments,
    normal=True,
)
