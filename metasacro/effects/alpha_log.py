"""ABT: Cronbach's alpha, logarithm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RELIABILITY
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def bonett_transformation(ai: Floats, mi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Cronbach's alpha after the logarithmic transformation (Bonett).

    yi = −ln(1 − ai); vi = 2 mi/((mi − 1)(ni − 2))

    Parameters
    ----------
    ai, mi, ni : (..., k) alpha, number of items and sample sizes

    Returns
    -------
    (yi, vi) : minus a logarithm, and squared

    Domain
    ------
    mi ≥ 2 items, ni ≥ 3 and ai < 1 (MS363).

    References
    ----------
    bonett2002 (the transformation and its variance). Agrees with metafor 5.1-12 (`escalc`, "ABT") to 1e-12.

    >>> yi, vi = bonett_transformation(*np.array([0.93, 20.0, 103.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (2.65926, 0.020844)
    """
    return -np.log(1.0 - ai), 2.0 * mi / ((mi - 1.0) * np.where(ni > 2.0, ni - 2.0, np.nan))


ABT = Measure(
    key="ABT",
    name="Cronbach's alpha, logarithm",
    function=bonett_transformation,
    references=("bonett2002",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RELIABILITY,
    scale="minus a logarithm",
    exists="at least two items, three people and an alpha below 1",
)
