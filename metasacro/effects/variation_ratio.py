"""CVR: the logarithm of the ratio of coefficients of variation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_variation_ratio(
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
    """Natural logarithm of the ratio of two coefficients of variation, c = sd/m.

    yi = ln(c1/c2) + (1/(n1i − 1) − 1/(n2i − 1))/2 − (c1²/n1i − c2²/n2i)/2; uncorrected: ln(c1/c2).
    "LS": vi = c1²/n1i + 1/(2(n1i − 1)) + c2²/n2i + 1/(2(n2i − 1)); "LS2" adds (c1⁴/n1i² + c2⁴/n2i² + 1/(n1i − 1)² +
    1/(n2i − 1)²)/2

    Parameters
    ----------
    m1i, sd1i, n1i : (..., k) mean, SD and people of the treatment group
    m2i, sd2i, n2i : (..., k) the same of the control group
    vtype : the formula of the variance: "LS", "LS2"
    correct : whether the bias of second order is taken out of yi

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    Means above 0 and two people in each group (MS363). Mean and SD are taken as independent.

    References
    ----------
    nakagawa2015 (equations 11 and 12, without the correlation of mean and SD); senior2020 (the terms of second order).
    Agrees with metafor 5.1-12 (`escalc`, "CVR") to 1e-12.

    >>> yi, vi = log_variation_ratio(*np.array([55.0, 47.0, 155.0, 75.0, 64.0, 156.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (0.001419, 0.015852)
    """
    c1, c2 = sd1i / m1i, sd2i / m2i
    q1, q2, f1, f2 = c1**2 / n1i, c2**2 / n2i, 1.0 / (n1i - 1.0), 1.0 / (n2i - 1.0)
    bias = (f1 - f2 - q1 + q2) / 2.0 if correct else 0.0
    second = (q1**2 + q2**2 + f1**2 + f2**2) / 2.0 if vtype == "LS2" else 0.0
    return np.log(c1) - np.log(c2) + bias, q1 + q2 + (f1 + f2) / 2.0 + second


CVR = Measure(
    key="CVR",
    name="logarithm of the ratio of coefficients of variation",
    function=log_variation_ratio,
    references=(
        "nakagawa2015",
        "senior2020",
    ),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEANS,
    scale="log of a ratio",
    vtypes=(
        "LS",
        "LS2",
    ),
    corrections=("bias",),
    exists="both means must be greater than 0, with at least two people in each group",
)
