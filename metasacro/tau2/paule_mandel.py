"""PM: the estimator of Paule and Mandel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.estimate import Tau2
from metasacro.tau2.generalized_q import tau2_where_q_is
from metasacro.tau2.weighted_residuals import cohorts, rows_of

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike


def paule_mandel(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None) -> Tau2:
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
    y, v, use = cohorts(yi, vi, keep)
    shape = y.shape[:-1]
    k = use.sum(axis=-1).reshape(-1)
    some = k >= 2
    tau2 = np.full(k.shape, np.nan)
    se = np.full(k.shape, np.nan)
    converged = np.zeros(k.shape, dtype=np.bool_)
    y, v, use = rows_of(y, v, use)
    if some.any():
        y, v, use, k = y[some], v[some], use[some], k[some]
        tau2[some], converged[some] = tau2_where_q_is(k - 1.0, y, v, use)
        total = (use / (v + tau2[some][:, None])).sum(axis=-1)
        se[some] = np.sqrt(2.0 / (k - 1.0)) * k / total
    return Tau2(tau2=tau2.reshape(shape), se=se.reshape(shape), converged=converged.reshape(shape))


PM = Method(
    key="PM",
    name="Paule–Mandel",
    function=paule_mandel,
    references=("paule1982", "morris1983"),
    oracle="metafor 5.1-12 with tight tolerances, to 1e-8",
)
