"""Two- and three-level models: several effects from the same patients, centre or study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile
from metasacro.pooling.coefficients import coefficient_table, joint_test, moderators
from metasacro.pooling.domain import choice, fraction
from metasacro.pooling.multilevel_answer import Level, MultilevelPooled
from metasacro.pooling.multilevel_arguments import multilevel_data
from metasacro.pooling.multilevel_degrees_of_freedom import contained_df
from metasacro.pooling.multilevel_fit import highest
from metasacro.pooling.multilevel_likelihood import estimates
from metasacro.pooling.multilevel_profile import profile_interval
from metasacro.pooling.multilevel_statistics import fit_statistics, sampling_information
from metasacro.problems import Caution, caution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.multilevel_arguments import MultilevelData
    from metasacro.pooling.multilevel_likelihood import Estimates
    from metasacro.pooling.sampling_covariance import SamplingCovariance

I2_BY_LEVELS = "σ²/(Σ σ² + typical sampling variance)"

#: Below this number of groups the variance of a level is poorly known.
FEW_GROUPS = 5


def multilevel(
    yi: ArrayLike,
    vi: ArrayLike | SamplingCovariance,
    *,
    groups: Mapping[str, Sequence[object]] | Sequence[object],
    mods: Mapping[str, ArrayLike] | ArrayLike | None = None,
    intercept: bool = True,
    method: str = "REML",
    test: str = "t",
    dfs: str = "contain",
    level: float = 0.95,
    profile: bool = True,
) -> MultilevelPooled:
    """Pooled effect of effects that share patients, centres or studies (multilevel random-effects model).

    yi = X beta + u(group) + u(group/inner group) + … + error, u ~ N(0, σ² of its level), errors ~ N(0, V);
    estimate = (X'WX)⁻¹X'W y, W = (V + Σ σ² G)⁻¹, G being 1 within a group. The variances maximize the (restricted)
    likelihood over σ² ≥ 0: Newton steps with exact slopes from a grid of starting points. Clusters are worked on one by
    one, so thousands of small ones are no burden.

    Parameters
    ----------
    yi : (k,) effects
    vi : (k,) sampling variances, or a SamplingCovariance where effects share patients
    groups : (k,) labels: two levels; or a mapping of names to labels, outer first: each column counts within the one
        before it, `{"study": …, "effect": …}` is metafor's `~ 1 | study/effect`
    mods : (k,) or (k, q) moderators, or a mapping of names to them; `intercept` puts a column of ones before them
    method : "REML" or "ML"
    test : "t" or "z"
    dfs : of t: "contain" (groups of the lowest level that contains the coefficient, minus p) or "residual" (k − p)
    level : a fraction
    profile : False leaves out the profile-likelihood intervals of the variances, which take most of the time

    Returns
    -------
    MultilevelPooled: a Pooled, on the scale of `yi`, with `.levels` (variance, interval and I² of each),
    `.coefficients`, `.joint`, `.ml`, `.reml`. `tau2` is the sum over the levels; the
    prediction interval is for a new effect in a new group. With moderators, `estimate` and the prediction are None.

    Domain
    ------
    Refused: labels or moderators missing (MS472, MS473), dependent columns (MS474), fewer effects than coefficients
    (MS475), two levels with the same groups (MS476), effects too far apart (MS418). Cautions: a level with a single
    group (MS477), a search that did not end at a maximum (MS478), a variance of 0 (MS479), few groups (MS480),
    an assumed correlation (MS481). z is too narrow when groups are few.

    References
    ----------
    konstantopoulos2011, vandennoortgate2013 (model), harville1977 (likelihood), hardy1996 (profile intervals),
    nakagawa2012 (I²). Agrees with metafor 5.1-12 (`rma.mv`, best of five optimizers) to 1e-8 on variances away from 0.

    >>> pooled = multilevel(
    ...     [0.1, 0.3, 0.8, 0.7, 0.2, 0.4], [0.02, 0.03, 0.02, 0.04, 0.03, 0.02], groups=list("aabbcc"), test="z"
    ... )
    >>> round(pooled.estimate, 4), round(pooled.tau2, 4)
    (0.4206, 0.0806)
    """
    method, test = choice("method", method, ("REML", "ML")), choice("test", test, ("z", "t"))
    dfs, level = choice("dfs", dfs, ("contain", "residual")), fraction(level)
    data = multilevel_data(yi, vi, groups, mods, intercept)
    end = highest(
        data.stacks,
        restricted=method == "REML",
        free=data.informative,
        start=np.zeros(len(data.names)),
    )
    intervals: list[Interval | None] = [None] * len(data.names)
    if profile and end.stationary:
        for c in np.flatnonzero(data.informative):
            lower, upper = profile_interval(data, end, int(c), restricted=method == "REML", level=level)
            intervals[c] = Interval(lower=lower, upper=upper, level=level)
    return answer(
        data,
        end.point,
        method=method,
        test=test,
        dfs=dfs,
        level=level,
        stationary=end.stationary,
        intervals=tuple(intervals),
    )


def answer(
    data: MultilevelData,
    variances: Floats,
    *,
    method: str,
    test: str,
    dfs: str,
    level: float,
    stationary: bool,
    intervals: tuple[Interval | None, ...],
) -> MultilevelPooled:
    """The model with these variances, as it is handed to the user."""
    fit = estimates(variances, data.stacks)
    k, p = data.design.shape
    if test == "z":
        df = np.full(p, np.inf)
    elif dfs == "residual":
        df = np.full(p, float(k - p))
    else:
        df = contained_df(data)
    df = np.where(df > 0, df, np.inf)  # a single group leaves no degrees of freedom: MS477 says so
    back = np.linalg.inv(data.rotation)
    table = coefficient_table(
        data.columns,
        data.origin + back @ fit.beta,
        back @ np.linalg.inv(fit.information) @ back.T,
        df,
        level=level,
    )
    total = float(variances.sum())
    q, typical = sampling_information(data)
    mean_only = p == 1 and data.columns == ("intercept",)
    shares = [float(s) / (total + typical) if k > p else None for s in variances]
    half = float(student_quantile((1.0 + level) / 2.0, table.df[0])) * float(np.sqrt(table.se[0] ** 2 + total))
    predictable = mean_only and bool(data.informative.any())
    ml, reml = fit_statistics(data, fit)
    return MultilevelPooled(
        estimate=float(table.estimate[0]) if mean_only else None,
        se=float(table.se[0]) if mean_only else None,
        interval=Interval(lower=float(table.lower[0]), upper=float(table.upper[0]), level=level) if mean_only else None,
        statistic=float(table.statistic[0]) if mean_only else None,
        df=float(df[0]) if mean_only and np.isfinite(df[0]) else None,
        p_value=float(table.p_value[0]) if mean_only else None,
        tau2=total if data.informative.any() else None,
        se_tau2=None,
        tau2_interval=intervals[0] if len(intervals) == 1 else None,
        i2=total / (total + typical) if k > p else None,
        h2=None,
        i2_definition=I2_BY_LEVELS if k > p else "",
        q=q if k > p else None,
        q_df=float(k - p) if k > p else None,
        q_p=float(chi_square_upper(q, k - p)) if k > p else None,
        prediction=Interval(lower=float(table.estimate[0]) - half, upper=float(table.estimate[0]) + half, level=level)
        if predictable
        else None,
        prediction_df=float(df[0]) if predictable and np.isfinite(df[0]) else None,
        weights=_weights(data, fit) if mean_only else None,
        k=k,
        method=method,
        test=test,
        level=level,
        log_likelihood=(reml if method == "REML" else ml).log_likelihood,
        yi=data.y,
        vi=data.v,
        coefficients=table,
        joint=joint_test(table, moderators(table.names, 0 if table.names[0] == "intercept" else None)),
        levels=tuple(
            Level(
                name=name,
                groups=int(grouping.max()) + 1,
                variance=float(variance),
                interval=interval,
                i2=share,
                fixed=not informative,
            )
            for name, grouping, variance, interval, share, informative in zip(
                data.names, data.groupings, variances, intervals, shares, data.informative, strict=True
            )
        ),
        ml=ml,
        reml=reml,
        dfs=dfs,
        stationary=stationary,
        design=data.design,
        groupings=data.groupings,
        covariance=data.covariance,
        cautions=_cautions(data, variances, method, stationary),
    )


def _weights(data: MultilevelData, fit: Estimates) -> Floats:
    """Each effect's weight in the mean: the row sums of W, made to sum to 1."""
    weights = np.empty(data.y.size)
    for stack, inverse in zip(data.stacks, fit.weights, strict=True):
        weights[stack.rows] = inverse.sum(axis=2)
    weights /= weights.sum()
    weights.flags.writeable = False
    return weights


def _cautions(data: MultilevelData, variances: Floats, method: str, stationary: bool) -> tuple[Caution, ...]:
    found: list[Caution] = []
    for name, grouping, variance, informative in zip(
        data.names, data.groupings, variances, data.informative, strict=True
    ):
        if not informative:
            found.append(caution("MS477", level=name))
        elif variance == 0:
            found.append(caution("MS479", level=name))
        if informative and grouping.max() + 1 < FEW_GROUPS:
            found.append(caution("MS480", level=name, groups=int(grouping.max()) + 1))
    if not stationary:
        found.append(caution("MS478", method=method))
    if any(rows.shape[1] > 1 for rows in data.covariance.rows):
        found.append(caution("MS481"))
    return tuple(found)


MULTILEVEL = Method(
    key="multilevel",
    name="multilevel random effects",
    function=multilevel,
    references=("konstantopoulos2011", "vandennoortgate2013", "harville1977", "hardy1996", "nakagawa2012"),
    oracle="metafor 5.1-12 (rma.mv), to 1e-8",
)
