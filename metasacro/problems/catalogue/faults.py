"""9xx: our own fault."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

FAULTS: tuple[Code, ...] = (
    Code(
        code="MS900",
        severity=Severity.ERROR,
        message="this is a fault of metasacro, not of your evidence: {fault}",
        why="The program met a state that it should never reach. No result was printed, because none could be trusted.",
        fix="Report it with the command you typed and the record that was read; `--traceback` prints the details.",
    ),
)
