"""4xx: pooling: what cannot be estimated, and how far to trust what was."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

ESTIMATION: tuple[Code, ...] = (
    Code(
        code="MS401",
        severity=Severity.ERROR,
        message="sampling variances must be finite and greater than 0 (rows {rows})",
        why="A variance of 0 takes all the weight, a negative one has no meaning, and an infinite one carries no information.",
        fix="Correct the rows named, or leave them out and say so.",
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
)
