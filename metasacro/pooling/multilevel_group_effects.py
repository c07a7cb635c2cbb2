"""What each group of a multilevel model has of its own: best linear unbiased predictions of its effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.student import student_quantile
from metasacro.pooling.multilevel_arguments import data_of_answer
from metasacro.pooling.multilevel_likelihood import estimates
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.cluster_labels import Integers
    from metasacro.pooling.multilevel_answer import MultilevelPooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupEffects:
    """One level: arrays over its groups, in the order in which they first appear."""

    name: str  #: of the level
    rows: Integers  #: the first row of each group
    estimate: Floats  #: distance of the group from what the level above and the moderators predict
    se: Floats
    lower: Floats
    upper: Floats


def group_effects(fit: MultilevelPooled) -> tuple[GroupEffects, ...]:
    """Predicted effect of each group, level by level (best linear unbiased prediction, shrunken towards 0).

    u = σ² Z'W(y − Xb), Var(u − its prediction) = σ² I − σ⁴ Z'PZ, Z the membership of a level, P = W − WX(X'WX)⁻¹X'W

    Parameters
    ----------
    fit : the answer of `multilevel`

    Returns
    -------
    one GroupEffects a level, outer first; intervals by the distribution of the first coefficient

    Domain
    ------
    All are 0 where the variance of a level is 0. The standard errors take the variances as known, and are too small
    when groups are few (MS480).

    References
    ----------
    vandennoortgate2013; robinson1991. Agrees with metafor 5.1-12 (`ranef`) to 1e-9 at the same variances.

    >>> from metasacro.pooling.multilevel import multilevel
    >>> fit = multilevel([0.1, 0.3, 0.8, 0.7], [0.02, 0.03, 0.02, 0.04], groups=list("aabb"), profile=False)
    >>> group_effects(fit)[0].estimate.round(3).tolist()
    [-0.272, 0.272]
    """
    names = tuple(level.name for level in fit.levels)
    data = data_of_answer(fit)
    variances = np.array([level.variance for level in fit.levels])
    found = estimates(variances, data.stacks)
    inner = np.linalg.inv(found.information)
    pull, known = (np.zeros((len(names), fit.k)) for _ in range(2))
    for stack, w, r in zip(data.stacks, found.weights, found.residuals, strict=True):
        u = np.einsum("nij,nj->ni", w, r)
        p = w - w @ stack.x @ inner @ stack.x.transpose(0, 2, 1) @ w
        pull[:, stack.rows] = np.einsum("cnij,nj->cni", stack.same, u)
        known[:, stack.rows] = np.einsum("cnij,njl,cnli->cni", stack.same, p, stack.same, optimize=True)
    critical = float(student_quantile((1.0 + fit.level) / 2.0, fit.coefficients.df[0]))
    answers = []
    for c, grouping in enumerate(fit.groupings):
        first = np.unique(grouping, return_index=True)[1]
        estimate = variances[c] * pull[c, first]
        se = np.sqrt(np.maximum(variances[c] - variances[c] ** 2 * known[c, first], 0.0))
        lower, upper = estimate - critical * se, estimate + critical * se
        for values in (estimate, se, lower, upper):
            values.flags.writeable = False
        answers.append(GroupEffects(name=names[c], rows=first, estimate=estimate, se=se, lower=lower, upper=upper))
    return tuple(answers)


GROUP_EFFECTS = Method(
    key="group-effects",
    name="predicted effects of groups",
    function=group_effects,
    references=("vandennoortgate2013", "robinson1991"),
    oracle="metafor 5.1-12 (ranef), to 1e-9 at the same variances",
)
