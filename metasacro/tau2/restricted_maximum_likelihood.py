"""REML: restricted maximum likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.roots import bracketed_root
from metasacro.tau2.estimate import Tau2
from metasacro.tau2.restricted_likelihood import restricted_log_likelihood, restricted_score, rising_cells
from metasacro.tau2.weighted_residuals import cohorts, rows_of, trace_of_square

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats

#: Analyses worked on at once: bounds the memory of a batch of any size to a few megabytes an array.
_CHUNK = 20_000


def restricted_maximum_likelihood(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None) -> Tau2:
    """Between-study variance by restricted maximum likelihood.

    tau2 maximizes −½[Σ log(vi + tau2) + log Σ w + Σ w (yi − mu)²] over tau2 ≥ 0, with w = 1/(vi + tau2). At a maximum
    inside, the score is 0: Σ w²(yi − mu)² = Σ w − Σ w²/Σ w. The standard error is √(2/tr(PP)), from the expected
    information.

    The whole half-line is searched: above a bound that follows from the data the likelihood can only fall; below it
    each place where the score turns from positive to negative is refined to machine precision, and the highest of
    these maxima and tau2 = 0 is the answer. Step-limited Fisher scoring has no such guarantee.

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part

    Returns
    -------
    Tau2, in squared units of the effect; `converged` is False where no stationary point was confirmed (MS411)

    Domain
    ------
    k ≥ 2 (`nan` otherwise). Poorly known when k < 5 (MS421); 0 does not prove homogeneity (MS423).

    References
    ----------
    viechtbauer2005. Agrees with metafor 5.1-12 (tight tolerances) to 1e-8.

    >>> round(float(restricted_maximum_likelihood([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.086952
    """
    y, v, use = cohorts(yi, vi, keep)
    shape = y.shape[:-1]
    k = use.sum(axis=-1).reshape(-1)
    y, v, use = rows_of(y, v, use)
    tau2 = np.full(k.shape, np.nan)
    se = np.full(k.shape, np.nan)
    converged = np.zeros(k.shape, dtype=np.bool_)
    some = np.flatnonzero(k >= 2)
    for start in range(0, some.size, _CHUNK):
        rows = some[start : start + _CHUNK]
        part = y[rows], v[rows], use[rows]
        tau2[rows], converged[rows] = _global_maximum(*part)
        # from the expected information
        se[rows] = np.sqrt(2.0 / trace_of_square(part[2] / (part[1] + tau2[rows][:, None])))
    return Tau2(tau2=tau2.reshape(shape), se=se.reshape(shape), converged=converged.reshape(shape))


def _global_maximum(y: Floats, v: Floats, use: Floats) -> tuple[Floats, Booleans]:
    """The highest maximum of each row, and whether it was confirmed as one."""
    tau2 = np.zeros(len(y))
    cells, low, high, score0 = rising_cells(y, v, use)
    converged = score0 <= 0
    if cells.size == 0:
        return tau2, converged
    part = y[cells], v[cells], use[cells]
    least = np.where(part[2] > 0, part[1], np.inf).min(axis=-1)
    roots, found = bracketed_root(restricted_score, low, high, *part, floor=1e-6 * least)
    height = np.where(found, restricted_log_likelihood(roots, *part), -np.inf)
    best = np.where(converged, restricted_log_likelihood(tau2, y, v, use), -np.inf)
    for candidate in np.argsort(height, kind="stable"):
        row = cells[candidate]
        if height[candidate] > best[row]:
            best[row], tau2[row], converged[row] = height[candidate], roots[candidate], True
    return tau2, converged


REML = Method(
    key="REML",
    name="restricted maximum likelihood",
    function=restricted_maximum_likelihood,
    references=("viechtbauer2005",),
    oracle="metafor 5.1-12 with tight tolerances, to 1e-8",
)
