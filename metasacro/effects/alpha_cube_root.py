"""AHW: Cronbach's alpha, cube root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RELIABILITY
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def hakstian_whalen(ai: Floats, mi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Cronbach's alpha after the cube-root transformation (Hakstian–Whalen).

    yi = 1 − (1 − ai)^⅓; vi = 18 mi (ni − 1)(1 − ai)^⅔/((mi − 1)(9 ni − 11)²)

    Parameters
    ----------
    ai, mi, ni : (..., k) alpha, number of items and sample sizes

    Returns
    -------
    (yi, vi) : 1 minus a cube root, and squared

    Domain
    ------
    mi ≥ 2 items, ni ≥ 2 (MS363), ai < 1 (MS401).

    References
    ----------
    hakstian1976 (the transformation and its variance). Agrees with metafor 5.1-12 (`escalc`, "AHW") to 1e-12.

    >>> yi, vi = hakstian_whalen(*np.array([0.93, 20.0, 103.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.587871, 0.000391)
    """
    root = np.cbrt(1.0 - ai)
    return 1.0 - root, 18.0 * mi * (ni - 1.0) * root**2 / ((mi - 1.0) * (9.0 * ni - 11.0) ** 2)


AHW = Measure(
    key="AHW",
    name="Cronbach's alpha, cube root",
    function=hakstian_whalen,
    references=("hakstian1976",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RELIABILITY,
    scale="1 minus a cube root",
    exists="at least two items",
)
