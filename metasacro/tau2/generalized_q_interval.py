"""The generalized-Q interval of τ²."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import laid_out
from metasacro.tau2.quadratic_form import quadratic_form
from metasacro.tau2.quadratic_form_tail import tau2_where_tail_is, upper_tail

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


def generalized_q_bounds(
    yi: ArrayLike,
    vi: ArrayLike,
    keep: ArrayLike | None = None,
    design: ArrayLike | None = None,
    *,
    weights: ArrayLike | None = None,
    level: float = 0.95,
) -> tuple[Floats, Floats, Booleans]:
    """Exact interval of the between-study variance from a Q statistic with fixed weights (generalized Q).

    lower solves P(Q ≥ observed; tau2) = (1 − level)/2, upper solves it for (1 + level)/2, with Q = Σ a (yi − mu)².
    A bound is 0 where the probability is above its target at tau2 = 0 already.

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part
    design : (..., k, p) columns of a meta-regression; without it, an intercept
    weights : (..., k) the fixed weights a, greater than 0; 1 each where not given
    level : a fraction

    Returns
    -------
    (lower, upper, empty), each (...). `empty` is True where no tau2 ≥ 0 agrees with so small a Q (MS412)

    Domain
    ------
    k ≥ 2 (`nan` otherwise). Exact when effects are normal, `vi` known and the weights chosen beforehand. Weights 1/vi
    suit a small tau2, equal weights a large one; `QP` lies between without a choice.

    References
    ----------
    jackson2013; jackson2014 (with a design). Agrees with metafor 5.1-12 to 1e-8.

    >>> low, high, empty = generalized_q_bounds([0.1, 0.9], [0.04, 0.09])
    >>> round(float(low), 6), round(float(high), 1), bool(empty)
    (0.0, 325.8, False)
    """
    shape, rows, df = laid_out(yi, vi, keep, design)
    y, v, use, *rest = rows
    fixed = np.ones(1) if weights is None else np.asarray(weights)
    a = np.broadcast_to(fixed, (*shape, y.shape[-1])).reshape(y.shape) * use
    lower, upper = np.full(df.shape, np.nan), np.full(df.shape, np.nan)
    empty = np.zeros(df.shape, dtype=np.bool_)
    some = np.flatnonzero(df >= 1)
    if some.size:
        part = [array[some] for array in (a, y, v, *rest)]
        small, large = (np.full(some.shape, 0.5 * (1.0 + sign * level)) for sign in (-1.0, 1.0))
        lower[some], _ = tau2_where_tail_is(small, *part)
        upper[some], _ = tau2_where_tail_is(large, *part)
        q = quadratic_form(part[0], part[1], *part[3:])
        positive = np.flatnonzero(q > 0)
        empty[some] = q == 0
        cut = [array[positive] for array in (q, part[0], *part[2:])]
        empty[some[positive]] = upper_tail(*cut) > large[positive]
    return lower.reshape(shape), upper.reshape(shape), empty.reshape(shape)


GQ = Method(
    key="GQ",
    name="generalized-Q interval of τ²",
    function=generalized_q_bounds,
    references=("jackson2013", "jackson2014"),
    oracle="metafor 5.1-12, to 1e-8",
)
