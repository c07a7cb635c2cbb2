"""SMCR: the standardised mean change, raw SD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PAIRED
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def change_in_raw_sds(
    m1i: Floats,
    sd1i: Floats,
    m2i: Floats,
    sd2i: Floats,
    ni: Floats,
    ri: Floats,
    *,
    vtype: str = "LS",
    correct: bool | str = True,
) -> tuple[Floats, Floats]:
    """Mean change of one group in SDs of the raw scores (`sd1i`).

    yi = J d, d = (m1i − m2i)/sd1i, J for ni − 1; vi = 2(1 − ri)/ni + yi²/(2 ni) ("LS"), or J²(2(1 − ri)/ni + d²/(2 ni))
    ("LS2")

    Parameters
    ----------
    m1i, sd1i : (..., k) mean and SD at follow-up
    m2i, sd2i : (..., k) mean and SD at baseline
    ni : (..., k) people measured at both times
    ri : (..., k) correlation of follow-up with baseline values
    vtype : the formula of the variance: "LS", "LS2"
    correct : True, the exact correction; "approximate", 1 − 3/(4 df − 1); False, none

    Returns
    -------
    (yi, vi) : in SDs of the raw scores, and squared

    Domain
    ------
    ni ≥ 2 (MS363). As in metafor the unit is `sd1i`, whichever time it belongs to: for the SD at baseline, the usual
    unit, give that SD as `sd1i`. The variance assumes equal true SDs at both times; SMCRH does not.

    References
    ----------
    becker1988 (the raw SD as the unit); morris2002 (its place among the measures of change). Agrees with metafor 5.1-12
    (`escalc`, "SMCR") to 1e-12.

    >>> yi, vi = change_in_raw_sds(38.5, 11.6, 30.6, 15.0, 20.0, 0.47)
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.653732, 0.063684)
    """
    factor = correction_factor(ni - 1.0, correct)
    d = (m1i - m2i) / sd1i + 0.0 * sd2i
    h = 2.0 * (1.0 - ri) / ni
    if vtype == "LS2":
        return factor * d, factor**2 * (h + d**2 / (2.0 * ni))
    return factor * d, h + (factor * d) ** 2 / (2.0 * ni)


SMCR = Measure(
    key="SMCR",
    name="standardised mean change, raw SD",
    function=change_in_raw_sds,
    references=(
        "becker1988",
        "morris2002",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PAIRED,
    scale="SDs",
    vtypes=(
        "LS",
        "LS2",
    ),
    corrections=(
        "exact",
        "approximate",
    ),
    exists="at least two people and `sd1i` above 0",
)
