"""ARAW: Cronbach's alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RELIABILITY
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def raw_alpha(ai: Floats, mi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Cronbach's alpha of a scale, as it is.

    yi = ai; vi = 2 mi (1 − ai)²/((mi − 1)(ni − 2))

    Parameters
    ----------
    ai, mi, ni : (..., k) alpha, number of items and sample sizes

    Returns
    -------
    (yi, vi) : alpha, and squared

    Domain
    ------
    mi ≥ 2 items, ni ≥ 3 (MS363), ai < 1 (MS401).

    References
    ----------
    bonett2002 (the variance, through ln(1 − alpha)). Agrees with metafor 5.1-12 (`escalc`, "ARAW") to 1e-12.

    >>> yi, vi = raw_alpha(*np.array([0.93, 20.0, 103.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.93, 0.000102)
    """
    return ai, 2.0 * mi * (1.0 - ai) ** 2 / ((mi - 1.0) * np.where(ni > 2.0, ni - 2.0, np.nan))


ARAW = Measure(
    key="ARAW",
    name="Cronbach's alpha",
    function=raw_alpha,
    references=("bonett2002",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RELIABILITY,
    scale="alpha",
    exists="at least two items and three people",
)
