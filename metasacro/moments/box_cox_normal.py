"""Samples that are normal after a Box–Cox transformation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf, normal_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Beyond this many SDs nothing is left of the normal distribution, even under the square of a log-normal value.
_FAR = 14.0

#: Points of the even rule on the doubly exponential axis, and where that axis ends.
_COUNT, _END = 201, 3.4


def box_cox(x: Floats, power: Floats) -> Floats:
    """(x^power − 1)/power, ln x where the power is 0.

    >>> box_cox(np.array([4.0, 4.0]), np.array([0.5, 0.0])).round(6).tolist()
    [2.0, 1.386294]
    """
    power = np.asarray(power, dtype=np.float64)
    logarithm = np.log(x)
    with np.errstate(over="ignore"):
        return np.where(power == 0, logarithm, np.expm1(power * logarithm) / np.where(power == 0, 1.0, power))


def inverse_box_cox(y: Floats, power: Floats) -> Floats:
    """The x with this transform; 0 where the transform reaches its end, −1/power.

    >>> inverse_box_cox(np.array([2.0, -2.0]), np.array([0.5, 0.5])).round(12).tolist()
    [4.0, 0.0]
    """
    power = np.asarray(power, dtype=np.float64)
    with np.errstate(divide="ignore"):
        logarithm = np.log1p(np.maximum(power * y, -1.0)) / np.where(power == 0, 1.0, power)
        return np.exp(np.where(power == 0, y, logarithm))


def half_width(power: Floats, location: Floats, scale: Floats) -> Floats:
    """How many SDs the transformed values may lie from their middle: (location + 1/power)/scale, infinite at power 0.

    Transforms of positive numbers end at −1/power. McGrath cuts the normal distribution there, and as far above.
    """
    power = np.asarray(power, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.where(power == 0, np.inf, (location + 1.0 / np.where(power == 0, 1.0, power)) / scale)


def box_cox_moments(power: Floats, location: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Mean and SD on the scale of x: exp for power 0, elsewhere an integral over the normal distribution as cut.

    >>> mean, sd = box_cox_moments(np.array([1.0]), np.array([9.0]), np.array([1.0]))
    >>> mean.round(9).tolist(), sd.round(9).tolist()
    ([10.0], [1.0])
    """
    power, location, scale = (
        np.atleast_1d(np.asarray(value, dtype=np.float64))[..., None] for value in (power, location, scale)
    )
    reach = np.minimum(half_width(power, location, scale), _FAR)
    t = np.linspace(-_END, _END, _COUNT)
    place = np.tanh(0.5 * np.pi * np.sinh(t))
    stretch = 0.5 * np.pi * np.cosh(t) / np.cosh(0.5 * np.pi * np.sinh(t)) ** 2
    z = reach * place
    weight = stretch * np.exp(-0.5 * z * z)
    weight /= weight.sum(axis=-1, keepdims=True)
    x = inverse_box_cox(location + scale * z, power)
    mean = (weight * x).sum(axis=-1)
    sd = np.sqrt((weight * (x - mean[..., None]) ** 2).sum(axis=-1))
    mu, sigma = location[..., 0], scale[..., 0]
    exact = power[..., 0] == 0
    log_mean = np.exp(np.where(exact, mu + 0.5 * sigma**2, 0.0))
    log_sd = log_mean * np.sqrt(np.expm1(np.where(exact, sigma**2, 0.0)))
    return np.where(exact, log_mean, mean), np.where(exact, log_sd, sd)


def box_cox_quantile(p: Floats, power: Floats, location: Floats, scale: Floats) -> Floats:
    """Value below which a share `p` lies.

    >>> round(float(box_cox_quantile(np.array(0.5), 0.5, 2.0, 0.3)), 9)
    4.0
    """
    below = normal_cdf(-half_width(power, location, scale))
    return inverse_box_cox(location + scale * normal_quantile(below + p * (1.0 - 2.0 * below)), power)


def box_cox_density(x: Floats, power: Floats, location: Floats, scale: Floats) -> Floats:
    """Probability density at `x` > 0.

    >>> round(float(box_cox_density(np.array(10.0), 1.0, 9.0, 1.0)), 6)
    0.398942
    """
    reach = half_width(power, location, scale)
    z = (box_cox(x, power) - location) / scale
    inside = np.exp(-0.5 * z * z) / (np.sqrt(2.0 * np.pi) * np.asarray(scale) * (1.0 - 2.0 * normal_cdf(-reach)))
    return np.where(np.abs(z) <= reach, inside * x ** (np.asarray(power) - 1.0), 0.0)
