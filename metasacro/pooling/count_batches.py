"""The models of counts for many analyses at once: leave-one-out, subsets, resamples, simulations.

The likelihoods of these models are searched in parameters whose number depends on the cohorts of an analysis, so a
batch goes through its analyses one by one, each by the search that serves a single one. It saves the checks, the
intervals of τ² and the cautions, not the search. (`binomial_normal_batch` and `random_effects_batch` are vectorised.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.pooling.beta_binomial import beta_binomial_fit
from metasacro.pooling.domain import choice
from metasacro.pooling.poisson_normal import poisson_normal_fit
from metasacro.pooling.two_group_answer import model_keys, two_group_fit
from metasacro.pooling.two_group_counts import TwoGroups
from metasacro.pooling.two_group_models import at_one_end
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.pooling.mixed_counts_fit import Maximum


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountsBatch:
    """Many fits: arrays of shape (...). `nan` where no model can be fitted, or where there is but one cohort."""

    estimate: Floats  #: on the log or logit scale
    se: Floats
    tau2: Floats  #: of the beta-binomial model: rho, the correlation of two people of one cohort
    log_likelihood: Floats
    converged: Booleans
    q: Floats  #: likelihood-ratio statistic: each cohort its own effect against one common effect
    q_df: Floats
    q_p: Floats
    k: Floats  #: cohorts that were fitted


def poisson_normal_batch(
    xi: ArrayLike, ti: ArrayLike, *, keep: ArrayLike | None = None, method: str = "ML"
) -> CountsBatch:
    """`poisson_normal` for analyses (..., k). Values are not checked: they come from a table that was.

    >>> events, time = np.array([9, 8, 3, 6]), np.array([413, 263, 487, 237])
    >>> poisson_normal_batch(events, time, keep=~np.eye(4, dtype=bool)).estimate.round(3).tolist()
    [-4.069, -4.164, -3.681, -4.093]
    """
    choice("method", method, ("ML", "EE"))

    def solve(x: Floats, t: Floats) -> _Row | None:
        if x.sum() == 0:
            return None
        _, fit, q = poisson_normal_fit(x, t, method)
        return _row(fit, q, x.size)

    return _one_by_one(solve, (xi, ti), keep)


def beta_binomial_batch(xi: ArrayLike, ni: ArrayLike, *, keep: ArrayLike | None = None) -> CountsBatch:
    """`beta_binomial` for analyses (..., k). Values are not checked: they come from a table that was.

    >>> events, people = np.array([1, 5, 0, 2]), np.array([20, 20, 20, 30])
    >>> beta_binomial_batch(events, people, keep=~np.eye(4, dtype=bool)).estimate.round(3).tolist()
    [-2.163, -3.106, -2.016, -2.211]
    """

    def solve(x: Floats, n: Floats) -> _Row | None:
        if x.size < 2 or x.sum() in (0.0, n.sum()):
            return None
        fit = beta_binomial_fit(x, n)
        estimate, rho = float(np.log(fit.mean / (1.0 - fit.mean))), fit.theta / (1.0 + fit.theta)
        return estimate, fit.se, rho, fit.height, fit.found, fit.q, x.size - 1.0, x.size

    return _one_by_one(solve, (xi, ni), keep)


def binomial_normal_two_groups_batch(
    ai: ArrayLike,
    n1i: ArrayLike,
    ci: ArrayLike,
    n2i: ArrayLike,
    *,
    keep: ArrayLike | None = None,
    model: str = "UM.FS",
    method: str = "ML",
    drop00: bool = True,
) -> CountsBatch:
    """`binomial_normal_two_groups` for analyses (..., k). Values are not checked: they come from a table that was.

    >>> counts = [np.array(column) for column in ([1, 2, 4], [53, 43, 60], [3, 3, 1], [114, 32, 68])]
    >>> binomial_normal_two_groups_batch(*counts, model="CM.EL", method="EE").estimate.round(4).tolist()
    0.1612
    """
    return _two_groups((ai, n1i, ci, n2i), keep, model=model, method=method, drop00=drop00, rates=False)


def poisson_normal_two_groups_batch(
    x1i: ArrayLike,
    t1i: ArrayLike,
    x2i: ArrayLike,
    t2i: ArrayLike,
    *,
    keep: ArrayLike | None = None,
    model: str = "UM.FS",
    method: str = "ML",
    drop00: bool = True,
) -> CountsBatch:
    """`poisson_normal_two_groups` for analyses (..., k). Values are not checked: they come from a table that was.

    >>> counts = [np.array(column) for column in ([9, 8, 3], [413, 263, 487], [19, 19, 13], [398, 245, 435])]
    >>> poisson_normal_two_groups_batch(*counts, keep=[[1, 1, 0], [0, 1, 1]], method="EE").estimate.round(4).tolist()
    [-0.8581, -1.1545]
    """
    return _two_groups((x1i, t1i, x2i, t2i), keep, model=model, method=method, drop00=drop00, rates=True)


#: estimate, se, tau2, log-likelihood, converged, q, its df, k.
_Row = tuple[float, float, float, float, bool, float, float, int]


def _two_groups(
    columns: tuple[ArrayLike, ...], keep: ArrayLike | None, *, model: str, method: str, drop00: bool, rates: bool
) -> CountsBatch:
    choice("model", model, model_keys(rates=rates))
    choice("method", method, ("ML", "EE"))

    def solve(a: Floats, n1: Floats, c: Floats, n2: Floats) -> _Row | None:
        given = TwoGroups(a=a, c=c, n1=n1, n2=n2, rates=rates)
        telling = given.rows(~given.silent)
        if at_one_end(telling):
            return None
        groups = given if model == "UM.RS" and not drop00 else telling
        _, fit, q = two_group_fit(groups, model, method)
        return _row(fit, q, groups.a.size)

    return _one_by_one(solve, columns, keep)


def _row(fit: Maximum, q: float, k: int) -> _Row:
    several = k > 1
    return (
        float(fit.beta[0]),
        float(np.sqrt(fit.covariance[0, 0])),
        float(fit.sd[0]) ** 2 if several else np.nan,
        fit.height,
        fit.converged,
        q if several else np.nan,
        k - 1.0 if several else np.nan,
        k,
    )


def _one_by_one(
    solve: Callable[..., _Row | None], columns: tuple[ArrayLike, ...], keep: ArrayLike | None
) -> CountsBatch:
    """The analyses of a batch in turn, each with the cohorts that it keeps."""
    values = [np.asarray(column, dtype=np.float64) for column in columns]
    *values, use = np.broadcast_arrays(*values, np.asarray(True if keep is None else keep, dtype=np.bool_))
    shape, k = use.shape[:-1], use.shape[-1]
    kept = use.reshape(-1, k)
    flat = [value.reshape(-1, k) for value in values]
    found = np.full((len(kept), 8), np.nan)
    found[:, 4], found[:, 7] = 1.0, kept.sum(axis=-1)
    for i, taken in enumerate(kept):
        row = solve(*(value[i][taken] for value in flat))
        if row is not None:
            found[i] = row
    estimate, se, tau2, height, converged, q, df, count = (found[:, j].reshape(shape) for j in range(8))
    q_p = np.where(np.isfinite(df), chi_square_upper(q, df), np.nan)
    return CountsBatch(
        estimate=estimate,
        se=se,
        tau2=tau2,
        log_likelihood=height,
        converged=converged > 0,
        q=q,
        q_df=df,
        q_p=q_p,
        k=count,
    )
