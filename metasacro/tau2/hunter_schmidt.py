"""HS: the estimator of Hunter and Schmidt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import estimated
from metasacro.tau2.quadratic_form import quadratic_form, standard_error

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def hunter_schmidt(
    yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None
) -> Tau2:
    """Between-study variance as weighted variance of the effects less typical sampling variance (Hunter–Schmidt).

    w = 1/vi; Q = Σ w (yi − mu)²; tau2 = max(0, (Q − k)/Σ w)

    The standard error is that of Q at the estimate, √(2 tr(PSPS))/Σ w, S = diag(vi + tau2).

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part
    design : (..., k, p) columns of a meta-regression; without it, an intercept

    Returns
    -------
    Tau2, in squared units of the effect

    Domain
    ------
    k ≥ 2 (`nan` otherwise). In closed form. It divides by k where k − 1 would be unbiased, so it is too small, by much
    when cohorts are few; `HSk` corrects that. 0 is truncated, not found: see MS423.

    References
    ----------
    viechtbauer2005 (section on Hunter and Schmidt's estimator). Agrees with metafor 5.1-12 to 1e-12.

    >>> round(float(hunter_schmidt([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.034938
    """
    return estimated(_solve, yi, vi, keep, design)


def _solve(df: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> tuple[Floats, Floats, Booleans]:
    del df  # the uncorrected estimator divides by k
    w = use / v
    total = w.sum(axis=-1)
    tau2 = np.maximum(0.0, (quadratic_form(w, y, x) - use.sum(axis=-1)) / total)
    return tau2, standard_error(w, v, tau2, x) / total, np.isfinite(tau2)


HS = Method(
    key="HS",
    name="Hunter–Schmidt",
    function=hunter_schmidt,
    references=("viechtbauer2005",),
    oracle="metafor 5.1-12, to 1e-12",
)
