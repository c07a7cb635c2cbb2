"""τ² and all that pooling needs of every row of a table, sixteen rows at a time, for compiling."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import compiled, in_step, worthwhile
from metasacro.tau2.highest_maximum_loop import maximum_of_row
from metasacro.tau2.lane_search import LENGTH, searched, unproved
from metasacro.tau2.lanes import (
    ANSWER,
    COHORTS,
    FARTHEST,
    FIRST_EFFECT,
    LANES,
    MEAN,
    MOST,
    SCALE,
    TOTAL,
    TRACE,
    ZERO,
    D,
    Q,
    T,
    evaluated,
    filled,
    kept,
    weighed,
)

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats

#: What τ² is, by number: restricted and full likelihood, moments, 0, and given.
KINDS = {"REML": 0, "ML": 1, "DL": 2, "EE": 3, "given": 4}
_RESTRICTED, _FULL, _MOMENTS, _NONE, _GIVEN = range(5)

#: Cohorts up to which sixteen analyses stay in a core's cache; of more, each analysis is work enough by itself.
_WIDE = 1_000

#: What is told of each lane, behind what its search keeps: the numbers of `RowFits`, and how far its cohorts reach.
_TOLD = LENGTH
_LENGTH = LENGTH + 9 * LANES


class RowFits(NamedTuple):
    """Each (n,); `nan` marks what does not exist."""

    k: Floats
    tau2: Floats
    se: Floats  #: of tau2
    estimate: Floats
    total: Floats  #: Σ w
    q: Floats  #: at tau2
    q0: Floats  #: at 0
    typical: Floats  #: (k − 1) Σ w/((Σ w)² − Σ w²) at 0
    settled: Booleans  #: False where τ² was not found


def in_lanes(numbers: int, k: int) -> bool:
    """Whether a batch of so many numbers, in rows of `k`, is fitted here."""
    return k <= _WIDE and worthwhile(numbers)


def row_fits(kind: str, rows: tuple[Floats, Floats, Booleans], n: int, *, tau2: Floats | None = None) -> RowFits:
    """The fits of n rows of tables (`analyses.tables`) of n rows or of 1; `tau2`, (n,), where it is given."""
    room = -(-n // LANES) * LANES
    found, settled = np.empty((8, room)), np.empty(room, dtype=np.bool_)
    given = np.zeros(1) if tau2 is None else np.ascontiguousarray(tau2)
    compiled(fit_rows)(*rows, given, KINDS[kind], n, found, settled)
    k, between, error, estimate, total, q, q0, typical = found[:, :n]
    return RowFits(k, between, error, estimate, total, q, q0, typical, settled[:n])


def fit_rows(
    yi: Floats,
    vi: Floats,
    keep: Booleans,
    given: Floats,
    kind: int,
    n: int,
    found: Floats,
    settled: Booleans,
) -> None:
    """Fill the last two, with room for whole lanes, from tables of n rows or of 1.

    A search that its lane does not end is done for that row alone.
    """
    width = yi.shape[1]
    vs, ys, s = np.empty((width + 1, LANES)), np.empty((width + 1, LANES)), np.zeros(_LENGTH)
    bits, everyone = s.view(np.int64), bool(keep.all())
    alone, cells = np.empty((4, width)), np.empty((64, 10))
    for start in range(0, n, LANES):
        stop = min(start + LANES, n)
        pairs = filled(start, stop, yi, vi, keep, everyone, vs, ys, s, bits)
        for lane in range(LANES):
            s[T + lane] = 0.0
        if kind <= _FULL:
            evaluated(pairs, vs, ys, s, kind == _RESTRICTED)
        else:
            weighed(pairs, vs, ys, s)
        kept(s, ZERO)
        settled[start : start + LANES] = True
        if kind <= _FULL:
            searched(pairs, vs, ys, s, kind == _RESTRICTED)
            again = False
            for row in range(start, stop):
                lane = row - start
                if s[COHORTS + lane] >= 2.0 and unproved(s, lane):
                    s[T + lane], settled[row] = maximum_of_row(row, yi, vi, keep, alone, cells, kind == _RESTRICTED)
                    again = True
            if again:
                evaluated(pairs, vs, ys, s, kind == _RESTRICTED)
                kept(s, ANSWER)
        else:
            _without_search(start, stop, kind, given, s)
            if kind != _NONE:
                weighed(pairs, vs, ys, s)
            kept(s, ANSWER)
        _told(start, kind, s, found, settled)


@in_step
def _without_search(start: int, stop: int, kind: int, given: Floats, s: Floats) -> None:
    """τ² in T where it is 0, given, or a closed form."""
    for lane in range(LANES):
        q, expected = s[Q + ZERO + lane], s[COHORTS + lane] - 1.0
        excess = (q - expected) / s[TRACE + ZERO + lane]  # a nan is not cut to 0
        s[T + lane] = 0.0 if (kind != _MOMENTS) | (expected <= 0.0) | (excess <= 0.0) else excess
    if kind == _GIVEN:
        for row in range(start, stop):
            lane = row - start
            tau2, scale = given[row], s[SCALE + lane]
            s[T + lane] = tau2 * scale * scale if tau2 > 0.0 else 0.0


@in_step
def _told(start: int, kind: int, s: Floats, found: Floats, settled: Booleans) -> None:
    """The lanes' answers, in the units of the tables; what is too far apart for lanes is not settled."""
    for lane in range(LANES):
        k, t, scale = s[COHORTS + lane], s[T + lane], s[SCALE + lane]
        b, d, ends = s[TRACE + ZERO + lane], s[D + ZERO + lane], s[D + ANSWER + lane]
        several, some = k >= 2.0, k > 0.0
        unit = 1.0 / scale
        square = unit * unit
        spread, slope = (2.0 * (k - 1.0) + 4.0 * t * b + 2.0 * t * t * d, b * b) if kind == _MOMENTS else (2.0, ends)
        error = math.sqrt(spread / slope)
        total, q = s[TOTAL + ANSWER + lane] * scale * scale, s[Q + ANSWER + lane]
        estimate = s[FIRST_EFFECT + lane] + s[MEAN + ANSWER + lane] * unit
        q0, typical = s[Q + ZERO + lane], (k - 1.0) / b * square
        s[_TOLD + lane] = k
        s[_TOLD + LANES + lane] = t * square if several | (kind >= _NONE) else math.nan
        s[_TOLD + 2 * LANES + lane] = error * square if several & (kind <= _MOMENTS) else math.nan
        s[_TOLD + 3 * LANES + lane] = estimate if some else math.nan
        s[_TOLD + 4 * LANES + lane] = total if some else 0.0
        s[_TOLD + 5 * LANES + lane] = q if several else 0.0
        s[_TOLD + 6 * LANES + lane] = q0 if several else math.nan
        s[_TOLD + 7 * LANES + lane] = typical if several else math.nan
        s[_TOLD + 8 * LANES + lane] = t + s[MOST + lane] * scale * scale
    for i in range(8):
        for lane in range(LANES):
            found[i, start + lane] = s[_TOLD + i * LANES + lane]
    for lane in range(LANES):
        settled[start + lane] &= s[_TOLD + 8 * LANES + lane] <= FARTHEST
