"""Weighted least squares of many rearrangements side by side, for compiled loops.

Effects `y`, variances `v`, weights `w` and residuals `r` are tables (cohorts, LANES); matrices and vectors of the p
coefficients are (p, p, LANES) and (p, LANES). What is one number a rearrangement stands in `s`, at the offsets named
below. Columns of the design, and the products of two of them, are rows of `x` and of `squares`: the same in every lane.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.loops import in_step

if TYPE_CHECKING:
    from metasacro.diagnostics.permutation_arrangements import Integers
    from metasacro.numerics.arrays import Floats

#: Rearrangements side by side: few enough for their tables to stay in a core's cache, and as the slowest search of them
#: sets the pace; so many that what each short loop over them costs at its start does not count.
LANES = 128

#: Where a quantity of every lane begins in `s`: τ², the residual sum of squares there, tr P, and A, B, C and D of
#: `restricted_likelihood`; the least variance, and 1 while a search goes on, 2 where it is left to others; w², and
#: numbers on the way. One array, as a loop over many is not run in step: they might overlap.
T, Q, TRACE, A, B, C, D, LEAST, OPEN, SQUARE, HERE, THERE = (LANES * i for i in range(12))

#: Length of `s`.
LENGTH = 12 * LANES


@in_step
def laid(
    start: int, stop: int, ys: Floats, vs: Floats, orders: Integers, y: Floats, v: Floats, s: Floats
) -> None:  # fmt: skip
    """Rows `start` to `stop` of tables of n rows or of 1, reordered, as columns; lanes left over repeat the last."""
    for lane in range(LANES):
        row = min(start + lane, stop - 1)
        effects, variances = ys[min(row, len(ys) - 1)], vs[min(row, len(vs) - 1)]
        order = orders[min(row, len(orders) - 1)]
        least = math.inf
        for i in range(order.size):
            y[i, lane], v[i, lane] = effects[order[i]], variances[order[i]]
            least = min(least, variances[order[i]])
        s[LEAST + lane] = least


@in_step
def fitted(
    y: Floats, v: Floats, x: Floats, squares: Floats, w: Floats, r: Floats, m: Floats, inverse: Floats, b: Floats,
    right: Floats, s: Floats,
) -> None:  # fmt: skip
    """Weights at each lane's tau2, (X'WX)⁻¹, coefficients, residuals and Q; `right` is −X'Wy, and `m` is used up."""
    p = len(x)
    m[:], right[:], b[:] = 0.0, 0.0, 0.0
    for i in range(len(y)):
        yi, vi, wi = y[i], v[i], w[i]
        for lane in range(yi.size):
            weight = 1.0 / (vi[lane] + s[T + lane])
            wi[lane] = weight
            s[HERE + lane] = weight * yi[lane]
        for c in range(p):
            value, total = x[c, i], right[c]
            for lane in range(total.size):
                total[lane] -= s[HERE + lane] * value
        _added(i, squares, wi, p, m)
    _mirrored(m)
    _inverted(m, inverse)
    for a in range(p):
        for c in range(p):
            _taken(b[a], inverse[a, c], right[c])
    for lane in range(LANES):
        s[Q + lane] = 0.0
    for i in range(len(y)):
        yi, wi, ri = y[i], w[i], r[i]
        ri[:] = yi
        for c in range(p):
            value, coefficient = x[c, i], b[c]
            for lane in range(ri.size):
                ri[lane] -= coefficient[lane] * value
        for lane in range(ri.size):
            s[Q + lane] += wi[lane] * ri[lane] * ri[lane]


