"""COR: the correlation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import CORRELATION
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def raw_correlation(ri: Floats, ni: Floats, *, vtype: str = "LS") -> tuple[Floats, Floats]:
    """Correlation of two variables, as it is.

    yi = ri; vi = (1 − r²)²/(ni − 1) with r = ri ("LS") or the average of the cohorts, weighted by size ("AV")

    Parameters
    ----------
    ri, ni : (..., k) correlations and sample sizes
    vtype : the formula of the variance: "LS", "AV"

    Returns
    -------
    (yi, vi) : a correlation, and squared

    Domain
    ------
    ni ≥ 2 and |ri| < 1 (MS363, MS401). The variance depends on the value; ZCOR does not have this fault.

    References
    ----------
    hedges1989 (the variance of a correlation). Agrees with metafor 5.1-12 (`escalc`, "COR") to 1e-12.

    >>> yi, vi = raw_correlation(0.5, 25.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.5, 0.023438)
    """
    shown = weighted_average(ri, ni) if vtype == "AV" else ri
    return ri, (1.0 - shown**2) ** 2 / (ni - 1.0)


COR = Measure(
    key="COR",
    name="correlation",
    function=raw_correlation,
    references=("hedges1989",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=CORRELATION,
    scale="correlation",
    vtypes=(
        "LS",
        "AV",
    ),
    exists="at least two people",
)
