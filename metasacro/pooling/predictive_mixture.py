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
    typical = (np.cumsum(mass, axis=-1) < _TYPICAL).sum(axis=-1)[:, None]
    unit = np.take_along_axis(reach, typical, axis=-1)[:, 0]
    x = np.clip(np.take_along_axis(mean, typical, axis=-1)[:, 0] + side * unit, low, high)
    wanted = side * np.log((1.0 - tail) / tail)
    mixture = _Mixture(df, mass, mean, se, tau)
    for _ in range(_STEPS):
        below, density = mixture.share_below(x)
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.log(below) - np.log1p(-below) - wanted
            low, high = np.where(odds < 0, x, low), np.where(odds > 0, x, high)
            step = x - odds * below * (1.0 - below) / density
        step = np.where((step >= low) & (step <= high), step, 0.5 * (low + high))
        move, x = np.abs(step - x), step
        if (move <= _CLOSE * unit).all():
            break
    return x.reshape(2, n).T


class _Mixture:
    """Draws mean − t se + z τ, mixed with the masses.

    The wider of the two errors is kept as a distribution function, the narrower integrated by an even rule: the
    integrand is then smooth on the scale of the steps, and the rule converges geometrically. What of this does not
    depend on the place asked about is computed once.
    """

    def __init__(self, df: Floats, mass: Floats, mean: Floats, se: Floats, tau: Floats) -> None:
        self.mass, self.mean, self.wide = mass, mean, se >= tau
        row = np.broadcast_to(np.arange(df.size)[:, None], mean.shape)
        z = np.arange(-_NORMAL_END, _NORMAL_END + _NORMAL_STEP / 2, _NORMAL_STEP)
        self.weight = np.exp(-0.5 * z * z) / np.exp(-0.5 * z * z).sum()
        self.scale_of_t, self.df = se[self.wide][:, None], df[row[self.wide]][:, None]
        self.normal = tau[self.wide][:, None] * z
        u = np.arccosh(_T_NOTHING ** (-1.0 / df))[:, None]
        points = int(np.ceil((2.0 * u[:, 0] * np.sqrt(df)).max() / _T_STEP)) + 1
        u = u * np.linspace(-1.0, 1.0, points)
        heights = np.cosh(u) ** -df[:, None]
        heights /= heights.sum(axis=-1, keepdims=True)
        t, row = np.sqrt(df)[:, None] * np.sinh(u), row[~self.wide]
        self.scale_of_z, self.heights = tau[~self.wide][:, None], heights[row]
        self.student = se[~self.wide][:, None] * t[row]

    def share_below(self, x: Floats) -> tuple[Floats, Floats]:
        """P(a draw ≤ x) and its derivative; (n,) each."""
        distance = x[:, None] - self.mean
        below, density = np.empty_like(self.mean), np.empty_like(self.mean)
        left = (distance[self.wide][:, None] - self.normal) / self.scale_of_t
        below[self.wide] = product(student_cdf(left, self.df), self.weight)
        density[self.wide] = product(student_density(left, self.df), self.weight) / self.scale_of_t[:, 0]
        left = (distance[~self.wide][:, None] - self.student) / self.scale_of_z
        below[~self.wide] = (normal_cdf(left) * self.heights).sum(axis=-1)
        bells = np.exp(-0.5 * left * left) * self.heights
        density[~self.wide] = bells.sum(axis=-1) / (_ROOT * self.scale_of_z[:, 0])
        return (self.mass * below).sum(axis=-1), (self.mass * density).sum(axis=-1)
