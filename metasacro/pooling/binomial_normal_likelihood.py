"""The likelihood of the binomial–normal model, its derivatives, and the integral they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import logistic, shares
from metasacro.numerics.gauss_hermite import hermite_rule
from metasacro.pooling.edge_rule import COARSE as ROUGH_EDGE
from metasacro.pooling.edge_rule import FINE as EDGE
from metasacro.pooling.edge_rule import edge_rule
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Floats

#: Nodes of the adaptive Gauss–Hermite rule for the answer: error below 1e-9 in the log-likelihood of a cohort (measured
#: in the tests against an even rule of 400,001 points).
FINE = 61

#: Nodes for the first look at the likelihood, which only has to find where it peaks.
COARSE = 15

#: The integrand of a cohort with at most this many events (or non-events) is a bell with a steep edge, on which Gauss–
#: Hermite converges slowly. These cohorts get a rule of their own.
_ALMOST_NONE = 2

#: From so many people times the curvature of the integrand on, derivatives come from moments of u: by counts they are
#: differences of numbers up to n times as large, which lose as many digits.
_MANY = 1e7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Derivatives:
    """Log-likelihood without binomial coefficients, and its derivatives in (mu, tau); each (r,) but the last."""

    height: Floats
    d_mu: Floats
    d_tau: Floats
    d_mu_mu: Floats
    d_mu_tau: Floats
    d_tau_tau: Floats
    information: Floats  #: (r, k) each cohort's share of −d_mu_mu, not normalized


def likelihood(mu: Floats, tau: Floats, x: Floats, n: Floats, nodes: int = FINE) -> Derivatives:
    """Log-likelihood of x ~ Bin(n, expit(theta)), theta = mu + tau u, u ~ N(0, 1), and its derivatives.

    The integral over u is taken around the peak of each cohort's own integrand, in units of its curvature there
    (adaptive Gauss–Hermite; for cohorts with hardly any events by `edge_rule`). Derivatives are
    exact for the integral: with a = x − n p and b = n p (1 − p), and the expectation over u given x, d_mu = E a,
    d_tau = E[a u], and the second ones are E of those of the integrand plus the (co)variance of the first. Of very many
    people they are taken from moments of u alone.

    Parameters
    ----------
    mu, tau : (r,) mean and SD of the logits
    x, n : (r, k) events and people; a cohort that is left out has n = 0
    nodes : number of Gauss–Hermite nodes

    References
    ----------
    stijnen2010 (the model), liu1994 (the rule), louis1982 (second derivatives)

    >>> one = np.ones((1, 1))
    >>> at = likelihood(np.zeros(1), np.ones(1), one, 2 * one)
    >>> round(float(2 * np.exp(at.height[0])), 6), abs(round(float(at.d_mu[0]), 12))
    (0.413242, 0.0)
    """
    terms = _integrated(_cohort_terms, 6, mu, tau, x, n, nodes)
    height, d_mu, d_mu_mu, d_tau, d_mu_tau, d_tau_tau = terms.sum(axis=-1)
    return Derivatives(
        height=height,
        d_mu=d_mu,
        d_tau=d_tau,
        d_mu_mu=d_mu_mu,
        d_mu_tau=d_mu_tau,
        d_tau_tau=d_tau_tau,
        information=-terms[2],
    )


def likelihood_in_mu(mu: Floats, tau: Floats, x: Floats, n: Floats, nodes: int = FINE) -> tuple[Floats, Floats, Floats]:
    """`height`, `d_mu` and `d_mu_mu` of `likelihood` alone, which is all that a profile over mu needs."""
    height, d_mu, d_mu_mu = _integrated(_terms_in_mu, 3, mu, tau, x, n, nodes).sum(axis=-1)
    return height, d_mu, d_mu_mu


def _integrated(
    terms_of: Callable[..., tuple[Floats, ...]], count: int, mu: Floats, tau: Floats, x: Floats, n: Floats, nodes: int
) -> Floats:
    """The terms (count, r, k) of every cohort, each by the rule that suits it."""
    peak, curvature = _peak(mu, tau, x, n)
    terms = np.empty((count, *x.shape))
    steep = (np.minimum(x, n - x) <= _ALMOST_NONE) & (n > 0)
    narrow = ~steep & (curvature > 2.0) & (n * curvature > _MANY)
    if steep.any():
        i, j = np.nonzero(steep)
        cohorts = mu[i], tau[i], x[i, j], n[i, j]
        rule = edge_rule(*cohorts, peak[i, j], curvature[i, j], EDGE if nodes == FINE else ROUGH_EDGE)
        terms[:, i, j] = terms_of(*cohorts, *rule)
    for cells, bell_terms in ((~steep & ~narrow, terms_of), (narrow, _terms_by_moments)):
        if cells.any():
            i, j = np.nonzero(cells)
            rule = _bell_rule(peak[i, j], curvature[i, j], nodes)
            terms[:, i, j] = bell_terms(mu[i], tau[i], x[i, j], n[i, j], *rule)[:count]
    return terms


def _bell_rule(peak: Floats, curvature: Floats, nodes: int) -> tuple[Floats, Floats]:
    """Nodes u and log weights, (c, nodes), of Gauss and Hermite around the peak, in units of the curvature there."""
    z, w = hermite_rule(nodes)
    scale = 1.0 / np.sqrt(curvature)[:, None]
    return peak[:, None] + scale * z, np.log(w) + 0.5 * z * z + np.log(scale)


def _cohort_terms(mu: Floats, tau: Floats, x: Floats, n: Floats, u: Floats, log_w: Floats) -> tuple[Floats, ...]:
    """(6, c): each cohort's log-likelihood and derivatives, from nodes u (c, nodes) with log weights."""
    in_mu, f, a, b = _weighed(mu, tau, x, n, u, log_w)
    au = (a + in_mu[1][:, None]) * u
    mean_au = (f * au).sum(axis=-1)
    au -= mean_au[:, None]
    bu = b * u
    return *in_mu, mean_au, (f * (a * au - bu)).sum(axis=-1), (f * (au * au - bu * u)).sum(axis=-1)


