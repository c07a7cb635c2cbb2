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
    FIRST_EFFECT,
    LANES,
    MEAN,
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
    found, settled = np.empty((8, n)), np.empty(n, dtype=np.bool_)
    given = np.zeros(1) if tau2 is None else np.ascontiguousarray(tau2)
    compiled(fit_rows)(*rows, given, KINDS[kind], found, settled)
    k, between, error, estimate, total, q, q0, typical = found
    return RowFits(k, between, error, estimate, total, q, q0, typical, settled)


def fit_rows(
    yi: Floats,
    vi: Floats,
    keep: Booleans,
    given: Floats,
    kind: int,
    found: Floats,
    settled: Booleans,
) -> None:
    """Fill the last two from the tables; a search that its lane does not end is done for that row alone."""
    n, width = settled.size, yi.shape[1]
    vs, ys, s = np.empty((width + 1, LANES)), np.empty((width + 1, LANES)), np.zeros(LENGTH)
    bits = s.view(np.int64)
    alone, cells = np.empty((4, width)), np.empty((64, 10))
    for start in range(0, n, LANES):
        stop = min(start + LANES, n)
        pairs = filled(start, stop, yi, vi, keep, vs, ys, s, bits)
        for lane in range(LANES):
            s[T + lane] = 0.0
        if kind <= _MOMENTS:
            evaluated(pairs, vs, ys, s, kind != _FULL)
        else:
            weighed(pairs, vs, ys, s)
        kept(s, ZERO)
        if kind <= _FULL:
            searched(pairs, vs, ys, s, kind == _RESTRICTED)
            again = False
            for row in range(start, stop):
                lane = row - start
                settled[row] = s[COHORTS + lane] < 2.0 or not unproved(s, lane)
                if not settled[row]:
                    s[T + lane], settled[row] = maximum_of_row(row, yi, vi, keep, alone, cells, kind == _RESTRICTED)
                    again = True
            if again:
                evaluated(pairs, vs, ys, s, kind == _RESTRICTED)
                kept(s, ANSWER)
        else:
            _without_search(start, stop, kind, given, s, settled)
            if kind != _NONE:
                weighed(pairs, vs, ys, s)
            kept(s, ANSWER)
        _told(start, stop, kind, s, found)


@in_step
def _without_search(start: int, stop: int, kind: int, given: Floats, s: Floats, settled: Booleans) -> None:
    """τ² in T where it is 0, given, or a closed form."""
    for lane in range(LANES):
        q, expected = s[Q + ZERO + lane], s[COHORTS + lane] - 1.0
        excess = (q - expected) / s[TRACE + ZERO + lane]  # a nan is neither cut to 0 nor settled
        s[T + lane] = 0.0 if (kind != _MOMENTS) | (expected <= 0.0) | (excess <= 0.0) else excess
    for row in range(start, stop):
        lane = row - start
        settled[row] = not math.isnan(s[T + lane])
        if kind == _GIVEN:
            tau2 = given[row]
            s[T + lane] = tau2 * s[SCALE + lane] * s[SCALE + lane] if tau2 > 0.0 else 0.0


@in_step
def _told(start: int, stop: int, kind: int, s: Floats, found: Floats) -> None:
    """The lanes' answers, in the units of the tables."""
    for row in range(start, stop):
        lane = row - start
        k, t, scale = s[COHORTS + lane], s[T + lane], s[SCALE + lane]
        unit = 1.0 / scale
        square = unit * unit
        several = k >= 2.0
        b, d = s[TRACE + ZERO + lane], s[D + ZERO + lane]
        if kind == _MOMENTS:
            error = math.sqrt(2.0 * (k - 1.0) + 4.0 * t * b + 2.0 * t * t * d) / b
        else:
            error = math.sqrt(2.0 / s[D + ANSWER + lane])
        found[0, row] = k
        found[1, row] = t * square if several or kind >= _NONE else math.nan
        found[2, row] = error * square if several and kind <= _MOMENTS else math.nan
        found[3, row] = s[FIRST_EFFECT + lane] + s[MEAN + ANSWER + lane] * unit if k > 0.0 else math.nan
        found[4, row] = s[TOTAL + ANSWER + lane] * scale * scale if k > 0.0 else 0.0
        found[5, row] = s[Q + ANSWER + lane] if several else 0.0
        found[6, row] = s[Q + ZERO + lane] if several else math.nan
        found[7, row] = (k - 1.0) / b * square if several else math.nan
