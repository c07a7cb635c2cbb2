"""The fits of `permutation_statistics` one rearrangement after the other, for compiling."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import inlined

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: A step this small, as a share of τ² + the least variance, leaves an error of about its square.
_LAST = 1e-6

#: Rows whose search has not ended after so many steps are handed to the search of the whole half-line.
_ROUNDS = 60

#: Sums over a multiple of so many cohorts fill the processor's registers.
_WHOLE = 16

#: Estimators by number: τ² = 0, moments, restricted and full likelihood.
KINDS = {"EE": 0, "DL": 1, "REML": 2, "ML": 3}


@inlined
def _inverted(a: Floats, inverse: Floats) -> None:
    """Of a small positive definite matrix, by elimination; `a` is used up."""
    p = len(a)
    for i in range(p):
        for j in range(p):
            inverse[i, j] = 1.0 if i == j else 0.0
    for i in range(p):
        pivot = 1.0 / a[i, i]
        for j in range(p):
            a[i, j] *= pivot
            inverse[i, j] *= pivot
        for row in range(p):
            if row != i:
                share = a[row, i]
                for j in range(p):
                    a[row, j] -= share * a[i, j]
                    inverse[row, j] -= share * inverse[i, j]


@inlined
def _products(w: Floats, squares: Floats, found: Floats) -> None:
    """X'WX, from the products of columns."""
    p, row = len(found), 0
    for a in range(p):
        for b in range(a + 1):
            total = 0.0
            for i in range(w.size):
                total += w[i] * squares[row, i]
            found[a, b] = found[b, a] = total
            row += 1


@inlined
def _trace(a: Floats, b: Floats) -> float:
    """tr(AB)."""
    total = 0.0
    for i in range(len(a)):
        for j in range(len(a)):
            total += a[i, j] * b[j, i]
    return total


@inlined
def _fit(
    t: float,
    y: Floats,
    v: Floats,
    x: Floats,
    squares: Floats,
    w: Floats,
    r: Floats,
    b: Floats,
    inverse: Floats,
    work: Floats,
) -> None:
    """Weights at tau2 = t, (X'WX)⁻¹, coefficients and residuals; columns of the design are rows of `x`."""
    p = len(x)
    for i in range(y.size):
        w[i] = 1.0 / (v[i] + t)
    _products(w, squares, work)
    _inverted(work, inverse)
    for a in range(p):
        b[a] = 0.0
    for c in range(p):
        right = 0.0
        for i in range(y.size):
            right += w[i] * y[i] * x[c, i]
        for a in range(p):
            b[a] += inverse[a, c] * right
    for i in range(y.size):
        r[i] = y[i]
    for a in range(p):
        for i in range(y.size):
            r[i] -= b[a] * x[a, i]


@inlined
def _slopes(
    restricted: bool,
    x: Floats,
    squares: Floats,
    w: Floats,
    r: Floats,
    inverse: Floats,
    u: Floats,
    work: Floats,
    along: Floats,
) -> tuple[float, float, float, float]:
    """A, B, C and D as in `restricted_likelihood`; A − B is twice the slope of the likelihood."""
    p = len(x)
    b = d = a = c = 0.0
    for i in range(w.size):
        u[i] = w[i] * w[i]
        b += w[i]
        d += u[i]
        a += u[i] * r[i] * r[i]
        c += u[i] * r[i] * w[i] * r[i]
    for i in range(p):
        total = 0.0
        for each in range(w.size):
            total += u[each] * r[each] * x[i, each]
        along[i] = total
    for i in range(p):
        for j in range(p):
            c -= along[i] * inverse[i, j] * along[j]
    if not restricted:
        return a, b, c, d
    _products(u, squares, work)
    b -= _trace(inverse, work)
    for i in range(p):  # tr((inverse work)²)
        for j in range(p):
            here = there = 0.0
            for each in range(p):
                here += inverse[i, each] * work[each, j]
                there += inverse[j, each] * work[each, i]
            d += here * there
    for i in range(w.size):
        u[i] *= w[i]
    _products(u, squares, work)
    return a, b, c, d - 2.0 * _trace(inverse, work)


def rearranged_fits(
    ys: Floats, vs: Floats, basis: Floats, kind: int, bs: Floats, inverses: Floats, qs: Floats, settled: Booleans
) -> None:
    """Fill coefficients on the basis (its rows), (X'WX)⁻¹, Q at τ², and whether τ² settled; `vs` has n rows or 1.

    From the moment estimate, Newton's method for log(A/B) in log(tau2 + m): it ends one step after a step that is small
    enough to be the last but one.
    """
    p, k = basis.shape
    filled = -(-k // _WHOLE) * _WHOLE
    y, v, w, r, u = np.empty((5, filled))
    work, along, squares, x = np.empty((p, p)), np.empty(p), np.empty((p * (p + 1) // 2, filled)), np.zeros((p, filled))
    x[:, :k] = basis
    y[k:], v[k:] = 0.0, math.inf  # weighs nothing
    row = 0
    for i in range(p):
        for j in range(i + 1):
            squares[row] = x[i] * x[j]
            row += 1
    for row in range(len(ys)):
        b, inverse = bs[row], inverses[row]
        y[:k], v[:k] = ys[row], vs[min(row, len(vs) - 1)]
        _fit(0.0, y, v, x, squares, w, r, b, inverse, work)
        t, done = 0.0, kind == 0
        if kind > 0:
            total, excess = 0.0, p - float(k)
            for i in range(filled):
                total += w[i]
                excess += w[i] * r[i] * r[i]
                u[i] = w[i] * w[i]
            _products(u, squares, work)
            t, done = max(0.0, excess / (total - _trace(inverse, work))), kind == 1
            if t > 0.0:
                _fit(t, y, v, x, squares, w, r, b, inverse, work)
        if kind > 1:
            least = v.min()
            for _ in range(_ROUNDS):
                slope_a, slope_b, slope_c, slope_d = _slopes(kind == 2, x, squares, w, r, inverse, u, work, along)
                if t == 0.0 and not slope_a > slope_b:
                    done = True
                    break
                s = t + least
                fall = s * (2.0 * slope_c / slope_a - slope_d / slope_b)
                if not fall > 0.0:
                    break  # not concave here: to the search of the whole half-line
                step = s * math.expm1(min(math.log(slope_a / slope_b) / fall, 5.0))
                before, t = t, max(0.0, t + step)
                if t != before:
                    _fit(t, y, v, x, squares, w, r, b, inverse, work)
                if t > 0.0 and abs(step) <= _LAST * s:
                    done = True
                    break
        q = 0.0
        for i in range(filled):
            q += w[i] * r[i] * r[i]
        qs[row], settled[row] = q, done
