"""Every unweighted estimator of τ² of one analysis, for compiling: the array forms stand in the estimators' own files.

An analysis comes with its most precise cohort first and effects measured from that one, so that nothing cancels however
much it outweighs the others. What the estimators share is computed once: the sums at τ² = 0, and the root of Q for the
four that solve one equation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.loops import inlined
from metasacro.tau2.highest_maximum_loop import searched_alone

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Estimators with values of their own, in the order in which `every_tau2` gives them.
KEYS = ("EE", "DL", "HE", "HS", "HSk", "SJ", "PM", "PMM", "REML", "ML")

#: Those that are another's equation, and so have its value.
SAME_AS = {"EB": "PM", "DLIT": "PM", "SJIT": "PM"}

#: Steps to a root of Q; what needs more is left to the array form.
_STEPS = 60

#: Rounding of tau2 + min vi, twice.
_ROUNDING = 4.5e-16


@inlined
def fit_at(t: float, y: Floats, v: Floats, w: Floats, k: int) -> tuple[float, float, float, float]:
    """Σ w, the mean, Q = Σ w (yi − mu)² and its rate of falling, Σ w² (yi − mu)², at this τ²; fills `w`."""
    total = wy = 0.0
    for i in range(k):
        w[i] = 1.0 / (v[i] + t)
        total += w[i]
        wy += w[i] * y[i]
    mu = wy / total
    q = slope = 0.0
    for i in range(k):
        wr = w[i] * (y[i] - mu)
        q += wr * (y[i] - mu)
        slope += wr * wr
    return total, mu, q, slope


@inlined
def _root_of_q(target: float, q: float, slope: float, y: Floats, v: Floats, w: Floats, k: int) -> float:
    """Where Q equals `target`, from Q and its rate at τ² = 0; below 0 if the steps do not end.

    1/Q is concave in τ² (a harmonic mean of tau2 + λ_j), so that Newton's steps for it rise to the root and never pass
    it. The error that the next step would remove is estimated from the last two.
    """
    if not q > target:
        return 0.0
    here = before = 0.0
    for _ in range(_STEPS):
        step = (q - target) * q / (target * slope)
        s = here + v[0]
        here += step
        if step <= _ROUNDING * s or step * step * step <= _ROUNDING * s * before * before:
            return here
        before = step
        _, _, q, slope = fit_at(here, y, v, w, k)
        if not q > target:  # rounding
            return here
    return -1.0


@inlined
def every_tau2(y: Floats, v: Floats, w: Floats, z: Floats, cells: Floats, k: int, middle: float, found: Floats) -> bool:
    """Fill `found` in the order of `KEYS`, and whether all were confirmed; `middle` is the median of χ² on k − 1 df."""
    df = k - 1.0
    total, _, q, slope = fit_at(0.0, y, v, w, k)
    rest = squares = mean = variances = 0.0
    for i in range(1, k):
        rest += w[i]
        squares += w[i] * w[i]
    for i in range(k):
        mean += y[i] / k
        variances += v[i]
    spread = 0.0
    for i in range(k):
        spread += (y[i] - mean) ** 2
    crude = spread / k
    found[0] = 0.0
    found[1] = max(0.0, (q - df) / (rest - (squares - w[0] * rest) / total))
    found[2] = max(0.0, spread / df - variances / k)
    found[3] = max(0.0, (q - k) / total)
    found[4] = max(0.0, (q * k / df - k) / total)
    confirmed = True
    for which in range(2):  # in a loop, so that each search is compiled once
        found[6 + which] = _root_of_q(middle if which else df, q, slope, y, v, w, k)
        found[8 + which], searched = searched_alone(y, v, w, z, cells, k, which == 0)
        confirmed = confirmed and searched and found[6 + which] >= 0.0
    _, _, q, _ = fit_at(crude, y, v, w, k)
    found[5] = crude * q / df
    return confirmed
