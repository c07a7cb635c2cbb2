"""A new effect whose between-study variance is uncertain: the quantiles of a mixture over draws of τ²."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf, normal_quantile
from metasacro.numerics.student import student_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: The rule over the variance of t: until its density has fallen by e^−28, in steps of 1/(3 √(1 + 0.07 df)). The
#: integrand is smooth in the logarithm to ±π/2 in the complex plane, less far with more df; the error is about 1e-11.
_NOTHING, _STEP, _PER_DF = 28.0, 1.0 / 3.0, 0.07

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

    t is a normal variable over √g, with df g from χ² on df degrees of freedom. Given g a draw is normal with variance
    τ² + se²/g, and an even rule in log g, whose integrand is smooth, converges geometrically. What of this does not
    depend on the place asked about is computed once.
    """

    def __init__(self, df: Floats, mass: Floats, mean: Floats, se: Floats, tau: Floats) -> None:
        df = df[:, None]
        far = 2.0 * _NOTHING / df  # the density falls as e^(−df/2 · (g − 1 − log g)) …
        low, high = -1.0 - far, np.log1p(far + np.sqrt(2.0 * far))  # … and by e^−28 up to these
        points = int(np.ceil(((high - low) * np.sqrt(1.0 + _PER_DF * df)).max() / _STEP)) + 1
        log_g = low + (high - low) * np.linspace(0.0, 1.0, points)
        heights = np.exp(0.5 * df * (log_g - np.expm1(log_g)))
        heights /= heights.sum(axis=-1, keepdims=True)
        self.mean = mean
        self.weight = mass[..., None] * heights[:, None]
        self.precision = 1.0 / np.sqrt(tau[..., None] ** 2 + se[..., None] ** 2 * np.exp(-log_g)[:, None])

    def share_below(self, x: Floats) -> tuple[Floats, Floats]:
        """P(a draw ≤ x) and its derivative; (n,) each."""
        left = (x[:, None] - self.mean)[..., None] * self.precision
        bells = np.exp(-0.5 * left * left) * self.precision
        return (normal_cdf(left) * self.weight).sum(axis=(-2, -1)), (bells * self.weight).sum(axis=(-2, -1)) / _ROOT
