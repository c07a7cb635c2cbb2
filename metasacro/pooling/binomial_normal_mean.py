"""The interval of the mean in the binomial–normal model, from the profile likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.numerics.roots import bracketed_root
from metasacro.numerics.student import student_quantile
from metasacro.pooling.binomial_normal_fit import Maximum, best_mu
from metasacro.pooling.binomial_normal_likelihood import COARSE, FINE, likelihood

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: An SD of logits beyond which nothing is searched: almost every true rate is 0 or 1 there, and a bound that is still
#: moving out has long been so too.
_FAR = 30.0

#: The first look takes so many tau, the first this share of the error of the pooled binomial …
_POINTS, _SMALLEST = 32, 0.1

#: … and before it one that is as good as 0: with a small tau a bound moves by its square.
_NONE = 1e-4

#: How closely a bound is found, and the steps that this may take before a bracket is searched instead.
_CLOSE, _STEPS = 1e-11, 12


def profile_mean_interval(fit: Maximum, x: Floats, n: Floats, *, df: float, level: float = 0.95) -> Interval:
    """All means whose profile log-likelihood lies within half a squared t quantile of the maximum.

    {mu: 2 (max − max over tau of log L(mu, tau)) ≤ t²}, t the (1 + level)/2 quantile on `df`; with `df` inf, χ² on 1 df

    For a given tau the log-likelihood is concave in mu, so that it falls to the threshold once on either side. The
    bounds are the farthest such mu over tau: found on a grid, then where the likelihood does not change with tau.

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
    fall = 0.5 * float(student_quantile(0.5 * (1.0 + level), df)) ** 2
    grid = _where_likely(fall, fit, x, n)
    lower, upper = (_farthest(side, fall, grid, fit, x, n) for side in (-1.0, 1.0))
    return Interval(lower=lower, upper=upper, level=level)


def _where_likely(fall: float, fit: Maximum, x: Floats, n: Floats) -> Floats:
    """A grid of tau from 0 to where no mu is likely enough, or as far as anything is searched; with the best tau."""
    error = np.sqrt(1.0 / x.sum() + 1.0 / (n - x).sum())
    end, mu = fit.tau + error, fit.mu
    while end[0] < _FAR:
        mu, at = best_mu(end, x[None, :], n[None, :], mu)
        if at.height[0] < fit.height[0] - fall:
            break
        end = np.minimum(2.0 * end, _FAR)
    grid = np.geomspace(_SMALLEST * error, end[0], _POINTS)
    return np.unique(np.maximum([0.0, fit.tau[0], *grid], _NONE * error))


def _farthest(side: float, fall: float, grid: Floats, fit: Maximum, x: Floats, n: Floats) -> float:
    """The farthest mu below (side −1) or above the estimate at which some tau keeps the likelihood as high as asked."""

    def slope(tau: Floats) -> Floats:
        mu = _where_fallen(side, fall, tau, fit, x, n)
        none = np.isnan(mu)
        outwards = likelihood(np.where(none, fit.mu, mu), tau, x[None, :], n[None, :]).d_tau
        return np.where(none, fit.tau - tau, outwards)

    rough = _where_fallen(side, fall, grid, fit, x, n, COARSE)
    best = int(np.nanargmax(side * rough))
    low, high = grid[[max(best - 1, 0)]], grid[[min(best + 1, grid.size - 1)]]
    between = _farthest_tau(fit.height - fall, rough[[best]], grid[[best]], x, n)
    if not low[0] < between[0] < high[0]:
        between, _ = bracketed_root(slope, low, high)
    bounds = _where_fallen(side, fall, np.concatenate([low, between, high]), fit, x, n)
    return side * float(np.nanmax(side * bounds))


def _farthest_tau(threshold: Floats, mu: Floats, tau: Floats, x: Floats, n: Floats) -> Floats:
    """The tau near this one at which the likelihood is the threshold and highest over tau, or `nan`.

    Newton's steps in mu and tau together; (1,) each.
    """
    for _ in range(_STEPS):
        at = likelihood(mu, tau, x[None, :], n[None, :])
        determinant = at.d_mu * at.d_tau_tau - at.d_tau * at.d_mu_tau
        rise = threshold - at.height
        with np.errstate(divide="ignore", invalid="ignore"):
            aside = (rise * at.d_tau_tau + at.d_tau**2) / determinant
            move = -(at.d_mu * at.d_tau + rise * at.d_mu_tau) / determinant
        if not (np.abs(move[0]) < tau[0] and np.abs(aside[0]) < 1.0 + tau[0] and at.d_tau_tau[0] < 0):
            break  # it leads away
        mu, tau = mu + aside, tau + move
        if np.abs(move[0]) <= _CLOSE * tau[0]:
            return tau
    return np.full(1, np.nan)


def _where_fallen(
    side: float, fall: float, tau: Floats, fit: Maximum, x: Floats, n: Floats, nodes: int = FINE
) -> Floats:
    """For each tau the mu on this side of its best that is less likely than the maximum by `fall`, or `nan`.

    Newton's steps from where the quadratic through the best mu says. The height is concave in mu: a step from above the
    threshold lands below it, and from below they approach it monotonically.
    """
    threshold = likelihood(fit.mu, fit.tau, x[None, :], n[None, :], nodes).height - fall
    rows = np.repeat(x[None, :], tau.size, axis=0), np.repeat(n[None, :], tau.size, axis=0)
    best, at = best_mu(tau, *rows, np.repeat(fit.mu, tau.size), nodes)
    bounds = np.full(tau.size, np.nan)
    inside = at.height > threshold
    tau, rows = tau[inside], (rows[0][inside], rows[1][inside])
    mu = best[inside] + side * np.sqrt(2.0 * (at.height[inside] - threshold) / -at.d_mu_mu[inside])
    for _ in range(100):
        at = likelihood(mu, tau, *rows, nodes)
        step = (threshold - at.height) / at.d_mu
        mu = mu + step
        if (np.abs(step) <= _CLOSE * (1.0 + np.abs(mu))).all():
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
