"""PM: the estimator of Paule and Mandel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.tau2.analyses import estimated
from metasacro.tau2.generalized_q import expected_information_error, tau2_where_q_is

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def paule_mandel(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None) -> Tau2:
    """Between-study variance at which the generalized Q equals its expectation (Paule–Mandel).

    tau2 solves Σ (yi − mu)²/(vi + tau2) = k − 1, mu being the mean with weights 1/(vi + tau2); 0 where Q(0) ≤ k − 1.
    It is the empirical Bayes estimator under another name.

    The standard error is that of the empirical Bayes form with its weights w = 1/(vi + tau2) taken as known,
    √(2/(k − 1)) · k/Σ w. It is exact for equal variances and somewhat small for unequal ones.

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
    k ≥ 2 (`nan` otherwise). The left side falls strictly with tau2, so there is one root, bracketed by the data.

    References
    ----------
    paule1982; morris1983 (empirical Bayes form). Agrees with metafor 5.1-12 (tight tolerances) to 1e-8.

    >>> round(float(paule_mandel([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.09551
    """
    return estimated(_solve, yi, vi, keep, design)


def _solve(df: Floats, *rows: Floats) -> tuple[Floats, Floats, Booleans]:
    tau2, converged = tau2_where_q_is(df, *rows)
    return tau2, expected_information_error(df, tau2, *rows), converged


PM = Method(
    key="PM",
    name="Paule–Mandel",
    function=paule_mandel,
    references=("paule1982", "morris1983"),
    oracle="metafor 5.1-12 with tight tolerances, to 1e-8",
)
