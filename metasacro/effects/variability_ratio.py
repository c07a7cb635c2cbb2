"""VR: the logarithm of the ratio of SDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_ratio_of_sds(
    m1i: Floats, sd1i: Floats, n1i: Floats, m2i: Floats, sd2i: Floats, n2i: Floats, *, correct: bool | str = True
) -> tuple[Floats, Floats]:
    """Natural logarithm of the ratio of two SDs.

    yi = ln(sd1i/sd2i) + 1/(2(n1i − 1)) − 1/(2(n2i − 1)); vi = 1/(2(n1i − 1)) + 1/(2(n2i − 1)). Uncorrected: yi =
    ln(sd1i/sd2i)

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    correct : whether the bias of second order is taken out of yi

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    n1i, n2i ≥ 2 (MS363). The variance assumes normal values.

    References
    ----------
    nakagawa2015 (equations 5 and 6). Agrees with metafor 5.1-12 (`escalc`, "VR") to 1e-12.

    >>> yi, vi = log_ratio_of_sds(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.308715, 0.006473)
    """
    f1, f2 = 1.0 / (2.0 * (n1i - 1.0)), 1.0 / (2.0 * (n2i - 1.0))
    yi = np.log(sd1i / sd2i) + (f1 - f2 if correct else 0.0)
    return yi, f1 + f2 + 0.0 * (m1i - m2i)


VR = Measure(
    key="VR",
    name="logarithm of the ratio of SDs",
    function=log_ratio_of_sds,
    references=("nakagawa2015",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="log of a ratio",
    corrections=("bias",),
    exists="at least two people in each group",
)
