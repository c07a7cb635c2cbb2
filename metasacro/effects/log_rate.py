"""IRLN: the logarithm of an incidence rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RATE
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def logarithm_of_rate(xi: Floats, ti: Floats) -> tuple[Floats, Floats]:
    """Natural logarithm of events per unit of person-time.

    yi = ln(xi/ti); vi = 1/xi

    Parameters
    ----------
    xi, ti : (..., k) events, after `add` where it applies, and person-time

    Returns
    -------
    (yi, vi) : log of a rate, and squared

    Domain
    ------
    xi > 0 (MS359). Events are independent and the rate is constant over time (Poisson).

    References
    ----------
    bagos2009 (the Poisson likelihood behind it). Agrees with metafor 5.1-12 (`escalc`, "IRLN") to 1e-12.

    >>> yi, vi = logarithm_of_rate(*np.array([5.0, 120.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-3.178054, 0.2)
    """
    return np.log(xi / ti), 1.0 / xi


IRLN = Measure(
    key="IRLN",
    name="logarithm of an incidence rate",
    function=logarithm_of_rate,
    references=("bagos2009",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RATE,
    scale="log of a rate",
)
