"""RD: the difference of two risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.cohort_average import weighted_average
from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def difference_of_risks(ai: Floats, bi: Floats, ci: Floats, di: Floats, *, vtype: str = "LS") -> tuple[Floats, Floats]:
    """Difference of two risks.

    yi = p1 − p2, p1 = ai/n1, p2 = ci/n2; vi = p1(1 − p1)/n1 + p2(1 − p2)/n2 ("LS"), with n − 1 in place of n ("UB",
    unbiased), or with the average risks of each group over the cohorts, Σai/Σn1 and Σci/Σn2 ("AV")

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group
    vtype : the formula of the variance: "LS", "UB", "AV"

    Returns
    -------
    (yi, vi) : a fraction between −1 and 1, and squared

    Domain
    ------
    With no event, or only events, in each group the variance is 0 under "LS" (MS359) unless something is added.

    References
    ----------
    higgins2019 (chapter 6.4). Agrees with metafor 5.1-12 (`escalc`, "RD") to 1e-12.

    >>> yi, vi = difference_of_risks(4.0, 119.0, 11.0, 128.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.046616, 0.00078)
    """
    n1, n2 = ai + bi, ci + di
    p1, p2 = ai / n1, ci / n2
    u1, u2 = (weighted_average(p1, n1), weighted_average(p2, n2)) if vtype == "AV" else (p1, p2)
    less = 1.0 if vtype == "UB" else 0.0
    return (ai * di - bi * ci) / (n1 * n2), u1 * (1.0 - u1) / (n1 - less) + u2 * (1.0 - u2) / (n2 - less)


RD = Measure(
    key="RD",
    name="difference of two risks",
    function=difference_of_risks,
    references=("higgins2019",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="fraction",
    vtypes=(
        "LS",
        "UB",
        "AV",
    ),
)
