"""45x and 46x: pooling counts: groups without events, and models of counts."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

RARE_EVENTS: tuple[Code, ...] = (
    Code(
        code="MS450",
        severity=Severity.NOTE,
        message="rows {rows}: no event in either group, or nothing but events; such a cohort says nothing about a "
        "ratio ({measure}) and has weight 0",
        why="Both groups look alike whatever the ratio is. Adding a half to each cell would pull the answer towards no "
        "effect, by more the more unequal the groups are.",
        fix="Name these cohorts beside the answer; the risk difference and the beta-binomial model can use them.",
        references=("greenland1985", "kuss2015"),
    ),
    Code(
        code="MS451",
        severity=Severity.NOTE,
        message="rows {rows}: no event in either group, or nothing but events; {verdict}",
        why="Such a cohort says that the difference is near 0, but its own variance is 0, so that it cannot take part "
        "in Q with its own counts.",
        fix="Name these cohorts beside the answer, and compare with `drop00` the other way.",
        references=("greenland1985",),
    ),
    Code(
        code="MS452",
        severity=Severity.CAUTION,
        message="{add:g} was added to the cells that are pooled (rows {rows})",
        why="The Mantel–Haenszel and Peto methods need no addition, and with rare events it moves the answer towards "
        "no effect.",
        fix="Leave the second of `add` at 0 and the second of `to` at `none`.",
        references=("greenland1985",),
    ),
    Code(
        code="MS453",
        severity=Severity.CAUTION,
        message="{measure}: no estimate exists: {reason}",
        why="The ratio that fits these counts best is 0, infinite or anything at all, and no interval of the usual "
        "kind goes with it.",
        fix="Report the counts of both groups with their exact intervals, or the risk difference.",
        references=("kuss2015",),
    ),
    Code(
        code="MS454",
        severity=Severity.CAUTION,
        message="counts are not whole (rows {rows}); they are used as they are",
        why="Events and people are counted. A fraction may be a percentage, or a half that was added before.",
        fix="Enter the counts.",
    ),
    Code(
        code="MS455",
        severity=Severity.ERROR,
        message="`add` must be a finite number of at least 0 (it is {add})",
        why="It is added to counts.",
        fix="Use 0.5, the usual choice, or 0.",
    ),
    Code(
        code="MS456",
        severity=Severity.NOTE,
        message="I² is not defined for the {model}",
        why="I² compares τ² with a typical sampling variance. In a likelihood of counts that variance depends on the "
        "rate itself, and a cohort without events has none.",
        fix="Read the variance between cohorts, its interval, and the likelihood-ratio test of heterogeneity.",
        references=("stijnen2010",),
    ),
    Code(
        code="MS458",
        severity=Severity.NOTE,
        message="beta-binomial model: rho is 0, so the answer is that of all cohorts taken as one (binomial)",
        why="The likelihood is highest without variance between cohorts. The counts vary no more than binomial chance.",
        fix="Read the interval of rho: with rare events it often reaches far.",
        references=("kuss2015",),
    ),
    Code(
        code="MS459",
        severity=Severity.CAUTION,
        message="the interval of rho has no upper end: the likelihood does not fall however large rho becomes",
        why="Cohorts with none or only events can be fitted by any spread of true rates, so that nothing limits it.",
        fix="Read rho as unknown, and show the cohorts with their exact intervals.",
        references=("kuss2015",),
    ),
    Code(
        code="MS457",
        severity=Severity.NOTE,
        message="{model}: τ² is 0, so the answer is that of one common effect",
        why="The likelihood is highest without variance of the effect between cohorts: the counts vary no more than "
        "chance explains. With rare events this is common even when true effects differ.",
        fix="Do not read it as proof that the cohorts agree.",
        references=("stijnen2010",),
    ),
    Code(
        code="MS460",
        severity=Severity.CAUTION,
        message="no event in any of {k} cohorts in {time:g} of person-time: only an exact upper bound exists",
        why="With 0 events everywhere the estimated rate is 0, its logarithm is infinite, and heterogeneity cannot be "
        "seen, so no τ² is estimable. Adding a half would invent events.",
        fix="Report 0 events, the person-time, and the exact upper bound, which supposes one common rate.",
        references=("garwood1936",),
    ),
)
