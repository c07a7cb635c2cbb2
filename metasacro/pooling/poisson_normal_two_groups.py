"""Poisson–normal models of two groups: rate ratios without continuity corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.literature import Method
from metasacro.pooling.two_group_answer import two_group_answer
from metasacro.pooling.two_group_counts import person_time, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike
    from metasacro.pooling.pooled_counts import PooledCounts


def poisson_normal_two_groups(
    x1i: ArrayLike,
    t1i: ArrayLike,
    x2i: ArrayLike,
    t2i: ArrayLike,
    *,
    model: str = "UM.FS",
    method: str = "ML",
    test: str = "z",
    drop00: bool = True,
    level: float = 0.95,
    mods: str | ArrayLike | None = None,
    data: Mapping[str, Any] | None = None,
) -> PooledCounts:
    """Pooled log rate ratio of two groups by maximum likelihood, with normal true effects (Poisson mixed models).

    ln rate1 = alpha_i + theta_i/2, ln rate2 = alpha_i − theta_i/2, theta_i ~ N(estimate, tau2). "UM.FS": every alpha_i
    is a parameter. "UM.RS": alpha_i ~ N(gamma, sigma2). "CM.EL": events of group 1 given the total of both, binomial
    with logit theta_i + ln(t1/t2).

    Parameters
    ----------
    x1i, t1i, x2i, t2i : (k,) events (whole numbers) and person-time of group 1 (treatment) and group 2 (control)
    model : "UM.FS", "UM.RS", "CM.EL"
    method : "ML", or "EE" for one common effect (tau2 = 0)
    test : "z", or "t" on k − 1 df
    drop00 : leave out cohorts without events in both groups. They say nothing except under UM.RS: False keeps them
    level : a fraction
    mods, data : a formula and its columns, or a design matrix, as for `meta_regression`: the log ratio of a cohort is
        then x_i b, and the answer a `PooledCountRegression` with `coefficients`, on k − p df under "t"

    Returns
    -------
    PooledCounts, as from `binomial_normal_two_groups`

    Domain
    ------
    As for `binomial_normal_two_groups`. With a common effect UM.FS and CM.EL give the same answer. It supposes that
    events of one person are independent, and a rate that does not change with time.

    References
    ----------
    stijnen2010, liu1994. Agrees with metafor 5.1-12 (`rma.glmm`) to 1e-8 with a common effect.

    >>> events = [9, 8, 3, 6, 7, 20], [413, 263, 487, 237, 489, 507], [19, 19, 13, 9, 23, 50]
    >>> pooled = poisson_normal_two_groups(*events, [398, 245, 435, 241, 483, 405])
    >>> round(pooled.estimate, 6), pooled.tau2
    (-1.032695, 0.0)
    """
    groups = whole(person_time("IRR", {"x1i": x1i, "t1i": t1i, "x2i": x2i, "t2i": t2i}))
    return two_group_answer(
        "IRR", groups, model=model, method=method, test=test, drop00=drop00, level=level, mods=mods, data=data
    )


POISSON_NORMAL_TWO_GROUPS = Method(
    key="poisson-normal-two-groups",
    name="Poisson–normal models of two groups",
    function=poisson_normal_two_groups,
    references=("stijnen2010", "liu1994"),
    oracle="metafor 5.1-12 (rma.glmm), to 1e-8 with a common effect; plain numerical integration to 1e-9",
)
