"""408 to 410: what the default prediction intervals cannot say."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

PREDICTION: tuple[Code, ...] = (
    Code(
        code="MS408",
        severity=Severity.CAUTION,
        message="no prediction interval: the counts bound τ² so little that the rate of a new cohort may be anything",
        why="With few events a very large spread of true rates fits as well as none, so that no range holds a new rate "
        "19 times in 20. An interval that takes the estimated τ² as known would be printed here and be wrong.",
        fix="Show the cohorts with their exact intervals instead.",
        references=("nagashima2019",),
    ),
    Code(
        code="MS409",
        severity=Severity.CAUTION,
        message="no prediction interval by `{convention}`: {reason}",
        why="The convention asked for does not exist for the estimator of τ² that was asked for. Another in its place "
        "would not be what was asked.",
        fix="Choose another convention, or the estimator that it belongs to.",
        references=("higgins2009",),
    ),
    Code(
        code="MS410",
        severity=Severity.CAUTION,
        message="beyond the scale, on which nothing can change by more than {width:g}: {which}",
        why="The model takes true effects for normal and knows no ends of the scale. With few cohorts that differ, its "
        "intervals can reach values that no cohort can have.",
        fix="Read the interval up to the end of the scale; what lies beyond says only that little is known.",
    ),
)