def _terms_in_mu(mu: Floats, tau: Floats, x: Floats, n: Floats, u: Floats, log_w: Floats) -> tuple[Floats, ...]:
    """(3, c): the first three of them."""
    return _weighed(mu, tau, x, n, u, log_w)[0]


def _terms_by_moments(mu: Floats, tau: Floats, x: Floats, n: Floats, u: Floats, log_w: Floats) -> tuple[Floats, ...]:
    """(6, c): the same with derivatives by moments of u given x; tau > 0.

    They are those of the log density of theta, which is normal: d_mu = E u/tau, d_tau = (E u² − 1)/tau, and the second
    ones are E of its second derivatives plus the (co)variance of the first.
    """
    (height, _, _), f, _, _ = _weighed(mu, tau, x, n, u, log_w)
    mean, square = (f * u).sum(axis=-1), (f * u * u).sum(axis=-1)
    off, off_square = u - mean[:, None], u * u - square[:, None]
    d_mu_mu = (f * off * off).sum(axis=-1) - 1.0
    d_mu_tau = (f * off * off_square).sum(axis=-1) - 2.0 * mean
    d_tau_tau = (f * off_square * off_square).sum(axis=-1) + 1.0 - 3.0 * square
    return height, mean / tau, d_mu_mu / tau**2, (square - 1.0) / tau, d_mu_tau / tau**2, d_tau_tau / tau**2


def _weighed(
    mu: Floats, tau: Floats, x: Floats, n: Floats, u: Floats, log_w: Floats
) -> tuple[tuple[Floats, Floats, Floats], Floats, Floats, Floats]:
    """(height, d_mu, d_mu_mu) of each cohort; and at the nodes the density of u given x, a less its mean, and b."""
    x, n = x[:, None], n[:, None]
    eta = mu[:, None] + tau[:, None] * u
    p, pq, softplus = logistic(eta)
    log_f = x * eta - n * softplus - 0.5 * u * u + log_w
    top = log_f.max(axis=-1)
    f = np.exp(log_f - top[:, None])
    mass = f.sum(axis=-1)
    f /= mass[:, None]
    a, b = x - n * p, n * pq
    mean_a = (f * a).sum(axis=-1)
    a -= mean_a[:, None]
    return (top + np.log(mass), mean_a, (f * (a * a - b)).sum(axis=-1)), f, a, b


def _peak(mu: Floats, tau: Floats, x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Where each cohort's integrand peaks in u, and minus its second derivative there; (r, k) each.

    Newton's steps on a function whose curvature is at least 1, kept inside the bracket that the slopes leave. They
    start where the bell of the cohort's own logit, of counts with a half added, and that of the prior would meet.
    """
    mu, tau = mu[:, None], tau[:, None]
    own = np.log((x + 0.5) / (n - x + 0.5))
    weight = n * (x + 0.5) * (n - x + 0.5) / (n + 1.0) ** 2
    low, high = tau * (x - n), tau * x  # u = tau (x − n p) at the peak
    u = np.clip(tau * weight * (own - mu) / (1.0 + tau * tau * weight), low, high)
    for _ in range(100):
        p, pq = shares(mu + tau * u)
        slope = tau * (x - n * p) - u
        low, high = np.where(slope > 0, u, low), np.where(slope < 0, u, high)
        curvature = 1.0 + tau * tau * n * pq
        step = u + slope / curvature
        moving = np.abs(step - u) > 1e-9 * (1.0 + np.abs(u))
        if not moving.any():
            break
        u = np.where(moving & ((step <= low) | (step >= high)), 0.5 * (low + high), step)
    return u, curvature
