"""46x and 497 to 499: prediction intervals by convention, subgroups, nested fits."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

SUBGROUPS: tuple[Code, ...] = (
    Code(
        code="MS462",
        severity=Severity.ERROR,
        message="Kenward–Roger errors belong to REML, and this answer has the method `{method}`",
        why="The adjustment is made of the expected information about τ² in the restricted likelihood. With another "
        "estimator it would describe an answer that was not given.",
        fix='Pool with `method="REML"`, or choose another convention.',
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
)
