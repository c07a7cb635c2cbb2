"""CLESN: probability of superiority (common language effect size), normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.effects.smd_heteroscedastic import difference_in_average_sds
from metasacro.effects.standardized_mean_difference import hedges_g
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def probability_of_superiority(
    m1i: Floats, sd1i: Floats, n1i: Floats, m2i: Floats, sd2i: Floats, n2i: Floats, *, vtype: str = "LS"
) -> tuple[Floats, Floats]:
    """Probability that a treated person scores higher than a control, if both groups are normal.

    "LS", any SDs: yi = Φ(u), u = (m1i − m2i)/√(sd1i² + sd2i²), vi = φ(u)² v/2, v that of SMDH uncorrected;
    "HO", equal SDs: yi = Φ(u), u = d/√2, vi = φ(u)² v/2, d and v those of SMD uncorrected

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : whether SDs are taken as equal: "LS", "HO"

    Returns
    -------
    (yi, vi) : a probability, and squared

    Domain
    ------
    As for SMDH and SMD (MS363). No effect is ½, not 0.

    References
    ----------
    bonett2009 (v under "LS"); hedges1982 (v under "HO"). Agrees with metafor 5.1-12 (`escalc`, "CLESN") to 1e-12.

    >>> yi, vi = probability_of_superiority(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.400568, 0.000983)
    """
    unequal = vtype == "LS"
    measure = difference_in_average_sds if unequal else hedges_g
    d, v = measure(m1i, sd1i, n1i, m2i, sd2i, n2i, correct=False)
    density = np.exp(-(d**2) / 4.0) / np.sqrt(2.0 * np.pi)
    return normal_cdf(d / np.sqrt(2.0)), density**2 * v / 2.0


CLESN = Measure(
    key="CLESN",
    name="probability of superiority (common language effect size), normal",
    function=probability_of_superiority,
    references=(
        "bonett2009",
        "hedges1982",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="probability",
    vtypes=(
        "LS",
        "HO",
    ),
    exists="SDs above 0 and enough people",
)
