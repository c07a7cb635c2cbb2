"""A prediction interval that lets τ² vary as the data leave it open: Nagashima, Noma and Furukawa."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chebyshev import stieltjes_rule
from metasacro.numerics.normal import normal_cdf, normal_quantile
from metasacro.numerics.roots import bracketed_root
from metasacro.numerics.student import student_cdf, student_quantile
from metasacro.pooling.prediction import FEWEST
from metasacro.pooling.prediction_conventions import PredictionBounds
from metasacro.tau2.quadratic_form import quadratic_form
from metasacro.tau2.quadratic_form_tail import tau2_where_tail_is, upper_tail
from metasacro.tau2.weighted_residuals import rows_of, weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.prediction_conventions import NormalFit

#: Degree of the polynomial through the distribution of τ²: 96 and 256 agree to 1e-9 with 3 and with 13 cohorts.
_DEGREE = 128

#: Share of the distribution of τ² that is left out at either end.
_TAIL = 1e-11

#: Even rules for what is left of one draw: the normal part to 9 standard deviations, t by t = √df sinh u to 1e-17.
_NORMAL_END, _NORMAL_STEP, _T_END, _T_POINTS = 9.0, 0.25, 38.0, 481

#: Analyses solved at once.
_CHUNK = 16


def nagashima(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval from the confidence distribution of τ² (Nagashima, Noma and Furukawa).

    new effect = mu(tau2) − t · se(tau2) + z · √tau2, with tau2 drawn from H(tau2) = P(Q ≥ observed; tau2), which has a
    mass at 0, t from Student's t on k − 1 df and z normal; mu(tau2) the weighted mean and se(tau2) the Hartung–Knapp
    error at that tau2, w = 1/(vi + tau2). The bounds are the (1 ± level)/2 quantiles.

    The paper draws at random. Here the three are integrated: H at Chebyshev points in log(tau2 + min vi), t and z by
    even rules. Nothing is drawn, so there is no seed, and the bounds hold 9 digits instead of 2.

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
    origin = (use * y).sum(axis=-1) / k
    y, v = use * (y - origin[:, None]), np.where(use > 0, v, 1.0)
    q = quadratic_form(use / v, y)
    lower, upper = np.full((2, k.size), np.nan)
    good = np.flatnonzero((k >= FEWEST) & (q > 0))
    for start in range(0, good.size, _CHUNK):
        rows = good[start : start + _CHUNK]
        draws = _draws(q[rows], y[rows], v[rows], use[rows])
        for bound, tail in ((lower, 0.5 * (1.0 - level)), (upper, 0.5 * (1.0 + level))):
            bound[rows] = origin[rows] + _quantile(tail, np.sqrt(v[rows].min(axis=-1)), k[rows] - 1.0, *draws)
    none = np.full(shape, np.nan)
    return PredictionBounds(lower=lower.reshape(shape), upper=upper.reshape(shape), se=none, df=fit.k - 1.0)


def _draws(q: Floats, y: Floats, v: Floats, use: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Masses of τ² at 0 and at the points of the rule, and mean, error and τ there; each (n, points)."""
    x, masses = stieltjes_rule(_DEGREE)
    a, least = use / v, np.where(use > 0, v, np.inf).min(axis=-1)
    ends = [tau2_where_tail_is(np.full(q.shape, tail), a, y, v)[0] for tail in (_TAIL, 1.0 - _TAIL)]
    low, high = (np.log1p(end / least)[:, None] for end in ends)
    tau2 = least[:, None] * np.expm1(low + (high - low) * 0.5 * (1.0 + x))
    tau2[:, 0] = ends[0]
    flat = [np.repeat(array, x.size, axis=0) for array in (q, a, v)]
    tail = upper_tail(flat[0], flat[1], flat[2] + tau2.reshape(-1, 1)).reshape(tau2.shape)
    mass = np.concatenate([np.where(ends[0] == 0, tail[:, 0], 0.0)[:, None], tail @ masses.T], axis=1)
    tau2 = np.concatenate([np.zeros_like(q)[:, None], tau2], axis=1)
    spread = weighted_residuals(y[:, None, :], v[:, None, :], use[:, None, :], tau2)
    df = use.sum(axis=-1)[:, None] - 1.0
    return mass, spread.mu, np.sqrt(spread.q / (df * spread.total)), np.sqrt(tau2)


def _quantile(tail: float, unit: Floats, df: Floats, mass: Floats, mean: Floats, se: Floats, tau: Floats) -> Floats:
    """The value below which a share `tail` of the draws lies. Each draw has at most half of it beyond its bracket."""

    def excess(x: Floats, *arrays: Floats) -> Floats:
        return _share_below(x, *arrays) - tail

    beyond = 0.5 * min(tail, 1.0 - tail)
    reach = student_quantile(1.0 - beyond, df)[:, None] * se + float(normal_quantile(1.0 - beyond)) * tau
    lower, upper = (mean - reach).min(axis=-1), (mean + reach).max(axis=-1)
    return bracketed_root(excess, lower, upper, df, mass, mean, se, tau, floor=1e-3 * unit)[0]


def _share_below(x: Floats, df: Floats, mass: Floats, mean: Floats, se: Floats, tau: Floats) -> Floats:
    """P(mean − t se + z τ ≤ x), mixed with the masses; (n,).

    The wider of the two errors is kept as a distribution function, the narrower integrated by an even rule: the
    integrand is then smooth on the scale of the steps, and the rule converges geometrically.
    """
    distance, df = x[:, None] - mean, np.broadcast_to(df[:, None], mean.shape)
    below = np.empty_like(mean)
    wide = se >= tau
    z = np.arange(-_NORMAL_END, _NORMAL_END + _NORMAL_STEP / 2, _NORMAL_STEP)
    density = np.exp(-0.5 * z * z)
    left = (distance[wide][:, None] - tau[wide][:, None] * z) / se[wide][:, None]
    below[wide] = student_cdf(left, df[wide][:, None]) @ (density / density.sum())
    freedom = df[~wide][:, None]
    u = np.linspace(-_T_END, _T_END, _T_POINTS) / freedom
    density = np.cosh(u) ** -freedom
    left = (distance[~wide][:, None] - se[~wide][:, None] * np.sqrt(freedom) * np.sinh(u)) / tau[~wide][:, None]
    below[~wide] = (normal_cdf(left) * density).sum(axis=-1) / density.sum(axis=-1)
    return np.asarray((mass * below).sum(axis=-1))


NNF = Method(
    key="NNF",
    name="prediction interval of Nagashima, Noma and Furukawa",
    function=nagashima,
    references=("nagashima2019",),
    oracle="an example of pimeta 1.1.4 and the paper's draws, both within their Monte Carlo error",
)
