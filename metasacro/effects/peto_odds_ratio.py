"""PETO: the logarithm of the odds ratio, Peto's one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def one_step_log_odds_ratio(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Natural logarithm of the odds ratio by Peto's one step from 1.

    yi = (ai − E)/V, E = (ai + ci) n1/n, V = (ai + ci)(bi + di) n1 n2/(n² (n − 1)); vi = 1/V

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    An event and a non-event somewhere (MS359). Close to the odds ratio when it is near 1 and groups are balanced;
    biased when groups differ in size several-fold or the effect is large.

    References
    ----------
    yusuf1985 (the observed-minus-expected method). Agrees with metafor 5.1-12 (`escalc`, "PETO") to 1e-12.

    >>> yi, vi = one_step_log_odds_ratio(4.0, 119.0, 11.0, 128.0)
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.860383, 0.282836)
    """
    n1, n2, events = ai + bi, ci + di, ai + ci
    n = n1 + n2
    variance = events * (bi + di) * n1 * n2 / (n**2 * (n - 1.0))
    return (ai * di - bi * ci) / n / variance, 1.0 / variance


PETO = Measure(
    key="PETO",
    name="logarithm of the odds ratio, Peto's one step",
    function=one_step_log_odds_ratio,
    references=("yusuf1985",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="log of a ratio",
)
