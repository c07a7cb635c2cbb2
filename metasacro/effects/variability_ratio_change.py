"""VRC: the logarithm of the ratio of SDs, one group at two times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PAIRED
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_ratio_of_paired_sds(
    m1i: Floats, sd1i: Floats, m2i: Floats, sd2i: Floats, ni: Floats, ri: Floats
) -> tuple[Floats, Floats]:
    """Natural logarithm of the ratio of the SDs of one group at two times.

    yi = ln(sd1i/sd2i); vi = (1 − ri²)/(ni − 1)

    Parameters
    ----------
    m1i, sd1i : (..., k) mean and SD at follow-up
    m2i, sd2i : (..., k) mean and SD at baseline
    ni : (..., k) people measured at both times
    ri : (..., k) correlation of follow-up with baseline values

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    ni ≥ 2 (MS363), |ri| < 1. The biases of both logarithms cancel, so there is no correction.

    References
    ----------
    nakagawa2015 (the ratio of SDs). Agrees with metafor 5.1-12 (`escalc`, "VRC") to 1e-12.

    >>> yi, vi = log_ratio_of_paired_sds(*np.array([38.5, 11.6, 30.6, 15.0, 20.0, 0.47]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.257045, 0.041005)
    """
    return np.log(sd1i / sd2i) + 0.0 * (m1i - m2i), (1.0 - ri**2) / (ni - 1.0)


VRC = Measure(
    key="VRC",
    name="logarithm of the ratio of SDs, one group at two times",
    function=log_ratio_of_paired_sds,
    references=("nakagawa2015",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PAIRED,
    scale="log of a ratio",
    exists="at least two people",
)
