"""RR: the logarithm of the risk ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.numerics.log_ratio import log_ratio

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_risk_ratio(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Natural logarithm of the ratio of two risks.

    yi = ln((ai/n1)/(ci/n2)), n1 = ai + bi, n2 = ci + di; vi = 1/ai − 1/n1 + 1/ci − 1/n2

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    Events in both groups (MS359), or something added (MS358). Where everyone has an event and nothing is added the
    variance is 0.

    References
    ----------
    higgins2019 (chapter 6.4). Agrees with metafor 5.1-12 (`escalc`, "RR") to 1e-12.

    >>> yi, vi = log_risk_ratio(4.0, 119.0, 11.0, 128.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.889311, 0.325585)
    """
    n1, n2 = ai + bi, ci + di
    return log_ratio(ai * n2, ci * n1), bi / (ai * n1) + di / (ci * n2)


RR = Measure(
    key="RR",
    name="logarithm of the risk ratio",
    function=log_risk_ratio,
    references=("higgins2019",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="log of a ratio",
)
