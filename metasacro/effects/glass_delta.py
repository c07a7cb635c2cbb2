"""SMD1: the standardised mean difference, SD of the control group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_in_control_sds(
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
    """Difference of two means in SDs of the control group (Glass's delta).

    yi = J d, d = (m1i − m2i)/sd2i, J for n2i − 1; vi = 1/n1i + 1/n2i + yi²/(2 n2i) ("LS"), or J²(1/n1i + 1/n2i + d²/(2
    n2i)) ("LS2")

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : the formula of the variance: "LS", "LS2"
    correct : True, the exact correction; "approximate", 1 − 3/(4 df − 1); False, none

    Returns
    -------
    (yi, vi) : in SDs of the control group, and squared

    Domain
    ------
    n2i ≥ 2 (MS363). The variance assumes equal true SDs; SMD1H does not.

    References
    ----------
    hedges1981 (J); becker1988 (the SD of one group as the unit). Agrees with metafor 5.1-12 (`escalc`, "SMD1") to
    1e-12.

    >>> yi, vi = difference_in_control_sds(55.0, 47.0, 155.0, 75.0, 64.0, 156.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.310985, 0.013172)
    """
    factor = correction_factor(n2i - 1.0, correct)
    d = (m1i - m2i) / sd2i
    h = 1.0 / n1i + 1.0 / n2i + 0.0 * sd1i
    if vtype == "LS2":
        return factor * d, factor**2 * (h + d**2 / (2.0 * n2i))
    return factor * d, h + (factor * d) ** 2 / (2.0 * n2i)


SMD1 = Measure(
    key="SMD1",
    name="standardised mean difference, SD of the control group",
    function=difference_in_control_sds,
    references=(
        "hedges1981",
        "becker1988",
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
    exists="a control group of at least two people with an SD above 0",
)
