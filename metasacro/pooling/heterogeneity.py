"""How much cohorts differ: Q, I² and H²."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.tau2.projection import sum_of_others
from metasacro.tau2.weighted_residuals import cohorts, weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: What `i2` is when τ² was estimated.
I2_BY_TAU2 = "τ²/(τ² + typical sampling variance), Higgins–Thompson"

#: What `i2` is in the common-effect model.
I2_BY_Q = "(Q − df)/Q, not below 0"


def cochran_q(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None) -> tuple[Floats, Floats, Floats]:
    """Cochran's test: do the cohorts differ more than their sampling errors explain?

    Q = Σ (yi − mu)²/vi with mu the mean weighted by 1/vi; χ² on k − 1 df if all true effects are equal

    Parameters
    ----------
    yi, vi : (..., k) effects and sampling variances
    keep : (..., k) True where a cohort takes part

    Returns
    -------
    (q, df, p), each (...); `nan` for a single cohort

    Domain
    ------
    k ≥ 2. With few cohorts it misses much (a large P proves nothing, MS423), with many it finds the trivial.

    References
    ----------
    higgins2002. Agrees with metafor 5.1-12 to 1e-12, its P value to 1e-10.

    >>> q, df, p = cochran_q([0.1, 0.9], [0.04, 0.09])
    >>> round(float(q), 4), float(df), round(float(p), 4)
    (4.9231, 1.0, 0.0265)
    """
    y, v, use = cohorts(yi, vi, keep)
    df = use.sum(axis=-1) - 1.0
    q = np.where(df >= 1, weighted_residuals(y, v, use, np.zeros(df.shape)).q, np.nan)
    df = np.where(df >= 1, df, np.nan)
    return q, df, np.where(np.isfinite(df), chi_square_upper(q, df), np.nan)


def i_squared(
    tau2: Floats, vi: ArrayLike, keep: ArrayLike | None = None, *, q: Floats | None = None
) -> tuple[Floats, Floats]:
    """Share of the total variance that is between cohorts (I²), and H².

    typical = (k − 1) Σ w/((Σ w)² − Σ w²) with w = 1/vi; i2 = tau2/(tau2 + typical); h2 = 1 + tau2/typical.
    With `q` (the common-effect model): i2 = max(0, (q − df)/q), h2 = q/df.

    Parameters
    ----------
    tau2 : (...) between-study variance
    vi : (..., k) sampling variances
    keep : (..., k) True where a cohort takes part
    q : (...) Cochran's Q, for the definition by Q

    Returns
    -------
    (i2, h2), each (...): i2 a fraction; `nan` for a single cohort

    Domain
    ------
    k ≥ 2. It is relative to the size of the cohorts: with large ones it nears 1 whatever τ² is, so it does not say how
    much the effect varies. The two definitions differ; results name theirs.

    References
    ----------
    higgins2002, equations 9 to 12. Agrees with metafor 5.1-12 to 1e-8.

    >>> i2, h2 = i_squared(np.array(0.255), [0.04, 0.09])
    >>> round(float(i2), 6), round(float(h2), 6)
    (0.796875, 4.923077)
    """
    _, v, use = cohorts(np.zeros(np.shape(vi)), vi, keep)
    df = use.sum(axis=-1) - 1.0
    df = np.where(df >= 1, df, np.nan)
    if q is not None:
        return i_squared_of_q(q, df)
    w = use / v
    with np.errstate(divide="ignore", invalid="ignore"):
        typical = df * w.sum(axis=-1) / (w * sum_of_others(w)).sum(axis=-1)
    return i_squared_of_tau2(tau2, typical)


def i_squared_of_q(q: Floats, df: Floats) -> tuple[Floats, Floats]:
    """I² and H² from Q; `nan` where `df` is."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(np.isfinite(df), np.where(q > df, (q - df) / q, 0.0), np.nan), q / df


def i_squared_of_tau2(tau2: Floats, typical: Floats) -> tuple[Floats, Floats]:
    """I² and H² from τ² and the typical sampling variance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return tau2 / (tau2 + typical), 1.0 + tau2 / typical


I2 = Method(
    key="I2",
    name="I² and H²",
    function=i_squared,
    references=("higgins2002",),
    oracle="metafor 5.1-12, to 1e-8",
)
Q = Method(
    key="Q",
    name="Cochran's Q",
    function=cochran_q,
    references=("higgins2002",),
    oracle="metafor 5.1-12, to 1e-12",
)
