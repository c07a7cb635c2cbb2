"""The interval of τ² in the binomial–normal model, from the profile likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.interval import Interval
from metasacro.numerics.roots import bracketed_root
from metasacro.pooling.binomial_normal_fit import Maximum, best_mu, pooled_binomial

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: An SD of logits beyond which nothing is searched: almost every true rate would be 0 or 1.
_FAR = 100.0

#: How closely mu is found for each tau: the profile is flat in mu there, so that its square is what matters.
_FLAT = 1e-6


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

    def excess(at: Floats, x: Floats, n: Floats) -> Floats:
        nonlocal mu  # the next point starts where this one ended
        mu, found = best_mu(at, x, n, mu, tolerance=_FLAT)
        return found.height - threshold

    near, high = max(tau, 1e-9), max(2.0 * tau, 0.5)
    while high < _FAR and excess(np.array([high]), *rows)[0] > 0:
        near, high = high, 2.0 * high
    if high >= _FAR:
        return None
    upper, _ = bracketed_root(excess, np.array([near]), np.array([high]), *rows)
    lower = 0.0
    if tau > 0 and float(pooled_binomial(*rows)[1][0]) < threshold:
        root, _ = bracketed_root(excess, np.array([1e-6 * tau]), np.array([tau]), *rows)
        lower = float(root[0])
    return Interval(lower=lower**2, upper=float(upper[0]) ** 2, level=level)
