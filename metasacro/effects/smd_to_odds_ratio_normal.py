"""D2ORN: the log odds ratio from a standardised mean difference, normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.effects.odds_ratio_to_smd_normal import COX
from metasacro.effects.standardized_mean_difference import hedges_g

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def cox_log_odds_ratio(
    m1i: Floats, sd1i: Floats, n1i: Floats, m2i: Floats, sd2i: Floats, n2i: Floats
) -> tuple[Floats, Floats]:
    """Log odds ratio behind a measured outcome, if that outcome is normal.

    yi = 1.65 d, vi = 1.65² (1/n1i + 1/n2i + d²/(2(n1i + n2i))); d is the uncorrected standardised mean difference

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    As for SMD (MS363).

    References
    ----------
    sanchezmeca2003 (Cox's factor 1.65). Agrees with metafor 5.1-12 (`escalc`, "D2ORN") to 1e-12.

    >>> yi, vi = cox_log_odds_ratio(55.0, 47.0, 155.0, 75.0, 64.0, 156.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.587457, 0.035571)
    """
    d, v = hedges_g(m1i, sd1i, n1i, m2i, sd2i, n2i, correct=False)
    return COX * d, COX**2 * v


D2ORN = Measure(
    key="D2ORN",
    name="log odds ratio from a standardised mean difference, normal",
    function=cox_log_odds_ratio,
    references=("sanchezmeca2003",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="log of a ratio",
    exists="SDs above 0 and enough people",
)
