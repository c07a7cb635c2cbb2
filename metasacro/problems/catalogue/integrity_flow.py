"""2xx, continued: a flow of studies whose boxes do not follow from each other."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

INTEGRITY_FLOW: tuple[Code, ...] = (
    Code(
        code="MS290",
        severity=Severity.CAUTION,
        message="studies included in the flow: {studies}; records in the folder: {records}",
        why="Each included study is one record, so that a reader of the diagram can find every one of them.",
        fix="Add the missing records, or count the included studies again.",
        references=("page2021",),
    ),
    Code(
        code="MS291",
        severity=Severity.CAUTION,
        message="`{box}` is {n}, but the boxes before it leave {whole} − {gone} = {rest}",
        why="Each box of the diagram holds what the boxes before it leave. Where it does not, records were lost or "
        "counted twice.",
        fix="Count again, or write `not reported` where nobody counted. If one record led to several reports, say so "
        "under `resolved` in the protocol.",
        references=("page2021",),
    ),
    Code(
        code="MS292",
        severity=Severity.CAUTION,
        message="more reports were sought ({sought}) than records were found by other methods ({found})",
        why="A report is sought because a record of it was found.",
        fix="Count what was found in each way again.",
        references=("page2021",),
    ),
    Code(
        code="MS293",
        severity=Severity.CAUTION,
        message="fewer reports ({reports}) than studies ({studies}) are included",
        why="A study is known from one report at least.",
        fix="Check whether `studies` and `reports` are swapped.",
        references=("page2021",),
    ),
)
