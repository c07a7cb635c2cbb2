"""How much a multilevel answer owes to each effect and to each cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.cluster_labels import label_numbers
from metasacro.pooling.multilevel_arguments import assembled, data_of_answer
from metasacro.pooling.multilevel_fit import highest, spread
from metasacro.pooling.multilevel_likelihood import estimates
from metasacro.pooling.sampling_covariance import covariance_of_rows
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.pooling.multilevel_answer import MultilevelPooled
    from metasacro.pooling.multilevel_arguments import MultilevelData


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MultilevelInfluence:
    """One row an effect, (k,); `nan` where the model without it has no answer. Arrays are read-only."""

    rstandard: Floats  #: residual over its standard error
    rstudent: Floats  #: the same with the effect left out of the model, its variances estimated anew
    cooks_distance: Floats  #: how far the coefficients move without the effect, in units of their covariance
    hat: Floats  #: leverage
    weights_diagonal: Floats  #: shares of the diagonal of W
    weights_row_sum: Floats  #: shares of the row sums of W


def multilevel_influence(fit: MultilevelPooled) -> MultilevelInfluence:
    """Residuals, leverage, weights and Cook's distance of each effect in a multilevel model.

    rstandard = e/√(M − X(X'WX)⁻¹X')ᵢᵢ; rstudent = (y − x b₋)/√(x Var(b₋)x' + M₋ᵢᵢ) and
    Cook = (b − b₋)'Var(b)⁻¹(b − b₋), where b₋ and M₋ come from the model without the effect

    Parameters
    ----------
    fit : the answer of `multilevel`

    Returns
    -------
    MultilevelInfluence

    Domain
    ------
    One refit an effect. An effect whose cluster holds others is partly told by them, so look at clusters too
    (`cluster_influence`). A refit that has no answer (MS474, MS476) leaves `nan`.

    References
    ----------
    viechtbauercheung2010. Agrees with metafor 5.1-12 (`rstudent`, `cooks.distance`, `hatvalues`, `weights`) to 1e-6:
    R's refits stop early.

    >>> from metasacro.pooling.multilevel import multilevel
    >>> fit = multilevel([0.1, 0.3, 0.8, 0.7], [0.02, 0.03, 0.02, 0.04], groups=list("aabb"), profile=False)
    >>> multilevel_influence(fit).hat.round(3).tolist()
    [0.301, 0.201, 0.332, 0.166]
    """
    data, variances = data_of_answer(fit), np.array([level.variance for level in fit.levels])
    found = estimates(variances, data.stacks)
    inner = np.linalg.inv(found.information)
    columns = {name: np.empty(fit.k) for name in ("rstandard", "hat", "diagonal", "row_sum")}
    for stack, w, r in zip(data.stacks, found.weights, found.residuals, strict=True):
        whole = stack.v + np.tensordot(variances, stack.same, axes=1)
        reach = stack.x @ inner @ stack.x.transpose(0, 2, 1)
        columns["rstandard"][stack.rows] = r / np.sqrt(np.einsum("nii->ni", whole - reach))
        columns["hat"][stack.rows] = np.einsum("nij,nji->ni", reach, w)
        columns["diagonal"][stack.rows] = np.einsum("nii->ni", w)
        columns["row_sum"][stack.rows] = w.sum(axis=2)
    student, cook = np.full(fit.k, np.nan), np.full(fit.k, np.nan)
    for i in range(fit.k):
        keep = np.arange(fit.k) != i
        left = _without(fit, data, variances, keep)
        if left is None:
            continue
        beta, covariance, total = left
        x = fit.design[i]
        student[i] = (data.y[i] - x @ beta) / np.sqrt(x @ covariance @ x + data.v[i] + total)
        move = fit.coefficients.estimate - beta
        cook[i] = move @ np.linalg.solve(fit.coefficients.covariance, move)
    for values in (*columns.values(), student, cook):
        values.flags.writeable = False
    return MultilevelInfluence(
        rstandard=columns["rstandard"],
        rstudent=student,
        cooks_distance=cook,
        hat=columns["hat"],
        weights_diagonal=_shares(columns["diagonal"]),
        weights_row_sum=_shares(columns["row_sum"]),
    )


def cluster_influence(fit: MultilevelPooled, cluster: Sequence[object]) -> Floats:
    """Cook's distance of each cluster, in the order in which clusters appear; `nan` where no model is left."""
    data, variances = data_of_answer(fit), np.array([level.variance for level in fit.levels])
    numbers = label_numbers("cluster", cluster, fit.k)
    cook = np.full(numbers.max() + 1, np.nan)
    for j in range(cook.size):
        left = _without(fit, data, variances, numbers != j)
        if left is not None:
            move = fit.coefficients.estimate - left[0]
            cook[j] = move @ np.linalg.solve(fit.coefficients.covariance, move)
    cook.flags.writeable = False
    return cook


def _without(
    fit: MultilevelPooled, data: MultilevelData, variances: Floats, keep: Booleans
) -> tuple[Floats, Floats, float] | None:
    """Coefficients, their covariance and the summed variances of the model of the rows kept."""
    try:
        rest = assembled(
            data.y[keep],
            data.v[keep],
            covariance_of_rows(data.covariance, keep),
            data.names,
            tuple(np.unique(grouping[keep], return_inverse=True)[1] for grouping in data.groupings),
            data.columns,
            data.design[keep],
        )
    except Refusal:
        return None
    unit = spread(rest.stacks)
    end = highest(
        rest.stacks,
        restricted=fit.method == "REML",
        free=rest.informative,
        start=np.zeros(len(data.names)),
        starts=[variances, np.full_like(variances, 0.5 * unit), np.full_like(variances, 0.05 * unit)],
        climbs=2,
    )
    found = estimates(end.point, rest.stacks)
    back = np.linalg.inv(rest.rotation)
    beta = rest.origin + back @ found.beta
    covariance = np.asarray(back @ np.linalg.inv(found.information) @ back.T, dtype=np.float64)
    return beta, covariance, float(end.point.sum())


def _shares(values: Floats) -> Floats:
    shares = np.asarray(values / values.sum(), dtype=np.float64)
    shares.flags.writeable = False
    return shares


MULTILEVEL_INFLUENCE = Method(
    key="multilevel-influence",
    name="influence on a multilevel answer",
    function=multilevel_influence,
    references=("viechtbauercheung2010",),
    oracle="metafor 5.1-12 (rstudent, cooks.distance), to the tolerance of its refits",
)
