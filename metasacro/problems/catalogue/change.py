"""63x: what changed between two states of the evidence."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

CHANGE: tuple[Code, ...] = (
    Code(
        code="MS630",
        severity=Severity.ERROR,
        message="`{revision}` is no commit of this repository: {reason}",
        why="The two states that are compared are commits, and each must be one before its records can be read. A name "
        "that begins with `-` would be an option of git and is never handed to it.",
        fix="`git log --oneline` lists commits; branches, tags and `HEAD~1` work too. A shallow clone holds few: "
        "`git fetch --unshallow` brings the rest.",
        example="metasacro diff no-such-branch..HEAD",
        instead="metasacro diff main..HEAD",
    ),
    Code(
        code="MS631",
        severity=Severity.ERROR,
        message="git cannot answer here: {reason}",
        why="Revisions are read by the `git` program from the repository round the current folder.",
        fix="Start the command inside the repository, install git, or compare two folders: `metasacro diff old/ new/`.",
    ),
    Code(
        code="MS632",
        severity=Severity.ERROR,
        message="`{revision}` has no folder of evidence `{folder}`",
        why="A folder of evidence holds `protocol.yaml`; without it nothing says what is pooled.",
        fix="Say where the evidence lies in the repository with `--folder`.",
        example="metasacro diff HEAD~1..HEAD --folder nowhere",
        instead="metasacro diff HEAD~1..HEAD --folder studies",
    ),
    Code(
        code="MS633",
        severity=Severity.CAUTION,
        message="the conclusion flips: {flips}",
        why="A conclusion is where the interval of the pooled answer lies against a threshold: wholly above, wholly "
        "below, or on both sides. The thresholds are no change and the protocol's minimal important difference. It "
        "also flips where an answer appears or is lost.",
        fix="Read which records moved it, and whether what changed in them is right.",
    ),
    Code(
        code="MS634",
        severity=Severity.ERROR,
        message="the conclusion flips for {outcomes}, and `--fail-on flip` was asked for",
        why="A check that fails makes somebody look before a changed conclusion is merged.",
        fix="Mend the record if the change is a slip. If it is right, say so where the change is discussed, and merge "
        "past the check.",
    ),
    Code(
        code="MS635",
        severity=Severity.ERROR,
        message="`{old}` and `{new}` have no common ancestor here",
        why="`A...B` compares B with the commit at which the two parted, which must be in the repository.",
        fix="A shallow clone may lack it: `git fetch --unshallow`. Or compare the two themselves: `A..B`.",
        example="metasacro diff one-root...another-root",
        instead="metasacro diff one-root..another-root",
    ),
    Code(
        code="MS636",
        severity=Severity.NOTE,
        message="{files} files changed: their parts are means over {orders} random orders, with standard errors",
        why="Exact parts need the pool of every combination of changed files, which doubles with each file. Means over "
        "random orders still add up to the whole movement.",
        fix="Compare a smaller step, such as one commit, for exact parts.",
    ),
    Code(
        code="MS637",
        severity=Severity.NOTE,
        message="no parts: with some of the changed files old and others new, nothing can be pooled",
        why="The part of a file is how the answer moves as the file changes, before or after the others. Where there "
        "is no answer in between, it has none.",
        fix="Compare smaller steps, such as one commit at a time.",
    ),
    Code(
        code="MS638",
        severity=Severity.ERROR,
        message="`{said}` is neither two folders nor a range of revisions",
        why="`diff` compares two folders, or two states of one folder under version control.",
        fix="Write `metasacro diff A..B`, `metasacro diff A` for A against the files as they lie here, or "
        "`metasacro diff old/ new/`.",
        example="metasacro diff HEAD~1 HEAD",
        instead="metasacro diff HEAD~1..HEAD",
    ),
)
