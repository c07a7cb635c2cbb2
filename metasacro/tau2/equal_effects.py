"""EE: no between-study variance, by assumption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.estimate import Tau2

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike


def equal_effects(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None) -> Tau2:
    """One true effect for all cohorts: the between-study variance is 0 by assumption, not by estimation.

    tau2 = 0

    Parameters
    ----------
    yi, vi : (..., k) effects and sampling variances; only their shape matters
    keep : (..., k) True where a cohort takes part
    design : (..., k, p) columns of a meta-regression; without it, an intercept

    Returns
    -------
    Tau2 with tau2 = 0 and no standard error

    Domain
    ------
    Any k ≥ 1. The interval around the pooled answer speaks of these cohorts only, never of another hospital's.

    References
    ----------
    higgins2009 (the common-effect model and what its answer refers to)

    >>> float(equal_effects([0.1, 0.9], [0.04, 0.09]).tau2)
    0.0
    """
    of_design = () if design is None else np.shape(design)[:-1]
    shape = np.broadcast_shapes(np.shape(yi), np.shape(vi), () if keep is None else np.shape(keep), of_design)[:-1]
    return Tau2(tau2=np.zeros(shape), se=np.full(shape, np.nan), converged=np.ones(shape, dtype=np.bool_))


EE = Method(
    key="EE",
    name="common effect (τ² = 0 by assumption)",
    function=equal_effects,
    references=("higgins2009",),
    oracle="metafor 5.1-12, pooled answers to 1e-12",
)
