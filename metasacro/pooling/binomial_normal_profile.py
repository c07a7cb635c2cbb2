"""The interval of τ² in the binomial–normal model, from the profile likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.interval import Interval
from metasacro.pooling.binomial_normal_fit import Maximum, most_likely_mu, pooled_binomial
from metasacro.pooling.binomial_normal_likelihood import FINE, likelihood, likelihood_in_mu

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: An SD of logits beyond which nothing is searched: almost every true rate would be 0 or 1.
_FAR = 100.0

#: How closely mu is found while a bracket is sought: the profile is flat in mu there, so only the square matters.
_ROUGH = 1e-2

#: A point is near enough to the best mu for the quadratic if the log-likelihood would rise no more than this.
_TRUSTED = 1e-2

#: How closely the bounds are found, relatively.
_CLOSE = 1e-11


def profile_interval(fit: Maximum, x: Floats, n: Floats, *, level: float = 0.95) -> Interval | None:
    """All tau2 whose profile log-likelihood lies within half a χ² quantile (1 df) of the maximum.

    The lower bound is 0 where the pooled binomial lies within it. None where the likelihood stays within it however
    large tau2 becomes (MS414). Near 0 the χ² distribution makes it a little wide.

    Parameters
    ----------
    fit : the maximum for one row
    x, n : (k,) events and people
    """
    tau, mu = fit.tau[:1], fit.mu[:1]
    threshold = float(fit.height[0]) - 0.5 * float(chi_square_quantile(level, 1.0))
    rows = x[None, :], n[None, :]
    near, high, at_high = np.maximum(tau, 1e-9), np.maximum(2.0 * tau, 0.5), mu
    while True:
        if high[0] >= _FAR:
            return None
        reached, at_high = _is_reached(threshold, high, at_high, *rows)
        if not reached:
            break
        near, high = high, 2.0 * high
    searches = [(high, at_high, near, high)]
    if tau[0] > 0 and pooled_binomial(*rows)[1][0] < threshold:
        searches.append((0.5 * tau, mu, tau, 1e-6 * tau))
    start, start_mu, inside, outside = np.concatenate(searches, axis=1)
    upper, *lower = _where_profile_is(threshold, start, start_mu, inside, outside, x, n).tolist()
    return Interval(lower=lower[0] ** 2 if lower else 0.0, upper=upper**2, level=level)


def _is_reached(threshold: float, tau: Floats, mu: Floats, x: Floats, n: Floats) -> tuple[bool, Floats]:
    """Whether the profile at tau reaches the threshold, and a mu that does or the best there; (1,) and (1, k)."""
    if likelihood_in_mu(mu, tau, x, n)[0][0] >= threshold:
        return True, mu
    mu = most_likely_mu(tau, x, n, mu, FINE, _ROUGH)
    return bool(likelihood_in_mu(mu, tau, x, n)[0][0] >= threshold), mu


def _where_profile_is(
    threshold: float, tau: Floats, mu: Floats, inside: Floats, outside: Floats, x: Floats, n: Floats
) -> Floats:
    """The tau between `inside` (profile above the threshold) and `outside` (below it) at which it is the threshold.

    Several searches at once, (s,), of one row (k,). Newton's steps in tau and mu together. With d_mu not yet 0, the
    profile and its slope are read off the quadratic through the point: height − d_mu²/(2 d_mu_mu) and d_tau −
    d_mu d_mu_tau/d_mu_mu; far from the best mu that is not trusted, and only mu moves. A step that leaves the bracket
    is replaced by halving it.
    """
    found = tau.copy()
    rows = np.arange(tau.size)
    for _ in range(200):
        at = likelihood(mu, tau, np.repeat(x[None, :], rows.size, axis=0), np.repeat(n[None, :], rows.size, axis=0))
        rise = -0.5 * at.d_mu**2 / at.d_mu_mu
        trusted = rise <= _TRUSTED
        gap = at.height + rise - threshold
        sure = trusted & (np.abs(gap) > rise)
        inside, outside = np.where(sure & (gap > 0), tau, inside), np.where(sure & (gap < 0), tau, outside)
        with np.errstate(divide="ignore", invalid="ignore"):
            wanted = tau - gap / (at.d_tau - at.d_mu * at.d_mu_tau / at.d_mu_mu)
        between = (wanted >= np.minimum(inside, outside)) & (wanted <= np.maximum(inside, outside))
        wanted = np.where(between, wanted, 0.5 * (inside + outside))
        move = np.where(trusted, wanted - tau, 0.0)
        mu = mu - np.clip((at.d_mu + at.d_mu_tau * move) / at.d_mu_mu, -2.0, 2.0)
        found[rows] = tau = tau + move
        still = ~trusted | (np.abs(move) > _CLOSE * tau) | (np.abs(at.d_mu) > _CLOSE * np.abs(at.d_mu_mu))
        rows, tau, mu, inside, outside = rows[still], tau[still], mu[still], inside[still], outside[still]
        if not rows.size:
            break
    return found
