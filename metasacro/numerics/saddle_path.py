"""The tail of a distribution from the transform of its density, integrated along a path through the saddle point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Floats

#: Points on the upper half of the path and their spacing, in standard deviations of the integrand at its start.
#: The trapezoidal rule errs by about e^(−2π/spacing) here, and what lies beyond the last point is below 1e-17.
_POINTS, _SPACING = 160, 1.0 / 5.5

#: Points after which most integrals have ended: the others are added only where the last of these still says something,
#: as a share of the first.
_NEAR, _NOTHING = 64, 1e-18

#: Beyond (this + terms)/edge the tail is below every double: e^(−zQ) at −edge/2 is 2^(terms/2) on average at most.
_FARTHEST = 2000.0

#: Steps of the first look for the saddle: in log z to the right of the pole, points altogether to its left.
_RIGHT, _LEFT = 0.05, 48

#: Step of the differences taken at the saddle, as a share of the way to the nearest singularity.
_STEP = 0.05


def upper_tail_from_transform(
    log_transform: Callable[[Any, Any], Any], q: Floats, mean: Floats, edge: Floats, terms: int
) -> Floats:
    """P(Q ≥ q) from log E e^(−zQ), for Q a positively weighted sum of at most `terms` χ² on 1 df; (n,).

    1/(2πi) ∫ e^(zq) E[e^(−zQ)]/z dz along z = c + iy − bend y² is P(Q ≤ q) for c > 0 and −P(Q ≥ q) for c < 0, on the
    other side of the pole. c is near the saddle of the integrand on the real axis, to the right of the pole where q is
    below the mean and to its left elsewhere, so that the smaller of the two shares is computed and keeps its digits;
    `bend` follows the steepest descent of all but the pole 1/z. Every singularity but the pole lies on z ≤ −edge, which
    the path leaves to its left: the trapezoidal rule converges geometrically. The relative error is about 1e-13.

    Parameters
    ----------
    log_transform : called with z of shape (rows, m), complex on the path, real where the saddle is looked for, and an
        index of the rows of `q` that z is for
    q : (n,) greater than 0
    mean : (n,) of Q, roughly: it chooses the side
    edge : (n,) E e^(−zQ) is finite for z > −edge
    terms : bounds the search for the saddle to the right, which lies between 1/q and (1 + terms/2)/q

    References
    ----------
    rice1980

    >>> one, q = np.ones(3), np.array([0.5, 2.0, 300.0])
    >>> found = upper_tail_from_transform(lambda z, rows: -np.log(1.0 + z), q, one, one, 2)
    >>> bool(np.abs(found / np.exp(-q) - 1.0).max() < 1e-12)
    True
    """
    edge = edge[:, None]
    q = np.minimum(np.asarray(q, dtype=np.float64)[:, None], (_FARTHEST + terms) / edge)
    above = q > mean[:, None]

    def height(z: Floats, rows: Any = slice(None)) -> Floats:
        return np.asarray(z * q[rows] + log_transform(z, rows))

    c = np.empty_like(q)
    below, beyond = np.flatnonzero(~above), np.flatnonzero(above)
    for rows, z in ((below, _right(q[below], terms)), (beyond, _left(q[beyond], edge[beyond], terms))):
        if rows.size:
            lowest = (height(z, rows) - np.log(np.abs(z))).argmin(axis=-1)
            c[rows] = np.take_along_axis(z, lowest[:, None], axis=-1)
    unit = c * np.where(above, -(1.0 + c / edge), 1.0)
    curvature, bend = _curvature(height, c, unit)
    h = _SPACING * unit / np.sqrt((unit / c) ** 2 + curvature)

    def shares(first: int, last: int, rows: Any) -> Any:
        step, bent = h[rows], (bend / unit)[rows]
        y = step * (np.arange(first, last) + 0.5)
        z = c[rows] + 1j * y - bent * y * y
        return step / np.pi * np.exp(z * q[rows] + log_transform(z, rows)) / z * (1.0 + 2j * bent * y)

    near = shares(0, _NEAR, slice(None))
    found = near.sum(axis=-1).real
    going = np.flatnonzero(np.abs(near[:, -1]) > _NOTHING * np.abs(near[:, 0]))
    if going.size:
        found[going] += shares(_NEAR, _POINTS, going).sum(axis=-1).real
    return np.asarray(np.where(above[:, 0], -found, 1.0 - found))


def _right(q: Floats, terms: int) -> Floats:
    """Where the saddle may be, z > 0."""
    return np.asarray(np.exp(np.arange(0.0, np.log1p(terms / 2.0) + _RIGHT, _RIGHT)) / q)


def _left(q: Floats, edge: Floats, terms: int) -> Floats:
    """The same for −edge < z < 0, closer and closer to either end.

    No weight exceeds 1/(2 edge), so that the saddle is no nearer to 0 than some SDs allow; and a single χ² on 1 df of
    that weight keeps it 1/(2q) from the edge.
    """
    first, last = -np.log(2.0 + 2.0 * np.sqrt(terms)), np.log(4.0 + 4.0 * q * edge)
    return np.asarray(-edge / (1.0 + np.exp(-(first + (last - first) * np.linspace(0.0, 1.0, _LEFT)))))


def _curvature(height: Callable[[Floats], Floats], c: Floats, unit: Floats) -> tuple[Floats, Floats]:
    """Of zq + log E e^(−zQ) at c, in this unit: its second derivative, and the bend of its steepest descent."""
    far_left, left, here, right, far_right = height(c + unit * _STEP * np.arange(-2.0, 3.0)).T[..., None]
    second = (right - 2.0 * here + left) / _STEP**2
    third = (far_right - 2.0 * right + 2.0 * left - far_left) / (2.0 * _STEP**3)
    second = np.maximum(second, 1e-8)  # positive; below this the differences are rounding
    return second, np.clip(-third / (6.0 * second), 0.0, 1.0 / 3.0)
