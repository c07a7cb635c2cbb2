"""The interval of τ² in the binomial–normal model, from the profile likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.interval import Interval
from metasacro.pooling.binomial_normal_fit import Maximum, most_likely_mu, pooled_binomial
from metasacro.pooling.binomial_normal_likelihood import likelihood, likelihood_in_mu

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
    tau, mu = float(fit.tau[0]), fit.mu[:1]
    threshold = float(fit.height[0]) - 0.5 * float(chi_square_quantile(level, 1.0))
    rows = x[None, :], n[None, :]
    near, high = max(tau, 1e-9), max(2.0 * tau, 0.5)
    at_high = mu
    while high < _FAR:
        at_high = most_likely_mu(np.array([high]), *rows, at_high, tolerance=_ROUGH)
        if float(likelihood_in_mu(at_high, np.array([high]), *rows)[0][0]) < threshold:
            break
        near, high = high, 2.0 * high
    if high >= _FAR:
        return None
    upper = _where_profile_is(threshold, high, at_high, near, high, *rows)
    lower = 0.0
    if tau > 0 and float(pooled_binomial(*rows)[1][0]) < threshold:
        lower = _where_profile_is(threshold, 0.5 * tau, mu, tau, 1e-6 * tau, *rows)
    return Interval(lower=lower**2, upper=upper**2, level=level)


def _where_profile_is(
    threshold: float, tau: float, mu: Floats, inside: float, outside: float, x: Floats, n: Floats
) -> float:
    """The tau between `inside` (profile above the threshold) and `outside` (below it) at which it is the threshold.

    Newton's steps in tau and mu together. With d_mu not yet 0, the profile and its slope are read off the quadratic
    through the point: height − d_mu²/(2 d_mu_mu) and d_tau − d_mu d_mu_tau/d_mu_mu; far from the best mu that is not
    trusted, and only mu moves. A step that leaves the bracket is replaced by halving it.
    """
    for _ in range(200):
        at = likelihood(mu, np.array([tau]), x, n)
        d_mu, d_mu_mu, d_mu_tau = at.d_mu[0], at.d_mu_mu[0], at.d_mu_tau[0]
        rise = -0.5 * d_mu**2 / d_mu_mu
        if rise > _TRUSTED:
            mu = mu - np.clip(d_mu / d_mu_mu, -2.0, 2.0)
            continue
        gap = at.height[0] + rise - threshold
        slope = at.d_tau[0] - d_mu * d_mu_tau / d_mu_mu
        if abs(gap) > rise:
            inside, outside = (tau, outside) if gap > 0 else (inside, tau)
        wanted = tau - gap / slope if slope != 0 else np.inf
        if not min(inside, outside) <= wanted <= max(inside, outside):
            wanted = 0.5 * (inside + outside)
        move = wanted - tau
        mu = mu - np.clip((d_mu + d_mu_tau * move) / d_mu_mu, -2.0, 2.0)
        tau = float(wanted)
        if abs(move) <= _CLOSE * tau and abs(d_mu) <= _CLOSE * abs(d_mu_mu):
            break
    return tau
