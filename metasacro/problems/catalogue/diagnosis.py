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
)
