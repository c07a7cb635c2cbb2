"""The likelihood of the binomial–normal model, its derivatives, and the integral they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import logistic, shares
from metasacro.numerics.gauss_hermite import hermite_rule
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
#: Hermite converges slowly. These cohorts get an even rule around the same peak, which converges exponentially.
_ALMOST_NONE = 2

#: Step of the even rule in units of 1/τ. The edge is analytic in a strip of half-width π/(2τ), so that the error falls
#: like exp(−π²/step), 1e-19, times the growth inside the strip when the counts are unlikely (1e6 in the tests).
_EDGE_STEP = 0.22

#: Largest step of the even rule: the bell itself is then integrated to exp(−2π²/step²) = 1e-42.
_BELL_STEP = 0.45

#: The integrand falls at least as fast as exp(−d²/2) with the distance d from its peak: 1e-16 of it lies outside.
_REACH = 8.6

#: For the first look: steps this many times wider, and this reach.
_COARSELY = 2.5, 5.5


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
    (adaptive Gauss–Hermite; an even rule around the same peak for cohorts with hardly any events). Derivatives are
    exact for the integral: with a = x − n p and b = n p (1 − p), and the expectation over u given x, d_mu = E a,
    d_tau = E[a u], and the second ones are E of those of the integrand plus the (co)variance of the first.

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
    terms = _integrated(_cohort_terms, mu, tau, x, n, nodes)
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
    height, d_mu, d_mu_mu = _integrated(_terms_in_mu, mu, tau, x, n, nodes).sum(axis=-1)
    return height, d_mu, d_mu_mu


def _integrated(terms_of: Callable[..., Floats], mu: Floats, tau: Floats, x: Floats, n: Floats, nodes: int) -> Floats:
    """The terms (t, r, k) of every cohort, each by the rule that suits it."""
    peak, curvature = _peak(mu, tau, x, n)
    z, w = hermite_rule(nodes)
    scale = 1.0 / np.sqrt(curvature)
    u = peak[..., None] + scale[..., None] * z
    log_w = np.log(w) + 0.5 * z * z + np.log(scale)[..., None]
    terms = terms_of(mu, tau, x, n, u, log_w)
    rows, columns = np.nonzero((np.minimum(x, n - x) <= _ALMOST_NONE) & (n > 0))
    wider, reach = (1.0, _REACH) if nodes == FINE else _COARSELY
    octave = np.ceil(np.log2(np.maximum(tau[rows], 0.5)))  # neighbours in τ share a step
    for each in set(octave.tolist()):
        i, j = rows[octave == each], columns[octave == each]
        step = min(_EDGE_STEP * wider / 2.0**each, _BELL_STEP * wider)
        steps = np.linspace(-reach, reach, int(np.ceil(2.0 * reach / step)) + 1)
        u = peak[i, j][:, None, None] + steps
        log_h = np.full(steps.shape, np.log(steps[1] - steps[0]) - 0.5 * np.log(2.0 * np.pi))
        terms[:, i, j] = terms_of(mu[i], tau[i], x[i, j][:, None], n[i, j][:, None], u, log_h)[:, :, 0]
    return terms


def _cohort_terms(mu: Floats, tau: Floats, x: Floats, n: Floats, u: Floats, log_w: Floats) -> Floats:
    """(6, r, k): each cohort's log-likelihood and derivatives, from nodes u (r, k, nodes) with log weights."""
    in_mu, f, a, b = _weighed(mu, tau, x, n, u, log_w)
    au = (a + in_mu[1][..., None]) * u
    mean_au = (f * au).sum(axis=-1)
    au -= mean_au[..., None]
    bu = b * u
    return np.stack([*in_mu, mean_au, (f * (a * au - bu)).sum(axis=-1), (f * (au * au - bu * u)).sum(axis=-1)])


def _terms_in_mu(mu: Floats, tau: Floats, x: Floats, n: Floats, u: Floats, log_w: Floats) -> Floats:
    """(3, r, k): the first three of them."""
    return np.stack(_weighed(mu, tau, x, n, u, log_w)[0])


def _weighed(
    mu: Floats, tau: Floats, x: Floats, n: Floats, u: Floats, log_w: Floats
) -> tuple[tuple[Floats, Floats, Floats], Floats, Floats, Floats]:
    """(height, d_mu, d_mu_mu) of each cohort; and at the nodes the density of u given x, a less its mean, and b."""
    x, n = x[..., None], n[..., None]
    eta = mu[:, None, None] + tau[:, None, None] * u
    p, pq, softplus = logistic(eta)
    log_f = x * eta - n * softplus - 0.5 * u * u + log_w
    top = log_f.max(axis=-1)
    f = np.exp(log_f - top[..., None])
    mass = f.sum(axis=-1)
    f /= mass[..., None]
    a, b = x - n * p, n * pq
    mean_a = (f * a).sum(axis=-1)
    a -= mean_a[..., None]
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
