"""RBIS: the biserial correlation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.effects.point_biserial import point_biserial_correlation
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def biserial_correlation(
    m1i: Floats, sd1i: Floats, n1i: Floats, m2i: Floats, sd2i: Floats, n2i: Floats
) -> tuple[Floats, Floats]:
    """Correlation of a measured variable with the normal variable behind a yes or no (biserial).

    yi = r √(pq)/f, r as in RPB, p = n1i/n, q = n2i/n, z = Φ⁻¹(p), f = φ(z); vi = (pq/f² − (3/2 + (1 + p z/f)(1 − q
    z/f)) b² + b⁴)/(n − 1), b = yi cut to −1 … 1

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : a correlation, and squared

    Domain
    ------
    As for RPB (MS363). Bivariate normal values; where they are not, yi can lie outside −1 to 1, and is left there.

    References
    ----------
    soper1914 (the variance); jacobs2017 (its use). Agrees with metafor 5.1-12 (`escalc`, "RBIS") to 1e-12.

    >>> yi, vi = biserial_correlation(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.220346, 0.004683)
    """
    r, _ = point_biserial_correlation(m1i, sd1i, n1i, m2i, sd2i, n2i)
    n = n1i + n2i
    p, q = n1i / n, n2i / n
    z = normal_quantile(p)
    f = np.exp(-(z**2) / 2.0) / np.sqrt(2.0 * np.pi)
    yi = np.sqrt(p * q) / f * r
    cut = np.clip(yi, -1.0, 1.0)
    middle = 1.5 + (1.0 + p * z / f) * (1.0 - q * z / f)
    return yi, (p * q / f**2 - middle * cut**2 + cut**4) / (n - 1.0)


RBIS = Measure(
    key="RBIS",
    name="biserial correlation",
    function=biserial_correlation,
    references=(
        "soper1914",
        "jacobs2017",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="correlation",
    exists="SDs above 0 and enough people",
)
