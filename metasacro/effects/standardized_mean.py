"""SMN: the mean of one group in SDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEAN
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def mean_in_sds(mi: Floats, sdi: Floats, ni: Floats, *, correct: bool | str = True) -> tuple[Floats, Floats]:
    """Mean of one group divided by its SD.

    yi = J mi/sdi; vi = 1/ni + yi²/(2 ni); J is Hedges's factor for ni − 1 degrees of freedom

    Parameters
    ----------
    mi, sdi, ni : (..., k) means, standard deviations (not standard errors) and sample sizes
    correct : True, the exact correction; "approximate", 1 − 3/(4 df − 1); False, none

    Returns
    -------
    (yi, vi) : in SDs, and squared

    Domain
    ------
    ni ≥ 2 (MS363). A mean far from 0 has a variance that is mostly that of the SD.

    References
    ----------
    hedges1981 (the factor). Agrees with metafor 5.1-12 (`escalc`, "SMN") to 1e-12.

    >>> yi, vi = mean_in_sds(5.0, 2.0, 16.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (2.372519, 0.238401)
    """
    factor = correction_factor(ni - 1.0, correct)
    yi = factor * mi / sdi
    return yi, 1.0 / ni + yi**2 / (2.0 * ni)


SMN = Measure(
    key="SMN",
    name="mean of one group in SDs",
    function=mean_in_sds,
    references=("hedges1981",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEAN,
    scale="SDs",
    corrections=(
        "exact",
        "approximate",
    ),
    exists="at least two people",
)
