"""YUY: Yule's Y."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def coefficient_of_colligation(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Yule's Y: the root of the odds ratio drawn onto −1 to 1.

    yi = (√(ai di) − √(bi ci))/(√(ai di) + √(bi ci)); vi = (1 − yi²)²(1/ai + 1/bi + 1/ci + 1/di)/16

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : between −1 and 1, and squared

    Domain
    ------
    No empty cell (MS359), or something added (MS358).

    References
    ----------
    yule1912 (Y and its standard error). Agrees with metafor 5.1-12 (`escalc`, "YUY") to 1e-12.

    >>> yi, vi = coefficient_of_colligation(*np.array([4.0, 119.0, 11.0, 128.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.230458, 0.020012)
    """
    along, across = np.sqrt(ai * di), np.sqrt(bi * ci)
    yi = (along - across) / (along + across)
    return yi, (1.0 - yi**2) ** 2 * (1.0 / ai + 1.0 / bi + 1.0 / ci + 1.0 / di) / 16.0


YUY = Measure(
    key="YUY",
    name="Yule's Y",
    function=coefficient_of_colligation,
    references=("yule1912",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="association between −1 and 1",
)
