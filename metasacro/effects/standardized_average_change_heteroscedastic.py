"""SMCRPH: the standardised mean change, average SD of both times, unequal SDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PAIRED
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def change_in_average_sds_unequal(
    m1i: Floats, sd1i: Floats, m2i: Floats, sd2i: Floats, ni: Floats, ri: Floats, *, correct: bool | str = True
) -> tuple[Floats, Floats]:
    """Mean change of one group in units of √((sd1i² + sd2i²)/2), without assuming equal SDs at both times.

    yi = J (m1i − m2i)/s, s² = (sd1i² + sd2i²)/2, J for 2(ni − 1)/(1 + ri²);
    vi = c²/(s² (ni − 1)) + yi² (sd1i⁴ + sd2i⁴ + 2 ri² sd1i² sd2i²)/(8 s⁴ (ni − 1)), c² = sd1i² + sd2i² − 2 ri sd1i sd2i

    Parameters
    ----------
    m1i, sd1i : (..., k) mean and SD at follow-up
    m2i, sd2i : (..., k) mean and SD at baseline
    ni : (..., k) people measured at both times
    ri : (..., k) correlation of follow-up with baseline values
    correct : True, the exact correction; "approximate", 1 − 3/(4 df − 1); False, none

    Returns
    -------
    (yi, vi) : in SDs, and squared

    Domain
    ------
    ni ≥ 2 (MS363).

    References
    ----------
    bonett2008 (the variance without equal SDs). Agrees with metafor 5.1-12 (`escalc`, "SMCRPH") to 1e-12.

    >>> yi, vi = change_in_average_sds_unequal(*np.array([38.5, 11.6, 30.6, 15.0, 20.0, 0.47]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.574859, 0.062903)
    """
    factor = correction_factor(2.0 * (ni - 1.0) / (1.0 + ri**2), correct)
    average = (sd1i**2 + sd2i**2) / 2.0
    yi = factor * (m1i - m2i) / np.sqrt(average)
    change = (sd1i - sd2i) ** 2 + 2.0 * (1.0 - ri) * sd1i * sd2i
    fourth = sd1i**4 + sd2i**4 + 2.0 * (ri * sd1i * sd2i) ** 2
    return yi, change / (average * (ni - 1.0)) + yi**2 * fourth / (8.0 * average**2 * (ni - 1.0))


SMCRPH = Measure(
    key="SMCRPH",
    name="standardised mean change, average SD of both times, unequal SDs",
    function=change_in_average_sds_unequal,
    references=("bonett2008",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PAIRED,
    scale="SDs",
    corrections=(
        "exact",
        "approximate",
    ),
    exists="at least two people and SDs above 0",
)
