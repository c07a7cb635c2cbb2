"""`intervals_of_every_test` one subset after the other, for compiling.

A subset whose estimators are not all confirmed here is left to the array form, which is the reference.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.loops import inlined
from metasacro.numerics.student import student_quantile
from metasacro.tau2.every_estimator_loop import every_tau2, fit_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats

#: Tests in the order in which `fit_every` gives their half widths.
KEYS = ("adhoc", "knha", "t", "z")

#: Room for the cells of the search for the highest maximum: 64 wait at most.
_CELLS = (64, 10)


class Columns(NamedTuple):
    """Columns of effects made ready: each with its cohorts in the order of their variances, in units that bring the
    least variance to 1–4; and what depends on the number of cohorts only."""

    y: Floats  #: (columns, k)
    v: Floats  #: (columns, k)
    order: NDArray[np.intp]  #: (columns, k) which cohort stands there
    unit: Floats  #: (columns,) of y, a power of 2
    quantiles: Floats  #: (3, k + 1) by the number of cohorts: of t, of the normal distribution, the median of χ²

    def at(self, column: int) -> tuple[Floats, Floats, NDArray[np.intp], float, Floats]:
        """One of them, for `every_interval`."""
        return self.y[column], self.v[column], self.order[column], float(self.unit[column]), self.quantiles


def columns_for_loop(yi: ArrayLike, vi: ArrayLike, level: float) -> Columns:
    """The columns of `yi` and `vi`, each (columns, k).

    >>> columns_for_loop([[0.1, 0.9]], [[2.0, 1.0]], 0.95).y.tolist()
    [[0.9, 0.1]]
    """
    y, v = (np.atleast_2d(np.asarray(values, dtype=np.float64)) for values in (yi, vi))
    order = np.argsort(v, axis=-1, kind="stable")
    power = (np.frexp(v.min(axis=-1))[1] - 1) // 2
    df = np.arange(1.0, y.shape[-1])
    quantiles = np.full((3, y.shape[-1] + 1), np.nan)
    quantiles[0, 2:] = student_quantile((1.0 + level) / 2.0, df)
    quantiles[1, 2:] = student_quantile((1.0 + level) / 2.0, np.full_like(df, np.inf))
    quantiles[2, 2:] = chi_square_quantile(0.5, df)
    return Columns(
        y=np.ldexp(np.take_along_axis(y, order, axis=-1), -power[:, None]),
        v=np.ldexp(np.take_along_axis(v, order, axis=-1), -2 * power[:, None]),
        order=order,
        unit=np.ldexp(1.0, power),
        quantiles=quantiles,
    )


@inlined
def fit_every(
    ys: Floats,
    vs: Floats,
    order: NDArray[np.intp],
    inside: Booleans,
    quantiles: Floats,
    work: Floats,
    cells: Floats,
    tau2: Floats,
    estimates: Floats,
    halves: Floats,
) -> bool:
    """Fill `estimates` (estimators,) and `halves` (estimators, tests) of one subset, and whether all are confirmed."""
    y, v, w, z = work[0], work[1], work[2], work[3]
    k = 0
    for j in range(ys.size):
        y[k], v[k] = ys[j], vs[j]
        k += inside[order[j]]
    if k < 2:
        return False
    start = y[0]
    for i in range(k):
        y[i] -= start
    if not every_tau2(y, v, w, z, cells, k, quantiles[2, k], tau2):
        return False
    for at in range(tau2.size):
        if at and tau2[at] == 0.0:  # the first is 0
            estimates[at] = estimates[0]
            for test in range(4):
                halves[at, test] = halves[0, test]
            continue
        total, mu, q, _ = fit_at(tau2[at], y, v, w, k)
        estimates[at] = start + mu
        root, factor = math.sqrt(1.0 / total), math.sqrt(q / (k - 1.0))
        wide = quantiles[0, k] * root
        halves[at, 0] = wide * max(1.0, factor)
        halves[at, 1] = wide * factor
        halves[at, 2] = wide
        halves[at, 3] = quantiles[1, k] * root
    return True


def every_interval(
    y: Floats,
    v: Floats,
    order: NDArray[np.intp],
    unit: float,
    quantiles: Floats,
    keep: Booleans,
    estimates: Floats,
    halves: Floats,
    settled: Booleans,
) -> None:
    """Fill `estimates` (n, estimators), `halves` (n, estimators, tests) and `settled` (n,) of one column of effects."""
    work, cells, tau2 = np.empty((4, y.size)), np.empty(_CELLS), np.empty(estimates.shape[1])
    for row in range(len(keep)):
        settled[row] = fit_every(y, v, order, keep[row], quantiles, work, cells, tau2, estimates[row], halves[row])
        if settled[row]:
            estimates[row] *= unit
            halves[row] *= unit
