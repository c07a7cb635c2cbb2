"""Inverse-variance pooling of many analyses at a given τ²: what every test and every measure of heterogeneity needs."""

from __future__ import annotations

import math
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import compiled, inlined, worthwhile
from metasacro.tau2.analyses import chosen, tables
from metasacro.tau2.estimate import Tau2
from metasacro.tau2.projection import sum_of_others
from metasacro.tau2.registry import ESTIMATORS
from metasacro.tau2.row_fits import KINDS, in_lanes, row_fits
from metasacro.tau2.weighted_residuals import cohorts, weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats, Ints
    from metasacro.tau2.row_fits import RowFits


class AtTau2(NamedTuple):
    """Each (...)."""

    k: Floats  #: cohorts in use
    estimate: Floats
    total: Floats  #: Σ w, w = 1/(vi + tau2)
    q: Floats  #: Σ w (yi − estimate)²
    q0: Floats  #: the same at tau2 = 0: Cochran's Q
    typical: Floats  #: (k − 1) Σ w/((Σ w)² − Σ w²) at tau2 = 0, the typical sampling variance


def pooled_at(yi: Floats, vi: Floats, tau2: Floats, keep: ArrayLike | None = None) -> AtTau2:
    """The array form, and from `LARGE` numbers on its loop.

    `yi`, `vi`, `keep` broadcast to (..., k), `tau2` is (...); `nan` (fewer than two cohorts) counts as 0.

    >>> at = pooled_at(np.array([0.0, 2.0]), np.array([1.0, 1.0]), np.array(1.0))
    >>> float(at.estimate), float(at.q), float(at.q0), float(at.typical)
    (1.0, 1.0, 2.0, 1.0)
    """
    if worthwhile(tau2.size * np.shape(vi)[-1]):
        return _by_loop(yi, vi, tau2, keep)
    y, v, use = cohorts(yi, vi, keep)
    k = use.sum(axis=-1)
    fit = weighted_residuals(y, v, use, np.where(np.isnan(tau2), 0.0, tau2))
    start = weighted_residuals(y, v, use, 0.0)
    with np.errstate(invalid="ignore"):  # of nobody, and of one cohort, 0/0
        weights = fit.weights / fit.total[..., None]
        others = (start.weights * sum_of_others(start.weights)).sum(axis=-1)
        typical = np.where(k >= 2, (k - 1.0) * start.total / others, np.nan)
    estimate = (weights * np.where(use > 0, yi, 0.0)).sum(axis=-1)
    return AtTau2(k, estimate, fit.total, fit.q, np.where(k >= 2, start.q, np.nan), typical)


def shares_of(vi: ArrayLike, keep: ArrayLike | None, tau2: Floats, total: Floats) -> Floats:
    """The weights as fractions of their sum `total`, (..., k): 0 for who takes no part, `nan` where nobody does.

    >>> shares_of([1.0, 3.0], None, np.array(0.0), np.array(4.0 / 3.0)).tolist()
    [0.75, 0.25]
    """
    variances = np.asarray(vi, dtype=np.float64) + np.where(np.isnan(tau2), 0.0, tau2)[..., None]
    with np.errstate(divide="ignore"):
        use = np.asarray(True if keep is None else keep)
        shares: Floats = np.where(
            use, 1.0 / (variances * total[..., None]), np.where(total > 0, 0.0, np.nan)[..., None]
        )
    return shares


def pooled_by(method: str, yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None) -> tuple[Tau2, AtTau2]:
    """τ² by an estimator, and the pooling at it: large batches of the commonest estimators in one go.

    >>> spread, at = pooled_by("DL", [0.1, 0.9, 0.4], [0.04, 0.09, 0.05])
    >>> round(float(spread.tau2), 6), round(float(at.estimate), 6)
    (0.083056, 0.42107)
    """
    whole = np.broadcast_shapes(np.shape(yi), np.shape(vi), () if keep is None else np.shape(keep))
    if method not in KINDS or not in_lanes(prod(whole), whole[-1]):
        spread = ESTIMATORS[method].function(yi, vi, keep)
        return spread, pooled_at(np.asarray(yi), np.asarray(vi), spread.tau2, keep)
    shape, rows = whole[:-1], tables(yi, vi, keep, whole[:-1])
    fits = row_fits(method, rows, prod(shape))
    left = np.flatnonzero(~fits.settled)
    if left.size:
        y, v, use = chosen(rows, left)
        spread = ESTIMATORS[method].function(y, v, use)
        fits.tau2[left], fits.se[left], fits.settled[left] = spread.tau2, spread.se, spread.converged
        _put(fits, left, pooled_at(y, v, spread.tau2, use))
    converged = (fits.settled & ((fits.k >= 2) | (method == "EE"))).reshape(shape)
    return Tau2(tau2=fits.tau2.reshape(shape), se=fits.se.reshape(shape), converged=converged), _shaped(fits, shape)


