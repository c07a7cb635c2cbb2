"""The lowest point of many functions of one variable at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Booleans, Floats

#: The golden section: each step keeps this share of the bracket.
_SHARE = (5.0**0.5 - 1.0) / 2.0

#: Steps of the golden section: a bracket shrinks by 1e-10, beyond what a minimum of doubles can be told to.
_STEPS = 48

#: A lowest point this near to an end of the grid, as a share of its length, is the end.
_AT_END = 1e-9


def lowest_points(function: Callable[[Floats], Floats], grid: Floats) -> tuple[Floats, Floats, Booleans]:
    """Lowest point of each of m functions on a grid, refined between the neighbours of the lowest grid point.

    Parameters
    ----------
    function : called with x of shape (m, j); answers with the same shape, each row its own function
    grid : (m, g) or (g,) ascending; fine enough that the lowest valley has a point of its own

    Returns
    -------
    (x, height, inside), each (m,). `inside` is False where the lowest point is an end of the grid.

    References
    ----------
    Golden-section search; a minimum is found to about the square root of the rounding of the function.

    >>> x, height, inside = lowest_points(lambda x: (x - np.array([[1.0], [7.0]])) ** 2, np.linspace(0, 5, 11))
    >>> x.round(6).tolist(), height.round(6).tolist(), inside.tolist()
    ([1.0, 5.0], [0.0, 4.0], [True, False])
    """
    heights = function(np.atleast_2d(grid))
    heights = np.where(np.isnan(heights), np.inf, heights)
    m, g = heights.shape
    grid = np.broadcast_to(grid, (m, g))
    rows, best = np.arange(m), heights.argmin(axis=1)
    low, high = grid[rows, np.maximum(best - 1, 0)], grid[rows, np.minimum(best + 1, g - 1)]
    x1, x2 = high - _SHARE * (high - low), low + _SHARE * (high - low)
    both = function(np.column_stack([x1, x2]))
    f1, f2 = both[:, 0], both[:, 1]
    for _ in range(_STEPS):
        left = f1 <= f2
        low, high = np.where(left, low, x1), np.where(left, x2, high)
        kept, f_kept = np.where(left, x1, x2), np.where(left, f1, f2)
        new = np.where(left, high - _SHARE * (high - low), low + _SHARE * (high - low))
        f_new = function(new[:, None])[:, 0]
        x1, f1 = np.where(left, new, kept), np.where(left, f_new, f_kept)
        x2, f2 = np.where(left, kept, new), np.where(left, f_kept, f_new)
    x, height = np.where(f1 <= f2, x1, x2), np.minimum(f1, f2)
    at_grid = heights[rows, best]
    better = at_grid <= height
    x, height = np.where(better, grid[rows, best], x), np.where(better, at_grid, height)
    near = _AT_END * (grid[:, -1] - grid[:, 0])
    return x, height, (x - grid[:, 0] > near) & (grid[:, -1] - x > near)
