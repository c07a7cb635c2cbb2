"""RPB: the point-biserial correlation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.effects.pooled_sd import pooled_sd
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def point_biserial_correlation(
    m1i: Floats, sd1i: Floats, n1i: Floats, m2i: Floats, sd2i: Floats, n2i: Floats, *, vtype: str = "ST"
) -> tuple[Floats, Floats]:
    """Correlation of a measured variable with membership in a group (point-biserial).

    yi = r = d/√(d² + h), d = (m1i − m2i)/s with the pooled SD s, m = n1i + n2i − 2, n = n1i + n2i, h = m/n1i + m/n2i.
    "ST", group sizes set by design: vi = h² (1/n1i + 1/n2i + d²/(2n))/(h + d²)³;
    "CS", cross-sectional: vi = (1 − r²)² (1 − 3r²/2 + r²/(4pq))/n, p = n1i/n, q = n2i/n

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : how people were sampled: "ST", "CS"

    Returns
    -------
    (yi, vi) : a correlation, and squared

    Domain
    ------
    n1i + n2i > 2 and SDs above 0 (MS363).

    References
    ----------
    tate1954 ("CS"); jacobs2017 ("ST"). Agrees with metafor 5.1-12 (`escalc`, "RPB") to 1e-12.

    >>> yi, vi = point_biserial_correlation(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.17581, 0.002992)
    """
    m, n = n1i + n2i - 2.0, n1i + n2i
    h = m / n1i + m / n2i
    d = (m1i - m2i) / pooled_sd(sd1i, n1i, sd2i, n2i)
    r = d / np.sqrt(d**2 + h)
    if vtype == "ST":
        return r, h**2 * (1.0 / n1i + 1.0 / n2i + d**2 / (2.0 * n)) / (h + d**2) ** 3
    product = n1i * n2i / n**2
    return r, (1.0 - r**2) ** 2 * (1.0 - 1.5 * r**2 + r**2 / (4.0 * product)) / n


RPB = Measure(
    key="RPB",
    name="point-biserial correlation",
    function=point_biserial_correlation,
    references=(
        "tate1954",
        "jacobs2017",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="correlation",
    vtypes=(
        "ST",
        "CS",
    ),
    exists="SDs above 0 and enough people",
)
