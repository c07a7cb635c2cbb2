"""PBIT: the difference of the probits of two risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.effects.probit_proportion import probit_of_proportion

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_of_probits(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Difference of the probits of two risks: a standardised mean difference if the dichotomised outcome is normal.

    yi = z1 − z2, z = Φ⁻¹(p); vi = 2π (p1(1 − p1) exp(z1²)/n1 + p2(1 − p2) exp(z2²)/n2)

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : SDs, and squared

    Domain
    ------
    No empty cell (MS359), or something added (MS358).

    References
    ----------
    sanchezmeca2003 (the probit index). Agrees with metafor 5.1-12 (`escalc`, "PBIT") to 1e-12.

    >>> yi, vi = difference_of_probits(4.0, 119.0, 11.0, 128.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.434076, 0.072463)
    """
    z1, v1 = probit_of_proportion(ai, ai + bi)
    z2, v2 = probit_of_proportion(ci, ci + di)
    return z1 - z2, v1 + v2


PBIT = Measure(
    key="PBIT",
    name="difference of the probits of two risks",
    function=difference_of_probits,
    references=("sanchezmeca2003",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="SDs",
)
