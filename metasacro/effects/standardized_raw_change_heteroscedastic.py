"""SMCRH: the standardised mean change, raw SD, unequal SDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PAIRED
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def change_in_raw_sds_unequal(
    m1i: Floats, sd1i: Floats, m2i: Floats, sd2i: Floats, ni: Floats, ri: Floats, *, correct: bool | str = True
) -> tuple[Floats, Floats]:
    """Mean change of one group in SDs of the raw scores (`sd1i`), without assuming equal SDs at both times.

    yi = J (m1i − m2i)/sd1i, J for ni − 1; vi = s²/(sd1i² (ni − 1)) + yi²/(2(ni − 1)), s² = sd1i² + sd2i² − 2 ri sd1i
    sd2i

    Parameters
    ----------
    m1i, sd1i : (..., k) mean and SD at follow-up
    m2i, sd2i : (..., k) mean and SD at baseline
    ni : (..., k) people measured at both times
    ri : (..., k) correlation of follow-up with baseline values
    correct : True, the exact correction; "approximate", 1 − 3/(4 df − 1); False, none

    Returns
    -------
    (yi, vi) : in SDs of the raw scores, and squared

    Domain
    ------
    ni ≥ 2 (MS363). As in metafor the unit is `sd1i`, whichever time it belongs to: for the SD at baseline, the usual
    unit, give that SD as `sd1i`.

    References
    ----------
    bonett2008 (the variance without equal SDs). Agrees with metafor 5.1-12 (`escalc`, "SMCRH") to 1e-12.

    >>> yi, vi = change_in_raw_sds_unequal(38.5, 11.6, 30.6, 15.0, 20.0, 0.47)
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.653732, 0.08791)
    """
    yi = correction_factor(ni - 1.0, correct) * (m1i - m2i) / sd1i
    change = (sd1i - sd2i) ** 2 + 2.0 * (1.0 - ri) * sd1i * sd2i
    return yi, change / (sd1i**2 * (ni - 1.0)) + yi**2 / (2.0 * (ni - 1.0))


SMCRH = Measure(
    key="SMCRH",
    name="standardised mean change, raw SD, unequal SDs",
    function=change_in_raw_sds_unequal,
    references=("bonett2008",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PAIRED,
    scale="SDs",
    corrections=(
        "exact",
        "approximate",
    ),
    exists="at least two people and `sd1i` above 0",
)
