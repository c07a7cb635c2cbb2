"""The likelihood of effects that were published with a chance that depends on their P value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metasacro.diagnostics.selection_weights import breaks, p_values
from metasacro.numerics.arrays import np
from metasacro.numerics.bounded_maximum import Surface

if TYPE_CHECKING:
    from metasacro.diagnostics.selection_weights import WeightAt, WeightFunction
    from metasacro.numerics.arrays import Booleans, Floats

#: Where the density of an effect, in its standard deviations, is cut on either side of its mean. What lies beyond 13
#: is less than 1e-37 of it, and counts only where selection leaves nothing but a tail.
_CUTS = (4.0, 8.0, 13.0, 18.0, 23.0, 28.0, 33.0, 38.0)

#: The logarithm of what lies beyond the last cut. Where all else weighs less than this, it would count.
_LOST = -700.0

#: Nodes of Gauss–Legendre between two neighbours among the cuts and the breaks of the weight.
_NODES = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelectedEffects:
    """Effects, and the way in which they came to be seen."""

    yi: Floats
    vi: Floats
    design: Floats  #: (k, p)
    weight: WeightFunction
    two_sided: bool

    def likelihood(self, point: Floats, free: Booleans) -> Surface:
        """Σ log w(p_i) + log φ(yi) − log A_i at the coefficients, τ² and the parameters of the weight, in this order.

        A_i is the average of w over what cohort i could have found. Its slopes are averages over what could have been
        published: ∂ log A = E g, ∂² log A = E ∂g + Cov g, with g the slopes of log w + log φ. The slopes and the
        information belong to the parameters that are `free`.
        """
        p = self.design.shape[1]
        tau2, delta = point[p], point[p + 1 :]
        se, s = np.sqrt(self.vi), np.sqrt(self.vi + tau2)
        mu = self.design @ point[:p]
        seen = self._weight_at(self.yi / se, delta)
        u, log_share = self._nodes(mu, s, se)
        could = self._weight_at((mu[:, None] + s[:, None] * u) / se[:, None], delta)
        exponent = could.log - 0.5 * u * u + log_share
        top = exponent.max(axis=-1, keepdims=True)
        if top.min() < self._heaviest(delta) + _LOST:
            return forbidden(int(free.sum()))
        share = np.exp(exponent - top)
        area = share.sum(axis=-1, keepdims=True)
        share /= area
        here = (self.yi - mu) / s
        height = seen.log - 0.5 * here * here - np.log(s) - (top + np.log(area))[:, 0]
        g, g_here = _slopes(u, s, could), _slopes(here[:, None], s, _as_column(seen))[..., 0]
        mean = (g * share).sum(axis=-1)
        centred = g - mean[..., None]
        spread = np.einsum("ckm,dkm->kcd", centred * share, centred)
        bend = _curves(here, s, seen) - _mean_curves(u, s, could, share)
        free_of = self._lift(point.size, g.shape[0])[:, free]
        information = np.einsum("kic,kcd,kjd->ij", free_of, spread, free_of)
        return Surface(
            height=float(height.sum()) - 0.5 * self.yi.size * float(np.log(2.0 * np.pi)),
            gradient=np.einsum("kic,ck->i", free_of, g_here - mean),
            hessian=np.einsum("kic,kcd,kjd->ij", free_of, bend, free_of) - information,
            information=information,
        )

    def _weight_at(self, z: Floats, delta: Floats) -> WeightAt:
        return self.weight.at(*p_values(z, self.weight.edge, two_sided=self.two_sided), delta)

    def _heaviest(self, delta: Floats) -> float:
        """The highest log weight of any P value; weights are monotone between their breaks, or nearly so."""
        ends = np.concatenate([breaks(self.weight, two_sided=self.two_sided), [-_CUTS[-1], _CUTS[-1]]])
        return float(self._weight_at(np.concatenate([ends, (ends[1:] + ends[:-1]) / 2.0]), delta).log.max())

    def _nodes(self, mu: Floats, s: Floats, se: Floats) -> tuple[Floats, Floats]:
        """Nodes in standard deviations of each effect, and logarithms of their weights over √(2π); (k, m)."""
        jumps = (breaks(self.weight, two_sided=self.two_sided) * se[:, None] - mu[:, None]) / s[:, None]
        needed = 1 + int(np.searchsorted(_CUTS, min(float(np.abs(jumps).max()), _CUTS[-1])))
        cuts = np.array(_CUTS[: max(3, needed)])
        cuts = np.broadcast_to(np.concatenate([-cuts, [0.0], cuts]), (mu.size, 2 * cuts.size + 1))
        ends = np.sort(np.concatenate([np.clip(jumps, cuts.min(), cuts.max()), cuts], axis=-1), axis=-1)
        half, middle = np.diff(ends)[..., None] / 2.0, (ends[:, 1:] + ends[:, :-1])[..., None] / 2.0
        x, w = np.polynomial.legendre.leggauss(_NODES)
        with np.errstate(divide="ignore"):  # cuts that fall together leave an interval of no length
            log_share = np.log(half * w / np.sqrt(2.0 * np.pi))
        return (middle + half * x).reshape(mu.size, -1), log_share.reshape(mu.size, -1)

    def _lift(self, parameters: int, inner: int) -> Floats:
        """(k, parameters, inner): how the mean of each cohort, τ² and the weight depend on the parameters."""
        p = self.design.shape[1]
        lift = np.zeros((self.yi.size, parameters, inner))
        lift[:, :p, 0] = self.design
        lift[:, p:, 1:] = np.eye(inner - 1)
        return lift


def forbidden(count: int) -> Surface:
    """A place that no search enters: infinitely low, and steep, so that it is not taken for a peak."""
    return Surface(-np.inf, np.full(count, 1e100), -np.eye(count), np.eye(count))


def _as_column(weight: WeightAt) -> WeightAt:
    return replace(weight, log=weight.log[..., None], slopes=weight.slopes[..., None])


def _slopes(u: Floats, s: Floats, weight: WeightAt) -> Floats:
    """Slopes of log w + log φ by the mean, τ² and the parameters of the weight; (2 + d, k, m)."""
    s = s[:, None]
    return np.concatenate([(u / s)[None], ((u * u - 1.0) / (2.0 * s * s))[None], weight.slopes])


def _curves(u: Floats, s: Floats, weight: WeightAt) -> Floats:
    """Second derivatives of log w + log φ; (k, 2 + d, 2 + d)."""
    d = weight.slopes.shape[0]
    found = np.zeros((s.size, 2 + d, 2 + d))
    found[:, 0, 0] = -1.0 / s**2
    found[:, 0, 1] = found[:, 1, 0] = -u / s**3
    found[:, 1, 1] = (0.5 - u * u) / s**4
    if weight.curves is not None:
        found[:, range(2, 2 + d), range(2, 2 + d)] = weight.curves.T
    return found


def _mean_curves(u: Floats, s: Floats, weight: WeightAt, share: Floats) -> Floats:
    """Their averages over what could have been published: they are linear in u, u² and the curves of the weight."""
    curves = None if weight.curves is None else (weight.curves * share).sum(axis=-1)
    found = _curves((u * share).sum(axis=-1), s, replace(weight, curves=curves))
    found[:, 1, 1] = (0.5 - (u * u * share).sum(axis=-1)) / s**4
    return found
