"""ROM: the logarithm of the ratio of means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.effects.pooled_sd import pooled_sd
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_ratio_of_means(
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
    """Natural logarithm of the ratio of two means (log response ratio).

    yi = ln(m1i/m2i) + (c1²/n1i − c2²/n2i)/2, c = sd/m; uncorrected without the second term. vi = c1²/n1i + c2²/n2i
    ("LS"), with the pooled SD ("HO"), with the average c of each group over the cohorts ("AV") or of both groups
    ("AVHO")

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : the formula of the variance: "LS", "HO", "AV", "AVHO"
    correct : whether the bias of second order is taken out of yi

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    Means of one sign (MS363), of a quantity with a true zero. The correction is of second order; it is wild where a
    mean lies within about two standard errors of 0.

    References
    ----------
    hedges1999 (equation 1); lajeunesse2015 (the correction, equation 9). Agrees with metafor 5.1-12 (`escalc`, "ROM")
    to 1e-12.

    >>> yi, vi = log_ratio_of_means(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.310133, 0.009379)
    """
    own1, own2 = sd1i / m1i, sd2i / m2i
    bias = (own1**2 / n1i - own2**2 / n2i) / 2.0 if correct else 0.0
    yi = np.log(m1i / m2i) + bias
    if vtype == "HO":
        pooled = pooled_sd(sd1i, n1i, sd2i, n2i)
        own1, own2 = pooled / m1i, pooled / m2i
    elif vtype == "AV":
        own1, own2 = weighted_average(own1, n1i), weighted_average(own2, n2i)
    elif vtype == "AVHO":
        n = n1i + n2i
        own1 = own2 = weighted_average((n1i * own1 + n2i * own2) / n, n)
    return yi, own1**2 / n1i + own2**2 / n2i


ROM = Measure(
    key="ROM",
    name="logarithm of the ratio of means",
    function=log_ratio_of_means,
    references=(
        "hedges1999",
        "lajeunesse2015",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="log of a ratio",
    vtypes=(
        "LS",
        "HO",
        "AV",
        "AVHO",
    ),
    corrections=("bias",),
    exists="both means must have the same sign",
)
