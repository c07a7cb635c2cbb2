"""The interval of the mean in the binomial–normal model, from the profile likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile
from metasacro.pooling.binomial_normal_fit import Maximum, best_mu
from metasacro.pooling.binomial_normal_likelihood import COARSE, FINE, likelihood

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: An SD of logits beyond which nothing is searched: almost every true rate is 0 or 1 there, and a bound that is still
#: moving out has long been so too.
_FAR = 30.0

#: The first look: from this share of the mean's error upwards by this ratio, with mu as close as that.
_SMALLEST, _RATIO, _NEAR = 0.1, 1.3, 1e-3

#: Points of a closer look, and how well tau is known at its end: the bound is flat in tau there.
_CLOSER, _CLOSE = 9, 1e-6

_TINY = 1e-11


def profile_mean_interval(fit: Maximum, x: Floats, n: Floats, *, df: float, level: float = 0.95) -> Interval | None:
    """All means whose profile log-likelihood lies within half a squared t quantile of the maximum.

    {mu: 2 (max − max over tau of log L(mu, tau)) ≤ t²}, t the (1 + level)/2 quantile on `df`; with `df` inf, χ² on 1 df

    For a given tau the log-likelihood is concave in mu, so that it falls to the threshold once on either side. The
    bounds are the farthest such mu over tau: found on a grid, then by Newton's steps in both.

    Parameters
    ----------
    fit : the maximum for one row
    x, n : (k,) events and people
    df : k − 1, or inf
    level : a fraction

    Returns
    -------
    Interval on the logit scale

    Domain
    ------
    Two cohorts or more. It bounds a rare rate as honestly from below as from above. With fewer than six cohorts the t
    quantile makes it so wide that it says next to nothing (docs/simulation.md).

    References
    ----------
    stijnen2010 (the model). Agrees with a direct scan of the profile to 1e-6.

    >>> from metasacro.pooling.binomial_normal_fit import maximum_likelihood
    >>> x, n = np.array([4.0, 9, 2, 12, 6, 3]), np.array([53.0, 43, 58, 57, 60, 31])
    >>> found = profile_mean_interval(maximum_likelihood(x[None, :], n[None, :]), x, n, df=5.0)
    >>> round(found.lower, 3), round(found.upper, 3)
    (-3.185, -1.187)
    """
    quantile = float(student_quantile(0.5 * (1.0 + level), df))
    threshold = float(fit.height[0]) - 0.5 * quantile**2
    tau = _where_high(threshold, fit, x, n)
    lower, upper = (_farthest(side, threshold, tau, fit.mu[:1], x, n) for side in (-1.0, 1.0))
    return Interval(lower=lower, upper=upper, level=level)


def _where_high(threshold: float, fit: Maximum, x: Floats, n: Floats) -> Floats:
    """A grid of tau from 0 to where no mu is as likely as the threshold, or as far as anything is searched."""
    best, tau = float(fit.tau[0]), _SMALLEST * float(fit.se_mu[0])
    grid, mu = [0.0], fit.mu[:1]
    while tau < _FAR:
        grid.append(tau)
        if tau > best:
            mu, at = best_mu(np.array([tau]), x[None, :], n[None, :], mu, COARSE, _NEAR)
            if at.height[0] < threshold:
                return np.array(grid)
        tau *= _RATIO
    return np.array([*grid, _FAR])


def _farthest(side: float, threshold: float, grid: Floats, start: Floats, x: Floats, n: Floats) -> float:
    """The farthest mu below (side −1) or above the estimate at which some tau keeps the likelihood at the threshold."""
    bounds = _where_height_is(side, threshold, grid, start, x, n, COARSE)
    best = int(np.nanargmax(side * bounds))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)]
    mu, tau = bounds[best : best + 1], grid[best : best + 1].copy()
    rows = x[None, :], n[None, :]
    if tau[0] in (0.0, _FAR):
        mu = _where_height_is(side, threshold, tau, start, x, n)
        if tau[0] == _FAR or likelihood(mu, tau, *rows).d_tau_tau[0] <= 0:
            return float(mu[0])
        tau = np.array([0.5 * high])
    for _ in range(30):
        at = likelihood(mu, tau, *rows)
        gap = at.height - threshold
        determinant = at.d_mu * at.d_tau_tau - at.d_tau * at.d_mu_tau
        step_mu = (gap * at.d_tau_tau - at.d_tau * at.d_tau) / determinant
        step_tau = (at.d_mu * at.d_tau - gap * at.d_mu_tau) / determinant
        mu, tau = mu - step_mu, tau - step_tau
        if not (at.d_tau_tau[0] < 0 and low < tau[0] < high and abs(step_mu[0]) < 1.0 + abs(mu[0])):
            break
        if abs(step_mu[0]) <= _TINY * (1.0 + abs(mu[0])) and abs(step_tau[0]) <= _CLOSE * tau[0]:
            return float(mu[0])
    while True:
        closer = np.linspace(low, high, _CLOSER)
        bounds = _where_height_is(side, threshold, closer, start, x, n)
        best = int(np.nanargmax(side * bounds))
        if high - low <= _CLOSE * high:
            return float(bounds[best])
        low, high = closer[max(best - 1, 0)], closer[min(best + 1, closer.size - 1)]


def _where_height_is(
    side: float, threshold: float, tau: Floats, start: Floats, x: Floats, n: Floats, nodes: int = FINE
) -> Floats:
    """For each tau the mu on this side of its best at which the height is the threshold; `nan` where none is as high.

    Newton's steps from where the quadratic through the best mu says. The height is concave in mu: a step from above the
    threshold lands below it, and from below they approach it monotonically.
    """
    near = _TINY if nodes == FINE else _NEAR
    rows = np.repeat(x[None, :], tau.size, axis=0), np.repeat(n[None, :], tau.size, axis=0)
    best, at = best_mu(tau, *rows, np.repeat(start, tau.size), nodes, near)
    bounds = np.full(tau.size, np.nan)
    inside = at.height > threshold
    tau, rows = tau[inside], (rows[0][inside], rows[1][inside])
    mu = best[inside] + side * np.sqrt(2.0 * (at.height[inside] - threshold) / -at.d_mu_mu[inside])
    for _ in range(100):
        at = likelihood(mu, tau, *rows, nodes)
        step = (threshold - at.height) / at.d_mu
        mu = mu + step
        if (np.abs(step) <= near * (1.0 + np.abs(mu))).all():
            break
    bounds[inside] = mu
    return bounds


PROFILE_MEAN = Method(
    key="profile-mean",
    name="profile-likelihood interval of a pooled rate",
    function=profile_mean_interval,
    references=("stijnen2010",),
    oracle="a direct scan of the profile, to 1e-6",
)
