"""PLO: the logit of a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import PROPORTION
from metasacro.effects.measure import Measure
from metasacro.numerics.log_ratio import log_ratio

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_odds(xi: Floats, ni: Floats, *, vtype: str = "LS") -> tuple[Floats, Floats]:
    """Logit (log odds) of the proportion of people with the event.

    yi = ln(xi/(ni − xi)); vi = 1/(p ni) + 1/((1 − p) ni) with p = xi/ni ("LS": 1/xi + 1/(ni − xi)) or p = Σxi/Σni over
    the cohorts ("AV")

    Parameters
    ----------
    xi, ni : (..., k) events and people, after `add` where it applies
    vtype : "LS" puts the cohort's own proportion into the variance, "AV" the average proportion of all cohorts:
    "LS", "AV"

    Returns
    -------
    (yi, vi) : log odds, and squared

    Domain
    ------
    0 < xi < ni (MS359). With 0 or ni events it exists only because something was added (MS358), which pulls rare events
    towards one half. For rare events use the binomial–normal model, which needs no addition.

    References
    ----------
    stijnen2010 (the approximate model that it warns about). Agrees with metafor 5.1-12 (`escalc`, "PLO") to 1e-12.

    >>> yi, vi = log_odds(4.0, 8.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.0, 0.5)
    """
    if vtype == "LS":
        return log_ratio(xi, ni - xi), 1.0 / xi + 1.0 / (ni - xi)
    share = weighted_average(xi / ni, ni)
    return log_ratio(xi, ni - xi), 1.0 / (share * ni) + 1.0 / ((1.0 - share) * ni)


PLO = Measure(
    key="PLO",
    name="logit of a proportion",
    function=log_odds,
    references=("stijnen2010",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PROPORTION,
    scale="log odds",
    vtypes=(
        "LS",
        "AV",
    ),
)
