"""IR: the incidence rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RATE
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def rate(xi: Floats, ti: Floats) -> tuple[Floats, Floats]:
    """Events per unit of person-time.

    yi = xi/ti; vi = xi/ti²

    Parameters
    ----------
    xi, ti : (..., k) events, after `add` where it applies, and person-time

    Returns
    -------
    (yi, vi) : events per unit of person-time, and squared

    Domain
    ------
    xi > 0 for a variance above 0 (MS359). Events are independent and the rate is constant over time (Poisson).

    References
    ----------
    bagos2009 (the Poisson likelihood behind it). Agrees with metafor 5.1-12 (`escalc`, "IR") to 1e-12.

    >>> yi, vi = rate(5.0, 120.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.041667, 0.000347)
    """
    return xi / ti, xi / ti**2


IR = Measure(
    key="IR",
    name="incidence rate",
    function=rate,
    references=("bagos2009",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RATE,
    scale="events per unit of person-time",
)
