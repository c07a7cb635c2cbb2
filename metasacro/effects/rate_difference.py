"""IRD: the difference of two incidence rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RATES
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_of_rates(x1i: Floats, t1i: Floats, x2i: Floats, t2i: Floats) -> tuple[Floats, Floats]:
    """Difference of two incidence rates.

    yi = x1i/t1i − x2i/t2i; vi = x1i/t1i² + x2i/t2i²

    Parameters
    ----------
    x1i, t1i : (..., k) events, after `add` where it applies, and person-time of the treatment group
    x2i, t2i : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : events per unit of person-time, and squared

    Domain
    ------
    An event in at least one group for a variance above 0 (MS359).

    References
    ----------
    bagos2009 (the Poisson likelihood behind it). Agrees with metafor 5.1-12 (`escalc`, "IRD") to 1e-12.

    >>> yi, vi = difference_of_rates(10.0, 1000.0, 12.0, 900.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.003333, 2.5e-05)
    """
    return x1i / t1i - x2i / t2i, x1i / t1i**2 + x2i / t2i**2


IRD = Measure(
    key="IRD",
    name="difference of two incidence rates",
    function=difference_of_rates,
    references=("bagos2009",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RATES,
    scale="events per unit of person-time",
)
