"""46x and 497 to 499: prediction intervals by convention, subgroups, nested fits."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

SUBGROUPS: tuple[Code, ...] = (
    Code(
        code="MS462",
        severity=Severity.ERROR,
        message="Kenward–Roger errors belong to a τ² that REML estimated, and this one {origin}",
        why="The adjustment is made of the expected information about τ² in the restricted likelihood. With another "
        "estimator it would describe an answer that was not given, and a τ² from elsewhere has no such error.",
        fix='Pool with `method="REML"` and without `tau2`, or choose another convention.',
        references=("kenward1997", "partlett2017"),
    ),
    Code(
        code="MS463",
        severity=Severity.ERROR,
        message="a prediction interval by the convention `{convention}` needs {what}",
        why="The conventions differ in how they treat one mean and one τ² of a normal–normal model. Where there is no "
        "such pair there is nothing to predict a new setting from.",
        fix="Pool with `random_effects`, without moderators, and put the question to that answer.",
        references=("higgins2009",),
    ),
    Code(
        code="MS464",
        severity=Severity.CAUTION,
        message="no interval by `{convention}`: it leaves {df:.2g} degrees of freedom",
        why="Below one degree of freedom the approximation has broken down: its quantiles grow without limit, up to "
        "intervals of 28 digits on each side.",
        fix="Use a convention with k − 1 degrees of freedom, or show the cohorts one by one.",
        references=("kenward1997", "partlett2017"),
    ),
    Code(
        code="MS465",
        severity=Severity.CAUTION,
        message="no interval by `{convention}`: the effects are identical",
        why="This convention asks which τ² agree with the spread that was seen. Without any spread none but 0 does, "
        "and the interval would have no width at all.",
        fix="Check that the effects are not one result printed several times; otherwise use another convention.",
        references=("nagashima2019",),
    ),
    Code(
        code="MS466",
        severity=Severity.ERROR,
        message="`tau2` cannot be given here: {reason}",
        why="A between-study variance from elsewhere takes the place of an estimate in the weights, so it must be a "
        "variance, and the model must have one.",
        fix="Give a variance on the squared scale of the effects, or leave it out.",
    ),
    Code(
        code="MS467",
        severity=Severity.ERROR,
        message="{groups} subgroups of {k} cohorts: {reason}",
        why="Subgroups are compared with each other, so two are needed; and one τ² for all of them is read from how "
        "cohorts differ within subgroups.",
        fix='Check the labels, or pool without subgroups; with `tau2="separate"` single cohorts are allowed.',
    ),
    Code(
        code="MS468",
        severity=Severity.CAUTION,
        message="subgroups of a single cohort ({labels}): the test of interaction takes them as more certain than they "
        "are",
        why="A single cohort shows no heterogeneity, so it enters with its sampling error alone, as if a second one "
        "would have found the same.",
        fix='Use `tau2="common"`, which lends it the heterogeneity of the others, or join small subgroups.',
        references=("borenstein2013",),
    ),
    Code(
        code="MS469",
        severity=Severity.CAUTION,
        message="{k} cohorts in {groups} subgroups: read the test of interaction as a sketch",
        why="With fewer than ten cohorts a comparison, the test misses most real differences, and those it finds are "
        "exaggerated. Subgroups of studies differ in more than their label.",
        fix="Name the subgroups before looking at the effects, and report the interaction, not P values of subgroups.",
        references=("thompson2002",),
    ),
    Code(
        code="MS497",
        severity=Severity.ERROR,
        message="these fits cannot be compared by their likelihoods: {reason}",
        why="A likelihood-ratio test asks how much worse the same effects are fitted when some parameters of a model "
        "are held at 0. That needs one set of effects, one likelihood, and one model inside the other.",
        fix="Fit both to the same effects by `ML`, the reduced one with some of the moderators of the full one.",
    ),
    Code(
        code="MS498",
        severity=Severity.ERROR,
        message="REML likelihoods of fits with different moderators cannot be compared",
        why="The restricted likelihood is that of what the moderators leave, so with other moderators it is a "
        "likelihood of other data, and the difference of two of them means nothing.",
        fix="Fit both by `ML`, or test the coefficients with `.anova` of the full fit.",
        references=("harville1977",),
    ),
    Code(
        code="MS499",
        severity=Severity.CAUTION,
        message="the reduced fit holds a variance at 0, the edge of what it can be: the P value is too large",
        why="At the edge an estimate can err on one side only, so the statistic is 0 half of the time instead of "
        "following χ². With one variance, half of the P value is nearer the truth.",
        fix="Read it as an upper bound.",
        references=("self1987",),
    ),
)
