"""Binomial–normal models of two groups: odds ratios without continuity corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.literature import Method
from metasacro.pooling.two_group_answer import two_group_answer
from metasacro.pooling.two_group_counts import two_by_two, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike
    from metasacro.pooling.pooled_counts import PooledCounts


def binomial_normal_two_groups(
    ai: ArrayLike | None = None,
    bi: ArrayLike | None = None,
    ci: ArrayLike | None = None,
    di: ArrayLike | None = None,
    *,
    n1i: ArrayLike | None = None,
    n2i: ArrayLike | None = None,
    model: str = "UM.FS",
    method: str = "ML",
    test: str = "z",
    drop00: bool = True,
    level: float = 0.95,
    mods: str | ArrayLike | None = None,
    data: Mapping[str, Any] | None = None,
) -> PooledCounts:
    """Pooled log odds ratio of two groups by maximum likelihood, with normal true effects (logistic mixed models).

    logit p1 = alpha_i + theta_i/2, logit p2 = alpha_i − theta_i/2, theta_i ~ N(estimate, tau2). "UM.FS": every alpha_i
    is a parameter. "UM.RS": alpha_i ~ N(gamma, sigma2). "CM.EL": events of group 1 given the total of both, which does
    away with alpha_i (noncentral hypergeometric). "CM.AL": the same with the binomial in its place, for rare events.

    Parameters
    ----------
    ai, bi, ci, di : (k,) events and non-events of group 1 (treatment) and group 2 (control), whole numbers; or
        `ai n1i ci n2i`
    model : "UM.FS", "UM.RS", "CM.EL", "CM.AL"
    method : "ML", or "EE" for one common effect (tau2 = 0)
    test : "z", or "t" on k − 1 df
    drop00 : leave out cohorts without events (or with nothing but events) in both groups. They say nothing except under
        UM.RS, where False keeps them
    level : a fraction
    mods, data : a formula and its columns, or a design matrix, as for `meta_regression`: the log ratio of a cohort is
        then x_i b, and the answer a `PooledCountRegression` with `coefficients`, on k − p df under "t"

    Returns
    -------
    PooledCounts, on the log scale. `q` is the likelihood-ratio test of heterogeneity under the same model;
    `tau2_interval` comes from the profile likelihood; `i2` is None (MS456), `weights` too: the answer is not a weighted
    mean. Where every cohort has as few events in group 1 as its total allows (or as many), no finite ratio exists:
    estimate None (MS453).

    Domain
    ------
    k ≥ 1; a single cohort has no τ² (MS420). tau2 = 0 is common with rare events (MS457). UM.FS has as many parameters
    as cohorts and underestimates tau2 when they are small; CM.EL does not. CM.AL is biased where events are not rare.
    UM.RS is integrated in two dimensions, to 1e-8 in log-likelihood up to SDs of about 3.

    References
    ----------
    stijnen2010 (models 4 and 5), jackson2018 (their comparison), liu1994, louis1982. Agrees with metafor 5.1-12
    (`rma.glmm`) to 1e-7 with a common effect, and to the error of its 7 nodes (UM.RS: one node) otherwise.

    >>> pooled = binomial_normal_two_groups([0, 1, 4], [53, 43, 60], [3, 3, 1], [114, 32, 68], model="CM.EL")
    >>> round(pooled.estimate, 4), round(pooled.tau2, 4)
    (-0.531, 1.6972)
    """
    columns = {"ai": ai, "bi": bi, "ci": ci, "di": di, "n1i": n1i, "n2i": n2i}
    groups = whole(two_by_two("OR", columns))
    return two_group_answer(
        "OR", groups, model=model, method=method, test=test, drop00=drop00, level=level, mods=mods, data=data
    )


BINOMIAL_NORMAL_TWO_GROUPS = Method(
    key="binomial-normal-two-groups",
    name="binomial–normal models of two groups",
    function=binomial_normal_two_groups,
    references=("stijnen2010", "jackson2018", "liu1994", "louis1982"),
    oracle="metafor 5.1-12 (rma.glmm), to 1e-7 with a common effect; plain numerical integration to 1e-9",
)
