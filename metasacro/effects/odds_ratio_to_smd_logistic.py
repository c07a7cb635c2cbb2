"""OR2DL, OR2D: the standardised mean difference from an odds ratio, logistic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.effects.odds_ratio import log_odds_ratio
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def logistic_difference(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Standardised mean difference behind a dichotomised outcome, if that outcome is logistic.

    yi = ln OR · √3/π; vi = 3 (1/ai + 1/bi + 1/ci + 1/di)/π²

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
    hasselblad1995 (the factor √3/π); chinn2000 (its use). Agrees with metafor 5.1-12 (`escalc`, "OR2DL") to 1e-12.

    >>> yi, vi = logistic_difference(*np.array([4.0, 119.0, 11.0, 128.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.517529, 0.108553)
    """
    yi, vi = log_odds_ratio(ai, bi, ci, di)
    return yi * np.sqrt(3.0) / np.pi, 3.0 * vi / np.pi**2


OR2DL = Measure(
    key="OR2DL",
    name="standardised mean difference from an odds ratio, logistic",
    function=logistic_difference,
    references=(
        "hasselblad1995",
        "chinn2000",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="SDs",
)

OR2D = Measure(
    key="OR2D",
    name="standardised mean difference from an odds ratio, logistic",
    function=logistic_difference,
    references=(
        "hasselblad1995",
        "chinn2000",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="SDs",
)
