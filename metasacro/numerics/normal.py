"""The standard normal distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def normal_cdf(z: ArrayLike) -> Floats:
    """Probability of a value up to `z`.

    >>> float(normal_cdf(0.0))
    0.5
    """
    from scipy.special import ndtr

    return ndtr(np.asarray(z, dtype=np.float64))


def normal_two_sided(z: ArrayLike) -> Floats:
    """Probability of a value at least as far from 0 as `z`, on either side.

    It is read from the lower tail, so that small P values keep all their digits.

    >>> round(float(normal_two_sided(1.959963984540054)), 12)
    0.05
    """
    return 2.0 * normal_cdf(-np.abs(z))


def normal_quantile(p: ArrayLike) -> Floats:
    """Value below which a share `p` lies.

    >>> round(float(normal_quantile(0.975)), 6)
    1.959964
    """
    from scipy.special import ndtri

    return ndtri(np.asarray(p, dtype=np.float64))
