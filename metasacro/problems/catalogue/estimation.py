"""4xx: pooling: what cannot be estimated, and how far to trust what was."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

ESTIMATION: tuple[Code, ...] = (
    Code(
        code="MS401",
        severity=Severity.ERROR,
        message="sampling variances must be finite and greater than 0 (rows {rows})",
        why="A variance of 0 takes all the weight, a negative one has no meaning, and an infinite one carries no "
        "information.",
        fix="Correct the rows named, or leave them out and say so.",
    ),
    Code(
        code="MS402",
        severity=Severity.ERROR,
        message="effects must be finite numbers (rows {rows})",
        why="A missing or infinite effect cannot be pooled, and dropping it without a word would change the answer.",
        fix="Correct the rows named, or leave them out and say so.",
    ),
    Code(
        code="MS403",
        severity=Severity.ERROR,
        message="nothing to pool: there are no cohorts",
        why="No study passed the choices of the protocol, so there is no answer to give.",
        fix="Check the study set, the time window and the outcome.",
    ),
    Code(
        code="MS404",
        severity=Severity.ERROR,
        message="unknown {kind} `{value}`{hint}. Choices: {choices}",
        why="Each estimator and each test has a key of its own, the same as in metafor.",
        fix="Use one of the choices named.",
    ),
    Code(
        code="MS405",
        severity=Severity.ERROR,
        message="`level` must lie between 0 and 1 (it is {level})",
        why="A level is a fraction: 0.95 gives 95 % intervals.",
        fix="Write 0.95 where you mean 95 %.",
    ),
    Code(
        code="MS406",
        severity=Severity.ERROR,
        message="one effect and one variance a cohort are needed: {left} has {left_length} values, {right} has "
        "{right_length}",
        why="Rows are paired by their position.",
        fix="Give both columns the same length.",
    ),
    Code(
        code="MS407",
        severity=Severity.ERROR,
        message="`{name}` must be a whole number (rows {rows})",
        why="Events and people are counted, so the binomial model knows no fractions of them.",
        fix="Enter the count, not the percentage; check whether a value is missing.",
    ),
    Code(
        code="MS411",
        severity=Severity.CAUTION,
        message="{method}: τ² did not reach a stationary point; the answer is not the maximum it claims to be",
        why="The search ended where the likelihood still rises, or rises without end. The number is where it stopped.",
        fix="Compare with another estimator (`DL` has a closed form) and report the case.",
        references=("viechtbauer2005",),
    ),
    Code(
        code="MS412",
        severity=Severity.CAUTION,
        message="the cohorts agree more closely than chance explains (Q = {q:.3g} on {df} df): the interval of τ² "
        "shrinks to 0",
        why="Q is so small that no between-study variance, not even 0, is in the Q-profile set. The sampling "
        "variances may be too large, or the cohorts may not be independent.",
        fix="Check the variances (SD or SE?) and whether the same patients appear twice.",
        references=("viechtbauer2007",),
    ),
    Code(
        code="MS413",
        severity=Severity.NOTE,
        message="common-effect model: τ² is 0 by assumption, so there is no prediction interval",
        why="The model supposes one true effect. It says nothing about the effect in another setting.",
        fix="Choose a random-effects model if the answer should reach beyond these cohorts.",
        references=("higgins2009",),
    ),
    Code(
        code="MS414",
        severity=Severity.CAUTION,
        message="the interval of τ² has no upper end: the likelihood does not fall however large τ² becomes",
        why="Cohorts with none or only events can be fitted by any large spread of true rates, so that nothing "
        "limits it.",
        fix="Read τ² as unknown, and show the cohorts with their exact intervals.",
        references=("stijnen2010",),
    ),
    Code(
        code="MS415",
        severity=Severity.ERROR,
        message="weights must be finite and greater than 0 (rows {rows})",
        why="A weight of 0 or less would take a cohort out, or subtract it.",
        fix="Leave cohorts out by leaving out their rows.",
    ),
    Code(
        code="MS416",
        severity=Severity.ERROR,
        message="`{method}` takes no weights of your own; {choices} do",
        why="The other estimators set the weights themselves, from the variances and τ².",
        fix="Leave `weights` out, or choose a method that uses them.",
        references=("jackson2013",),
    ),
    Code(
        code="MS420",
        severity=Severity.CAUTION,
        message="one cohort is not a synthesis: the answer is that cohort's own, with its own interval",
        why="Between-study variance cannot be seen in a single cohort, so τ², I² and a prediction interval do not "
        "exist.",
        fix="Read it as one study.",
    ),
    Code(
        code="MS421",
        severity=Severity.CAUTION,
        message="{k} cohorts: τ² is poorly known",
        why="With fewer than five cohorts the between-study variance can be estimated only very roughly, and with two "
        "no method performs well.",
        fix="Look at the interval of τ² and at each cohort's row before you rely on the pooled answer.",
        references=("felsch2022",),
    ),
    Code(
        code="MS422",
        severity=Severity.CAUTION,
        message="2 cohorts: the interval uses t on 1 degree of freedom ({critical:.1f} standard errors each way)",
        why="With one degree of freedom the t quantile is 12.7 instead of 1.96 at 95 %. The interval is honest about "
        "how little two cohorts say about each other, and often too wide to be useful.",
        fix="Show the two cohorts beside the pooled answer.",
        references=("inthout2014", "roever2015"),
    ),
    Code(
        code="MS423",
        severity=Severity.CAUTION,
        message="τ² is estimated as 0 from {k} cohorts, which does not prove that they agree",
        why="With fewer than ten cohorts an estimate of 0 is common even when true effects differ.",
        fix="Read the interval of τ²: its upper end says how much heterogeneity remains possible.",
        references=("viechtbauer2007",),
    ),
    Code(
        code="MS424",
        severity=Severity.CAUTION,
        message="prediction interval: {k} cohorts {verdict}",
        why="A prediction interval leans on τ² and on true effects being normal. Neither can be checked with few "
        "cohorts.",
        fix="Read it as a rough range. With fewer than three cohorts none is given.",
        references=("higgins2009", "partlett2017"),
    ),
    Code(
        code="MS425",
        severity=Severity.CAUTION,
        message="the Hartung–Knapp variance factor is {factor:.3g}, below 1; {verdict}",
        why="The cohorts happen to agree more closely than their sampling errors allow. The plain Hartung–Knapp "
        "standard error is then smaller than the Wald one, and with more than a few cohorts its interval is narrower "
        "too.",
        fix="`adhoc` (the factor is at least 1) is the cautious choice; look at the Wald interval as well.",
        references=("roever2015", "jackson2017"),
    ),
    Code(
        code="MS426",
        severity=Severity.CAUTION,
        message="no event in any of {k} cohorts (0/{n}): only an exact upper bound exists",
        why="With 0 events everywhere the estimated rate is 0, its logit is infinite, and heterogeneity cannot be "
        "seen, so no τ² is estimable. Adding a half would invent events.",
        fix="Report 0 of all people with its exact upper bound, which supposes one common rate.",
        references=("clopper1934", "hanley1983"),
    ),
    Code(
        code="MS427",
        severity=Severity.CAUTION,
        message="an event in everyone of {k} cohorts ({n}/{n}): only an exact lower bound exists",
        why="With events everywhere the estimated rate is 1, its logit is infinite, and heterogeneity cannot be "
        "seen, so no τ² is estimable.",
        fix="Report all of all people with its exact lower bound, which supposes one common rate.",
        references=("clopper1934",),
    ),
    Code(
        code="MS428",
        severity=Severity.NOTE,
        message="binomial–normal model: τ² is 0, so the answer is that of all cohorts taken as one (binomial)",
        why="The likelihood is highest without between-study variance. The counts vary no more than binomial chance.",
        fix="Read the interval of τ²: with rare events it often reaches far.",
        references=("stijnen2010",),
    ),
    Code(
        code="MS429",
        severity=Severity.NOTE,
        message="I² is not defined for the binomial–normal model",
        why="I² compares τ² with a typical sampling variance. In a binomial likelihood that variance depends on the "
        "rate itself, and a cohort without events has none.",
        fix="Read τ², its interval, and the prediction interval.",
        references=("stijnen2010",),
    ),
    Code(
        code="MS430",
        severity=Severity.NOTE,
        message="`{test}` is not available for the binomial–normal model; t on {df} df is used",
        why="The Hartung–Knapp factor is built from effects with known sampling variances, which a binomial likelihood "
        "does not have.",
        fix="Ask for `test=t` or `test=z` to choose between the two.",
        references=("stijnen2010",),
    ),
)