def _shaped(fits: RowFits, shape: tuple[int, ...]) -> AtTau2:
    rows = (fits.k, fits.estimate, fits.total, fits.q, fits.q0, fits.typical)
    return AtTau2(*(each.reshape(shape) for each in rows))


def _put(fits: RowFits, some: Ints, at: AtTau2) -> None:
    """Some rows from elsewhere."""
    fits.estimate[some], fits.total[some], fits.q[some] = at.estimate, at.total, at.q
    fits.q0[some], fits.typical[some] = at.q0, at.typical


def _by_loop(yi: Floats, vi: Floats, tau2: Floats, keep: ArrayLike | None) -> AtTau2:
    shape, given = tau2.shape, np.ascontiguousarray(tau2.reshape(-1))
    rows = tables(yi, vi, keep, shape)
    if not in_lanes(tau2.size * np.shape(vi)[-1], np.shape(vi)[-1]):
        return AtTau2(*(each.reshape(shape) for each in _rows_at(rows, given)))
    fits = row_fits("given", rows, given.size, tau2=given)
    left = np.flatnonzero(~fits.settled)
    if left.size:
        _put(fits, left, _rows_at(chosen(rows, left), given[left]))
    return _shaped(fits, shape)


def _rows_at(rows: tuple[Floats, Floats, Booleans], tau2: Floats) -> AtTau2:
    found = np.empty((6, tau2.size))
    compiled(_pool_rows)(*rows, tau2, found)
    return AtTau2(*found)


@inlined
def _summed(y: Floats, v: Floats, keep: Booleans, first: int, tau2: float, w: Floats) -> tuple[float, ...]:
    """Σ w, that of all but the first cohort and that of the squares of these, the mean less y[first], and Q."""
    rest = squares = wy = 0.0
    for i in range(y.size):
        if keep[i]:
            w[i] = 1.0 / (v[i] + tau2)
            if i != first:
                rest += w[i]
                squares += w[i] * w[i]
                wy += w[i] * (y[i] - y[first])
    total = rest + w[first]
    mean = wy / total
    q = 0.0
    for i in range(y.size):
        if keep[i]:
            q += w[i] * (y[i] - y[first] - mean) ** 2
    return total, rest, squares, mean, q


def _pool_rows(yi: Floats, vi: Floats, keep: Booleans, tau2: Floats, found: Floats) -> None:
    """Effects are measured from that of the most precise cohort, so that nothing cancels."""
    w = np.empty(yi.shape[1])
    for row in range(tau2.size):
        y, v, use = yi[min(row, len(yi) - 1)], vi[min(row, len(vi) - 1)], keep[min(row, len(keep) - 1)]
        k, first = 0, -1
        for i in range(y.size):
            if use[i]:
                k += 1
                if first < 0 or v[i] < v[first]:
                    first = i
        found[0, row] = k
        if k == 0:
            found[2, row] = found[3, row] = 0.0
            found[1, row] = found[4, row] = found[5, row] = math.nan
            continue
        total, rest, squares, mean, q0 = _summed(y, v, use, first, 0.0, w)
        # Σ w (Σ w − w), the first cohort apart, which may outweigh all others
        others = w[first] * rest + rest * total - squares
        found[4, row] = q0 if k >= 2 else math.nan
        found[5, row] = (k - 1.0) * total / others if k >= 2 else math.nan
        q = q0
        if tau2[row] > 0.0:
            total, rest, squares, mean, q = _summed(y, v, use, first, tau2[row], w)
        found[1, row], found[2, row], found[3, row] = y[first] + mean, total, q
