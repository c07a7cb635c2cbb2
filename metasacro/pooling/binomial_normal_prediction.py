"""The prediction interval of the binomial–normal model: where the true logit of a new cohort lies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import logistic
from metasacro.numerics.chebyshev import chebyshev_coefficients, chebyshev_points
from metasacro.numerics.products import product
from metasacro.numerics.student import student_cdf
from metasacro.pooling.binomial_normal_fit import most_likely_mu, pooled_binomial
from metasacro.pooling.binomial_normal_likelihood import likelihood_in_mu
from metasacro.pooling.prediction import FEWEST
from metasacro.pooling.predictive_mixture import mixture_quantiles

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: Degree of the polynomials through the profile: 32 and 64 agree to three digits of the bounds.
_DEGREE = 32

#: Draws of tau between which the distribution is cut.
_DRAWS = 160

#: An SD of logits beyond which a new rate is next to 0 or 1, whatever the mean.
_FAR = 30.0

#: Logit of a share that prints as 100.0 %.
_EXTREME = math.log(0.9995 / 0.0005)

#: Quadrature nodes and closeness of mu: the error in the log-likelihood is far below what moves a quantile.
_NODES, _NEAR = 21, 1e-5

#: Analyses solved at once.
_CHUNK = 16


def binomial_normal_prediction(x: Floats, n: Floats, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Prediction interval of counts from a confidence distribution of τ² (binomial–normal model).

    new logit = mu(tau) − t · se(tau) + z · tau, with tau drawn from H(tau) = T(r(tau)), which has a mass at 0; T and t
    are Student's on k − 1 df and z is normal. mu(tau) is the best mean at that tau, se(tau) its error there, and r the
    signed root sign(tau − best) · √(2 (max − height)) of the profile log-likelihood less half the log of its
    information on mu (Cox and Reid's adjustment, which is to ML what REML is to it). The bounds are the (1 ± level)/2
    quantiles.

    Parameters
    ----------
    x, n : (r, k) events and people; a cohort left out has n = 0
    level : a fraction

    Returns
    -------
    (lower, upper), each (r,), on the logit scale and to about three digits; `nan` where k < 3, where all counts are 0
    or full, and where so much of H lies beyond any tau that there are no bounds. Together with those that span 0 to
    100 % (`speaks`) such an interval says nothing (MS408)

    Domain
    ------
    Ours: the idea of Nagashima's interval with a likelihood in place of Q. It rests on a simulation, not on a theorem:
    98 % or more with four and six cohorts at rates of 1 and 5 % (docs/simulation.md).

    References
    ----------
    nagashima2019 (the mixture), stijnen2010 (the model)

    >>> x, n = np.array([[4.0, 9, 2, 12, 6, 3]]), np.array([[53.0, 43, 58, 57, 60, 31]])
    >>> [round(float(logistic(bound)[0][0]), 2) for bound in binomial_normal_prediction(x, n)]
    [0.01, 0.48]
    """
    rows = len(x)
    bounds = np.full((rows, 2), np.nan)
    total, k = x.sum(axis=-1), (n > 0).sum(axis=-1)
    some = np.flatnonzero((k >= FEWEST) & (total > 0) & (total < n.sum(axis=-1)))
    for start in range(0, some.size, _CHUNK):
        part = some[start : start + _CHUNK]
        df = k[part] - 1.0
        mass, rest, mean, se, tau = _draws(x[part], n[part], df)
        tail = (0.5 * (1.0 - level) - 0.5 * rest) / (1.0 - rest)
        for i in np.flatnonzero(tail > 0):
            each = slice(i, i + 1)
            bounds[part[i]] = mixture_quantiles(
                float(tail[i]), df[each], mass[each] / (1.0 - rest[i]), mean[each], se[each], tau[each]
            )[0]
    return bounds[:, 0], bounds[:, 1]


def speaks(lower: Floats, upper: Floats) -> Booleans:
    """Whether an interval of logits, once printed as a share, leaves anything out of 0 to 100 %; not where it is `nan`.

    >>> speaks(np.array([-9.0, -9.0, np.nan]), np.array([2.0, 9.0, np.nan])).tolist()
    [True, False, False]
    """
    return (lower > -_EXTREME) | (upper < _EXTREME)


def _draws(x: Floats, n: Floats, df: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Masses of tau, what is left beyond the last, and mean, error and tau at each; (r, draws), but (r,) the second."""
    logit, _, _ = pooled_binomial(x, n)
    unit = 0.5 / np.sqrt((n * logistic(logit)[1][:, None]).max(axis=-1))
    points = chebyshev_points(_DEGREE)
    fine = np.linspace(0.0, 1.0, 2 * _DRAWS + 1)
    end = np.log1p(_FAR / unit)[:, None]
    tau = unit[:, None] * np.expm1(end * 0.5 * (1.0 + points))
    events, people, start = (np.repeat(array, tau.shape[1], axis=0) for array in (x, n, logit))
    mu = most_likely_mu(tau.ravel(), events, people, start, _NODES, _NEAR)
    height, _, bend = (each.reshape(tau.shape) for each in likelihood_in_mu(mu, tau.ravel(), events, people, _NODES))
    information = np.log(-bend)
    height -= 0.5 * information
    polynomials = np.asarray(np.polynomial.chebyshev.chebvander(2.0 * fine - 1.0, _DEGREE).T, dtype=np.float64)
    height, mean, information = (
        product(chebyshev_coefficients(values), polynomials) for values in (height, mu.reshape(tau.shape), information)
    )
    best = height.argmax(axis=-1)[:, None]
    fall = np.take_along_axis(height, best, axis=-1) - height
    root = np.sign(np.arange(fine.size) - best) * np.sqrt(2.0 * np.maximum(fall, 0.0))
    share = np.maximum.accumulate(student_cdf(root, df[:, None]), axis=-1)
    cut = share[:, ::2]
    mass = np.concatenate([cut[:, :1], np.diff(cut, axis=-1)], axis=-1)
    at_draw = np.concatenate([[0], np.arange(1, fine.size, 2)])
    tau = unit[:, None] * np.expm1(end * fine[at_draw])
    return mass, 1.0 - cut[:, -1], mean[:, at_draw], np.exp(-0.5 * information[:, at_draw]), tau


COUNTS_PREDICTION = Method(
    key="counts-prediction",
    name="prediction interval of counts",
    function=binomial_normal_prediction,
    references=("nagashima2019", "stijnen2010"),
    oracle="drawn at random from its definition; coverage simulated",
)
