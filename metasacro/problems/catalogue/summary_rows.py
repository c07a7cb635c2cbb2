"""59x: summaries that are converted from the command line or from a table of them."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

SUMMARY_ROWS: tuple[Code, ...] = (
    Code(
        code="MS590",
        severity=Severity.ERROR,
        message="no sample of {n} values from {lower} to {upper} in steps of {step} has the numbers that are printed, "
        "under any of the nine definitions of a quartile",
        why="Every sample on the scale was considered, with half-up and half-even rounding and each way in which "
        "software computes quartiles. The print, n and the scale contradict each other.",
        fix="Check the numbers against the paper, then the scale and its step (did patients mark half points?), and n "
        "(did all have a score?).",
        references=("hyndman1996",),
    ),
    Code(
        code="MS591",
        severity=Severity.ERROR,
        message="`n` is `{text}`, which is not a whole number of patients from {least} to {most}",
        why="A sample has a whole number of values, and a mean with an SD needs two. Every sample is looked at, so its "
        "size has a limit.",
        fix="Give the number of patients with this score.",
    ),
    Code(
        code="MS592",
        severity=Severity.ERROR,
        message="`{text}` is not a scale",
        why="The bounds of the instrument decide which means and SDs are possible. No scale is assumed.",
        fix="Write the lowest and the highest value with a hyphen: `0-10`.",
    ),
    Code(
        code="MS593",
        severity=Severity.ERROR,
        message="`{name}` is missing",
        why="Without the number of patients and the scale nothing can be said about what is possible.",
        fix="Add the column, or give the option for all rows: `--scale 0-10`.",
    ),
    Code(
        code="MS594",
        severity=Severity.ERROR,
        message="unknown column `{name}`. Columns: {choices}",
        why="A column that is not read would be left out without a word. The comma separates columns; a file with "
        "semicolons is one long name.",
        fix="Use one of the names listed, or delete the column.",
    ),
    Code(
        code="MS595",
        severity=Severity.ERROR,
        message="{found} cells under {wanted} columns",
        why="A shifted cell would put a number under another name.",
        fix="Give each row as many cells as the header has; leave cells empty for what is not printed. A decimal comma "
        "splits a cell in two: write a point.",
    ),
    Code(
        code="MS596",
        severity=Severity.ERROR,
        message="the table {reason}",
        why="A table has a header and at least one row below it; each row stands on one line.",
        fix="Give a header such as `label,n,q1,median,q3,scale`, and a row for each summary.",
    ),
)
