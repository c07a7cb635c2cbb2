"""ZPB: the point-biserial correlation, Fisher's z."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.effects.point_biserial import point_biserial_correlation
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def fisher_z_of_point_biserial(
    m1i: Floats, sd1i: Floats, n1i: Floats, m2i: Floats, sd2i: Floats, n2i: Floats, *, vtype: str = "ST"
) -> tuple[Floats, Floats]:
    """Point-biserial correlation after Fisher's z transformation.

    yi = artanh r; vi = v/(1 − r²)²; r and v as in RPB, with "ST" or "CS"

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : how people were sampled: "ST", "CS"

    Returns
    -------
    (yi, vi) : Fisher's z, and squared

    Domain
    ------
    As for RPB (MS363).

    References
    ----------
    jacobs2017 (the variances of r); fisher1915 (z). Agrees with metafor 5.1-12 (`escalc`, "ZPB") to 1e-12.

    >>> yi, vi = fisher_z_of_point_biserial(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.177656, 0.003186)
    """
    r, v = point_biserial_correlation(m1i, sd1i, n1i, m2i, sd2i, n2i, vtype=vtype)
    return np.arctanh(r), v / (1.0 - r**2) ** 2


ZPB = Measure(
    key="ZPB",
    name="point-biserial correlation, Fisher's z",
    function=fisher_z_of_point_biserial,
    references=(
        "jacobs2017",
        "fisher1915",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="Fisher's z",
    vtypes=(
        "ST",
        "CS",
    ),
    exists="SDs above 0 and enough people",
)
