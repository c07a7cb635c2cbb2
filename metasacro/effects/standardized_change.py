"""SMCC: the standardised mean change, SD of the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PAIRED
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def change_in_change_sds(
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
    """Mean change of one group in SDs of the change.

    yi = J d, d = (m1i − m2i)/s, s² = sd1i² + sd2i² − 2 ri sd1i sd2i, J for ni − 1; vi = 1/ni + yi²/(2 ni) ("LS"), or
    J²(1/ni + d²/(2 ni)) ("LS2")

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
    (yi, vi) : in SDs of the change, and squared

    Domain
    ------
    ni ≥ 2 and a change that varies (MS363). It grows with ri at the same change, so it does not compare with SMD or
    SMCR.

    References
    ----------
    gibbons1993 (the SD of the change as the unit); hedges1981 (J). Agrees with metafor 5.1-12 (`escalc`, "SMCC") to
    1e-12.

    >>> yi, vi = change_in_change_sds(*np.array([38.5, 11.6, 30.6, 15.0, 20.0, 0.47]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.541664, 0.057335)
    """
    factor = correction_factor(ni - 1.0, correct)
    d = (m1i - m2i) / np.sqrt((sd1i - sd2i) ** 2 + 2.0 * (1.0 - ri) * sd1i * sd2i)
    if vtype == "LS2":
        return factor * d, factor**2 * (1.0 / ni + d**2 / (2.0 * ni))
    return factor * d, 1.0 / ni + (factor * d) ** 2 / (2.0 * ni)


SMCC = Measure(
    key="SMCC",
    name="standardised mean change, SD of the change",
    function=change_in_change_sds,
    references=(
        "gibbons1993",
        "hedges1981",
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
    exists="at least two people whose changes differ",
)
