"""PFT: Freeman–Tukey double arcsine of a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PROPORTION
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def double_arcsine(xi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Freeman–Tukey double arcsine of the proportion: the average of two arcsines that straddle it.

    yi = ½ (asin √(xi/(ni + 1)) + asin √((xi + 1)/(ni + 1))); vi = 1/(4 ni + 2)

    Parameters
    ----------
    xi, ni : (..., k) events and people, after `add` where it applies

    Returns
    -------
    (yi, vi) : radians between 0 and π/2, and squared

    Domain
    ------
    Exists with 0 and with ni events, so nothing is added unless asked for. A pooled value has no unique way back to a
    proportion when sizes differ; see `freeman_tukey_back`.

    References
    ----------
    freeman1950 (equation 7); miller1978 (the way back). Agrees with metafor 5.1-12 (`escalc`, "PFT") to 1e-12.

    >>> yi, vi = double_arcsine(*np.array([4.0, 10.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.693583, 0.02381)
    """
    low, high = (np.arcsin(np.sqrt(share)) for share in (xi / (ni + 1.0), (xi + 1.0) / (ni + 1.0)))
    return 0.5 * (low + high), 1.0 / (4.0 * ni + 2.0)


PFT = Measure(
    key="PFT",
    name="Freeman–Tukey double arcsine of a proportion",
    function=double_arcsine,
    references=(
        "freeman1950",
        "miller1978",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PROPORTION,
    scale="radians",
    add=0.0,
)
