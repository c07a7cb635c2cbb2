"""19x: files that cannot be written, and manifests that cannot be checked."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

WRITING: tuple[Code, ...] = (
    Code(
        code="MS195",
        severity=Severity.ERROR,
        message="another run is writing into `{folder}`",
        why="The files of one run belong together. Two runs that write into one folder at once would leave a mixture, "
        "in which a figure need not show the numbers beside it. Nothing was written.",
        fix="Wait until the other run has ended, or give another folder. A run that was killed locks nothing.",
    ),
    Code(
        code="MS196",
        severity=Severity.ERROR,
        message="`{file}` cannot be written: {reason}; no file was changed",
        why="All files of a run are written beside their places first, and moved there when each of them is whole. One "
        "could not be written, so the old files stand.",
        fix="Make room on the disk, or choose a folder that you may write into.",
    ),
    Code(
        code="MS197",
        severity=Severity.ERROR,
        message="`{file}` cannot be put in its place: {reason}; only {done} of {all} new files stand in `{folder}`",
        why="Every file was whole, but the disk refused to move one of them. Each file that stands there is whole, and "
        "the manifest is still that of the earlier run: `pool --check-manifest` says which files are newer.",
        fix="Mend the cause, and run the command again.",
    ),
    Code(
        code="MS198",
        severity=Severity.ERROR,
        message="this is no manifest that can be checked: {reason}",
        why="A manifest says in JSON from which files, choices and versions the files beside it were made. What does "
        "not say that completely is not followed.",
        fix="Name the `*.manifest.json` that was written beside the files. To have a new one, run the command again.",
    ),
    Code(
        code="MS199",
        severity=Severity.ERROR,
        message="the command of the manifest gives no answer now: {reason}",
        why="Whether the numbers are the same is found out by running the command again, and it ended without files.",
        fix="Mend what the message names. The command gave an answer with the records and the versions that the "
        "manifest lists.",
    ),
)