@in_step
def sloped(
    restricted: bool, x: Floats, squares: Floats, w: Floats, r: Floats, inverse: Floats, second: Floats, third: Floats,
    along: Floats, s: Floats,
) -> None:  # fmt: skip
    """A, B, C, D and tr P where `fitted` left off; A − B is twice the slope of the likelihood."""
    p = len(x)
    second[:], third[:], along[:] = 0.0, 0.0, 0.0
    for lane in range(LANES):
        s[A + lane] = s[B + lane] = s[C + lane] = s[D + lane] = 0.0
    for i in range(len(w)):
        wi, ri = w[i], r[i]
        for lane in range(wi.size):
            weight = wi[lane]
            square, wr = weight * weight, weight * ri[lane]
            s[A + lane] += wr * wr
            s[B + lane] += weight
            s[C + lane] += weight * wr * wr
            s[D + lane] += square
            s[SQUARE + lane], s[HERE + lane], s[THERE + lane] = square, weight * wr, square * weight
        for column in range(p):
            value, total = x[column, i], along[column]
            for lane in range(total.size):
                total[lane] += s[HERE + lane] * value
        row = 0
        for a in range(p):
            for b in range(a + 1):
                value, two, three = squares[row, i], second[a, b], third[a, b]
                for lane in range(two.size):
                    two[lane] += s[SQUARE + lane] * value
                    three[lane] += s[THERE + lane] * value
                row += 1
    _mirrored(second)
    _mirrored(third)
    for lane in range(LANES):
        s[TRACE + lane] = s[B + lane]
    for i in range(p):
        for j in range(p):
            left, middle, end, two = along[i], inverse[i, j], along[j], second[i, j]
            for lane in range(left.size):
                s[C + lane] -= left[lane] * middle[lane] * end[lane]
                s[TRACE + lane] -= middle[lane] * two[lane]  # tr P = Σ w − tr((X'WX)⁻¹ X'W²X)
    if restricted:
        for lane in range(LANES):
            s[B + lane] = s[TRACE + lane]
        _of_projection(inverse, second, third, s)


@in_step
def _of_projection(inverse: Floats, second: Floats, third: Floats, s: Floats) -> None:
    """D from Σ w² to tr P²."""
    p = len(inverse)
    for i in range(p):
        for j in range(p):
            for lane in range(LANES):
                s[HERE + lane] = s[THERE + lane] = 0.0
            for each in range(p):
                one, two, other, four = inverse[i, each], second[each, j], inverse[j, each], second[each, i]
                for lane in range(one.size):
                    s[HERE + lane] += one[lane] * two[lane]
                    s[THERE + lane] += other[lane] * four[lane]
            one, three = inverse[i, j], third[i, j]
            for lane in range(one.size):
                s[D + lane] += s[HERE + lane] * s[THERE + lane] - 2.0 * one[lane] * three[lane]


@in_step
def _added(i: int, squares: Floats, w: Floats, p: int, m: Floats) -> None:
    """What cohort i adds to the lower triangle of X'WX."""
    row = 0
    for a in range(p):
        for b in range(a + 1):
            value, total = squares[row, i], m[a, b]
            for lane in range(w.size):
                total[lane] += w[lane] * value
            row += 1


@in_step
def _mirrored(m: Floats) -> None:
    """The upper triangle."""
    for a in range(len(m)):
        for b in range(a):
            m[b, a] = m[a, b]


@in_step
def _taken(total: Floats, one: Floats, other: Floats) -> None:
    """Less the product."""
    for lane in range(total.size):
        total[lane] -= one[lane] * other[lane]


@in_step
def _inverted(m: Floats, inverse: Floats) -> None:
    """Of positive definite matrices, by elimination; `m` is used up."""
    p = len(m)
    for i in range(p):
        for j in range(p):
            inverse[i, j] = 1.0 if i == j else 0.0
    for i in range(p):
        pivot = m[i, i]
        for j in range(p):
            if j != i:
                _divided(m[i, j], pivot)
            _divided(inverse[i, j], pivot)
        for row in range(p):
            if row != i:
                for j in range(p):
                    if j != i:
                        _taken(m[row, j], m[row, i], m[i, j])
                    _taken(inverse[row, j], m[row, i], inverse[i, j])


@in_step
def _divided(total: Floats, by: Floats) -> None:
    for lane in range(total.size):
        total[lane] /= by[lane]
