"""61x: writing files of other programs."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

EXPORTS: tuple[Code, ...] = (
    Code(
        code="MS610",
        severity=Severity.NOTE,
        message="`{target}` has no place for {what}",
        why="Another program's files hold what that program needs. What does not fit is named, so that nobody takes "
        "the files for the whole evidence.",
        fix="Keep the records beside the files; `metasacro export --to ro-crate --output DIR` takes everything.",
    ),
    Code(
        code="MS611",
        severity=Severity.ERROR,
        message="nothing can be exported to `{target}`: {reason}",
        why="A file without a row would pass for an answer.",
        fix="Ask for another kind, or record what is missing.",
    ),
    Code(
        code="MS612",
        severity=Severity.NOTE,
        message="exported, but not recomputed by the R script: {what}",
        why="The script recomputes what metafor or a short formula in R can. The rest has no second opinion there.",
        fix="Ask for a choice that metafor has, such as `--prediction metafor`, to see the script check that too.",
    ),
    Code(
        code="MS613",
        severity=Severity.ERROR,
        message="`{file}` changed, or is gone, since it was pooled",
        why="A crate holds answers beside the records that they were made from. With another version of a record it "
        "would not be reproducible.",
        fix="Run the command again when nobody writes into the folder.",
    ),
)
