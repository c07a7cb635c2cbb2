"""OR2DN: the standardised mean difference from an odds ratio, normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.effects.odds_ratio import log_odds_ratio

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Cox's divisor: the ratio of logit to probit, chosen to fit over most of the range of risks.
COX = 1.65


def cox_difference(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Standardised mean difference behind a dichotomised outcome, if that outcome is normal.

    yi = ln OR/1.65; vi = (1/ai + 1/bi + 1/ci + 1/di)/1.65²

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : SDs, and squared

    Domain
    ------
    As for OR (MS359, MS358). Equal SDs in both groups.

    References
    ----------
    sanchezmeca2003 (Cox's divisor 1.65). Agrees with metafor 5.1-12 (`escalc`, "OR2DN") to 1e-12.

    >>> yi, vi = cox_difference(4.0, 119.0, 11.0, 128.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.568906, 0.131175)
    """
    yi, vi = log_odds_ratio(ai, bi, ci, di)
    return yi / COX, vi / COX**2


OR2DN = Measure(
    key="OR2DN",
    name="standardised mean difference from an odds ratio, normal",
    function=cox_difference,
    references=("sanchezmeca2003",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="SDs",
)
