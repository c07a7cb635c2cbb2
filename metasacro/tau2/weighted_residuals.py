"""Inverse-variance weights at a given τ², and the sums that every estimator of τ² is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.tau2.projection import diagonal, off_plane, sum_of_others, weighted_squares
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def cohorts(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None) -> tuple[Floats, Floats, Floats]:
    """Effects, variances and 1.0 for those in use (else 0.0), of one shape (..., k).

    Effects are measured from the mean of those in use, so that a common shift of any size costs no digits; entries
    that are not in use become effect 0 with variance 1 and, by the mask, weight 0.
    """
    y, v = np.broadcast_arrays(np.asarray(yi, dtype=np.float64), np.asarray(vi, dtype=np.float64))
    if keep is None:
        return y - y.mean(axis=-1, keepdims=True), v, np.ones(y.shape)
    y, v, use = np.broadcast_arrays(y, v, np.asarray(keep, dtype=np.bool_))
    k = np.maximum(use.sum(axis=-1, keepdims=True), 1)
    center = np.where(use, y, 0.0).sum(axis=-1, keepdims=True) / k
    return np.where(use, y - center, 0.0), np.where(use, v, 1.0), use.astype(np.float64)


def rows_of(*arrays: Floats) -> list[Floats]:
    """Each (..., k) array as (n, k): one row an analysis."""
    return [array.reshape(-1, array.shape[-1]) for array in arrays]


def trace_of_square(w: Floats, x: Floats | None = None) -> Floats:
    """tr(PP) of the projection P that takes out the mean (or the design `x`) with weights w, as a sum of squares.

    >>> float(trace_of_square(np.array([1.0, 1.0])))
    1.0
    """
    return weighted_squares(w, np.ones_like(w), x)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighted:
    """What inverse-variance weighting at one τ² gives, each of shape (...) except the first two, (..., k)."""

    weights: Floats  #: w = 1/(vi + tau2), 0 where not in use
    residuals: Floats  #: yi − mu, or yi − x b
    total: Floats  #: Σ w
    mu: Floats  #: Σ w yi / Σ w
    q: Floats  #: Σ w (yi − mu)²
    slope: Floats  #: Σ w² (yi − mu)², the rate at which q falls with tau2
    trace: Floats  #: tr P = Σ w − Σ w² / Σ w, the expectation of `slope`


def weighted_residuals(y: Floats, v: Floats, use: Floats, tau2: Floats | float, x: Floats | None = None) -> Weighted:
    """Weights, mean and weighted sums of squares at `tau2` (shape (...), without the axis of studies).

    With a design `x`, (..., k, p), residuals are those of the weighted regression on its columns.

    >>> fit = weighted_residuals(np.array([0.0, 2.0]), np.array([1.0, 1.0]), np.array([1.0, 1.0]), 1.0)
    >>> float(fit.mu), float(fit.q)
    (1.0, 1.0)
    """
    w = use / (v + np.asarray(tau2)[..., None])
    total = w.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mu = (w * y).sum(axis=-1) / total
        if x is None:
            residuals = y - mu[..., None]
            trace = (w * sum_of_others(w)).sum(axis=-1) / total
        else:
            residuals = off_plane(y, w, x)
            trace = diagonal(w, x).sum(axis=-1)
        wr = w * residuals
        return Weighted(
            weights=w,
            residuals=residuals,
            total=total,
            mu=mu,
            q=(wr * residuals).sum(axis=-1),
            slope=(wr * wr).sum(axis=-1),
            trace=trace,
        )
