"""39x: what a reanalysis of one record cannot answer."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

REANALYSIS: tuple[Code, ...] = (
    Code(
        code="MS390",
        severity=Severity.CAUTION,
        message="no correlation of the scores before and after gives P {p} with the printed means and SDs",
        why="The paired t test ties mean change, SDs, n, correlation and P together. Here no correlation from −1 to 1 "
        "is left, so the P value, the scores and the test that is named contradict each other.",
        fix="Check the numbers and the test against the paper. Without a correlation the change has no interval.",
        references=("follmann1992",),
    ),
)
