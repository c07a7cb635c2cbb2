"""The interval of τ² from the distribution of the generalized Q statistic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.tau2.analyses import laid_out
from metasacro.tau2.generalized_q import tau2_where_q_is
from metasacro.tau2.weighted_residuals import weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


def q_profile_bounds(
    yi: ArrayLike,
    vi: ArrayLike,
    keep: ArrayLike | None = None,
    design: ArrayLike | None = None,
    *,
    level: float = 0.95,
) -> tuple[Floats, Floats, Booleans]:
    """Exact interval of the between-study variance: all tau2 that the generalized Q does not contradict (Q-profile).

    lower solves Q(tau2) = the (1 + level)/2 quantile of χ² on k − 1 df, upper its (1 − level)/2 quantile, with
    Q(tau2) = Σ (yi − mu)²/(vi + tau2). A bound is 0 where Q(0) is below its quantile already.

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part
    design : (..., k, p) columns of a meta-regression; then k − p df, and residuals from the regression
    level : a fraction

    Returns
    -------
    (lower, upper, empty), each (...). `empty` is True where no tau2 ≥ 0 agrees with so small a Q, not even 0 (MS412);
    both bounds are 0 there.

    Domain
    ------
    k ≥ 2 (`nan` otherwise). Exact when effects are normal and `vi` known. It does not depend on which estimator of
    τ² was chosen, and may therefore exclude the estimate. Both bounds are bracketed by the data, without a cap.

    References
    ----------
    viechtbauer2007; jackson2014 (with a design). Agrees with metafor 5.1-12 to 1e-8.

    >>> low, high, empty = q_profile_bounds([0.1, 0.9], [0.04, 0.09])
    >>> round(float(low), 6), round(float(high), 1), bool(empty)
    (0.0, 325.8, False)
    """
    shape, rows, df = laid_out(yi, vi, keep, design)
    lower, upper = np.full(df.shape, np.nan), np.full(df.shape, np.nan)
    empty = np.zeros(df.shape, dtype=np.bool_)
    some = np.flatnonzero(df >= 1)
    if some.size:
        rows, df = tuple(array[some] for array in rows), df[some]
        high, low = chi_square_quantile((1.0 + level) / 2.0, df), chi_square_quantile((1.0 - level) / 2.0, df)
        twice = (np.concatenate([array, array]) for array in rows)
        roots, _ = tau2_where_q_is(np.concatenate([high, low]), *twice)
        lower[some], upper[some] = roots[: some.size], roots[some.size :]
        y, v, use, *rest = rows
        empty[some] = weighted_residuals(y, v, use, 0.0, *rest).q < low
    return lower.reshape(shape), upper.reshape(shape), empty.reshape(shape)


QP = Method(
    key="QP",
    name="Q-profile interval of τ²",
    function=q_profile_bounds,
    references=("viechtbauer2007", "jackson2014"),
    oracle="metafor 5.1-12, to 1e-8",
)
