"""Roots of many functions of one variable at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Booleans, Floats

#: Distance between neighbouring doubles near 1; a root is refined until its bracket is a few of these wide.
_EPSILON = 2.220446049250313e-16

#: A bracket that spans every double is halved to nothing in fewer steps than this.
_STEPS = 2200


def bracketed_root(
    function: Callable[..., Floats],
    lower: Floats,
    upper: Floats,
    *arrays: Floats,
    floor: Floats | float = 0.0,
) -> tuple[Floats, Booleans]:
    """Root of `function` between `lower` and `upper`, for a whole batch, without derivatives.

    Chandrupatla's rule: inverse quadratic interpolation where the last three points promise that it is safe, halving
    otherwise. Rows that are done leave the batch, so the cost is that of the rows still open.

    Parameters
    ----------
    function : called as `function(x, *arrays)` with `x` of shape (m,) and the rows of `arrays` still open
    lower, upper : (n,) ends of the brackets; the function should change sign between them
    arrays : each (n, ...), cut to the open rows
    floor : (n,) or scalar, the size below which a root is as good as 0. The bracket ends 4 relative spacings of
        max(|x|, floor) wide, so the tolerance is relative and follows the units of the data.

    Returns
    -------
    (root, found), each (n,). `found` is False where the ends have the same strict sign; there, `root` is the end with
    the value nearer to 0.

    References
    ----------
    chandrupatla1997

    >>> root, found = bracketed_root(lambda x, c: x * x - c, np.zeros(2), np.array([2.0, 3e6]), np.array([2.0, 1e12]))
    >>> [round(float(x), 12) for x in root], bool(found.all())
    ([1.414213562373, 1000000.0], True)
    """
    a, b = np.array(lower, dtype=np.float64), np.array(upper, dtype=np.float64)
    root = np.empty_like(a)
    fa, fb = function(a, *arrays), function(b, *arrays)
    found = np.sign(fa) * np.sign(fb) <= 0
    root[...] = np.where(np.abs(fa) < np.abs(fb), a, b)
    rows = np.flatnonzero(found & (fa != 0) & (fb != 0))
    floors = np.broadcast_to(np.asarray(floor, dtype=np.float64), a.shape)[rows]
    a, b, fa, fb = a[rows], b[rows], fa[rows], fb[rows]
    open_arrays = tuple(array[rows] for array in arrays)
    share = np.full(a.shape, 0.5)
    for _ in range(_STEPS):
        if rows.size == 0:
            break
        x = a + share * (b - a)
        fx = function(x, *open_arrays)
        same = np.sign(fx) == np.sign(fa)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, fx
        best = np.where(np.abs(fa) < np.abs(fb), a, b)
        width = np.abs(b - a)
        tolerance = 2.0 * _EPSILON * np.maximum(np.abs(best), floors)
        done = (fa == 0) | (width <= 2.0 * tolerance)
        root[rows[done]] = best[done]
        going = ~done
        share = _next_share(a, b, c, fa, fb, fc, tolerance)[going]
        rows, floors = rows[going], floors[going]
        a, b, fa, fb = a[going], b[going], fa[going], fb[going]
        open_arrays = tuple(array[going] for array in open_arrays)
    found[rows] = False
    return root, found


def _next_share(a: Floats, b: Floats, c: Floats, fa: Floats, fb: Floats, fc: Floats, tolerance: Floats) -> Floats:
    """Where to look next, as a share of the way from `a` to `b`."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        xi = (a - b) / (c - b)
        phi = (fa - fb) / (fc - fb)
        safe = (phi * phi < xi) & ((1.0 - phi) * (1.0 - phi) < 1.0 - xi)
        guess = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        edge = np.minimum(tolerance / np.abs(b - a), 0.5)
    share = np.where(safe & np.isfinite(guess), guess, 0.5)
    return np.minimum(np.maximum(share, edge), 1.0 - edge)
