"""`highest_maximum` one analysis after the other, for compiling: the same search, depth first, without a design.

A row whose search does not end here is left to the array form, which is the reference. Effects are measured from that
of the most precise cohort, which comes first, so that nothing cancels however much it outweighs the others.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import inlined
from metasacro.tau2.score_bounds import ratio_falls, ratio_rises, stays_negative, stays_positive

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: Cells that wait while another is cut: each is half of the one before it.
_DEPTH = 64

_RESTRICTED, _FULL, _MOMENTS = range(3)
_NARROW = 1.0 + 1e-7
_STEPS = 60
_ROUNDING = 4.5e-16


@inlined
def _ordered(yi: Floats, vi: Floats, use: Booleans, y: Floats, v: Floats) -> tuple[int, int]:
    """Fill `y` and `v` with the cohorts in use, the most precise first, in units that bring its variance to 1–4."""
    k, first = 0, 0
    for i in range(yi.size):
        if use[i]:
            v[k], y[k] = vi[i], yi[i]
            if v[k] < v[first]:
                first = k
            k += 1
    v[0], v[first], y[0], y[first] = v[first], v[0], y[first], y[0]
    power = (math.frexp(v[0])[1] - 1) // 2
    scale, start = math.ldexp(1.0, -power), y[0]
    for i in range(k):
        y[i] = (y[i] - start) * scale
        v[i] = v[i] * scale * scale
    return k, power


@inlined
def _slopes(
    t: float, y: Floats, v: Floats, w: Floats, z: Floats, k: int, restricted: bool
) -> tuple[float, float, float, float]:
    """A, B, C and D of `restricted_likelihood`."""
    first = 1.0 / (v[0] + t)
    w[0] = first
    rest = rest2 = rest3 = wy = 0.0
    for i in range(1, k):
        wi = 1.0 / (v[i] + t)
        w[i] = wi
        square = wi * wi
        rest += wi
        rest2 += square
        rest3 += square * wi
        wy += wi * y[i]
    total = first + rest
    mu = wy / total
    start = -first * mu
    a, wz = start * start, 0.0
    for i in range(1, k):
        zi = w[i] * (y[i] - mu)
        a += zi * zi
        zi -= start
        z[i] = zi
        wz += w[i] * zi
    mean = wz / total
    c = first * mean * mean
    for i in range(1, k):
        c += w[i] * (z[i] - mean) ** 2
    second = first * first + rest2
    if not restricted:
        return a, total, c, second
    b = rest - (rest2 - first * rest) / total
    squares = first * first * (rest * rest + rest2) + rest2 * (total * total + second)
    return a, b, c, (squares - 2.0 * total * rest3) / (total * total)


@inlined
def _q(y: Floats, v: Floats, k: int) -> float:
    """Cochran's Q."""
    total = wy = q = 0.0
    for i in range(k):
        total += 1.0 / v[i]
        wy += y[i] / v[i]
    for i in range(k):
        q += (y[i] - wy / total) ** 2 / v[i]
    return q


@inlined
def _height(t: float, y: Floats, v: Floats, k: int, restricted: bool) -> float:
    total = wy = logs = q = 0.0
    for i in range(k):
        wi = 1.0 / (v[i] + t)
        total += wi
        wy += wi * y[i]
        logs -= math.log(wi)
    for i in range(k):
        q += (y[i] - wy / total) ** 2 / (v[i] + t)
    return -0.5 * (logs + q + (math.log(total) if restricted else 0.0))


@inlined
def _above(y: Floats, v: Floats, k: int, df: float) -> tuple[float, float]:
    """`score_negative_above`, and the greatest variance."""
    mean = squares = 0.0
    most = v[0]
    for i in range(k):
        mean += y[i] / k
        most = max(most, v[i])
    for i in range(k):
        squares += (y[i] - mean) ** 2
    half = squares / (2.0 * df)
    bound = half + math.sqrt(half * (half + 2.0 * (most - v[0])))
    return max(0.0, bound * (1.0 + 1e-9) - v[0] + 1e-9 * v[0]), most


