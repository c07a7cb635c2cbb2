"""CVLN: the logarithm of a coefficient of variation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEAN
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def logarithm_of_cv(mi: Floats, sdi: Floats, ni: Floats, *, correct: bool | str = True) -> tuple[Floats, Floats]:
    """Natural logarithm of the coefficient of variation, sdi/mi, of one group.

    yi = ln(sdi/mi) + 1/(2(ni − 1)); vi = 1/(2(ni − 1)) + sdi²/(ni mi²). Uncorrected: yi = ln(sdi/mi)

    Parameters
    ----------
    mi, sdi, ni : (..., k) means, standard deviations (not standard errors) and sample sizes
    correct : whether the bias of second order is taken out of yi

    Returns
    -------
    (yi, vi) : log units, and squared

    Domain
    ------
    mi > 0 (MS354) and ni ≥ 2 (MS363). Only for quantities with a true zero; mean and SD are taken as independent.

    References
    ----------
    nakagawa2015 (equations 9 and 10, without the correlation of mean and SD). Agrees with metafor 5.1-12 (`escalc`,
    "CVLN") to 1e-12.

    >>> yi, vi = logarithm_of_cv(*np.array([5.0, 2.0, 16.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.882957, 0.043333)
    """
    half = 1.0 / (2.0 * (ni - 1.0))
    return np.log(sdi / mi) + (half if correct else 0.0), half + sdi**2 / (ni * mi**2)


CVLN = Measure(
    key="CVLN",
    name="logarithm of a coefficient of variation",
    function=logarithm_of_cv,
    references=("nakagawa2015",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEAN,
    scale="log units",
    corrections=("bias",),
    above_zero=("mi",),
    exists="at least two people",
)
