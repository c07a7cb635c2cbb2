"""MD: the mean difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.effects.pooled_sd import pooled_sd

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_of_means(
    m1i: Floats, sd1i: Floats, n1i: Floats, m2i: Floats, sd2i: Floats, n2i: Floats, *, vtype: str = "LS"
) -> tuple[Floats, Floats]:
    """Difference of the means of two groups, in the units of the scale.

    yi = m1i − m2i; vi = sd1i²/n1i + sd2i²/n2i ("LS"), or s²(1/n1i + 1/n2i) with the pooled SD s ("HO": equal SDs)

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : the formula of the variance: "LS", "HO"

    Returns
    -------
    (yi, vi) : in the units of the scale, and squared

    Domain
    ------
    All cohorts must use the same scale. For "HO" n1i + n2i > 2 (MS363).

    References
    ----------
    bonett2009 (unstandardised differences without equal SDs); hedges1982 (the pooled SD). Agrees with metafor 5.1-12
    (`escalc`, "MD") to 1e-12.

    >>> yi, vi = difference_of_means(55.0, 47.0, 155.0, 75.0, 64.0, 156.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-20.0, 40.508023)
    """
    if vtype == "HO":
        return m1i - m2i, pooled_sd(sd1i, n1i, sd2i, n2i) ** 2 * (1.0 / n1i + 1.0 / n2i)
    return m1i - m2i, sd1i**2 / n1i + sd2i**2 / n2i


MD = Measure(
    key="MD",
    name="mean difference",
    function=difference_of_means,
    references=(
        "bonett2009",
        "hedges1982",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="units of the scale",
    vtypes=(
        "LS",
        "HO",
    ),
)
