"""YUQ: Yule's Q."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def coefficient_of_association(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Yule's Q: the odds ratio drawn onto −1 to 1.

    yi = (ai di − bi ci)/(ai di + bi ci); vi = (1 − yi²)²(1/ai + 1/bi + 1/ci + 1/di)/4

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
    yule1912 (Q and its standard error). Agrees with metafor 5.1-12 (`escalc`, "YUQ") to 1e-12.

    >>> yi, vi = coefficient_of_association(4.0, 119.0, 11.0, 128.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.437672, 0.058353)
    """
    yi = (ai * di - bi * ci) / (ai * di + bi * ci)
    return yi, (1.0 - yi**2) ** 2 * (1.0 / ai + 1.0 / bi + 1.0 / ci + 1.0 / di) / 4.0


YUQ = Measure(
    key="YUQ",
    name="Yule's Q",
    function=coefficient_of_association,
    references=("yule1912",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="association between −1 and 1",
)
