"""Posterior of the normal–normal model: given tau all is normal, so everything is a mixture of normals over tau."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.double_exponential import half_line_rule, stretch_rule
from metasacro.numerics.normal import normal_cdf
from metasacro.numerics.roots import bracketed_root

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.bayesian_priors import TauPrior

LOG_2PI = 1.8378770664093453

#: Nodes of the first rule, and the most that are tried; each try doubles them.
_FEWEST, _MOST = 129, 33_000

#: The integral and two moments must not change by more than this, relative, when the nodes are doubled.
_SETTLED = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Data and priors."""

    y: Floats  #: (k,) measured from a value near them
    v: Floats
    prior: TauPrior
    scale: float
    mu_mean: float  #: of the normal prior of mu, measured from the same value
    mu_precision: float  #: 0 means a flat prior of height 1

    def conditional(self, tau: Floats) -> tuple[Floats, Floats, Floats]:
        """log of the likelihood with mu integrated out, and mean and variance of mu, at each tau."""
        w = 1.0 / (self.v + tau[..., None] ** 2)
        precision = w.sum(axis=-1) + self.mu_precision
        mean = ((w * self.y).sum(axis=-1) + self.mu_precision * self.mu_mean) / precision
        square = (w * (self.y - mean[..., None]) ** 2).sum(axis=-1) + self.mu_precision * (mean - self.mu_mean) ** 2
        log_height = 0.5 * (np.log(w).sum(axis=-1) - self.y.size * LOG_2PI - square + LOG_2PI - np.log(precision))
        if self.mu_precision > 0:
            log_height = log_height + 0.5 * (np.log(self.mu_precision) - LOG_2PI)
        return log_height, mean, 1.0 / precision

    def log_posterior(self, tau: Floats) -> Floats:
        """Unnormalized, of tau."""
        return self.conditional(tau)[0] + self.prior.log_density(tau, self.scale)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mixture:
    """The posterior on the nodes of a rule."""

    tau: Floats  #: (n,)
    weight: Floats  #: (n,) sums to 1
    mean: Floats  #: (n,) of mu
    variance: Floats  #: (n,)
    log_evidence: float
    center: float  #: a value of tau where the posterior lives
    settled: bool  #: True where more nodes changed nothing


def center_of(model: Model) -> float:
    """Where tau times its posterior is highest, roughly: the middle of the rule."""
    low = 1e-4 * float(np.sqrt(model.v.min()))
    spread = float(np.ptp(model.y))
    high = 1e2 * max(spread, float(np.sqrt(model.v.max())))
    if np.isfinite(model.scale):
        low, high = min(low, 1e-3 * model.scale), min(high, 10.0 * model.scale)
    tau = np.geomspace(low, high, 400)
    return float(tau[np.argmax(model.log_posterior(tau) + np.log(tau))])


def mixture(model: Model) -> Mixture:
    """The posterior, with as many nodes as it takes."""
    center, count = center_of(model), _FEWEST
    before: Floats | None = None
    while True:
        tau, log_weight = _rule(model, center, count)
        log_height, mean, variance = model.conditional(tau)
        log_each = log_weight + log_height + model.prior.log_density(tau, model.scale)
        top = float(log_each.max())
        share = np.exp(log_each - top)
        total = float(share.sum())
        weight = share / total
        now = np.array([np.log(total) + top, (weight * np.sqrt(variance)).sum(), (weight * tau / (tau + center)).sum()])
        settled = before is not None and bool(
            (np.abs(now - before) <= _SETTLED * np.maximum(np.abs(now), [1.0, 0.0, 0.0])).all()
        )
        if settled or 2 * count > _MOST:
            break
        before, count = now, 2 * count - 1
    return Mixture(
        tau=tau,
        weight=weight,
        mean=mean,
        variance=variance,
        log_evidence=float(now[0]),
        center=center,
        settled=settled,
    )


def _rule(model: Model, center: float, count: int) -> tuple[Floats, Floats]:
    if model.prior.key == "uniform" and np.isfinite(model.scale):
        tau, log_weight = stretch_rule(np.array([model.scale]), center, count)
        return tau[0], log_weight[0]
    return half_line_rule(center, count)


def log_evidence_at(model: Model, mu: float, count: int) -> float:
    """log of the probability of the data were mu known to be this value."""
    tau, log_weight = _rule(model, center_of(model), count)
    w = 1.0 / (model.v + tau[:, None] ** 2)
    log_height = 0.5 * (np.log(w) - LOG_2PI - w * (model.y - mu) ** 2).sum(axis=1)
    log_each = log_weight + log_height + model.prior.log_density(tau, model.scale)
    top = float(log_each.max())
    return top + float(np.log(np.exp(log_each - top).sum()))


def mixture_quantiles(weight: Floats, mean: Floats, sd: Floats, shares: Floats) -> Floats:
    """Quantiles of a mixture of normals."""
    low = np.full(shares.shape, float((mean - 40.0 * sd)[weight > 0].min()))
    high = np.full(shares.shape, float((mean + 40.0 * sd)[weight > 0].max()))

    def excess(x: Floats, share: Floats) -> Floats:
        below = normal_cdf((x[:, None] - mean) / sd) @ weight
        return np.asarray(below - share, dtype=np.float64)

    root, _ = bracketed_root(excess, low, high, shares, floor=float((weight * sd).sum()))
    return root


def tau_quantiles(model: Model, found: Mixture, shares: Floats) -> Floats:
    """Quantiles of tau: ends of stretches that hold these shares of the posterior."""
    count = max(257, found.tau.size)

    def excess(log_tau: Floats, share: Floats) -> Floats:
        tau, log_weight = stretch_rule(np.exp(log_tau), found.center, count)
        inside = np.exp(log_weight + model.log_posterior(tau) - found.log_evidence).sum(axis=1)
        return np.asarray(inside - share, dtype=np.float64)

    low = np.full(shares.shape, np.log(found.center) - 40.0)
    top = np.log(found.center) + 40.0
    if model.prior.key == "uniform" and np.isfinite(model.scale):
        top = float(np.log(model.scale))
    high = np.full(shares.shape, top)
    # the sum over the nodes is near the integral: look between a few nodes first
    near = np.searchsorted(np.cumsum(found.weight), shares)
    log_nodes = np.log(found.tau)
    first, last = log_nodes[np.maximum(near - 3, 0)], log_nodes[np.minimum(near + 3, log_nodes.size - 1)]
    root, inside = bracketed_root(excess, first, last, shares, floor=1.0)
    if not inside.all():
        root = np.where(inside, root, bracketed_root(excess, low, high, shares, floor=1.0)[0])
    return np.asarray(np.exp(root), dtype=np.float64)
