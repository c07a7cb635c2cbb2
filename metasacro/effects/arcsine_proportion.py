"""PAS: the arcsine of the root of a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PROPORTION
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def arcsine_of_root(xi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Arcsine of the square root of the proportion, whose variance hardly depends on it.

    yi = asin √(xi/ni); vi = 1/(4 ni)

    Parameters
    ----------
    xi, ni : (..., k) events and people, after `add` where it applies

    Returns
    -------
    (yi, vi) : radians between 0 and π/2, and squared

    Domain
    ------
    Exists with 0 and with ni events, so nothing is added unless asked for. The variance is right away from 0 and 1
    only.

    References
    ----------
    freeman1950 (the angular transformation); ruecker2009 (its use for sparse counts). Agrees with metafor 5.1-12
    (`escalc`, "PAS") to 1e-12.

    >>> yi, vi = arcsine_of_root(*np.array([4.0, 10.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.684719, 0.025)
    """
    return np.arcsin(np.sqrt(xi / ni)), 1.0 / (4.0 * ni)


PAS = Measure(
    key="PAS",
    name="arcsine of the root of a proportion",
    function=arcsine_of_root,
    references=(
        "freeman1950",
        "ruecker2009",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PROPORTION,
    scale="radians",
    add=0.0,
)
