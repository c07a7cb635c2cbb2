"""The beta distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.roots import bracketed_root

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: A step longer than this share of the way to 0 or 1 is no polish; it comes from a density that vanishes there.
_NEAR = 1e-4

#: An inverse whose tail is off by more than this share of the tail is searched for again.
_LOST = 1e-6

#: ln of the smallest x that is looked at.
_LEAST = -745.0


def beta_quantile(p: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """Value below which a share `p` of the beta distribution with shapes `a`, `b` > 0 lies.

    >>> round(float(beta_quantile(0.5, 2, 2)), 12)
    0.5
    """
    from scipy.special import betaincinv, betaln

    p, a, b = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in (p, a, b)))
    x = np.asarray(betaincinv(a, b, p), dtype=np.float64)
    # The inverse alone is wrong in its first digits at shapes of 1000 and 1e9, and keeps nine at 8 and 1e9.
    lost = np.abs(_short_of(x, p, a, b)) > _LOST * np.minimum(p, 1.0 - p)
    if lost.any():
        x[lost] = _searched(p[lost], a[lost], b[lost])
    with np.errstate(all="ignore"):
        density = np.exp((a - 1.0) * np.log(x) + (b - 1.0) * np.log1p(-x) - betaln(a, b))
        step = _short_of(x, p, a, b) / density
        return np.where(np.abs(step) < _NEAR * np.minimum(x, 1.0 - x), x + step, x)


def _short_of(x: Floats, p: Floats, a: Floats, b: Floats) -> Floats:
    """`p` less the share below `x`, by the nearer tail."""
    from scipy.special import betainc, betaincc

    return np.where(p > 0.5, betaincc(a, b, x) - (1.0 - p), p - betainc(a, b, x))


def _searched(p: Floats, a: Floats, b: Floats) -> Floats:
    """The quantile from a bracket in ln x."""
    low, high = np.full(p.shape, _LEAST), np.zeros(p.shape)
    found, _ = bracketed_root(lambda u, *shapes: _short_of(np.exp(u), *shapes), low, high, p, a, b)
    return np.exp(found)
