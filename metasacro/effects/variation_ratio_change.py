"""CVRC: the logarithm of the ratio of coefficients of variation, one group at two times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PAIRED
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_paired_variation_ratio(
    m1i: Floats, sd1i: Floats, m2i: Floats, sd2i: Floats, ni: Floats, ri: Floats, *, correct: bool | str = True
) -> tuple[Floats, Floats]:
    """Natural logarithm of the ratio of the coefficients of variation, c = sd/m, of one group at two times.

    yi = ln(c1/c2) − (c1² − c2²)/(2 ni); uncorrected: ln(c1/c2); vi = (1 − ri²)/(ni − 1) + (c1² + c2² − 2 ri c1 c2)/ni

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
    Means above 0 and ni ≥ 2 (MS363).

    References
    ----------
    nakagawa2015 (the ratio of coefficients of variation); lajeunesse2011 (correlated means). Agrees with metafor 5.1-12
    (`escalc`, "CVRC") to 1e-12.

    >>> yi, vi = log_paired_variation_ratio(*np.array([38.5, 11.6, 30.6, 15.0, 20.0, 0.47]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.482966, 0.050617)
    """
    c1, c2 = sd1i / m1i, sd2i / m2i
    bias = (c2**2 - c1**2) / (2.0 * ni) if correct else 0.0
    vi = (1.0 - ri**2) / (ni - 1.0) + ((c1 - c2) ** 2 + 2.0 * (1.0 - ri) * c1 * c2) / ni
    return np.log(c1) - np.log(c2) + bias, vi


CVRC = Measure(
    key="CVRC",
    name="logarithm of the ratio of coefficients of variation, one group at two times",
    function=log_paired_variation_ratio,
    references=(
        "nakagawa2015",
        "lajeunesse2011",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PAIRED,
    scale="log of a ratio",
    corrections=("bias",),
    exists="both means must be greater than 0, with at least two people",
)
