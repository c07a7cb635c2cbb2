"""Families of distributions fitted to printed quantiles by least squares.

All but the beta family have a scale (the normal a place as well), and for a given shape the best scale is a ratio of
sums. So each fit is a search over one shape, done for many groups at once, and the lowest point found is the lowest
there is: no starting values and no boxes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from metasacro.moments.families import FAMILIES
from metasacro.numerics.arrays import np
from metasacro.numerics.lowest_point import lowest_points
from metasacro.numerics.normal import normal_quantile
from metasacro.numerics.products import product

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Booleans, Floats

#: Shapes that are searched, as natural logarithms: SD of the logarithms; gamma and Weibull shape. A best shape at an
#: end means that the family has no best member: a distribution of no width, or of all mass at 0.
SHAPES = {
    "log-normal": (-9.0, 3.0, 61),
    "gamma": (-7.0, 18.0, 101),
    "Weibull": (-3.5, 9.0, 76),
}


class Fits(NamedTuple):
    """One family fitted to m groups."""

    parameters: tuple[Floats, Floats]  #: each (m,)
    criterion: Floats  #: (m,) sums of squares; infinite where there is no fit


def fit_family(family: str, values: Floats, p: Floats) -> Fits:
    """Least squares of the family's quantiles at `p` (c,) from the printed ones (m, c).

    >>> fits = fit_family("normal", np.array([[4.0, 6.0, 10.0]]), np.array([0.25, 0.5, 0.75]))
    >>> [float(x[0].round(4)) for x in fits.parameters], round(float(fits.criterion[0]), 4)
    ([6.6667, 4.4478], 0.6667)
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a sum beyond every double is no fit
        if family == "normal":
            return _normal(values, p)
        if family == "beta":
            return _beta(values, p)
        return _scaled(family, values, p)


def _none(values: Floats) -> Fits:
    """No group that the family could be fitted to."""
    return Fits((np.ones(values.shape[0]), np.ones(values.shape[0])), np.full(values.shape[0], np.inf))


def _normal(values: Floats, p: Floats) -> Fits:
    """A straight line through the printed quantiles over those of the standard normal distribution."""
    z = normal_quantile(p)
    off = z - z.mean()
    sigma = product(values, off) / product(off, off)
    mu = values.mean(axis=1) - sigma * z.mean()
    loss = ((values - mu[:, None] - sigma[:, None] * z) ** 2).sum(axis=1)
    return Fits((mu, sigma), np.where(sigma > 0, loss, np.inf))


def _scaled(family: str, values: Floats, p: Floats) -> Fits:
    """A family with a scale: the best scale for each shape, then the best shape."""
    usable = np.all(values > 0, axis=1)
    if not usable.any():
        return _none(values)
    standard = _standard_quantiles(family, p)
    low, high, count = SHAPES[family]
    size = np.where(usable, values.max(axis=1), 1.0)[:, None]
    x = np.where(usable[:, None], values / size, 1.0)

    def loss(log_shape: Floats) -> Floats:
        e = standard(log_shape)
        scale = (x[:, None, :] * e).sum(axis=-1) / (e * e).sum(axis=-1)
        squares: Floats = ((x[:, None, :] - scale[..., None] * e) ** 2).sum(axis=-1)
        return squares

    log_shape, least, inside = lowest_points(loss, np.linspace(low, high, count))
    e = standard(log_shape[:, None])[:, 0, :]
    scale = (x * e).sum(axis=-1) / (e * e).sum(axis=-1) * size[:, 0]
    if family == "log-normal":
        parameters = np.log(scale) - np.exp(log_shape) * normal_quantile(p[-1]), np.exp(log_shape)
    elif family == "gamma":
        parameters = np.exp(log_shape), 1.0 / (scale / np.exp(log_shape))
    else:
        parameters = np.exp(log_shape), scale
    return Fits(parameters, np.where(usable & inside, least * size[:, 0] ** 2, np.inf))


def _standard_quantiles(family: str, p: Floats) -> Callable[[Floats], Floats]:
    """Quantiles at unit scale for an array of logarithms of shapes, with `p` as a new last axis."""
    from scipy.special import gammaincinv

    z, rise = normal_quantile(p), np.log(-np.log1p(-p))
    if family == "log-normal":  # the largest quantile is the unit, so that nothing overflows
        return lambda t: np.exp(np.exp(t)[..., None] * (z - z[-1]))
    if family == "gamma":  # in units of the mean
        return lambda t: gammaincinv(np.exp(t)[..., None], p) / np.exp(t)[..., None]
    return lambda t: np.exp(rise / np.exp(t)[..., None])


#: Starting points of the beta fit as multiples of the method of moments, and the steps of its search.
_BETA_STARTS, _BETA_STEPS = (1.0, 0.3, 4.0), 80


def _beta(values: Floats, p: Floats) -> Fits:
    """Damped Gauss–Newton steps on the logarithms of both parameters, from three starts, for values inside 0 to 1."""
    usable = np.all((values > 0) & (values < 1), axis=1)
    if not usable.any():
        return _none(values)
    x = np.where(usable[:, None], values, p)
    (mu, sigma), _ = _normal(x, p)
    mean = np.clip(mu, 0.01, 0.99)
    total = np.clip(mean * (1.0 - mean) / np.maximum(sigma, 1e-6) ** 2 - 1.0, 0.05, 1e8)
    best, least = np.zeros((x.shape[0], 2)), np.full(x.shape[0], np.inf)
    for factor in _BETA_STARTS:
        theta, loss = _beta_descent(np.log(np.stack([mean * total, (1.0 - mean) * total], axis=1) * factor), x, p)
        better = loss < least
        best, least = np.where(better[:, None], theta, best), np.where(better, loss, least)
    sane = usable & (np.abs(best) < 18.0).all(axis=1)
    return Fits((np.exp(best[:, 0]), np.exp(best[:, 1])), np.where(sane, least, np.inf))


def _beta_descent(theta: Floats, x: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Levenberg's method with differences for slopes, row by row; (logarithms of parameters, sums of squares)."""

    def residuals(place: Floats) -> Floats:
        return FAMILIES["beta"].quantile(p, np.exp(place[:, :1]), np.exp(place[:, 1:])) - x

    damping, step = np.full(theta.shape[0], 1e-3), 1e-6
    r = residuals(theta)
    loss = (r * r).sum(axis=1)
    for _ in range(_BETA_STEPS):
        slopes = np.stack(
            [(residuals(theta + d) - residuals(theta - d)) / (2.0 * step) for d in (step * np.eye(2))], axis=-1
        )
        square = np.einsum("mci,mcj->mij", slopes, slopes)
        pull = np.einsum("mci,mc->mi", slopes, r)
        square = square + damping[:, None, None] * np.eye(2) * (
            np.trace(square, axis1=1, axis2=2)[:, None, None] + 1e-30
        )
        place = theta - np.clip(np.linalg.solve(square, pull[..., None])[..., 0], -2.0, 2.0)
        there = residuals(place)
        following = (there * there).sum(axis=1)
        better: Booleans = following < loss
        theta, r = np.where(better[:, None], place, theta), np.where(better[:, None], there, r)
        loss, damping = np.where(better, following, loss), np.where(better, damping / 5.0, damping * 5.0)
        damping = np.clip(damping, 1e-14, 1e6)
    return theta, loss
