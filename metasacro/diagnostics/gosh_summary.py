"""GOSH of any number of cohorts in bounded memory: counts instead of answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.gosh import LIMIT, gosh_chunks, subsets_planned
from metasacro.diagnostics.stops import cautions_of_a_stop, nothing_finished
from metasacro.numerics.arrays import np
from metasacro.numerics.pieces import Spread, in_turn

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats, Ints
    from metasacro.problems import Caution

#: Steps of the estimate and of I² in which subsets are counted.
STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GoshSummary:
    """Subsets of two cohorts or more, counted."""

    subsets: int
    estimates: Floats  #: (STEPS + 1,) edges, from the least effect of a cohort to the greatest: no estimate is outside
    i2: Floats  #: (STEPS + 1,) edges, 0 to 1
    counts: Ints  #: (STEPS, STEPS) subsets by estimate and I²
    mean_with: Floats  #: (k,) mean estimate of the subsets that hold the cohort
    mean_without: Floats  #: (k,) and of those that do not
    complete: bool
    cautions: tuple[Caution, ...]


def gosh_summary(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    method: str = "REML",
    limit: int = LIMIT,
    seed: int | None = None,
    spread: Spread = in_turn,
) -> GoshSummary:
    """As `gosh`, a chunk at a time; what is kept does not grow with the number of subsets.

    >>> found = gosh_summary([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="DL")
    >>> found.subsets, int(found.counts.sum()), found.mean_without.round(2).tolist()
    (4, 4, [0.61, 0.23, 0.47])
    """
    y = np.asarray(yi, dtype=np.float64)
    edges, shares = (
        np.linspace(y.min(), max(y.max(), np.nextafter(y.min(), np.inf)), STEPS + 1),
        np.linspace(0.0, 1.0, STEPS + 1),
    )
    counts = np.zeros((STEPS, STEPS), dtype=np.int64)
    held, sums, total, done = np.zeros((2, y.size)), np.zeros((2, y.size)), 0, 0
    planned = subsets_planned(y.size, limit)
    for part in gosh_chunks(yi, vi, method=method, limit=limit, seed=seed, spread=spread):
        several = part.k >= 2
        done += several.size
        estimate, keep = part.estimate[several], part.keep[several].astype(np.float64)
        total += estimate.size
        inside = np.clip(estimate, edges[0], edges[-1])  # rounding
        counts += np.histogram2d(inside, part.i2[several], bins=(edges, shares))[0].astype(np.int64)
        held += [keep.sum(axis=0), (1.0 - keep).sum(axis=0)]
        sums += [estimate @ keep, estimate @ (1.0 - keep)]
    if not done:
        raise nothing_finished(planned)
    with np.errstate(invalid="ignore"):
        mean_with, mean_without = sums / held
    for array in (edges, shares, counts, mean_with, mean_without):
        array.flags.writeable = False
    return GoshSummary(
        subsets=total,
        estimates=edges,
        i2=shares,
        counts=counts,
        mean_with=mean_with,
        mean_without=mean_without,
        complete=part.complete and done == planned,
        cautions=(*part.cautions, *cautions_of_a_stop(done, planned)),
    )
