"""AS: the difference of the arcsines of the roots of two risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_of_arcsines(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Difference of the arcsines of the square roots of two risks.

    yi = asin √(ai/n1) − asin √(ci/n2); vi = 1/(4 n1) + 1/(4 n2)

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : radians, and squared

    Domain
    ------
    Exists with empty cells, so nothing is added unless asked for. No clinical unit; useful as a check of what an
    addition did.

    References
    ----------
    ruecker2009 (equations 3 and 4). Agrees with metafor 5.1-12 (`escalc`, "AS") to 1e-12.

    >>> yi, vi = difference_of_arcsines(*np.array([4.0, 119.0, 11.0, 128.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.103836, 0.003831)
    """
    n1, n2 = ai + bi, ci + di
    return np.arcsin(np.sqrt(ai / n1)) - np.arcsin(np.sqrt(ci / n2)), 1.0 / (4.0 * n1) + 1.0 / (4.0 * n2)


AS = Measure(
    key="AS",
    name="difference of the arcsines of the roots of two risks",
    function=difference_of_arcsines,
    references=("ruecker2009",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="radians",
    add=0.0,
)
