"""Nagashima's prediction interval again: the distribution of τ² drawn at random, as the paper has it, and plain sums.

The kernel draws nothing: it takes a saddle path for the distribution of Q, and Chebyshev polynomials through it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Draws of Q, points of τ² at which they are counted, steps of τ² between these, steps of t.
DRAWS, POINTS, STEPS, TAILS = 100_000, 80, 400, 800

#: The same draws every time.
SEED = 20_180_502


def open_prediction(y: Floats, v: Floats, level: float) -> tuple[float, float] | None:
    """Bounds of the interval, to about a hundredth of half its width; None where effects do not differ.

    Q at a given τ² is a sum of χ² on 1 df weighted by the eigenvalues of its matrix, which all grow with τ². The share
    of draws at or above the observed Q is therefore the distribution of τ², with a mass at 0.
    """
    from scipy import interpolate, optimize, special, stats

    k, w = len(y), 1.0 / v
    centred = np.diag(w) - np.outer(w, w) / w.sum()
    observed, smallest = float(y @ centred @ y), float(v.min())
    if not observed > 0:
        return None
    chi = np.random.default_rng(SEED).chisquare(1.0, size=(DRAWS, k - 1))

    def share_above(tau2: float) -> float:
        root = np.sqrt(v + tau2)
        scales = np.linalg.eigvalsh(root[:, None] * centred * root)[1:]
        return float(np.mean(chi @ scales >= observed))

    far = 10.0 * (float(np.ptp(y)) ** 2 + float(v.max()))
    while share_above(far) < 1.0 - 1e-5 and far < 1e12 * smallest:
        far *= 4.0
    points = np.linspace(math.log(smallest), math.log(smallest + far), POINTS)
    heights = np.array([share_above(math.exp(point) - smallest) for point in points])
    edges = np.linspace(points[0], points[-1], STEPS + 1)
    share = interpolate.PchipInterpolator(points, heights)(edges)
    mass = np.concatenate([[share[0]], np.diff(share)]) / share[-1]
    tau2 = np.concatenate([[0.0], np.exp(0.5 * (edges[:-1] + edges[1:])) - smallest])
    weights = 1.0 / (v + tau2[:, None])
    mean = (weights * y).sum(axis=1) / weights.sum(axis=1)
    spread = (weights * (y - mean[:, None]) ** 2).sum(axis=1)
    error = np.sqrt(spread / ((k - 1) * weights.sum(axis=1)))
    t = stats.t.ppf((np.arange(TAILS) + 0.5) / TAILS, k - 1)
    tau = np.sqrt(np.maximum(tau2, 1e-18 * smallest))[:, None]

    def below(bound: float) -> float:
        return float(mass @ special.ndtr((bound - mean[:, None] + t * error[:, None]) / tau).mean(axis=1))

    def where(wanted: float) -> float:
        reach = math.sqrt(far) + float(error.max())
        while not below(mean[0] - reach) < wanted < below(mean[0] + reach):
            reach *= 4.0
        return float(optimize.brentq(lambda bound: below(bound) - wanted, mean[0] - reach, mean[0] + reach, rtol=1e-5))

    return where(0.5 - 0.5 * level), where(0.5 + 0.5 * level)