@inlined
def _root(
    low: float,
    high: float,
    at: tuple[float, float, float, float],
    y: Floats,
    v: Floats,
    w: Floats,
    z: Floats,
    k: int,
    restricted: bool,
) -> float:
    """Newton's method for log(A/B) in log(tau2 + m), from the lower end of a bracket; below 0 if it does not end."""
    here, before, m = low, 0.0, v[0]
    a, b, c, d = at
    for _ in range(_STEPS):
        s = here + m
        there = here + s * math.expm1(math.log1p((a - b) / b) / (s * (2.0 * c / a - d / b)))
        inside = low <= there <= high
        if not inside:
            there = low + (low + m) * math.expm1(0.5 * math.log((high + m) / (low + m)))
        step = abs(there - here)
        if step <= _ROUNDING * s or (inside and step * step * step <= _ROUNDING * s * before * before):
            return float(there)
        here, before = there, (step if inside else 0.0)
        a, b, c, d = _slopes(here, y, v, w, z, k, restricted)
        if a > b:
            low = here
        else:
            high = here
    return -1.0


@inlined
def _settled(cell: Floats, m: float, most: float) -> int:
    """0: to be cut further; 1: without a maximum; 2: a maximum if the score changes sign. `cell`: low, high, sums."""
    low, high, a1, b1, c1 = cell[0], cell[1], cell[2], cell[3], cell[4]
    d1, a2, b2, c2, d2 = cell[5], cell[6], cell[7], cell[8], cell[9]
    if a1 <= 0.0 or a1 < b2 or a2 > b1 or ratio_rises(a1, c1, b2, d2):
        return 1
    if ratio_falls(b1, d1, a2, c2) or high + m <= _NARROW * (low + m):
        return 2
    width = high - low
    if a1 < b1 and stays_negative(a1, b1, c1, d1, low + m, low + most, 0.0, width):
        return 1
    if a2 < b2 and stays_negative(a2, b2, c2, d2, high + m, high + most, -width, 0.0):
        return 1
    if stays_positive(a1, b1, c1, d1, low + m, low + most, width):
        return 1
    if stays_positive(a2, b2, c2, d2, high + m, high + most, -width):
        return 1
    return 0


@inlined
def _cut(low: float, high: float, m: float, before: float, after: float) -> float:
    """Where to cut a cell: where log(A/B) is 0 if it is a line in log(tau2 + m), else in the middle."""
    share = 0.5
    if (before > 1.0) != (after > 1.0):
        first, last = math.log(before), math.log(after)
        if first != last and 0.1 < first / (first - last) < 0.9:
            share = first / (first - last)
    return low + (low + m) * math.expm1(share * math.log((high + m) / (low + m)))


@inlined
def searched_alone(
    y: Floats, v: Floats, w: Floats, z: Floats, cells: Floats, k: int, restricted: bool
) -> tuple[float, bool]:
    """The highest maximum of one row and whether it is proved; with a nan nothing is."""
    upper, most = _above(y, v, k, k - 1.0 if restricted else float(k))
    m = v[0]
    bend = min(max(most - 2.0 * m, 0.0), upper)
    at_zero = _slopes(0.0, y, v, w, z, k, restricted)
    best, height, found = 0.0, math.nan, at_zero[0] <= at_zero[1]
    if found and stays_negative(*at_zero, m, most, 0.0, upper):
        return 0.0, True
    at_bend = at_zero
    waiting = 0
    if bend > 0.0:
        at_bend = _slopes(bend, y, v, w, z, k, restricted)
        cells[0, 0], cells[0, 1] = 0.0, bend
        cells[0, 2], cells[0, 3], cells[0, 4], cells[0, 5] = at_zero
        cells[0, 6], cells[0, 7], cells[0, 8], cells[0, 9] = at_bend
        waiting = 1
    last = at_bend[0] > at_bend[1]
    while waiting or last:
        if waiting:
            waiting -= 1
            cell = cells[waiting]
            verdict = _settled(cell, m, most)
            if verdict == 0:
                if waiting + 2 > _DEPTH:
                    return 0.0, False
                middle = _cut(cell[0], cell[1], m, cell[2] / cell[3], cell[6] / cell[7])
                sums = _slopes(middle, y, v, w, z, k, restricted)
                left, right = cells[waiting + 1], cell
                for i in range(10):
                    left[i] = cell[i]
                left[1], right[0] = middle, middle
                left[6], left[7], left[8], left[9] = sums
                right[2], right[3], right[4], right[5] = sums
                waiting += 2
                continue
            if verdict == 1 or not cell[2] > cell[3] or cell[6] > cell[7]:
                continue
            root = _root(cell[0], cell[1], (cell[2], cell[3], cell[4], cell[5]), y, v, w, z, k, restricted)
        else:
            last = False
            root = _root(bend, upper, at_bend, y, v, w, z, k, restricted)
        if root < 0.0:
            return 0.0, False
        if not found:
            best, found = root, True
            continue
        if math.isnan(height):
            height = _height(best, y, v, k, restricted)
        here = _height(root, y, v, k, restricted)
        if here > height:
            best, height = root, here
    return best, found


