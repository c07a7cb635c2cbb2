"""SDLN: the logarithm of an SD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEAN
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def logarithm_of_sd(mi: Floats, sdi: Floats, ni: Floats, *, correct: bool | str = True) -> tuple[Floats, Floats]:
    """Natural logarithm of the SD of one group.

    yi = ln sdi + 1/(2(ni − 1)); vi = 1/(2(ni − 1)). Uncorrected: yi = ln sdi

    Parameters
    ----------
    mi, sdi, ni : (..., k) means, standard deviations (not standard errors) and sample sizes
    correct : whether the bias of second order is taken out of yi

    Returns
    -------
    (yi, vi) : log units, and squared

    Domain
    ------
    ni ≥ 2 (MS363). The variance assumes normal values; it is too small for heavy tails.

    References
    ----------
    nakagawa2015 (equations 7 and 8); raudenbush1987 (the logarithm of an SD). Agrees with metafor 5.1-12 (`escalc`,
    "SDLN") to 1e-12.

    >>> yi, vi = logarithm_of_sd(*np.array([5.0, 2.0, 16.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.726481, 0.033333)
    """
    half = 1.0 / (2.0 * (ni - 1.0))
    return np.log(sdi) + (half if correct else 0.0), half + 0.0 * mi


SDLN = Measure(
    key="SDLN",
    name="logarithm of an SD",
    function=logarithm_of_sd,
    references=(
        "nakagawa2015",
        "raudenbush1987",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEAN,
    scale="log units",
    corrections=("bias",),
    exists="at least two people",
)
