"""IRS: the square root of an incidence rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RATE
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def root_of_rate(xi: Floats, ti: Floats) -> tuple[Floats, Floats]:
    """Square root of events per unit of person-time, whose variance does not depend on the rate.

    yi = √(xi/ti); vi = 1/(4 ti)

    Parameters
    ----------
    xi, ti : (..., k) events, after `add` where it applies, and person-time

    Returns
    -------
    (yi, vi) : root of a rate, and squared

    Domain
    ------
    Exists without events, so nothing is added unless asked for; the variance is rough there.

    References
    ----------
    freeman1950 (the root transformation of counts). Agrees with metafor 5.1-12 (`escalc`, "IRS") to 1e-12.

    >>> yi, vi = root_of_rate(*np.array([5.0, 120.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.204124, 0.002083)
    """
    return np.sqrt(xi / ti), 1.0 / (4.0 * ti) + 0.0 * xi


IRS = Measure(
    key="IRS",
    name="square root of an incidence rate",
    function=root_of_rate,
    references=("freeman1950",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RATE,
    scale="root of a rate",
    add=0.0,
)
