"""49x: meta-regression and its design."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

REGRESSION: tuple[Code, ...] = (
    Code(
        code="MS490",
        severity=Severity.ERROR,
        message="the other columns of the design already say what {columns} say",
        why="A column that is a sum of multiples of others has no coefficient of its own, so the equations have many "
        "solutions. A factor written with all its levels beside an intercept is the usual case.",
        fix="Leave the columns named out, or drop the intercept (`~ 0 + …`).",
    ),
    Code(
        code="MS491",
        severity=Severity.ERROR,
        message="the formula `{formula}` cannot be read: {reason}",
        why="A formula names columns of `data`, with `+`, `:` and `*` between them and `C(…)` around factors.",
        fix="Write it as `~ dose + C(setting)`, with `data` holding those columns.",
    ),
    Code(
        code="MS492",
        severity=Severity.ERROR,
        message="the design has {rows} rows where {k} cohorts are pooled",
        why="Each cohort needs one row of moderators, in the order of the effects.",
        fix="Give `data`, or the matrix, one row a cohort.",
    ),
    Code(
        code="MS493",
        severity=Severity.ERROR,
        message="moderators must be finite numbers (rows {rows})",
        why="A cohort whose moderator is missing cannot be placed, and dropping it without a word would change the "
        "answer.",
        fix="Fill the gap, or leave the cohort out of effects and moderators alike and say so.",
    ),
    Code(
        code="MS494",
        severity=Severity.ERROR,
        message="{p} coefficients cannot be estimated from {k} cohorts",
        why="Nothing would be left to judge the errors by: at least one cohort more than coefficients is needed.",
        fix="Use fewer moderators.",
    ),
    Code(
        code="MS495",
        severity=Severity.ERROR,
        message="not among the coefficients: {unknown}. They are: {choices}",
        why="A joint test needs the names of the coefficients that it supposes to be 0.",
        fix="Use the names as the result prints them.",
    ),
    Code(
        code="MS496",
        severity=Severity.CAUTION,
        message="{k} cohorts for {columns} moderator columns: read the meta-regression as a sketch",
        why="With fewer than ten cohorts a column, chance alone makes striking slopes.",
        fix="Name the moderators before looking at the effects, and take one at a time.",
        references=("thompson2002",),
    ),
)
