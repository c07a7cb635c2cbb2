"""The lowest point of many functions of one variable at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chebyshev import chebyshev_coefficients, chebyshev_points
from metasacro.numerics.roots import bracketed_root

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Booleans, Floats, Ints

#: Degree of the polynomial through a function in its bracket, and its last coefficients, which tell whether it is the
#: function, as a share of the first ones.
_DEGREE, _LAST, _SETTLED = 16, 3, 1e-13

#: Looks at a bracket. Each leaves two of its gaps: where no polynomial settles, it ends below 1e-10 of its width.
_LOOKS = 16

#: A lowest point this near to an end of the grid, as a share of its length, is the end.
_AT_END = 1e-9


def lowest_points(function: Callable[[Floats], Floats], grid: Floats) -> tuple[Floats, Floats, Booleans]:
    """Lowest point of each of m functions on a grid, refined between the neighbours of the lowest grid point.

    There the function is taken for the polynomial through its values at Chebyshev points, if that has settled: the
    point is a root of its derivative, which rounding moves far less than the lowest of many nearly equal heights. Else
    one looks again between the neighbours of the lowest of these points.

    Parameters
    ----------
    function : called with x of shape (m, j); answers with the same shape, each row its own function
    grid : (m, g) or (g,) ascending; fine enough that the lowest valley has a point of its own

    Returns
    -------
    (x, height, inside), each (m,). `inside` is False where the lowest point is an end of the grid.

    References
    ----------
    Of a smooth function x is right to about the rounding of the function over its curvature; of another, to the square
    root of that.

    >>> x, height, inside = lowest_points(lambda x: (x - np.array([[1.0], [7.0]])) ** 2, np.linspace(0, 5, 11))
    >>> x.round(12).tolist(), height.round(6).tolist(), inside.tolist()
    ([1.0, 5.0], [0.0, 4.0], [True, False])
    """
    heights = _known(function(np.atleast_2d(grid)))
    m, g = heights.shape
    grid = np.broadcast_to(grid, (m, g))
    best, low, high = _lowest(heights)
    x, height = _at(grid, best), _at(heights, best)
    left, right = _at(grid, low), _at(grid, high)
    settled = left == right
    for _ in range(_LOOKS):
        points = left[:, None] + (right - left)[:, None] * 0.5 * (1.0 + chebyshev_points(_DEGREE))
        heights = _known(function(points))
        best, low, high = _lowest(heights)
        turn, good = _turning_point(heights, best, low, high)
        at = np.where(good, left + (right - left) * 0.5 * (1.0 + turn), _at(points, best))
        lower = _at(heights, best) < height
        x = np.where(settled | ~(good | lower), x, at)
        height = np.where(settled, height, np.minimum(height, _at(heights, best)))
        settled = settled | good
        if settled.all():
            break
        left, right = np.where(settled, left, _at(points, low)), np.where(settled, right, _at(points, high))
    height = np.minimum(height, _known(function(x[:, None]))[:, 0])
    near = _AT_END * (grid[:, -1] - grid[:, 0])
    return x, height, (x - grid[:, 0] > near) & (grid[:, -1] - x > near)


def _known(heights: Floats) -> Floats:
    """What has no value is never lowest."""
    return np.where(np.isnan(heights), np.inf, heights)


def _lowest(heights: Floats) -> tuple[Ints, Ints, Ints]:
    """The column of the lowest height of each row, and its neighbours."""
    best = np.asarray(heights.argmin(axis=1))
    return best, np.maximum(best - 1, 0), np.minimum(best + 1, heights.shape[1] - 1)


def _at(table: Floats, columns: Ints) -> Floats:
    """One entry of each row."""
    return table[np.arange(table.shape[0]), columns]


def _turning_point(heights: Floats, best: Ints, low: Ints, high: Ints) -> tuple[Floats, Booleans]:
    """Where the polynomial through heights at Chebyshev points is lowest, on −1 to 1, and whether it can be believed.

    Its derivative changes sign between the neighbours of the lowest point, or points outwards at an end.
    """
    from numpy.polynomial import chebyshev

    finite = np.asarray(np.isfinite(heights).all(axis=1))
    coefficients = chebyshev_coefficients(np.where(finite[:, None], heights, 0.0))
    size = np.abs(coefficients)
    finite = finite & (size[:, -_LAST:].max(axis=1) <= _SETTLED * size.max(axis=1))
    slopes = np.asarray(chebyshev.chebder(coefficients, axis=1), dtype=np.float64)

    def slope(u: Floats, of: Floats) -> Floats:
        return np.asarray(chebyshev.chebval(u, of.T, tensor=False), dtype=np.float64)

    u = chebyshev_points(heights.shape[1] - 1)
    turn, between = bracketed_root(slope, u[low], u[high], slopes)
    falling, rising = slope(u[low], slopes) < 0, slope(u[high], slopes) > 0
    end = np.where(best == low, ~falling, np.where(best == high, ~rising, False))
    return np.where(end, u[best], turn), finite & (end | (between & falling & rising))
