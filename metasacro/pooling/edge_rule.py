"""Nodes for the likelihood of a cohort with hardly any events, or with hardly anything else, under normal logits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import logistic

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: An SD of logits below which an edge is wider than the bell, however small it is.
_SMALLEST = 0.05

#: An edge farther than this from the peak, in SDs of u, is as good as none.
_FAR = 10.0

#: To keep a quotient finite where tau is 0.
_TINY = 1e-300


class Fineness(NamedTuple):
    """How fine and how far."""

    step: float  #: of s, at most; the error falls as e^(−2π · 0.7/step)
    bell: float  #: of u at the peak, at most, in SDs of the peak; the error falls as e^(−2π²/bell²)
    reach: float  #: of u from the peak; the integrand falls at least as fast as a standard normal density
    fall: float  #: of the log-likelihood, after which nothing is left


#: An error of 1e-11 in the log-likelihood of a cohort; and one of 1e-5 for a first look (both measured in the tests).
FINE, COARSE = Fineness(0.12, 0.45, 8.6, 39.0), Fineness(0.25, 0.8, 6.0, 18.0)


def edge_rule(
    mu: Floats, tau: Floats, x: Floats, n: Floats, peak: Floats, curvature: Floats, fineness: Fineness = FINE
) -> tuple[Floats, Floats]:
    """Nodes u and log weights of ∫ Bin(x; n, 1/(1 + e^−(mu + tau u))) φ(u) du, less log φ; (c, nodes) each.

    With few events the integrand is the bell φ(u), cut off by an edge of width 1/tau, beyond which there would be more
    events. An even rule in s, u = edge + (s − e^−s + 1)/tau, takes steps of the width of the edge near it and of the
    width of the bell far before it, whatever tau is. With few non-events all is the other way round.

    Parameters
    ----------
    mu, tau : (c,) mean and SD of the logits
    x, n : (c,) events and people, n ≥ 1
    peak, curvature : (c,) the u at which the integrand is highest, and minus the second derivative of its log there
    fineness : of the answer, or of a first look

    Returns
    -------
    (u, log_w): Σ exp(log_w − u²/2) f(u) is E f for a standard normal u, for f with this edge

    Domain
    ------
    At most two events, or two non-events, a cohort, any mu and tau ≥ 0: tested to tau = 100 and 50,000 people. All rows
    have as many nodes as the one that needs most: fifty to a hundred, or a few hundred of fewer than five people.

    References
    ----------
    takahasi1974 for even rules after a change of variable; this change is ours. Agrees with 200,001 even points.

    >>> one = np.ones(1)
    >>> u, log_w = edge_rule(-4 * one, one, 0 * one, 100 * one, -0.7 * one, one)
    >>> none = (1.0 - 1.0 / (1.0 + np.exp(4 - u))) ** 100
    >>> round(float((none * np.exp(log_w - u**2 / 2)).sum()), 8), u.shape
    (0.23675789, (1, 48))
    """
    side = np.where(2.0 * x > n, -1.0, 1.0)
    x, mu, peak = np.where(side < 0, n - x, x), side * mu, side * peak
    logit = mu + tau * peak
    spread = np.maximum(tau, _TINY)
    width = 1.0 / np.maximum(tau, _SMALLEST)
    edge = np.clip((np.log((x + 0.5) / (n - x + 0.5)) - mu) / spread, peak - _FAR, peak + _FAR)
    # beyond this logit the log-likelihood is too low, even if the prior were highest there
    lost = (n * logistic(logit)[2] - x * logit + 0.5 * peak * peak + fineness.fall) / (n - x)
    last = (lost + np.log(-np.expm1(-lost)) - mu) / spread
    ends = np.stack([peak - fineness.reach, peak, np.minimum(peak + fineness.reach, last)])
    low, at_peak, high = _place((ends - edge) / width)
    step = np.minimum(fineness.step, fineness.bell / (np.sqrt(curvature) * width * (1.0 + np.exp(-at_peak))))
    count = int(np.ceil(((high - low) / step).max())) + 1
    s = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, count)
    e = np.exp(-s)
    log_w = np.log((width * (high - low) / (count - 1))[:, None] * (1.0 + e)) - 0.5 * np.log(2.0 * np.pi)
    return side[:, None] * (edge[:, None] + width[:, None] * (s - e + 1.0)), log_w


def _place(distance: Floats) -> Floats:
    """The s with s − e^−s + 1 = distance, nearly."""
    s = np.where(distance > 0, distance, -np.log1p(-np.minimum(distance, 0.0)))
    for _ in range(3):
        e = np.exp(-s)
        s = s - (s - e + 1.0 - distance) / (1.0 + e)
    return s
