"""The beta distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def beta_quantile(p: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """Value below which a share `p` of the beta distribution with shapes `a`, `b` > 0 lies.

    >>> round(float(beta_quantile(0.5, 2, 2)), 12)
    0.5
    """
    from scipy.special import betaincinv

    a, b, p = (np.asarray(value, dtype=np.float64) for value in (a, b, p))
    return np.asarray(betaincinv(a, b, p), dtype=np.float64)
