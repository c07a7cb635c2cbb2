"""IRFT: Freeman–Tukey root of an incidence rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RATE
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def double_root(xi: Floats, ti: Floats) -> tuple[Floats, Floats]:
    """Freeman–Tukey root of events per unit of person-time: the average of two roots that straddle it.

    yi = ½ (√(xi/ti) + √((xi + 1)/ti)); vi = 1/(4 ti)

    Parameters
    ----------
    xi, ti : (..., k) events, after `add` where it applies, and person-time

    Returns
    -------
    (yi, vi) : root of a rate, and squared

    Domain
    ------
    Exists without events, so nothing is added unless asked for.

    References
    ----------
    freeman1950 (equation 4). Agrees with metafor 5.1-12 (`escalc`, "IRFT") to 1e-12.

    >>> yi, vi = double_root(*np.array([5.0, 120.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.213865, 0.002083)
    """
    return 0.5 * (np.sqrt(xi / ti) + np.sqrt((xi + 1.0) / ti)), 1.0 / (4.0 * ti) + 0.0 * xi


IRFT = Measure(
    key="IRFT",
    name="Freeman–Tukey root of an incidence rate",
    function=double_root,
    references=("freeman1950",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RATE,
    scale="root of a rate",
    add=0.0,
)
