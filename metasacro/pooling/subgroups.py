"""Subgroups of cohorts: each one's answer, and whether they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.pooling.cluster_labels import label_list, label_numbers
from metasacro.pooling.domain import choice, cohort_table, fraction
from metasacro.pooling.random_effects import random_effects, random_effects_batch
from metasacro.problems import Caution, Refusal, caution
from metasacro.tau2.q_profile import q_profile_bounds
from metasacro.tau2.registry import ESTIMATORS
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.pooling.pooled import Pooled

#: Cohorts a comparison below which an interaction is little more than a guess (the Cochrane Handbook, 10.11.5.1).
_COHORTS_A_COMPARISON = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subgroup:
    """One subgroup."""

    label: object
    pooled: Pooled


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """The test that all subgroups have the same mean effect."""

    q: float  #: between subgroups
    df: int  #: subgroups − 1
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subgroups:
    """Subgroups, in the order in which their labels appear, and the tests between them."""

    groups: tuple[Subgroup, ...]
    interaction: Interaction  #: with the weights of `method`
    interaction_common_effect: (
        Interaction  #: with weights 1/vi, as if nothing but sampling error varied within subgroups
    )
    q_within: float  #: Σ of Cochran's Q of the subgroups
    tau2: float | None  #: the one of all subgroups; None where each has its own, or under the common-effect model
    tau2_interval: Interval | None  #: of the one of all subgroups
    method: str
    test: str
    level: float
    cautions: tuple[Caution, ...]

    def __getitem__(self, label: object) -> Pooled:
        """The answer of a subgroup by its label."""
        return {group.label: group.pooled for group in self.groups}[label]


def subgroups(
    yi: ArrayLike,
    vi: ArrayLike,
    groups: Sequence[object],
    *,
    method: str = "REML",
    test: str = "adhoc",
    level: float = 0.95,
    tau2: str = "separate",
) -> Subgroups:
    """Each subgroup's pooled effect, and the test of interaction between them.

    q = Σ u (m_g − m)², with m_g the mean of a subgroup, u = Σ w over its cohorts, w = 1/(vi + tau2), and m the mean of
    the m_g weighted by u; χ² on subgroups − 1 df

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    groups : k labels; subgroups stand in the order in which they appear
    method : estimator of tau2, as for `random_effects`
    test : of each subgroup's mean, as for `random_effects`. The interaction is a Wald χ² test under each of them
    level : a fraction
    tau2 : "separate", one for each subgroup, or "common", one for all, estimated from how cohorts differ within
        subgroups

    Returns
    -------
    Subgroups; each subgroup's answer is a `Pooled`

    Domain
    ------
    Two subgroups or more, and with a common τ² one of two cohorts (MS467); a label for each effect (MS472, MS473).
    Cautions: subgroups of a single cohort with no τ² of their own (MS468), few cohorts a comparison (MS469), a common
    τ² not at a stationary point (MS411) or with an empty interval (MS412). A separate τ² is poorly known in a small
    subgroup (MS421 in its answer); a common one supposes that subgroups vary alike. The test compares subgroups: one
    that is significant beside one that is not is no evidence that they differ.

    References
    ----------
    borenstein2013. Agrees with metafor 5.1-12 (`rma` on each subgroup) and meta 8.4-0 (`metagen` with `subgroup`, both
    kinds of τ²) to 1e-8.

    >>> found = subgroups([0.1, 0.3, 0.9, 0.7], [0.04, 0.09, 0.05, 0.06], ["a", "a", "b", "b"], method="DL", test="z")
    >>> [round(group.pooled.estimate, 4) for group in found.groups], round(found.interaction.q, 4)
    ([0.1615, 0.8091], 7.6289)
    """
    y, v = cohort_table(yi, vi)
    tau2 = choice("tau2", tau2, ("separate", "common"))
    method = choice("method", "EE" if method == "FE" else method, ESTIMATORS)
    level = fraction(level)
    numbers = label_numbers("groups", groups, y.size)
    labels = list(dict.fromkeys(label_list(groups)))
    members = np.arange(len(labels))[:, None] == numbers
    if len(labels) < 2:
        raise Refusal("MS467", groups=len(labels), k=y.size, reason="at least two are needed")
    common = interval = None
    converged, empty = True, False
    if tau2 == "common" and method != "EE":
        common, interval, converged, empty = _common_variance(y, v, members, method, level)
    answers = [random_effects(y[one], v[one], method=method, test=test, level=level, tau2=common) for one in members]
    q_within = sum(one.q or 0.0 for one in answers)
    cautions = _cautions(labels, members.sum(axis=1), alone=common is None and method != "EE")
    if not converged:
        cautions.append(caution("MS411", method=method))
    if empty:
        cautions.append(caution("MS412", q=q_within, df=y.size - len(labels)))
    return Subgroups(
        groups=tuple(Subgroup(label=label, pooled=one) for label, one in zip(labels, answers, strict=True)),
        interaction=_interaction(y, v, members, method, common),
        interaction_common_effect=_interaction(y, v, members, "EE", None),
        q_within=q_within,
        tau2=common,
        tau2_interval=interval,
        method=method,
        test=test,
        level=level,
        cautions=tuple(cautions),
    )


#: τ², its Q-profile interval, whether its search reached a stationary point, whether no τ² agrees with Q.
_Common: TypeAlias = tuple[float, Interval, bool, bool]


def _common_variance(y: Floats, v: Floats, members: Booleans, method: str, level: float) -> _Common:
    """τ² of a meta-regression with a column for each subgroup."""
    design = members.T.astype(np.float64)
    if y.size <= len(members):
        raise Refusal("MS467", groups=len(members), k=y.size, reason="one τ² for all needs two cohorts in one of them")
    low, high, empty = q_profile_bounds(y, v, None, design, level=level)
    bounds = Interval(lower=float(low), upper=float(high), level=level)
    found = ESTIMATORS[method].function(y, v, None, design)
    return float(found.tau2), bounds, bool(found.converged), bool(empty)


def _interaction(y: Floats, v: Floats, members: Booleans, method: str, tau2: float | None) -> Interaction:
    """Q between the subgroups' means, which are analyses of one batch."""
    means = random_effects_batch(y, v, keep=members, method=method, test="z", tau2=tau2)
    u, m = means.se**-2.0, means.estimate - y.mean()
    q = float((u * (m - (u * m).sum() / u.sum()) ** 2).sum())
    df = len(members) - 1
    return Interaction(q=q, df=df, p_value=float(chi_square_upper(q, df)))


def _cautions(labels: list[object], sizes: Floats, *, alone: bool) -> list[Caution]:
    """MS468 for subgroups of one cohort without τ², MS469 for few cohorts a comparison."""
    found = []
    single = [f"`{label}`" for label, size in zip(labels, sizes, strict=True) if size == 1]
    if alone and single:
        found.append(caution("MS468", labels=", ".join(single)))
    if sizes.sum() < _COHORTS_A_COMPARISON * (len(labels) - 1):
        found.append(caution("MS469", k=int(sizes.sum()), groups=len(labels)))
    return found


SUBGROUPS = Method(
    key="subgroups",
    name="subgroups and their interaction",
    function=subgroups,
    references=("borenstein2013",),
    oracle="metafor 5.1-12 and meta 8.4-0, to 1e-8",
)
