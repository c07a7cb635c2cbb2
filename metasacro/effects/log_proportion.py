"""PLN: the logarithm of a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import PROPORTION
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_risk(xi: Floats, ni: Floats, *, vtype: str = "LS") -> tuple[Floats, Floats]:
    """Natural logarithm of the proportion of people with the event.

    yi = ln(xi/ni); vi = 1/(p ni) − 1/ni with p = xi/ni ("LS") or p = Σxi/Σni over the cohorts ("AV")

    Parameters
    ----------
    xi, ni : (..., k) events and people, after `add` where it applies
    vtype : "LS" puts the cohort's own proportion into the variance, "AV" the average proportion of all cohorts:
    "LS", "AV"

    Returns
    -------
    (yi, vi) : log of a fraction, and squared

    Domain
    ------
    xi > 0 (MS359). With everyone an event the variance is 0 under "LS".

    References
    ----------
    stijnen2010 (the binomial likelihood behind it). Agrees with metafor 5.1-12 (`escalc`, "PLN") to 1e-12.

    >>> yi, vi = log_risk(*np.array([4.0, 10.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.916291, 0.15)
    """
    share = xi / ni if vtype == "LS" else weighted_average(xi / ni, ni)
    return np.log(xi / ni), 1.0 / (share * ni) - 1.0 / ni


PLN = Measure(
    key="PLN",
    name="logarithm of a proportion",
    function=log_risk,
    references=("stijnen2010",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PROPORTION,
    scale="log of a fraction",
    vtypes=(
        "LS",
        "AV",
    ),
)
