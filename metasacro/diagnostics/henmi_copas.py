"""Henmi and Copas: an interval around the common-effect mean that allows for heterogeneity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import effects_of
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.numerics.roots import bracketed_root
from metasacro.tau2.dersimonian_laird import dersimonian_laird

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.pooled import Pooled

#: Nodes of the integral over the normal distribution, and how far its tail is followed (less than 1e-35 lies beyond).
_NODES, _TAIL = 400, 12.5


@dataclass(frozen=True, slots=True, kw_only=True)
class HenmiCopas:
    """The common-effect mean with the random-effects uncertainty."""

    estimate: float  #: weighted by 1/vi
    se: float  #: of that mean, τ² included
    interval: Interval
    critical: float  #: what multiplies `se`; above the normal quantile, because τ² is estimated
    tau2: float  #: DerSimonian–Laird
    k: int


def henmi_copas(pooled: Pooled) -> HenmiCopas:
    """Confidence interval around the common-effect mean, less moved by missing small studies (Henmi and Copas).

    estimate = Σ (yi/vi)/Σ (1/vi); its variance under the random-effects model is (tau2 W2 + 1)/W1, with W1 = Σ 1/vi and
    W2 = Σ (1/vi²)/W1. The critical value t solves P(|estimate − mu|/se > t) = 1 − level at the DerSimonian–Laird tau2;
    there Q given the mean follows a gamma distribution with its exact mean and variance; the mean is integrated out.

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`; its effects, variances and level are used

    Returns
    -------
    HenmiCopas

    Domain
    ------
    k ≥ 2 (MS501). Small cohorts weigh less than in the random-effects mean, so asymmetry moves it less; where large
    cohorts are the biased ones it is the worse choice.

    References
    ----------
    henmi2010. Agrees with metafor 5.1-12 (`hc`): estimate, SE and τ² to 1e-12, the critical value
    to 1.5e-4, which is the tolerance of the search for it there.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = henmi_copas(random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]))
    >>> round(found.estimate, 4), round(found.critical, 3)
    (0.3653, 2.61)
    """
    yi, vi = effects_of(pooled, "the Henmi–Copas interval", fewest=2)
    w = 1.0 / vi
    total = w.sum()
    origin = yi.mean()
    estimate = float(origin + (w * (yi - origin)).sum() / total)
    tau2 = float(dersimonian_laird(yi, vi).tau2)
    se = float(np.sqrt((tau2 * (w * w).sum() / total + 1.0) / total))
    critical = _critical(vi, tau2, pooled.level)
    return HenmiCopas(
        estimate=estimate,
        se=se,
        interval=Interval(lower=estimate - critical * se, upper=estimate + critical * se, level=pooled.level),
        critical=critical,
        tau2=tau2,
        k=pooled.k,
    )


def _critical(vi: Floats, tau2: float, level: float) -> float:
    """The t with P(|U| > t) = 1 − level."""
    from scipy.special import gammainc

    scale = float(vi.min())  # units: the critical value knows none
    v, tau2 = vi / scale, tau2 / scale
    w, s = 1.0 / v, v + tau2
    w1, w2 = w.sum(), (w * w).sum() / w.sum()
    variance = (w * w * s).sum() / w1**2
    a = (w * s / w1 - variance) / np.sqrt(variance)  # regression of yi − mean on the standardized mean
    share = w * s / w1
    rest = np.diag(s) - share[:, None] - share[None, :] + variance - np.outer(a, a)  # covariance of yi − mean given it
    weighted = w[:, None] * rest
    mean0, mean2 = float(np.trace(weighted)), float((w * a * a).sum())
    spread0, spread2 = 2.0 * float((weighted * weighted.T).sum()), 4.0 * float((w * a) @ rest @ (w * a))
    nodes, node_weights = np.polynomial.legendre.leggauss(_NODES)

    def excess(t: Floats) -> Floats:
        first = t / np.sqrt(variance * w1)
        r = first[:, None] + 0.5 * _TAIL * (nodes + 1.0)
        mean, spread = mean0 + mean2 * r * r, spread0 + spread2 * r * r
        bound = (v.size - 1.0) + (w1 - w2) / w2 * (w1 * variance * (r / t[:, None]) ** 2 - 1.0)
        below = gammainc(mean * mean / spread, bound * mean / spread)
        density = np.exp(-0.5 * r * r) / np.sqrt(2.0 * np.pi)
        tail: Floats = _TAIL * (density * below * node_weights).sum(axis=-1)
        return tail - (1.0 - level)

    root, _ = bracketed_root(excess, np.array([1e-3]), np.array([1e3]))
    return float(root[0])


HENMI_COPAS = Method(
    key="Henmi-Copas",
    name="Henmi–Copas interval",
    function=henmi_copas,
    references=("henmi2010",),
    oracle="metafor 5.1-12, to 1e-12, the critical value to 1.5e-4",
)
