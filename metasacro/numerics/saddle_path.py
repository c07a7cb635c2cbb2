"""A distribution function from the transform of its density, by integrating along a path through the saddle point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Floats

#: Points on the upper half of the path and their spacing, in standard deviations of the integrand at its start.
#: The trapezoidal rule errs by about e^(−2π/spacing) here, and what lies beyond the last point is below 1e-17.
_POINTS, _SPACING = 160, 1.0 / 5.5

#: Points after which most integrals have ended: the others are added only where the last of these still says something.
_NEAR, _NOTHING = 64, 1e-18

#: Step, in log z, of the first look for the saddle and of the differences taken there.
_STEP = 0.05

#: Far in the upper tail the saddle closes in on the pole at 0. The path then keeps this distance from it, in units of
#: 1/SD of Q; and where the saddle is nearer than 1/40, F is 1 to 12 digits.
_NEAREST, _CERTAIN = 1.0 / 3.0, 1.0 / 40.0


def cumulative_from_transform(log_transform: Callable[[Any, Any], Any], q: Floats, terms: int) -> Floats:
    """P(Q ≤ q) from log E e^(−zQ), for Q a positively weighted sum of at most `terms` χ² on 1 df; (n,).

    F(q) = 1/(2πi) ∫ e^(zq) E[e^(−zQ)]/z dz along z = c + iy − bend y². c > 0 is near the saddle of the integrand on the
    real axis, and `bend` follows the steepest descent of all but the pole 1/z. The singularities all lie on z ≤ 0,
    which the path leaves to its left: the trapezoidal rule converges geometrically. The absolute error is about 1e-14.

    Parameters
    ----------
    log_transform : called with z of shape (rows, m), complex on the path, real where the saddle is looked for, and an
        index of the rows of `q` that z is for
    q : (n,) greater than 0
    terms : bounds the search for the saddle, which lies between 1/q and (1 + terms/2)/q

    References
    ----------
    rice1980

    >>> found = cumulative_from_transform(lambda z, rows: -np.log(1.0 + z), np.array([0.5, 2.0]), 2)
    >>> bool(np.abs(found - 1.0 + np.exp([-0.5, -2.0])).max() < 1e-13)
    True
    """
    q = np.asarray(q, dtype=np.float64)[:, None]

    def height(log_z: Floats) -> Floats:
        z = np.exp(log_z)
        return np.asarray(z * q + log_transform(z, slice(None)))

    grid = -np.log(q) + np.arange(0.0, np.log1p(terms / 2.0) + _STEP, _STEP)
    start = np.take_along_axis(grid, (height(grid) - grid).argmin(axis=-1)[:, None], axis=-1)
    distance = np.sqrt(_curvature(height, start)[0])
    certain = distance < _CERTAIN
    start = start + np.log(np.where(certain, 1.0, np.maximum(1.0, _NEAREST / distance)))
    bow, bend = _curvature(height, start)
    c = np.exp(start)
    h = _SPACING * c / np.sqrt(1.0 + bow)

    def shares(first: int, last: int, rows: Any) -> Any:
        step, bent = h[rows], (bend / c)[rows]
        y = step * (np.arange(first, last) + 0.5)
        z = c[rows] + 1j * y - bent * y * y
        return step / np.pi * np.exp(z * q[rows] + log_transform(z, rows)) / z * (1.0 + 2j * bent * y)

    near = shares(0, _NEAR, slice(None))
    found = near.sum(axis=-1).real
    going = np.flatnonzero(np.abs(near[:, -1]) > _NOTHING)
    if going.size:
        found[going] += shares(_NEAR, _POINTS, going).sum(axis=-1).real
    return np.where(certain[:, 0], 1.0, found)


def _curvature(height: Callable[[Floats], Floats], at: Floats) -> tuple[Floats, Floats]:
    """Of zq + log E e^(−zQ): c² times its second derivative at c = e^at, and c times its bend."""
    far_left, left, here, right, far_right = height(at + _STEP * np.arange(-2.0, 3.0)).T[..., None]
    first = (right - left) / (2.0 * _STEP)
    second = (right - 2.0 * here + left) / _STEP**2
    third = (far_right - 2.0 * right + 2.0 * left - far_left) / (2.0 * _STEP**3)
    bow = np.maximum(second - first, 1e-8)  # positive; below this the differences are rounding
    return bow, np.clip(-(third - 3.0 * second + 2.0 * first) / (6.0 * bow), 0.0, 1.0 / 3.0)
