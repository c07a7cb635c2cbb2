"""MN: the mean of one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def raw_mean(mi: Floats, sdi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Mean of one group on its own scale.

    yi = mi; vi = sdi²/ni

    Parameters
    ----------
    mi, sdi, ni : (..., k) means, standard deviations (not standard errors) and sample sizes

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

    >>> raw_mean(5.0, 2.0, 16.0)
    (5.0, 0.25)
    """
    return mi, sdi**2 / ni


MN = Measure(
    key="MN",
    name="mean of one group",
    function=raw_mean,
    references=("higgins2009",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    columns=("mi", "sdi", "ni"),
    positive=("sdi", "ni"),
    scale="units of the scale",
)
