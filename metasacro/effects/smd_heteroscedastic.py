"""SMDH: the standardised mean difference, unequal SDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_in_average_sds(
    m1i: Floats,
    sd1i: Floats,
    n1i: Floats,
    m2i: Floats,
    sd2i: Floats,
    n2i: Floats,
    *,
    vtype: str = "LS",
    correct: bool | str = True,
) -> tuple[Floats, Floats]:
    """Difference of two means in units of √((sd1i² + sd2i²)/2), without assuming equal SDs.

    yi = J d, d = (m1i − m2i)/s, s² = (sd1i² + sd2i²)/2, J for n1i + n2i − 2. With f = n − 1 ("LS") or n ("LS2") of each
    group:
    vi = yi² (sd1i⁴/f1 + sd2i⁴/f2)/(8 s⁴) + (sd1i²/f1 + sd2i²/f2)/s²

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : the formula of the variance: "LS", "LS2"
    correct : True, the exact correction; "approximate", 1 − 3/(4 df − 1); False, none

    Returns
    -------
    (yi, vi) : in SDs, and squared

    Domain
    ------
    n1i, n2i ≥ 2 (MS363).

    References
    ----------
    bonett2009 (equation 5; "LS" has n − 1); hedges1981 (J). Agrees with metafor 5.1-12 (`escalc`, "SMDH") to 1e-12.

    >>> yi, vi = difference_in_average_sds(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.355342, 0.013155)
    """
    average = (sd1i**2 + sd2i**2) / 2.0
    yi = correction_factor(n1i + n2i - 2.0, correct) * (m1i - m2i) / np.sqrt(average)
    less = 1.0 if vtype == "LS" else 0.0
    fourth = sd1i**4 / (n1i - less) + sd2i**4 / (n2i - less)
    second = sd1i**2 / (n1i - less) + sd2i**2 / (n2i - less)
    return yi, yi**2 * fourth / (8.0 * average**2) + second / average


SMDH = Measure(
    key="SMDH",
    name="standardised mean difference, unequal SDs",
    function=difference_in_average_sds,
    references=(
        "bonett2009",
        "hedges1981",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="SDs",
    vtypes=(
        "LS",
        "LS2",
    ),
    corrections=(
        "exact",
        "approximate",
    ),
    unusual=2.0,
    exists="SDs above 0 and at least two people in each group",
)
