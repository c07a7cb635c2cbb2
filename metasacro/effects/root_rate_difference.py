"""IRSD: the difference of the square roots of two incidence rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RATES
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_of_roots(x1i: Floats, t1i: Floats, x2i: Floats, t2i: Floats) -> tuple[Floats, Floats]:
    """Difference of the square roots of two incidence rates.

    yi = √(x1i/t1i) − √(x2i/t2i); vi = 1/(4 t1i) + 1/(4 t2i)

    Parameters
    ----------
    x1i, t1i : (..., k) events, after `add` where it applies, and person-time of the treatment group
    x2i, t2i : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : root of a rate, and squared

    Domain
    ------
    Exists without events, so nothing is added unless asked for.

    References
    ----------
    freeman1950 (the root transformation of counts). Agrees with metafor 5.1-12 (`escalc`, "IRSD") to 1e-12.

    >>> yi, vi = difference_of_roots(*np.array([10.0, 1000.0, 12.0, 900.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.01547, 0.000528)
    """
    yi = np.sqrt(x1i / t1i) - np.sqrt(x2i / t2i)
    return yi, 1.0 / (4.0 * t1i) + 1.0 / (4.0 * t2i)


IRSD = Measure(
    key="IRSD",
    name="difference of the square roots of two incidence rates",
    function=difference_of_roots,
    references=("freeman1950",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RATES,
    scale="root of a rate",
    add=0.0,
)
