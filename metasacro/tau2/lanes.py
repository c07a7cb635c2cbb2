"""Sixteen analyses side by side, for compiled loops: one instruction of the processor then serves several of them.

Analyses fill the columns of two tables, variances `vs` and effects `ys`, (slots, LANES): effects measured from that of
the most precise cohort, all in units that bring its variance to 1–4. That cohort is summed apart: in its slot, and in
those that an analysis leaves empty, stands a cohort that weighs nothing. What is known of each analysis stands in one
array `s`, a stretch of LANES numbers a quantity, at the offsets named below.

Sums are taken in one pass. They lose few digits: as no weight exceeds that of the first cohort, from which effects are
measured, no sum of squares around the mean is smaller than that around the first effect by more than a factor 4k.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.loops import in_step

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats, Ints

#: Analyses side by side: few, as the slowest search of them sets the pace; enough to fill the processor's registers.
LANES = 16

#: The variance of a cohort that weighs nothing: processors are several times slower where the cube of a weight is too
#: small a number.
_NOBODY = 1e100

#: Variances and τ², in the units of the lanes, up to which it does weigh nothing beside the others.
FARTHEST = 1e80

#: Where a quantity of every lane begins in `s`.
COHORTS, FIRST, FIRST_VARIANCE, FIRST_EFFECT, LEAST, MOST, SCALE, SPREAD, T = (LANES * i for i in range(9))

#: Sums over all cohorts but the first: w, wy, w², w²y, w²y², w³, w³y, w³y², wy².
_SUMS = LANES * 9

#: At the tau2 of the last evaluation: A, B, C and D of `restricted_likelihood`, Σ w, the mean, Q around it, and
#: tr P, which B is in the restricted likelihood.
A, B, C, D, TOTAL, MEAN, Q, TRACE = (LANES * i for i in range(18, 26))

#: How many numbers these are, and so how far on those of an earlier evaluation are kept.
_EIGHT = LANES * 8

#: Those at tau2 = 0, and at the answer.
ZERO, ANSWER = _EIGHT, 2 * _EIGHT

#: What a search keeps, from here on.
FREE = A + 3 * _EIGHT


@in_step
def filled(
    start: int, stop: int, yi: Floats, vi: Floats, keep: Booleans, everyone: bool,
    vs: Floats, ys: Floats, s: Floats, bits: Ints,
) -> int:  # fmt: skip
    """Fill the lanes from rows `start` to `stop` of tables of n rows or of 1; how many pairs of slots are in use.

    `everyone` says that `keep` leaves nobody out. `bits` is `s` seen as whole numbers: of the exponent of the least
    variance, the power of 2 is made that is the unit.
    """
    highest = yi.shape[1]
    if everyone:
        _turned(start, stop, vi, vs)
        _turned(start, stop, yi, ys)
        for lane in range(LANES):
            s[COHORTS + lane] = highest
    else:
        highest = _chosen(start, stop, yi, vi, keep, vs, ys, s)
    pairs = (highest + 1) // 2
    _first_found(2 * pairs, vs, ys, s)
    lanes = vs.shape[1]
    for lane in range(lanes):
        power = ((bits[LEAST + lane] >> 52) - 1023) >> 1
        bits[SCALE + lane] = (1023 - power) << 52
    for lane in range(lanes):
        s[FIRST_VARIANCE + lane] = s[LEAST + lane] * s[SCALE + lane] * s[SCALE + lane]
    for i in range(2 * pairs):
        v, y, place = vs[i], ys[i], float(i)
        for lane in range(v.size):
            scale, other = s[SCALE + lane], (place < s[COHORTS + lane]) & (place != s[FIRST + lane])
            variance, effect = v[lane] * scale * scale, (y[lane] - s[FIRST_EFFECT + lane]) * scale
            v[lane], y[lane] = variance if other else _NOBODY, effect if other else 0.0
    return int(pairs)


@in_step
def _turned(start: int, stop: int, rows: Floats, slots: Floats) -> None:
    """Rows as columns, four at a time."""
    last = min(stop, len(rows)) - 1
    for lane in range(0, LANES, 4):
        row = start + lane
        a, b, c, d = rows[min(row, last)], rows[min(row + 1, last)], rows[min(row + 2, last)], rows[min(row + 3, last)]
        for i in range(a.size):
            slot = slots[i]
            slot[lane], slot[lane + 1], slot[lane + 2], slot[lane + 3] = a[i], b[i], c[i], d[i]


@in_step
def _chosen(start: int, stop: int, yi: Floats, vi: Floats, keep: Booleans, vs: Floats, ys: Floats, s: Floats) -> int:
    """The same for the cohorts that take part; the greatest number of them."""
    highest = 1
    for lane in range(LANES):
        row, slot = min(start + lane, stop - 1), 0
        y, v, use = yi[min(row, len(yi) - 1)], vi[min(row, len(vi) - 1)], keep[min(row, len(keep) - 1)]
        for i in range(y.size):
            vs[slot, lane], ys[slot, lane] = v[i], y[i]
            slot += 1 if use[i] else 0  # who takes no part is overwritten
        s[COHORTS + lane] = slot
        highest = max(highest, slot)
    return highest


@in_step
def _first_found(slots: int, vs: Floats, ys: Floats, s: Floats) -> None:
    """Which slot holds the least variance, that variance (1 where there is none), its effect, and the greatest."""
    for lane in range(LANES):
        s[FIRST + lane], s[LEAST + lane], s[MOST + lane], s[FIRST_EFFECT + lane] = 0.0, math.inf, 0.0, 0.0
    for i in range(slots):
        v, y, place = vs[i], ys[i], float(i)
        for lane in range(v.size):  # a size known beforehand would be unrolled, not run in step
            variance, effect, held = v[lane], y[lane], place < s[COHORTS + lane]
            first, least, most, start = s[FIRST + lane], s[LEAST + lane], s[MOST + lane], s[FIRST_EFFECT + lane]
            less = held & (variance < least)
            s[FIRST + lane] = place if less else first
            s[LEAST + lane] = variance if less else least
            s[FIRST_EFFECT + lane] = effect if less else start
            s[MOST + lane] = variance if held & (variance > most) else most
    for lane in range(vs.shape[1]):
        least = s[LEAST + lane]
        s[LEAST + lane] = least if s[COHORTS + lane] > 0.0 else 1.0


@in_step
def evaluated(pairs: int, vs: Floats, ys: Floats, s: Floats, restricted: bool) -> None:
    """A, B, C, D, Σ w, mean and Q of every lane at its T."""
    for lane in range(9 * LANES):
        s[_SUMS + lane] = 0.0
    for i in range(pairs):
        va, vb, ya, yb = vs[2 * i], vs[2 * i + 1], ys[2 * i], ys[2 * i + 1]
        for lane in range(LANES):
            left, right = va[lane] + s[T + lane], vb[lane] + s[T + lane]
            both = 1.0 / (left * right)  # one division for two weights
            w, x = right * both, left * both
            wy, xy = w * ya[lane], x * yb[lane]
            s[_SUMS + lane] += w + x
            s[_SUMS + 1 * LANES + lane] += wy + xy
            s[_SUMS + 2 * LANES + lane] += w * w + x * x
            s[_SUMS + 3 * LANES + lane] += w * wy + x * xy
            s[_SUMS + 4 * LANES + lane] += wy * wy + xy * xy
            s[_SUMS + 5 * LANES + lane] += w * w * w + x * x * x
            s[_SUMS + 6 * LANES + lane] += w * w * wy + x * x * xy
            s[_SUMS + 7 * LANES + lane] += w * wy * wy + x * xy * xy
            s[_SUMS + 8 * LANES + lane] += wy * ya[lane] + xy * yb[lane]
    for lane in range(LANES):
        first, rest = 1.0 / (s[FIRST_VARIANCE + lane] + s[T + lane]), s[_SUMS + lane]
        total = first + rest
        share = 1.0 / total
        mean = s[_SUMS + LANES + lane] * share
        rest2, rest3 = s[_SUMS + 2 * LANES + lane], s[_SUMS + 5 * LANES + lane]
        near = s[_SUMS + 3 * LANES + lane] - mean * rest2
        far = s[_SUMS + 7 * LANES + lane] - mean * (2.0 * s[_SUMS + 6 * LANES + lane] - mean * rest3)
        start = -first * mean  # what the first cohort adds to Σ w (y − mean) = 0
        s[A + lane] = (
            start * start + s[_SUMS + 4 * LANES + lane] - mean * (2.0 * s[_SUMS + 3 * LANES + lane] - mean * rest2)
        )
        slope = near - start * rest
        s[C + lane] = far - start * (2.0 * near - start * rest) - slope * slope * share
        second = first * first + rest2
        squares = first * first * (rest * rest + rest2) + rest2 * (total * total + second)
        trace = rest - (rest2 - first * rest) * share
        s[TRACE + lane], s[B + lane] = trace, trace if restricted else total
        s[D + lane] = (squares - 2.0 * total * rest3) * share * share if restricted else second
        s[TOTAL + lane], s[MEAN + lane] = total, mean
        s[Q + lane] = s[_SUMS + 8 * LANES + lane] - mean * mean * total


@in_step
def spread(pairs: int, ys: Floats, s: Floats) -> None:
    """Σ (y − mean)² of every lane, unweighted."""
    for lane in range(2 * LANES):
        s[_SUMS + lane] = 0.0
    for i in range(pairs):
        ya, yb = ys[2 * i], ys[2 * i + 1]
        for lane in range(ya.size):
            s[_SUMS + lane] += ya[lane] + yb[lane]
            s[_SUMS + LANES + lane] += ya[lane] * ya[lane] + yb[lane] * yb[lane]
    for lane in range(LANES):
        s[SPREAD + lane] = s[_SUMS + LANES + lane] - s[_SUMS + lane] * s[_SUMS + lane] / s[COHORTS + lane]


@in_step
def weighed(pairs: int, vs: Floats, ys: Floats, s: Floats) -> None:
    """Σ w, mean, Q, tr P and tr P² alone, of every lane at its T."""
    for lane in range(5 * LANES):
        s[_SUMS + lane] = 0.0
    for i in range(pairs):
        va, vb, ya, yb = vs[2 * i], vs[2 * i + 1], ys[2 * i], ys[2 * i + 1]
        for lane in range(va.size):
            left, right = va[lane] + s[T + lane], vb[lane] + s[T + lane]
            both = 1.0 / (left * right)
            w, x = right * both, left * both
            wy, xy = w * ya[lane], x * yb[lane]
            s[_SUMS + lane] += w + x
            s[_SUMS + 1 * LANES + lane] += wy + xy
            s[_SUMS + 2 * LANES + lane] += w * w + x * x
            s[_SUMS + 3 * LANES + lane] += wy * ya[lane] + xy * yb[lane]
            s[_SUMS + 4 * LANES + lane] += w * w * w + x * x * x
    for lane in range(LANES):
        first, rest = 1.0 / (s[FIRST_VARIANCE + lane] + s[T + lane]), s[_SUMS + lane]
        rest2, rest3 = s[_SUMS + 2 * LANES + lane], s[_SUMS + 4 * LANES + lane]
        total = first + rest
        share = 1.0 / total
        mean = s[_SUMS + LANES + lane] * share
        squares = first * first * (rest * rest + rest2) + rest2 * (total * total + first * first + rest2)
        s[TRACE + lane] = rest - (rest2 - first * rest) * share
        s[D + lane] = (squares - 2.0 * total * rest3) * share * share
        s[TOTAL + lane], s[MEAN + lane] = total, mean
        s[Q + lane] = s[_SUMS + 3 * LANES + lane] - mean * mean * total


@in_step
def kept(s: Floats, place: int) -> None:
    """Keep what this evaluation found at `place`."""
    for i in range(_EIGHT):
        s[A + place + i] = s[A + i]
