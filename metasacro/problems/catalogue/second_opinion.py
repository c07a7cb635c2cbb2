"""62x: a second opinion on pooled numbers."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

SECOND_OPINION: tuple[Code, ...] = (
    Code(
        code="MS620",
        severity=Severity.ERROR,
        message="{number}: {ours:.10g} here, {theirs:.10g} by {program}: {digits:.1f} digits agree where {asked:g} are "
        "asked for",
        why="Two programs that were given the same data and the same settings should differ by rounding and by where "
        "an iteration ends, and by no more. Until it is known which of the two is right, do not use the number.",
        fix="Read the likely reason below it, and compare the single settings. If the settings are the same, it is a "
        "fault in one of the two programs: please report it with the output of `metasacro verify --format json`.",
    ),
    Code(
        code="MS621",
        severity=Severity.NOTE,
        message="{program} was not asked: {reason}",
        why="Its second opinion is wanted where it can be had; the other programs were asked.",
        fix="Install R and its package metafor to have it: on Debian and Ubuntu `apt install r-cran-metafor`.",
    ),
    Code(
        code="MS622",
        severity=Severity.CAUTION,
        message="{program} gave no opinion: {reason}",
        why="A program that is installed but does not answer has neither agreed nor disagreed.",
        fix="Start R and load metafor by hand to see what it says; give it more time with `--seconds`.",
    ),
)
