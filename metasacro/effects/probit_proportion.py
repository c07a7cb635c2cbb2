"""PRZ: the probit of a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PROPORTION
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def probit_of_proportion(xi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Probit of the proportion of people with the event: the normal quantile that it leaves below.

    yi = z = Φ⁻¹(xi/ni); vi = 2π p(1 − p) exp(z²)/ni, p = xi/ni

    Parameters
    ----------
    xi, ni : (..., k) events and people, after `add` where it applies

    Returns
    -------
    (yi, vi) : SDs of a standard normal variable, and squared

    Domain
    ------
    0 < xi < ni (MS359).

    References
    ----------
    sanchezmeca2003 (the delta method for a probit). Agrees with metafor 5.1-12 (`escalc`, "PRZ") to 1e-12.

    >>> yi, vi = probit_of_proportion(*np.array([4.0, 10.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.253347, 0.160793)
    """
    share = xi / ni
    z = normal_quantile(share)
    return z, 2.0 * np.pi * share * (1.0 - share) * np.exp(z**2) / ni


PRZ = Measure(
    key="PRZ",
    name="probit of a proportion",
    function=probit_of_proportion,
    references=("sanchezmeca2003",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PROPORTION,
    scale="SDs of a standard normal variable",
)
