"""SJ: the estimator of Sidik and Jonkman."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import estimated
from metasacro.tau2.quadratic_form import quadratic_form, standard_error

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def sidik_jonkman(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None) -> Tau2:
    """Between-study variance from a crude one, corrected once (Sidik–Jonkman).

    crude = Σ (yi − ȳ)²/k; w = 1/(vi + crude); tau2 = crude · Σ w (yi − mu)²/(k − 1)

    With a design the crude variance is still that of the effects themselves, and k − 1 becomes k − p. The standard
    error is that of the weighted sum of squares at the estimate, S = diag(vi + tau2): crude √(2 tr(PSPS))/(k − 1).

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
    k ≥ 2 (`nan` otherwise). In closed form, and above 0 unless all effects are equal: it never reports homogeneity, and
    is too large when true effects differ little.

    References
    ----------
    sidik2005. Agrees with metafor 5.1-12 to 1e-12.

    >>> round(float(sidik_jonkman([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.100595
    """
    return estimated(_solve, yi, vi, keep, design, yi)


def _solve(
    df: Floats, plain: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None
) -> tuple[Floats, Floats, Booleans]:
    k = use.sum(axis=-1)
    known = np.where(use > 0, plain, 0.0)
    center = (known.sum(axis=-1) / k)[:, None]
    crude = (use * (known - center) ** 2).sum(axis=-1) / k
    w = use / (v + crude[:, None])
    tau2 = crude * quadratic_form(w, y, x) / df
    return tau2, crude * standard_error(w, v, tau2, x) / df, np.isfinite(tau2)


SJ = Method(
    key="SJ",
    name="Sidik–Jonkman",
    function=sidik_jonkman,
    references=("sidik2005",),
    oracle="metafor 5.1-12, to 1e-12",
)
