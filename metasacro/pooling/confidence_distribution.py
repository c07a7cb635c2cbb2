"""A prediction interval that lets τ² vary as the data leave it open: Nagashima, Noma and Furukawa."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chebyshev import chebyshev_points, stieltjes_rule
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.products import product
from metasacro.pooling.prediction import FEWEST
from metasacro.pooling.prediction_conventions import PredictionBounds
from metasacro.pooling.predictive_mixture import mixture_quantiles
from metasacro.tau2.quadratic_form import quadratic_form
from metasacro.tau2.quadratic_form_tail import upper_tail
from metasacro.tau2.weighted_residuals import rows_of, weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.prediction_conventions import NormalFit

#: Degree of the polynomial through the distribution of τ²: an error of 1e-8 of an interval's width where variances
#: differ by a factor of 1e9, of 1e-11 where they differ by a thousand (measured in the tests).
_DEGREE = 112

#: Share of the distribution of τ² that is left out at either end, at most.
_TAIL = 1e-10

#: So small a share of the least variance is as good as 0 for τ².
_FLAT = 1e-12

#: Analyses solved at once.
_CHUNK = 16


def nagashima(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval from the confidence distribution of τ² (Nagashima, Noma and Furukawa).

    new effect = mu(tau2) − t · se(tau2) + z · √tau2, with tau2 drawn from H(tau2) = P(Q ≥ observed; tau2), which has a
    mass at 0, t from Student's t on k − 1 df and z normal; mu(tau2) the weighted mean and se(tau2) the Hartung–Knapp
    error at that tau2, w = 1/(vi + tau2). The bounds are the (1 ± level)/2 quantiles.

    The paper draws at random. Here the three are integrated: H at Chebyshev points in log(tau2 + c), c = min vi, or its
    share Q/(k − 1) where this is below 1; t and z together, as a normal variable whose variance an even rule runs over.
    Nothing is drawn, so there is no seed, and the bounds hold 8 digits of their width instead of 2.

    Parameters
    ----------
    fit : the random-effects answers; their own τ² plays no part
    level : a fraction

    Returns
    -------
    PredictionBounds, not centred at the estimate; `df` k − 1, `se` none

    Domain
    ------
    k ≥ 3, effects that differ: identical ones leave no distribution (MS465). The Hartung–Knapp error is not floored, so
    that near-identical effects give an interval narrower than any other convention's.

    References
    ----------
    nagashima2019. The cisapride trials as printed by pimeta 1.1.4 agree within the error of its 25,000 draws.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = prediction_interval(random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6]), "NNF")
    >>> round(found.lower, 6), round(found.upper, 6), found.df
    (-0.076313, 10.365475, 2.0)
    """
    shape = np.shape(fit.k)
    y, v, use = rows_of(fit.yi, fit.vi, fit.use)
    k = use.sum(axis=-1)
    # effects are measured from that of the most precise cohort: of numbers alike the difference is exact
    origin = y[np.arange(k.size), np.where(use > 0, v, np.inf).argmin(axis=-1)]
    y, v = use * (y - origin[:, None]), np.where(use > 0, v, 1.0)
    q = quadratic_form(use / v, y)
    bounds = np.full((k.size, 2), np.nan)
    good = np.flatnonzero((k >= FEWEST) & (q > 0))
    for start in range(0, good.size, _CHUNK):
        rows = good[start : start + _CHUNK]
        draws = _draws(*_distribution(q[rows], v[rows], use[rows]), y[rows], v[rows], use[rows])
        bounds[rows] = origin[rows, None] + mixture_quantiles(0.5 * (1.0 - level), k[rows] - 1.0, *draws)
    none = np.full(shape, np.nan)
    lower, upper = (bound.reshape(shape) for bound in bounds.T)
    return PredictionBounds(lower=lower, upper=upper, se=none, df=fit.k - 1.0)


def _distribution(q: Floats, v: Floats, use: Floats) -> tuple[Floats, Floats]:
    """τ² at the points of the rule, and H there; (n, points) each."""
    a, least = use / v, np.where(use > 0, v, np.inf).min(axis=-1)
    low, high = _ends(q, a, v, use, least)
    x = chebyshev_points(_DEGREE)
    # H bends on the scale of the least variance; the error, where effects are nearly identical, on that of Q/df of it
    unit = least * np.clip(q / (use.sum(axis=-1) - 1.0), _FLAT, 1.0)
    start, end = (np.log1p(each / unit)[:, None] for each in (low, high))
    tau2 = unit[:, None] * np.expm1(start + (end - start) * 0.5 * (1.0 + x))
    tau2[:, 0] = low
    each_q, each_a, each_v = (np.repeat(array, tau2.shape[1], axis=0) for array in (q, a, v))
    return tau2, upper_tail(each_q, each_a, each_v + tau2.reshape(-1, 1)).reshape(tau2.shape)


def _ends(q: Floats, a: Floats, v: Floats, use: Floats, least: Floats) -> tuple[Floats, Floats]:
    """Values of τ² below and above which H leaves at most the share that may be left out; (n,) each.

    Q is a sum of k − 1 χ² on 1 df, weighted. No weight exceeds 1 + tau2/min v, so that below the first value Q would
    have to pass a χ² quantile. The density of the normal variables squared is highest at 0, so that P(Q ≤ q) is at most
    the volume of the ellipsoid {Q ≤ q} times that density, which the second value makes the share.
    """
    from scipy.special import gammaln

    df = use.sum(axis=-1) - 1.0
    low = least * np.maximum(0.0, q / chi_square_quantile(1.0 - _TAIL, df) - 1.0)
    high = low + least
    while True:
        total = v + high[:, None]
        product = (use * np.log(np.where(use > 0, a * total, 1.0))).sum(axis=-1)
        product += np.log((use / total).sum(axis=-1) / a.sum(axis=-1))
        excess = 0.5 * df * np.log(0.5 * q) - gammaln(0.5 * df + 1.0) - 0.5 * product - np.log(_TAIL)
        if (excess <= 0).all():
            return low, high
        high *= np.where(excess > 0, 1.5 * np.exp(np.maximum(excess, 0.0) * 2.0 / df), 1.0)


def _draws(tau2: Floats, tail: Floats, y: Floats, v: Floats, use: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Masses of τ² at 0 and at the points of the rule, and mean, error and τ there; each (n, points)."""
    _, masses = stieltjes_rule(_DEGREE)
    at_zero = np.where(tau2[:, 0] == 0, tail[:, 0], 0.0)
    mass = np.concatenate([at_zero[:, None], product(tail, masses.T)], axis=1)
    tau2 = np.concatenate([np.zeros_like(at_zero)[:, None], tau2], axis=1)
    spread = weighted_residuals(y[:, None, :], v[:, None, :], use[:, None, :], tau2)
    df = use.sum(axis=-1)[:, None] - 1.0
    return mass, spread.mu, np.sqrt(spread.q / (df * spread.total)), np.sqrt(tau2)


NNF = Method(
    key="NNF",
    name="prediction interval of Nagashima, Noma and Furukawa",
    function=nagashima,
    references=("nagashima2019",),
    oracle="an example of pimeta 1.1.4 and the paper's draws, both within their Monte Carlo error",
)
