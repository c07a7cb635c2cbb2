"""How likely a study is to be published, as a function of its P value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Floats

#: Weights that are 0 or infinite at P = 0 or 1 take P values as at least this far from both. Without it a beta weight
#: has no finite average for most cohorts.
EDGE = 1e-5

#: Where a smooth weight, seen as a function of z, bends: quadrature does not cross these points.
_BENDS = (-8.0, -4.0, -2.0, 0.0, 2.0, 4.0, 8.0)

#: A two-sided weight that is a power of 1 − P is one of |z| near 0, which only steps of growing length integrate.
_NEAR_0 = (1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5)

#: P values and their complements stay above this, so that their logarithms exist.
_TINY = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightAt:
    """The logarithm of the weight at some places, and what it does when the parameters change."""

    log: Floats  #: (...)
    slopes: Floats  #: (d, ...)
    curves: Floats | None  #: (d, ...) second derivatives by each parameter; None where they are 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightFunction:
    """One family of weights, with d parameters."""

    at: Callable[[Floats, Floats, Floats], WeightAt]  #: of P values, their complements, and the parameters
    neutral: Floats  #: (d,) the parameters of no selection
    least: Floats  #: (d,) the lowest value that each may take
    starts: tuple[Floats, ...]  #: where to begin looking for a maximum
    steps: Floats | None = None  #: where the weight jumps; the parameters are then logarithms
    edge: float = 0.0


def _half_normal(p: Floats, _q: Floats, d: Floats) -> WeightAt:
    return WeightAt(log=-d[0] * p * p, slopes=-(p * p)[None], curves=None)


def _negative_exponential(p: Floats, _q: Floats, d: Floats) -> WeightAt:
    return WeightAt(log=-d[0] * p, slopes=-p[None], curves=None)


def _logistic(p: Floats, _q: Floats, d: Floats) -> WeightAt:
    """2/(1 + e^(dp)): 1 at P = 0."""
    share = 1.0 / (1.0 + np.exp(-d[0] * p))
    log = np.log(2.0) - np.logaddexp(0.0, d[0] * p)
    return WeightAt(log=log, slopes=-(p * share)[None], curves=-(p * p * share * (1.0 - share))[None])


def _power(_p: Floats, q: Floats, d: Floats) -> WeightAt:
    log_q = np.log(q)
    return WeightAt(log=d[0] * log_q, slopes=log_q[None], curves=None)


def _beta(p: Floats, q: Floats, d: Floats) -> WeightAt:
    slopes = np.stack([np.log(p), np.log(q)])
    return WeightAt(log=(d[0] - 1.0) * slopes[0] + (d[1] - 1.0) * slopes[1], slopes=slopes, curves=None)


def _one(at: Callable[[Floats, Floats, Floats], WeightAt], edge: float = 0.0) -> WeightFunction:
    starts = tuple(np.array([d]) for d in (0.1, 1.0, 5.0, 40.0))
    return WeightFunction(at=at, neutral=np.zeros(1), least=np.zeros(1), starts=starts, edge=edge)


def _two() -> WeightFunction:
    starts = tuple(np.array(d) for d in ((1.0, 1.0), (1.3, 1.3), (0.8, 3.0), (1.0, 30.0)))
    return WeightFunction(at=_beta, neutral=np.ones(2), least=np.zeros(2), starts=starts, edge=EDGE)


#: Key → the maker of a smooth weight function.
SMOOTH: dict[str, Callable[[], WeightFunction]] = {
    "beta": _two,
    "halfnorm": lambda: _one(_half_normal),
    "negexp": lambda: _one(_negative_exponential),
    "logistic": lambda: _one(_logistic),
    "power": lambda: _one(_power, EDGE),
}


def step_function(steps: Floats) -> WeightFunction:
    """A weight that is constant up to the first of `steps`, then up to the second, … the last of which is 1.

    >>> step_function(np.array([0.025, 1.0])).at(np.array([0.01, 0.5]), np.array([0.99, 0.5]), np.log([1.0, 0.2])).log
    array([ 0.        , -1.60943791])
    """

    def at(p: Floats, _q: Floats, d: Floats) -> WeightAt:
        which = np.searchsorted(steps, p, side="left")
        inside = which == np.arange(steps.size).reshape(-1, *(1,) * p.ndim)
        return WeightAt(log=d[which], slopes=inside.astype(np.float64), curves=None)

    neutral = np.zeros(steps.size)
    starts = tuple(neutral + level for level in (0.0, -1.0, -2.5, 1.0))
    return WeightFunction(at=at, neutral=neutral, least=neutral - np.inf, starts=starts, steps=steps)


def p_values(z: Floats, edge: float, *, two_sided: bool) -> tuple[Floats, Floats]:
    """P values of `z` and their complements, both with all their digits, at least `edge` from 0 and 1."""
    from scipy.special import erf

    if two_sided:
        p, q = 2.0 * normal_cdf(-np.abs(z)), np.asarray(erf(np.abs(z) / np.sqrt(2.0)), dtype=np.float64)
    else:
        p, q = normal_cdf(-z), normal_cdf(z)
    least = max(edge, _TINY)
    return np.clip(p, least, 1.0 - edge), np.clip(q, least, 1.0 - edge)


def breaks(weight: WeightFunction, *, two_sided: bool) -> Floats:
    """The z at which the weight jumps, or between which it is smooth enough for a low rule."""
    jumps = np.array([weight.edge, 1.0 - weight.edge]) if weight.edge else np.zeros(0)
    if weight.steps is not None:
        jumps = weight.steps[weight.steps < 1.0]
    at = -normal_quantile(jumps / 2.0 if two_sided else jumps)
    if two_sided:
        at = np.concatenate([at, -at, *((_NEAR_0, np.negative(_NEAR_0)) if weight.edge else ())])
    return np.unique(at if weight.steps is not None else np.concatenate([at, _BENDS]))
