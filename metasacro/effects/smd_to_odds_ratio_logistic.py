"""D2ORL, D2OR: the log odds ratio from a standardised mean difference, logistic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.effects.standardized_mean_difference import hedges_g
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def logistic_log_odds_ratio(
    m1i: Floats, sd1i: Floats, n1i: Floats, m2i: Floats, sd2i: Floats, n2i: Floats
) -> tuple[Floats, Floats]:
    """Log odds ratio behind a measured outcome, if that outcome is logistic.

    yi = d π/√3, vi = (1/n1i + 1/n2i + d²/(2(n1i + n2i))) π²/3; d is the uncorrected standardised mean difference

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
    hasselblad1995 (the factor π/√3). Agrees with metafor 5.1-12 (`escalc`, "D2ORL") to 1e-12.

    >>> yi, vi = logistic_log_odds_ratio(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.645775, 0.042984)
    """
    d, v = hedges_g(m1i, sd1i, n1i, m2i, sd2i, n2i, correct=False)
    return d * np.pi / np.sqrt(3.0), v * np.pi**2 / 3.0


D2ORL = Measure(
    key="D2ORL",
    name="log odds ratio from a standardised mean difference, logistic",
    function=logistic_log_odds_ratio,
    references=("hasselblad1995",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="log of a ratio",
    exists="SDs above 0 and enough people",
)

D2OR = Measure(
    key="D2OR",
    name="log odds ratio from a standardised mean difference, logistic",
    function=logistic_log_odds_ratio,
    references=("hasselblad1995",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="log of a ratio",
    exists="SDs above 0 and enough people",
)
