"""18x: two extractions of the same papers, and what was decided where they differ."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

RECONCILIATION: tuple[Code, ...] = (
    Code(
        code="MS180",
        severity=Severity.ERROR,
        message="`{field}` is {first} in one extraction and {second} in the other, and nobody has decided",
        why="Two readers saw different things. A record that took one of them without a word would hide that.",
        fix="Look at the paper. `--save-decisions FILE` writes a file with a place for each decision; give it back "
        "with `--decisions FILE`.",
    ),
    Code(
        code="MS181",
        severity=Severity.ERROR,
        message="`{study}` has no difference at `{field}`",
        why="A decision about nothing is a slip of the pen, or the extractions were changed since.",
        fix="Copy study and field as `metasacro reconcile` prints them, or delete the entry.",
    ),
    Code(
        code="MS182",
        severity=Severity.ERROR,
        message="`{field}` was decided when `{side}` was {then}; now it is {now}",
        why="A decision between two values says nothing about a third.",
        fix="Look again, and write the new value beside the decision.",
    ),
    Code(
        code="MS183",
        severity=Severity.ERROR,
        message="the decision about `{field}` {lacks}",
        why="A later reader has to be able to see what was decided, and why.",
        fix="Write `decision: a` or `b`, or `neither` with a `value`, and a `reason` in words.",
    ),
    Code(
        code="MS184",
        severity=Severity.ERROR,
        message="`{field}` of `{study}` is decided twice",
        why="Only one of the two decisions could hold.",
        fix="Keep one of them.",
    ),
    Code(
        code="MS185",
        severity=Severity.ERROR,
        message="`{first}` and `{second}` have no record in common",
        why="Records are compared by their names, and no name stands in both folders.",
        fix="Check the folders. Both readers name a record by its key in the bibliography.",
    ),
    Code(
        code="MS186",
        severity=Severity.ERROR,
        message="`{first}` and `{second}` are the same folder",
        why="A folder agrees with itself whatever it holds.",
        fix="Name the folders of two readers who worked independently.",
    ),
    Code(
        code="MS187",
        severity=Severity.ERROR,
        message="what was decided about `{study}` gives no sound record: {found}, {said}",
        why="Each extraction fits together by itself, but a mixture of the two need not.",
        fix="Decide the values that the message names together.",
    ),
    Code(
        code="MS188",
        severity=Severity.ERROR,
        message="`{file}` stands there already and says something else",
        why="Somebody may have gone on with that record.",
        fix="Choose another folder, or let `--overwrite` replace it.",
    ),
    Code(
        code="MS189",
        severity=Severity.ERROR,
        message="only `{folder}` has a record `{study}`",
        why="One extraction alone was not checked by a second reader.",
        fix="Let the other reader extract the paper, or copy the record by hand and say so in its `notes`.",
    ),
)
