"""PR: the proportion, untransformed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import PROPORTION
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def proportion(xi: Floats, ni: Floats, *, vtype: str = "LS") -> tuple[Floats, Floats]:
    """Proportion of people with the event, untransformed.

    yi = xi/ni; vi = p(1 − p)/ni with p = yi ("LS"), divided by ni − 1 instead ("UB", unbiased), or with p = Σxi/Σni
    over the cohorts ("AV")

    Parameters
    ----------
    xi, ni : (..., k) events and people, after `add` where it applies
    vtype : the formula of the variance: "LS", "UB", "AV"

    Returns
    -------
    (yi, vi) : a fraction between 0 and 1, and squared

    Domain
    ------
    For proportions well inside 0 and 1. Near either end the variance is far too small, weights follow the estimate, and
    intervals leave 0–1; use the binomial–normal model there.

    References
    ----------
    stijnen2010 (why a normal approximation fails for sparse counts). Agrees with metafor 5.1-12 (`escalc`, "PR") to
    1e-12.

    >>> yi, vi = proportion(4.0, 8.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.5, 0.03125)
    """
    share = xi / ni
    used = weighted_average(share, ni) if vtype == "AV" else share
    return share, used * (1.0 - used) / (ni - 1.0 if vtype == "UB" else ni)


PR = Measure(
    key="PR",
    name="proportion, untransformed",
    function=proportion,
    references=("stijnen2010",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PROPORTION,
    scale="fraction",
    vtypes=(
        "LS",
        "UB",
        "AV",
    ),
)
