"""UCOR: the correlation without bias (Olkin–Pratt)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import CORRELATION
from metasacro.effects.hypergeometric import gauss_series
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def olkin_pratt(ri: Floats, ni: Floats, *, vtype: str = "LS") -> tuple[Floats, Floats]:
    """Correlation of two variables without its small-sample bias (Olkin–Pratt).

    yi = ri F(½, ½; (ni − 2)/2; 1 − ri²), F the hypergeometric function ₂F₁.
    "LS": vi = (1 − yi²)²/(ni − 1); "AV": the same with the average yi of the cohorts, weighted by size;
    "UB", unbiased: vi = yi² − 1 + (ni − 3)(1 − ri²) F(1, 1; ni/2; 1 − ri²)/(ni − 2)

    Parameters
    ----------
    ri, ni : (..., k) correlations and sample sizes
    vtype : the formula of the variance: "LS", "UB", "AV"

    Returns
    -------
    (yi, vi) : a correlation, and squared

    Domain
    ------
    ni ≥ 5 (MS363): with 4 or fewer the series has no sum. "UB" can be negative (MS401).

    References
    ----------
    olkin1958 (equation 2.3); hedges1989 ("UB"). Agrees with metafor 5.1-12 (`escalc`, "UCOR") to 1e-12.

    >>> yi, vi = olkin_pratt(*np.array([0.5, 25.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.508779, 0.022887)
    """
    rest = 1.0 - ri**2
    yi = np.where(ni > 4.0, ri * gauss_series(0.5, 0.5, (ni - 2.0) / 2.0, rest), np.nan)
    if vtype == "UB":
        return yi, yi**2 - 1.0 + (ni - 3.0) * rest * gauss_series(1.0, 1.0, ni / 2.0, rest) / (ni - 2.0)
    shown = weighted_average(yi, ni) if vtype == "AV" else yi
    return yi, (1.0 - shown**2) ** 2 / (ni - 1.0)


UCOR = Measure(
    key="UCOR",
    name="correlation without bias (Olkin–Pratt)",
    function=olkin_pratt,
    references=(
        "olkin1958",
        "hedges1989",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=CORRELATION,
    scale="correlation",
    vtypes=(
        "LS",
        "UB",
        "AV",
    ),
    exists="at least five people",
)
