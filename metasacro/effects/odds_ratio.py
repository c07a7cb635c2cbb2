"""OR: the logarithm of the odds ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.numerics.log_ratio import log_ratio

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_odds_ratio(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Natural logarithm of the odds ratio.

    yi = ln(ai di/(bi ci)); vi = 1/ai + 1/bi + 1/ci + 1/di

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    No empty cell (MS359), or something added (MS358). For rare events PETO, Mantel–Haenszel or a binomial–normal model
    need no addition.

    References
    ----------
    higgins2019 (chapter 6.4); stijnen2010 (what the addition does). Agrees with metafor 5.1-12 (`escalc`, "OR") to
    1e-12.

    >>> yi, vi = log_odds_ratio(4.0, 119.0, 11.0, 128.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.938694, 0.357125)
    """
    return log_ratio(ai * di, bi * ci), 1.0 / ai + 1.0 / bi + 1.0 / ci + 1.0 / di


OR = Measure(
    key="OR",
    name="logarithm of the odds ratio",
    function=log_odds_ratio,
    references=(
        "higgins2019",
        "stijnen2010",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="log of a ratio",
)
