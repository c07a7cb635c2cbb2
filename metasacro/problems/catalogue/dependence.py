"""47x and 48x: effects from the same patients, cluster-robust variances, and priors."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

DEPENDENCE: tuple[Code, ...] = (
    Code(
        code="MS470",
        severity=Severity.ERROR,
        message="the assumed correlation `{name}` is {value}, which is outside its range",
        why="`rho` lies strictly between −1 and 1; `phi`, which is raised to a time, between 0 and 1.",
        fix="Assume a correlation in that range, and try several.",
        references=("wei2013", "trikalinos2012"),
    ),
    Code(
        code="MS471",
        severity=Severity.ERROR,
        message="the sampling covariance of rows {rows} is impossible: it is not positive definite",
        why="No set of effects can have these correlations with each other: three effects cannot all be strongly "
        "negatively correlated, and two effects at one time cannot be correlated by 1.",
        fix="Assume a smaller correlation, or give two effects of one time a `rho`.",
        references=("wei2013",),
    ),
    Code(
        code="MS472",
        severity=Severity.ERROR,
        message="`{name}` has {length} values for {k} effects",
        why="Rows are paired by their position.",
        fix="Give each effect one value.",
    ),
    Code(
        code="MS473",
        severity=Severity.ERROR,
        message="`{name}` is missing in rows {rows}",
        why="An effect without a label belongs to no cluster, and dropping it without a word would change the answer.",
        fix="Label the rows named, or leave them out and say so.",
    ),
    Code(
        code="MS474",
        severity=Severity.ERROR,
        message="columns of the design repeat the ones before them: {columns}",
        why="A column that is constant, empty or a sum of others has no coefficient of its own.",
        fix="Leave the columns named out; a column of ones is already there unless `intercept=False`.",
    ),
    Code(
        code="MS475",
        severity=Severity.ERROR,
        message="{k} effects cannot determine {p} coefficients and a variance",
        why="More effects than coefficients are needed, and at least one coefficient.",
        fix="Leave moderators out.",
    ),
    Code(
        code="MS476",
        severity=Severity.ERROR,
        message="the levels `{outer}` and `{inner}` have the same groups, so their variances cannot be told apart",
        why="Only the sum of the two variances shows in the data; any split of it fits equally well.",
        fix="Leave one of the two levels out.",
        references=("vandennoortgate2013",),
    ),
    Code(
        code="MS477",
        severity=Severity.CAUTION,
        message="level `{level}` has a single group: its variance cannot be seen and is taken as 0",
        why="A variance between groups needs at least two of them. What the group has of its own is part of the mean.",
        fix="Leave the level out, and do not carry the answer over to other groups.",
        references=("vandennoortgate2013",),
    ),
    Code(
        code="MS478",
        severity=Severity.CAUTION,
        message="{method}: the variances did not reach a stationary point of the likelihood",
        why="The search ended where the likelihood still rises. The numbers are where it stopped.",
        fix="Check for sampling variances of very different size, and report the case.",
        references=("harville1977",),
    ),
    Code(
        code="MS479",
        severity=Severity.CAUTION,
        message="the variance of level `{level}` is estimated as 0, which does not prove that its groups agree",
        why="The likelihood is highest at the boundary. With few groups this is common even when true effects differ.",
        fix="Read the interval of the variance: its upper end says how much remains possible.",
        references=("hardy1996", "harville1977"),
    ),
    Code(
        code="MS480",
        severity=Severity.CAUTION,
        message="level `{level}` has {groups} groups: its variance is poorly known",
        why="A variance estimated from fewer than five groups is very uncertain, and the interval of the mean leans on "
        "it.",
        fix="Read the interval of the variance, and prefer `test=t` with `dfs=contain`.",
        references=("vandennoortgate2013",),
    ),
    Code(
        code="MS481",
        severity=Severity.NOTE,
        message="the sampling covariances rest on an assumed correlation",
        why="Papers seldom report how closely the sampling errors of their effects are correlated. The answer depends "
        "on what is assumed.",
        fix="Repeat the analysis with other correlations, and ask for a cluster-robust variance, which allows for a "
        "wrong one.",
        references=("hedges2010", "pustejovsky2022"),
    ),
    Code(
        code="MS482",
        severity=Severity.ERROR,
        message="{clusters} clusters cannot give a robust variance of {p} coefficients",
        why="The variance is learned from how clusters differ, so there must be more of them than coefficients.",
        fix="Leave moderators out, or rely on the model.",
        references=("hedges2010",),
    ),
    Code(
        code="MS483",
        severity=Severity.ERROR,
        message="`cluster` cuts through groups or correlated effects of the model",
        why="A cluster-robust variance supposes that clusters are independent, while the model says that effects of "
        "different clusters are correlated.",
        fix="Use the outermost level of the model, or something coarser, as cluster.",
        references=("hedges2010", "pustejovsky2018"),
    ),
    Code(
        code="MS484",
        severity=Severity.ERROR,
        message="a robust variance needs effects with sampling variances, which this answer ({method}) does not hold",
        why="It is built from residuals and weights of a linear model.",
        fix="Pool with `random_effects`, `common_effect` or `multilevel`.",
        references=("hedges2010",),
    ),
    Code(
        code="MS485",
        severity=Severity.CAUTION,
        message="robust variance from {clusters} clusters: only {df:.1f} degrees of freedom ({names})",
        why="With fewer than 4 degrees of freedom the t distribution is a poor stand-in, and P values can be far too "
        "small. Few clusters, or one cluster that differs from all others in a moderator, bring this about.",
        fix="Treat P values near the usual limits as inconclusive.",
        references=("tipton2015", "pustejovsky2018"),
    ),
    Code(
        code="MS486",
        severity=Severity.ERROR,
        message="`{name}` must be a finite number greater than 0, in the units of the effects (it is {value})",
        why="A prior without its scale says nothing: a half-normal of 1 is wide for log odds ratios and narrow for "
        "pain on a scale from 0 to 100. Only a uniform prior may be without end.",
        fix="State the scale in the units of the effects, with a reason.",
        references=("roever2021",),
    ),
    Code(
        code="MS487",
        severity=Severity.ERROR,
        message="a uniform prior without end needs at least {needed} cohorts; there are {k}",
        why="The likelihood of so few cohorts does not fall fast enough: the posterior would be infinite everywhere.",
        fix="Give the uniform prior an end, or choose a half-normal prior.",
        references=("roever2020", "roever2021"),
    ),
    Code(
        code="MS488",
        severity=Severity.NOTE,
        message="{k} cohorts: the answer leans on the prior of tau ({prior}, scale {scale:g})",
        why="With few cohorts the data say little about how much true effects differ, and the prior fills the gap.",
        fix="Repeat with half and with twice the scale, and report all three.",
        references=("roever2021",),
    ),
    Code(
        code="MS489",
        severity=Severity.CAUTION,
        message="the uniform prior of tau ends at {scale:g}, where {percent:.0f} % of the posterior are in its last "
        "tenth",
        why="The data would allow a larger tau, so the end of the prior decides how wide the answer is.",
        fix="Move the end further out, or choose a prior that falls off.",
        references=("roever2021",),
    ),
)
