"""56x to 58x: selection models, permutation tests and what else is asked of a fitted model."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

SELECTION: tuple[Code, ...] = (
    Code(
        code="MS560",
        severity=Severity.NOTE,
        message="a selection model supposes a form of the selection and normal true effects; neither can be checked",
        why="Other forms fit the same cohorts about as well and correct the effect by other amounts. A skewed "
        "distribution of true effects looks like selection.",
        fix="Show several forms side by side as a sensitivity analysis, beside the answer without selection.",
        references=("vevea2005",),
    ),
    Code(
        code="MS561",
        severity=Severity.ERROR,
        message="no P value lies in the interval {intervals}, so its weight cannot be estimated",
        why="The likelihood then rises for as long as that weight falls, and there is no best value. Where the first "
        "interval is empty, all others have nothing to be compared with.",
        fix="Use fewer steps, or give the weight in `delta` and call the result a sensitivity analysis.",
        references=("hedges1992",),
    ),
    Code(
        code="MS562",
        severity=Severity.ERROR,
        message="`steps` must rise from above 0 to at most 1, with at least one below 1",
        why="They cut the P values into intervals, one weight each.",
        fix="Give, for instance, `steps=(0.025, 0.5)`.",
        references=("hedges1992",),
    ),
    Code(
        code="MS563",
        severity=Severity.ERROR,
        message="`delta` must hold {count} numbers of at least 0 (for steps, above 0), or None to estimate one",
        why="Each stands for one parameter of the weight function, in the order in which they are printed.",
        fix="Correct the number of values, or leave `delta` out.",
        references=("vevea2005",),
    ),
    Code(
        code="MS564",
        severity=Severity.ERROR,
        message="the likelihood of the {what} has no peak for these cohorts",
        why="The cohorts do not tell the effect, its spread and the selection apart, so that very different answers "
        "fit equally well.",
        fix="Use a weight function with fewer parameters, or give them in `delta` as a sensitivity analysis.",
        references=("citkowicz2017",),
    ),
    Code(
        code="MS565",
        severity=Severity.CAUTION,
        message="parameter {which} of the selection lies on its bound; the standard errors take it as known",
        why="There the likelihood does not curve as the usual standard errors suppose. On a bound that means no "
        "selection, nothing speaks for this kind of it.",
        fix="Show the answer without selection too, and read the interval as too narrow.",
        references=("citkowicz2017",),
    ),
    Code(
        code="MS566",
        severity=Severity.ERROR,
        message="every P value is {side} {edge:g}, so nothing shows how the chance of publication falls",
        why="Any selection that spares such P values fits equally well, from none to a complete one.",
        fix="Leave the selection model out: with results as clear as these it has nothing to say. If the P values are "
        "all near 1, `alternative` may point the wrong way.",
        references=("citkowicz2017",),
    ),
    Code(
        code="MS570",
        severity=Severity.ERROR,
        message="there are {total} arrangements, more than `limit` ({limit}): a sample needs a `seed`",
        why="Without a seed nobody could repeat it.",
        fix="Give any whole number as `seed`, or raise `limit`.",
        references=("phipson2010",),
    ),
    Code(
        code="MS571",
        severity=Severity.NOTE,
        message="{limit} arrangements were looked at, the observed one and others drawn at random",
        why="All of them would be too many to compute. The P value is still valid, as the observed one counts among "
        "them, but another seed gives another one.",
        fix="Say that it is a sample, and give its seed.",
        references=("phipson2010",),
    ),
    Code(
        code="MS572",
        severity=Severity.CAUTION,
        message="no P value below {smallest:.3g} is possible: there are too few arrangements",
        why="A P value is a share of the arrangements, and the observed one is always among those that count.",
        fix="Do not read a large P value as a sign that there is no effect.",
        references=("higgins2004",),
    ),
    Code(
        code="MS580",
        severity=Severity.ERROR,
        message="{what} does not allow for {model}",
        why="It would fit a model without them to the same effects, and answer a question that was not asked.",
        fix="Put the question to an answer of `random_effects` without moderators, with one effect a cohort.",
        references=("viechtbauercheung2010",),
    ),
    Code(
        code="MS581",
        severity=Severity.ERROR,
        message="without these cohorts the moderators cannot be told apart (rows {rows})",
        why="Each is the only one with its value of some moderator, so that a coefficient is fitted to it alone and "
        "does not exist without it.",
        fix="Leave that moderator, or that level of a factor, out of the model.",
        references=("viechtbauercheung2010",),
    ),
    Code(
        code="MS582",
        severity=Severity.ERROR,
        message="`tau2` must hold finite numbers of at least 0",
        why="It names the variances between studies at which the likelihood is looked at.",
        fix="Leave it out, or give a list of values such as `[0, 0.1, 0.2]`.",
        references=("viechtbauer2005",),
    ),
    Code(
        code="MS583",
        severity=Severity.ERROR,
        message="the tables have no common odds ratio: it would be 0, or infinite",
        why="What is expected in each table follows from one odds ratio for all of them.",
        fix="Leave the test out, or give a `log_odds_ratio` of your own.",
        references=("schwarzer2007",),
    ),
)
