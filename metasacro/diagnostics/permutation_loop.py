"""The fits of `permutation_statistics` many rearrangements at a time, for compiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.permutation_lanes import (
    LANES,
    LEAST,
    LENGTH,
    OPEN,
    TRACE,
    A,
    B,
    C,
    D,
    Q,
    T,
    fitted,
    laid,
    sloped,
)
from metasacro.numerics.arrays import np
from metasacro.numerics.loops import in_step

if TYPE_CHECKING:
    from metasacro.diagnostics.permutation_arrangements import Integers
    from metasacro.numerics.arrays import Booleans, Floats

#: A step this small, as a share of τ² + the least variance, leaves an error of about its square.
_LAST = 1e-6

#: The longest step, in the same unit.
_LONGEST = 100.0

#: Rows whose search has not ended after so many steps are handed to the search of the whole half-line.
_ROUNDS = 40

#: Estimators by number: τ² = 0, moments, restricted and full likelihood.
KINDS = {"EE": 0, "DL": 1, "REML": 2, "ML": 3}


def rearranged_fits(
    ys: Floats, vs: Floats, orders: Integers, basis: Floats, kind: int,
    bs: Floats, inverses: Floats, qs: Floats, settled: Booleans,
) -> None:  # fmt: skip
    """Fill coefficients on the basis (its rows), (X'WX)⁻¹, Q at τ², and whether τ² settled; tables have n rows or 1.

    From the moment estimate, Newton's method for B/A, which is a line in tau2 where all variances are equal: it ends
    one step after a step that is small enough to be the last but one.
    """
    p, k = basis.shape
    y, v, w, r = np.empty((k, LANES)), np.empty((k, LANES)), np.empty((k, LANES)), np.empty((k, LANES))
    m, second, third, inverse = (
        np.empty((p, p, LANES)),
        np.empty((p, p, LANES)),
        np.empty((p, p, LANES)),
        np.empty((p, p, LANES)),
    )
    b, right, s = np.empty((p, LANES)), np.empty((p, LANES)), np.zeros(LENGTH)
    squares = np.empty((p * (p + 1) // 2, k))
    row = 0
    for i in range(p):
        for j in range(i + 1):
            squares[row] = basis[i] * basis[j]
            row += 1
    for start in range(0, settled.size, LANES):
        stop = min(start + LANES, settled.size)
        laid(start, stop, ys, vs, orders, y, v, s)
        for lane in range(LANES):
            s[T + lane] = s[OPEN + lane] = 0.0
        fitted(y, v, basis, squares, w, r, m, inverse, b, right, s)
        if kind > 0:
            sloped(kind == 2, basis, squares, w, r, inverse, second, third, right, s)
            _begun(float(k - p), kind, s)
            fitted(y, v, basis, squares, w, r, m, inverse, b, right, s)
        left = 1 if kind > 1 else 0
        for _ in range(_ROUNDS):
            if left == 0:
                break
            sloped(kind == 2, basis, squares, w, r, inverse, second, third, right, s)
            left = _stepped(s)
            fitted(y, v, basis, squares, w, r, m, inverse, b, right, s)
        for row in range(start, stop):
            lane = row - start
            qs[row], settled[row] = s[Q + lane], s[OPEN + lane] == 0.0
            for i in range(p):
                bs[row, i] = b[i, lane]
                for j in range(p):
                    inverses[row, i, j] = inverse[i, j, lane]


@in_step
def _begun(df: float, kind: int, s: Floats) -> None:
    """The moment estimate, and whether a search starts there."""
    for lane in range(LANES):
        excess = (s[Q + lane] - df) / s[TRACE + lane]
        s[T + lane] = excess if excess > 0.0 else 0.0
        s[OPEN + lane] = 1.0 if kind > 1 else 0.0


@in_step
def _stepped(s: Floats) -> int:
    """A step of every search that goes on; how many go on after it."""
    left = 0
    for lane in range(LANES):
        t, a, b = s[T + lane], s[A + lane], s[B + lane]
        size, rise = t + s[LEAST + lane], 2.0 * b * s[C + lane] / a - s[D + lane]
        longest, full = _LONGEST * size, (a - b) / rise
        step = full if full < longest else longest
        there = t + step if t + step > 0.0 else 0.0
        searching = s[OPEN + lane] == 1.0
        at_zero = (t == 0.0) & (not a > b)
        astray = (not at_zero) & (not rise > 0.0)  # not concave here: to the search of the whole half-line
        moves = searching & (not at_zero) & (not astray)
        last = (there > 0.0) & (abs(step) <= _LAST * size)
        s[T + lane] = there if moves else t
        ended = 2.0 if astray else 0.0
        s[OPEN + lane] = (ended if at_zero | astray | last else 1.0) if searching else s[OPEN + lane]
        left += 1 if s[OPEN + lane] == 1.0 else 0
    return left
