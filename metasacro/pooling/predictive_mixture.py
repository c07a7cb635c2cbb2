"""A new effect whose between-study variance is uncertain: the quantiles of a mixture over draws of τ²."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf, normal_quantile
from metasacro.numerics.products import product
from metasacro.numerics.student import student_cdf, student_density, student_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Even rules for what is left of one draw: the normal part to 6.8 standard deviations, t by t = √df sinh u to a density
#: of 1e-13, in steps that follow its width, 1/√df.
_NORMAL_END, _NORMAL_STEP, _T_NOTHING, _T_STEP = 6.8, 0.4, 1e-13, 0.11

#: The search for a bound starts from the draws whose τ² is at this quantile, and ends with a step this small in their
#: unit: the next would be its square.
_TYPICAL, _CLOSE, _STEPS = 0.75, 1e-6, 200

_ROOT = math.sqrt(2.0 * math.pi)


def mixture_quantiles(tail: float, df: Floats, mass: Floats, mean: Floats, se: Floats, tau: Floats) -> Floats:
    """The values below which a share `tail` of the draws mean − t se + z τ lies, and above which it does; (n, 2).

    t is from Student's distribution on `df`, z is normal. Newton's steps on the log odds of the share, which are nearly
    straight; where one leaves the bracket, it is halved. Each draw has at most half of the share beyond its bracket.

    Parameters
    ----------
    tail : a share below one half
    df : (n,) finite
    mass, mean, se, tau : (n, draws) in the order of τ; the masses sum to 1

    >>> one = np.ones((1, 1))
    >>> mixture_quantiles(0.025, np.array([9.0]), one, 2 * one, 0.3 * one, 0.001 * one).round(4).tolist()
    [[1.3214, 2.6786]]
    """
    n = df.size
    df, mass, mean, se, tau = (np.concatenate([array, array]) for array in (df, mass, mean, se, tau))
    side = np.repeat([-1.0, 1.0], n)
    reach = student_quantile(1.0 - 0.5 * tail, df)[:, None] * se + float(normal_quantile(1.0 - 0.5 * tail)) * tau
    low, high = (mean - reach).min(axis=-1), (mean + reach).max(axis=-1)
    typical = np.minimum((np.cumsum(mass, axis=-1) < _TYPICAL).sum(axis=-1), mass.shape[-1] - 1)[:, None]
    unit = np.take_along_axis(reach, typical, axis=-1)[:, 0]
    x = np.clip(np.take_along_axis(mean, typical, axis=-1)[:, 0] + side * unit, low, high)
    wanted = side * np.log((1.0 - tail) / tail)
    for _ in range(_STEPS):
        below, density = _share_below(x, df, mass, mean, se, tau)
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.log(below) - np.log1p(-below) - wanted
            low, high = np.where(odds < 0, x, low), np.where(odds > 0, x, high)
            step = x - odds * below * (1.0 - below) / density
        step = np.where((step >= low) & (step <= high), step, 0.5 * (low + high))
        move, x = np.abs(step - x), step
        if (move <= _CLOSE * unit).all():
            break
    return x.reshape(2, n).T


def _share_below(x: Floats, df: Floats, mass: Floats, mean: Floats, se: Floats, tau: Floats) -> tuple[Floats, Floats]:
    """P(mean − t se + z τ ≤ x), mixed with the masses, and its derivative; (n,) each.

    The wider of the two errors is kept as a distribution function, the narrower integrated by an even rule: the
    integrand is then smooth on the scale of the steps, and the rule converges geometrically.
    """
    distance = x[:, None] - mean
    below, density = np.empty_like(mean), np.empty_like(mean)
    row, wide = np.broadcast_to(np.arange(x.size)[:, None], mean.shape), se >= tau
    z = np.arange(-_NORMAL_END, _NORMAL_END + _NORMAL_STEP / 2, _NORMAL_STEP)
    weight = np.exp(-0.5 * z * z) / np.exp(-0.5 * z * z).sum()
    scale, freedom = se[wide][:, None], df[row[wide]][:, None]
    left = (distance[wide][:, None] - tau[wide][:, None] * z) / scale
    below[wide] = product(student_cdf(left, freedom), weight)
    density[wide] = product(student_density(left, freedom) / scale, weight)
    u = np.arccosh(_T_NOTHING ** (-1.0 / df))[:, None]
    points = int(np.ceil((2.0 * u[:, 0] * np.sqrt(df)).max() / _T_STEP)) + 1
    u = u * np.linspace(-1.0, 1.0, points)
    heights = np.cosh(u) ** -df[:, None]
    heights /= heights.sum(axis=-1, keepdims=True)
    t, row = np.sqrt(df)[:, None] * np.sinh(u), row[~wide]
    scale = tau[~wide][:, None]
    left = (distance[~wide][:, None] - se[~wide][:, None] * t[row]) / scale
    below[~wide] = (normal_cdf(left) * heights[row]).sum(axis=-1)
    density[~wide] = (np.exp(-0.5 * left * left) / (_ROOT * scale) * heights[row]).sum(axis=-1)
    return (mass * below).sum(axis=-1), (mass * density).sum(axis=-1)
