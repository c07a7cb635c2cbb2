"""5xx: diagnostics: what a question put to a pooled answer needs, and how far its answer goes."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

DIAGNOSIS: tuple[Code, ...] = (
    Code(
        code="MS501",
        severity=Severity.ERROR,
        message="{what} needs at least {fewest} cohorts (there are {k})",
        why="With fewer the quantity does not exist, or says nothing beyond the cohorts themselves.",
        fix="Show the cohorts one by one instead.",
    ),
    Code(
        code="MS502",
        severity=Severity.ERROR,
        message="{what} needs effects and their variances, and this answer was computed from counts",
        why="A model of counts gives a cohort no effect and variance of its own to leave out or to plot.",
        fix="Pool with `random_effects` first, and put the question to that answer.",
    ),
    Code(
        code="MS503",
        severity=Severity.ERROR,
        message="`{name}` must hold one finite number for each of the {k} cohorts",
        why="Values are paired with cohorts by their position.",
        fix="Give the column the same length as the effects, in the same order, with nothing missing.",
    ),
    Code(
        code="MS510",
        severity=Severity.CAUTION,
        message="{k} cohorts are too few to judge whether a funnel is asymmetric (ten are needed)",
        why="With fewer than ten, chance asymmetry cannot be told from real asymmetry, and the tests have hardly any "
        "power. A large P value is then no sign that nothing is missing.",
        fix="Do not report the test as evidence in either direction.",
        references=("sterne2011",),
    ),
    Code(
        code="MS511",
        severity=Severity.ERROR,
        message="all cohorts have the same {what}, so a line over it has no slope",
        why="A regression test asks whether effects change with size; equal sizes cannot show it.",
        fix="Leave the test out.",
    ),
    Code(
        code="MS512",
        severity=Severity.ERROR,
        message="`ni` must be greater than 0 for every cohort",
        why="The predictor is a power of the number of people.",
        fix="Correct the sizes.",
    ),
    Code(
        code="MS513",
        severity=Severity.ERROR,
        message="the effects lie exactly on a line: its slope has no standard error",
        why="Without any scatter around the line there is nothing to judge the slope by.",
        fix="Use the Wald test (`z`), or check whether the effects were copied from one another.",
    ),
    Code(
        code="MS514",
        severity=Severity.CAUTION,
        message="tables without events, or with nothing but events, are left out (rows {rows})",
        why="They say nothing about an odds ratio, so they have no place in its funnel.",
        fix="Say how many were left out.",
    ),
    Code(
        code="MS520",
        severity=Severity.CAUTION,
        message="{missing} cohorts were filled in that nobody observed",
        why="Trim and fill mirrors what exists. Heterogeneity and chance make it add cohorts just as unpublished "
        "studies do.",
        fix="Show it as a sensitivity analysis beside the answer from the cohorts that exist.",
        references=("duval2000", "sterne2011"),
    ),
    Code(
        code="MS521",
        severity=Severity.ERROR,
        message="`{estimator}` does not exist for these cohorts",
        why="Its formula asks for the root of a negative number, for more missing cohorts than there are, or for "
        "another number each time.",
        fix="Use `L0` or `R0`.",
        references=("duval2000",),
    ),
    Code(
        code="MS530",
        severity=Severity.NOTE,
        message="an intercept at a standard error of 0 lies outside the data; it is not an estimate of the effect",
        why="PET and PEESE extend a line beyond the largest cohort. With few cohorts, heterogeneity or little spread "
        "in size the line is poorly known there, and the answer can be far off in either direction.",
        fix="Show it beside the pooled answer, with its interval.",
        references=("stanley2014",),
    ),
    Code(
        code="MS540",
        severity=Severity.NOTE,
        message="a fail-safe N has no interval and supposes that what is missing averages no effect",
        why="The kinds disagree by tens of times on the same data, and none looks at the missing studies' size or "
        "direction.",
        fix="Show the effect and its intervals instead of arguing from this number.",
        references=("rosenberg2005",),
    ),
    Code(
        code="MS541",
        severity=Severity.ERROR,
        message="Orwin's `target` may not be 0, nor the effect itself",
        why="No number of null studies brings an average to exactly 0, and an effect of 0 has no half.",
        fix="Give the smallest effect that would matter to a patient.",
        references=("orwin1983",),
    ),
    Code(
        code="MS550",
        severity=Severity.ERROR,
        message="there are {subsets} subsets, more than `limit` ({limit}): a sample needs a `seed`",
        why="Without a seed nobody could repeat it.",
        fix="Give any whole number as `seed`, or raise `limit`.",
        references=("olkin2012",),
    ),
    Code(
        code="MS551",
        severity=Severity.NOTE,
        message="{limit} subsets drawn at random from those of {k} cohorts",
        why="All of them would be too many to compute.",
        fix="Say that it is a sample, and give its seed.",
        references=("olkin2012",),
    ),
)
