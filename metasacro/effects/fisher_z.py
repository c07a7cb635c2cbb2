"""ZCOR: the correlation, Fisher's z."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import CORRELATION
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def z_of_correlation(ri: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Correlation after Fisher's z transformation, whose variance does not depend on it.

    yi = artanh ri; vi = 1/(ni − 3)

    Parameters
    ----------
    ri, ni : (..., k) correlations and sample sizes

    Returns
    -------
    (yi, vi) : Fisher's z, and squared

    Domain
    ------
    ni ≥ 4 and |ri| < 1 (MS363).

    References
    ----------
    fisher1915 (z and its variance). Agrees with metafor 5.1-12 (`escalc`, "ZCOR") to 1e-12.

    >>> yi, vi = z_of_correlation(*np.array([0.5, 25.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.549306, 0.045455)
    """
    return np.arctanh(ri), np.where(ni > 3.0, 1.0 / (ni - 3.0), np.nan)


ZCOR = Measure(
    key="ZCOR",
    name="correlation, Fisher's z",
    function=z_of_correlation,
    references=("fisher1915",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=CORRELATION,
    scale="Fisher's z",
    exists="at least four people and a correlation inside −1 to 1",
)
