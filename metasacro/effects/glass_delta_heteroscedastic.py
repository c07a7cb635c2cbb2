"""SMD1H: the standardised mean difference, SD of the control group, unequal SDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_in_control_sds_unequal(
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
    """Difference of two means in SDs of the control group, without assuming equal SDs.

    yi = J d, d = (m1i − m2i)/sd2i, J for n2i − 1; vi = sd1i²/(sd2i² (n1i − 1)) + 1/(n2i − 1) + yi²/(2(n2i − 1)); "LS2"
    is the same

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : both names give the one formula: "LS", "LS2"
    correct : True, the exact correction; "approximate", 1 − 3/(4 df − 1); False, none

    Returns
    -------
    (yi, vi) : in SDs of the control group, and squared

    Domain
    ------
    n1i, n2i ≥ 2 (MS363).

    References
    ----------
    bonett2009 (equation 13); hedges1981 (J). Agrees with metafor 5.1-12 (`escalc`, "SMD1H") to 1e-12.

    >>> yi, vi = difference_in_control_sds_unequal(55.0, 47.0, 155.0, 75.0, 64.0, 156.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.310985, 0.010266)
    """
    del vtype  # two names, one formula
    yi = correction_factor(n2i - 1.0, correct) * (m1i - m2i) / sd2i
    return yi, sd1i**2 / (sd2i**2 * (n1i - 1.0)) + 1.0 / (n2i - 1.0) + yi**2 / (2.0 * (n2i - 1.0))


SMD1H = Measure(
    key="SMD1H",
    name="standardised mean difference, SD of the control group, unequal SDs",
    function=difference_in_control_sds_unequal,
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
    exists="at least two people in each group and a control SD above 0",
)
