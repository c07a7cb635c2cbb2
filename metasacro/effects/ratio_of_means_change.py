"""ROMC: the logarithm of the ratio of means, one group at two times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PAIRED
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_ratio_of_paired_means(
    m1i: Floats, sd1i: Floats, m2i: Floats, sd2i: Floats, ni: Floats, ri: Floats, *, correct: bool | str = True
) -> tuple[Floats, Floats]:
    """Natural logarithm of the ratio of the means of one group at two times.

    yi = ln(m1i/m2i) + (c1² − c2²)/(2 ni), c = sd/m; uncorrected without the second term; vi = (c1² + c2² − 2 ri c1
    c2)/ni

    Parameters
    ----------
    m1i, sd1i : (..., k) mean and SD at follow-up
    m2i, sd2i : (..., k) mean and SD at baseline
    ni : (..., k) people measured at both times
    ri : (..., k) correlation of follow-up with baseline values
    correct : whether the bias of second order is taken out of yi

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    Means of one sign (MS363), of a quantity with a true zero.

    References
    ----------
    lajeunesse2011 (the variance with correlated means); lajeunesse2015 (the correction). Agrees with metafor 5.1-12
    (`escalc`, "ROMC") to 1e-12.

    >>> yi, vi = log_ratio_of_paired_means(*np.array([38.5, 11.6, 30.6, 15.0, 20.0, 0.47]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.22592, 0.009612)
    """
    c1, c2 = sd1i / m1i, sd2i / m2i
    bias = (c1**2 - c2**2) / (2.0 * ni) if correct else 0.0
    return np.log(m1i / m2i) + bias, ((c1 - c2) ** 2 + 2.0 * (1.0 - ri) * c1 * c2) / ni


ROMC = Measure(
    key="ROMC",
    name="logarithm of the ratio of means, one group at two times",
    function=log_ratio_of_paired_means,
    references=(
        "lajeunesse2011",
        "lajeunesse2015",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PAIRED,
    scale="log of a ratio",
    corrections=("bias",),
    exists="both means must have the same sign",
)
