"""Cluster-robust variances: valid standard errors when the correlations within clusters are only guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.fisher_f import f_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile
from metasacro.pooling.cluster_labels import label_numbers
from metasacro.pooling.coefficients import JointTest, coefficient_table, joint_test, moderators
from metasacro.pooling.domain import choice, fraction
from metasacro.pooling.fit_statistics import design_matrix
from metasacro.pooling.meta_regression import PooledRegression
from metasacro.pooling.multilevel_answer import MultilevelPooled
from metasacro.pooling.multilevel_arguments import assembled
from metasacro.pooling.multilevel_likelihood import estimates
from metasacro.pooling.pooled import Pooled
from metasacro.pooling.robust_variance_adjustment import adjustments, moments_of_variance
from metasacro.pooling.sampling_covariance import independent
from metasacro.problems import Caution, Refusal, caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.coefficients import CoefficientTable
    from metasacro.pooling.multilevel_arguments import MultilevelData
    from metasacro.pooling.multilevel_likelihood import Estimates

#: Below this many degrees of freedom a t with a Satterthwaite approximation is not trusted (tipton2015).
FEWEST_DF = 4

#: A robust variance below this share of the model's is the rounding of residuals that are 0.
_ROUNDING = 1e-20

#: So few degrees of freedom are the rounding of none, and would serve nobody.
_NO_FREEDOM = 1e-5

#: Coefficients whose correlations have a smaller eigenvalue than this move as one, and cannot be tested together.
_SINGULAR = 1e-10

KINDS = ("CR2", "CR1", "CR0")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RobustPooled(Pooled):
    """A pooled answer with a cluster-robust variance; `test` names its kind. The estimate is that of the model."""

    coefficients: CoefficientTable
    joint: JointTest | None  #: None where too few clusters leave it no degrees of freedom, or two coefficients as one
    clusters: int


def robust_variance(
    pooled: Pooled, *, cluster: Sequence[object], kind: str = "CR2", level: float | None = None
) -> RobustPooled:
    """Cluster-robust (sandwich) variance of a fitted model.

    Var(b) = (X'WX)⁻¹ [Σ X_j'W_j A_j e_j e_j'A_j W_j X_j] (X'WX)⁻¹ over clusters j; the working model that gave W may be
    wrong within clusters. A_j = I (CR0); √(m/(m − p)) I (CR1); for CR2 the matrix that makes the variance unbiased if
    the working model is right, with t on Satterthwaite degrees of freedom

    Parameters
    ----------
    pooled : the answer of `random_effects`, `common_effect`, `meta_regression` or `multilevel`
    cluster : (k,) labels; clusters must be independent of each other
    kind : "CR2", "CR1" (metafor's default) or "CR0"
    level : a fraction; by default that of `pooled`

    Returns
    -------
    RobustPooled: the estimate as before; standard errors, tests, interval and prediction anew. Under CR0 and CR1 t has
    clusters − p degrees of freedom; under CR2 each coefficient has its own, and several moderators are tested together
    by an approximate Hotelling T² (`.joint`)

    Domain
    ------
    More clusters than coefficients (MS482), which may not cut through the groups of the model (MS483), effects whose
    sampling variances are known (MS484), and residuals (MS417). CR0 and CR1 are too small with few clusters; CR2 with
    fewer than 4 degrees of freedom is not to be trusted (MS485).

    References
    ----------
    hedges2010, pustejovsky2018 (CR2, its degrees of freedom and the Hotelling test), tipton2015 (4 degrees of freedom),
    pustejovsky2022 (with assumed correlations). Agrees with metafor 5.1-12 and clubSandwich 0.5.8 to 1e-8.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> y, v = [0.1, 0.3, 0.8, 0.7, 0.2, 0.4, 0.6], [0.02, 0.03, 0.02, 0.04, 0.03, 0.02, 0.05]
    >>> robust = robust_variance(random_effects(y, v), cluster=list("aabbccd"))
    >>> round(robust.se, 4), round(robust.df, 3)
    (0.1478, 2.635)
    """
    kind = choice("kind", kind, KINDS)
    level = fraction(pooled.level if level is None else level)
    data, variances = _working_model(pooled, cluster)
    fit = estimates(variances, data.stacks)
    back = np.linalg.inv(data.rotation)
    inner = np.linalg.inv(fit.information)
    count, p = sum(len(stack.rows) for stack in data.stacks), data.design.shape[1]
    if count <= p:
        raise Refusal("MS482", clusters=count, p=p)
    sides = adjustments(data.stacks, fit, variances) if kind == "CR2" else None
    meat = np.zeros((p, p))
    for i, stack in enumerate(data.stacks):
        pulled = np.einsum("nij,nj->ni", fit.weights[i], fit.residuals[i])
        if sides is not None:
            pulled = np.einsum("nij,njk,nk->ni", fit.weights[i], sides[i], fit.residuals[i])
        score = np.einsum("nip,ni->np", stack.x, pulled)
        meat += score.T @ score
    if kind == "CR1":
        meat *= count / (count - p)
    covariance = back @ inner @ meat @ inner @ back.T
    flat = np.diag(covariance) <= _ROUNDING * np.diag(back @ inner @ back.T)
    if flat.any():
        names = ", ".join(f"`{name}`" for name, none in zip(data.columns, flat, strict=True) if none)
        raise Refusal("MS417", columns=names, clusters=count)
    df = np.full(p, float(count - p))
    if sides is not None:
        df = np.array([moments_of_variance(data.stacks, fit, variances, sides, row[None, :]).df for row in back])
    table = coefficient_table(data.columns, data.origin + back @ fit.beta, covariance, df, level=level)
    tested = moderators(table.names, _intercept(data))
    joint: JointTest | None = None
    if _vary_apart(covariance[np.ix_(tested, tested)]):
        if sides is None or len(tested) == 1:
            joint = joint_test(table, tested)
        else:
            joint = _hotelling(data, fit, variances, sides, table, tested)
    return _answer(pooled, table, joint, count, kind, level)


def _working_model(pooled: Pooled, cluster: Sequence[object]) -> tuple[MultilevelData, Floats]:
    """The model behind an answer, cut into the clusters."""
    if pooled.yi is None or pooled.vi is None:
        raise Refusal("MS484", method=pooled.method)
    numbers = label_numbers("cluster", cluster, pooled.k)
    if isinstance(pooled, MultilevelPooled):
        variances = np.array([each.variance for each in pooled.levels])
        parts = (pooled.covariance, tuple(each.name for each in pooled.levels), pooled.groupings)
        data = assembled(pooled.yi, pooled.vi, *parts, pooled.coefficients.names, pooled.design, clusters=numbers)
    else:
        columns = pooled.coefficients.names if isinstance(pooled, PooledRegression) else ("intercept",)
        variances, alone = np.array([pooled.tau2 or 0.0]), (np.arange(pooled.k),)
        known, design = independent(pooled.vi), design_matrix(pooled)
        data = assembled(pooled.yi, pooled.vi, known, ("effect",), alone, columns, design, clusters=numbers)
    if sum(len(stack.rows) for stack in data.stacks) != numbers.max() + 1:
        raise Refusal("MS483")
    return data, variances


def _vary_apart(covariance: Floats) -> bool:
    """Not so where two coefficients are each determined by one cluster: only what they are compared with varies."""
    error = np.sqrt(np.diag(covariance))
    return bool(np.linalg.eigvalsh(covariance / error / error[:, None])[0] > _SINGULAR)


def _hotelling(
    data: MultilevelData,
    fit: Estimates,
    variances: Floats,
    sides: tuple[Floats, ...],
    table: CoefficientTable,
    tested: list[int],
) -> JointTest | None:
    """All moderators at once: approximate Hotelling T² (pustejovsky2018, HTZ)."""
    contrast = np.asarray(np.linalg.inv(data.rotation)[tested], dtype=np.float64)
    q = len(contrast)
    eta = moments_of_variance(data.stacks, fit, variances, sides, contrast).df
    if eta - q + 1.0 <= _NO_FREEDOM:
        return None
    beta, covariance = table.estimate[tested], table.covariance[np.ix_(tested, tested)]
    f = float(beta @ np.linalg.solve(covariance, beta)) * (eta - q + 1.0) / (eta * q)
    names, left = tuple(table.names[i] for i in tested), eta - q + 1.0
    return JointTest(names=names, statistic=f, df=q, residual_df=left, p_value=float(f_upper(f, q, left)))


def _intercept(data: MultilevelData) -> int | None:
    """Which column of the design is 1 throughout."""
    ones = np.flatnonzero((data.design == 1.0).all(axis=0))
    return int(ones[0]) if ones.size else None


def _answer(
    pooled: Pooled, table: CoefficientTable, joint: JointTest | None, count: int, kind: str, level: float
) -> RobustPooled:
    mean_only = pooled.estimate is not None
    prediction = None
    if mean_only and pooled.prediction is not None:
        half = float(student_quantile((1.0 + level) / 2.0, table.df[0]))
        half *= float(np.sqrt(table.se[0] ** 2 + (pooled.tau2 or 0.0)))
        middle = float(table.estimate[0])
        prediction = Interval(lower=middle - half, upper=middle + half, level=level)
    cautions: list[Caution] = [each for each in pooled.cautions if each.code not in ("MS422", "MS425")]
    low = [name for name, df in zip(table.names, table.df, strict=True) if df < FEWEST_DF]
    if low:
        cautions.append(caution("MS485", names=", ".join(low), df=float(table.df.min()), clusters=count))
    return RobustPooled(
        estimate=float(table.estimate[0]) if mean_only else None,
        se=float(table.se[0]) if mean_only else None,
        interval=Interval(lower=float(table.lower[0]), upper=float(table.upper[0]), level=level) if mean_only else None,
        statistic=float(table.statistic[0]) if mean_only else None,
        df=float(table.df[0]) if mean_only else None,
        p_value=float(table.p_value[0]) if mean_only else None,
        tau2=pooled.tau2,
        se_tau2=pooled.se_tau2,
        tau2_given=pooled.tau2_given,
        tau2_interval=pooled.tau2_interval,
        i2=pooled.i2,
        h2=pooled.h2,
        i2_definition=pooled.i2_definition,
        q=pooled.q,
        q_df=pooled.q_df,
        q_p=pooled.q_p,
        prediction=prediction,
        prediction_df=float(table.df[0]) if prediction is not None else None,
        weights=pooled.weights,
        k=pooled.k,
        method=pooled.method,
        test=kind,
        level=level,
        log_likelihood=pooled.log_likelihood,
        yi=pooled.yi,
        vi=pooled.vi,
        cautions=tuple(cautions),
        coefficients=table,
        joint=joint,
        clusters=count,
    )


ROBUST_VARIANCE = Method(
    key="robust-variance",
    name="cluster-robust variance",
    function=robust_variance,
    references=("hedges2010", "pustejovsky2018", "tipton2015", "pustejovsky2022"),
    oracle="metafor 5.1-12 (robust) and clubSandwich 0.5.8, to 1e-8",
)