@inlined
def maximum_of_row(
    row: int, yi: Floats, vi: Floats, keep: Booleans, work: Floats, cells: Floats, restricted: bool
) -> tuple[float, bool]:
    """The highest maximum of one row, in the units of `_ordered`, and whether it is proved; `work` is (4, cohorts)."""
    y, v, w, z = work
    k, _ = _ordered(yi[min(row, len(yi) - 1)], vi[min(row, len(vi) - 1)], keep[min(row, len(keep) - 1)], y, v)
    return searched_alone(y, v, w, z, cells, k, restricted)


@inlined
def _every_row(
    yi: Floats, vi: Floats, keep: Booleans, kind: int, tau2: Floats, se: Floats, settled: Booleans, alone: Booleans
) -> None:
    """Fill the last four, (n,), from tables of n rows or of 1; a row of fewer than two cohorts is `alone`."""
    y, v, w, z = np.empty((4, yi.shape[1]))
    cells = np.empty((_DEPTH, 10))
    for row in range(tau2.size):
        k, power = _ordered(yi[min(row, len(yi) - 1)], vi[min(row, len(vi) - 1)], keep[min(row, len(keep) - 1)], y, v)
        alone[row], settled[row] = k < 2, False
        tau2[row] = se[row] = math.nan
        if k < 2:
            continue
        if kind == _MOMENTS:
            _, b, _, d = _slopes(0.0, y, v, w, z, k, True)
            excess = (_q(y, v, k) - (k - 1.0)) / b
            best, settled[row] = 0.0 if excess <= 0.0 else excess, not math.isnan(excess)
            error = math.sqrt(2.0 * (k - 1.0) + 4.0 * best * b + 2.0 * best * best * d) / b
        else:
            best, settled[row] = searched_alone(y, v, w, z, cells, k, kind == _RESTRICTED)
            error = math.sqrt(2.0 / _slopes(best, y, v, w, z, k, kind == _RESTRICTED)[3])
        tau2[row], se[row] = math.ldexp(best, 2 * power), math.ldexp(error, 2 * power)


def restricted_maxima(
    yi: Floats, vi: Floats, keep: Booleans, tau2: Floats, se: Floats, settled: Booleans, alone: Booleans
) -> None:
    """REML of every row."""
    _every_row(yi, vi, keep, _RESTRICTED, tau2, se, settled, alone)


def full_maxima(
    yi: Floats, vi: Floats, keep: Booleans, tau2: Floats, se: Floats, settled: Booleans, alone: Booleans
) -> None:
    """ML of every row."""
    _every_row(yi, vi, keep, _FULL, tau2, se, settled, alone)


def moments(
    yi: Floats, vi: Floats, keep: Booleans, tau2: Floats, se: Floats, settled: Booleans, alone: Booleans
) -> None:
    """DL of every row."""
    _every_row(yi, vi, keep, _MOMENTS, tau2, se, settled, alone)
