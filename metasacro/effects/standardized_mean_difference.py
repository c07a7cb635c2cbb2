"""SMD: the standardised mean difference (Hedges's g)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import MEANS
from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.measure import Measure
from metasacro.effects.pooled_sd import pooled_sd
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def hedges_g(
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
    """Standardised mean difference: the difference of two means in pooled SDs (Hedges's g).

    yi = J d, d = (m1i − m2i)/s; s is the pooled SD, df = n1i + n2i − 2, J Hedges's factor for df, h = 1/n1i + 1/n2i.
    vi:
    "LS" h + yi²/(2(n1i + n2i)); "LS2" J²(h + d²/(2(n1i + n2i))); "UB" h + (1 − (df − 2)/(df J²)) yi², unbiased;
    "AV" as "LS" with the average yi of the cohorts, weighted by size; "H0" J² h df/(df − 2), exact if there is no
    effect

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : the formula of the variance: "LS", "LS2", "UB", "AV", "H0"
    correct : True, the exact correction; "approximate", 1 − 3/(4 df − 1); False, none

    Returns
    -------
    (yi, vi) : in SDs, and squared

    Domain
    ------
    n1i + n2i > 2 (MS363), > 4 for "H0". Equal true SDs; otherwise SMDH, or SMD1 with the SD of the controls. SDs of
    differently selected people make it incomparable across studies.

    References
    ----------
    hedges1981 (J, equation 6e; "LS2" and "H0" follow from its variance of d); hedges1982 ("LS", equation 8); hedges1983
    ("UB", equation 9). Agrees with metafor 5.1-12 (`escalc`, "SMD") to 1e-12.

    >>> yi, vi = hedges_g(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.35517, 0.013065)
    """
    df, n = n1i + n2i - 2.0, n1i + n2i
    h = 1.0 / n1i + 1.0 / n2i
    d = (m1i - m2i) / pooled_sd(sd1i, n1i, sd2i, n2i)
    exact = correction_factor(df)
    yi = correction_factor(df, correct) * d
    if vtype == "LS2":
        factor = correction_factor(df, correct)
        return yi, factor**2 * (h + d**2 / (2.0 * n))
    if vtype == "UB":
        return yi, h + (1.0 - (df - 2.0) / (df * exact**2)) * yi**2
    if vtype == "H0":
        return yi, np.where(df > 2.0, exact**2 * h * df / (df - 2.0), np.nan)
    shown = weighted_average(yi, n) if vtype == "AV" else yi
    return yi, h + shown**2 / (2.0 * n)


SMD = Measure(
    key="SMD",
    name="standardised mean difference (Hedges's g)",
    function=hedges_g,
    references=(
        "hedges1981",
        "hedges1982",
        "hedges1983",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="SDs",
    vtypes=(
        "LS",
        "LS2",
        "UB",
        "AV",
        "H0",
    ),
    corrections=(
        "exact",
        "approximate",
    ),
    unusual=2.0,
    exists="SDs above 0 and enough people",
)
