"""MN: the mean of one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import MEAN
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def mean_of_group(mi: Floats, sdi: Floats, ni: Floats, *, vtype: str = "LS") -> tuple[Floats, Floats]:
    """Mean of one group on its own scale.

    yi = mi; vi = sdi²/ni ("LS"), or with the SD pooled over the cohorts ("HO": equal true SDs)

    Parameters
    ----------
    mi, sdi, ni : (..., k) means, standard deviations (not standard errors) and sample sizes
    vtype : the formula of the variance: "LS", "HO"

    Returns
    -------
    (yi, vi) : in the units of the scale, and squared

    Domain
    ------
    sdi > 0 and ni > 0 (MS354). All cohorts must use the same scale: 0–10 and 0–100 do not mix.

    References
    ----------
    higgins2009 (the normal approximation within a cohort, vi taken as known). Agrees with metafor 5.1-12 (`escalc`,
    "MN") to 1e-12.

    >>> yi, vi = mean_of_group(5.0, 2.0, 16.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (5.0, 0.25)
    """
    if vtype == "HO":
        return mi, weighted_average(sdi**2, ni - 1.0) / ni
    return mi, sdi**2 / ni


MN = Measure(
    key="MN",
    name="mean of one group",
    function=mean_of_group,
    references=("higgins2009",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEAN,
    scale="units of the scale",
    vtypes=(
        "LS",
        "HO",
    ),
)
