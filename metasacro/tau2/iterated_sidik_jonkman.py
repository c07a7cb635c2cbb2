"""SJIT: Sidik and Jonkman's correction, iterated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.tau2.analyses import estimated
from metasacro.tau2.generalized_q import expected_information_error, tau2_where_q_is

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def iterated_sidik_jonkman(
    yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None
) -> Tau2:
    """Between-study variance by Sidik–Jonkman corrections repeated until they stand still.

    w = 1/(vi + tau2); tau2 ← tau2 · Σ w (yi − mu)²/(k − 1). It stands still where the sum is k − 1, the equation of
    `PM`, or falls towards 0 where there is no such tau2 above 0; it is solved as such.

    The standard error is √(2/(k − 1)) · k/Σ w, with the weights taken as known.

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
    k ≥ 2 (`nan` otherwise). The same number as `PM`. The steps themselves shrink without ever reaching 0; here 0 is 0.

    References
    ----------
    sidik2007. Agrees with metafor 5.1-12 (tight tolerances) to 1e-8 away from 0.

    >>> round(float(iterated_sidik_jonkman([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.09551
    """
    return estimated(_solve, yi, vi, keep, design)


def _solve(df: Floats, *rows: Floats) -> tuple[Floats, Floats, Booleans]:
    tau2, converged = tau2_where_q_is(df, *rows)
    return tau2, expected_information_error(df, tau2, *rows), converged


SJIT = Method(
    key="SJIT",
    name="Sidik–Jonkman, iterated",
    function=iterated_sidik_jonkman,
    references=("sidik2007",),
    oracle="metafor 5.1-12 with tight tolerances, to 1e-8",
)
