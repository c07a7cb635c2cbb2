"""4xx, continued: which cohorts enter a pool, as what, and how the protocol was followed."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

ASSEMBLY: tuple[Code, ...] = (
    Code(
        code="MS431",
        severity=Severity.CAUTION,
        message="single-arm before–after: no comparator",
        why="Without a control group the change includes the natural course, regression to the mean and everything "
        "else that was done, so it is not an effect of the treatment.",
        fix="Say so wherever the number is used. Look for comparative evidence.",
        references=("cuijpers2017",),
    ),
    Code(
        code="MS432",
        severity=Severity.NOTE,
        message="another measure of patients counted already",
        why="Two measures of the same patients are not two cohorts.",
        fix="The protocol's `measures` says which comes first.",
    ),
    Code(
        code="MS433",
        severity=Severity.NOTE,
        message="no value reported",
        why="A paper that does not report an outcome says nothing about it; it is not a zero.",
        fix="Ask the authors, or look for another report of the same patients.",
    ),
    Code(
        code="MS434",
        severity=Severity.NOTE,
        message="counts {unit}, not patients",
        why="A patient with two treated sides would count twice, and events and denominators would not belong "
        "together.",
        fix="Record the count of patients if the paper gives it.",
    ),
    Code(
        code="MS435",
        severity=Severity.NOTE,
        message="may hold patients of {keep}, counted instead",
        why="The same centre, years and authors can mean the same patients.",
        fix="The decision and its reason stand in the protocol under `overlaps`.",
    ),
    Code(
        code="MS436",
        severity=Severity.CAUTION,
        message="`± {value}` is not named: SD, standard error or half an interval",
        why="The three differ by a factor of √n or more, and so does the study's weight.",
        fix="Ask the authors, or find where the paper names it, and record `sd`, `se` or `ci`.",
    ),
    Code(
        code="MS437",
        severity=Severity.NOTE,
        message="{what} not reported",
        why="Without it the result has no effect size or no variance. It is listed, and not guessed.",
        fix="Ask the authors, or look for another report of the same patients.",
    ),
    Code(
        code="MS438",
        severity=Severity.CAUTION,
        message="on the scale {scale}, not {wanted}",
        why="Points on different scales are not the same points.",
        fix="Convert the values in the record, and say so in `derived`.",
    ),
    Code(
        code="MS439",
        severity=Severity.NOTE,
        message="no follow-up between {earliest} and {latest}",
        why="The protocol fixes which times belong together.",
        fix="The window stands in the protocol under `time`.",
    ),
    Code(
        code="MS440",
        severity=Severity.CAUTION,
        message="time of follow-up not stated: {labels}",
        why="The value may belong to another time than the others.",
        fix="Ask the authors. The protocol's `time.unstated` decides whether such values enter.",
    ),
    Code(
        code="MS441",
        severity=Severity.CAUTION,
        message="number analysed not stated, number treated used: {labels}",
        why="If fewer were measured, the true standard error is larger and the cohort weighs too much.",
        fix="Ask the authors how many were measured.",
    ),
    Code(
        code="MS442",
        severity=Severity.CAUTION,
        message="counted otherwise than printed: {labels}",
        why="The record gives the count that the protocol's definition asks for, beside the printed one.",
        fix="The reason stands below the table and in the record under `counted`.",
    ),
    Code(
        code="MS443",
        severity=Severity.CAUTION,
        message="times of follow-up differ, {shortest} to {longest}",
        why="Pain after two days and after two months is not the same outcome.",
        fix="Narrow the window under `time` in the protocol, or look at the times in the records.",
    ),
    Code(
        code="MS444",
        severity=Severity.CAUTION,
        message="fewer than 80 % of the treated were measured: {labels}",
        why="Those who were not measured may have fared otherwise. The 80 % is a convention.",
        fix="Read why scores are missing before you rely on the cohort.",
    ),
    Code(
        code="MS446",
        severity=Severity.CAUTION,
        message="{label} carries {weight:.0%} of the weight",
        why="The pooled answer is then mostly that of one cohort.",
        fix="Look at the answer without it.",
    ),
    Code(
        code="MS447",
        severity=Severity.CAUTION,
        message="left out because of errors, as you asked: {labels}",
        why="Records with errors are never pooled silently.",
        fix="Mend what `metasacro check` names.",
    ),
    Code(
        code="MS448",
        severity=Severity.CAUTION,
        message="no cohort of the {study_set} set can be pooled",
        why="Nothing was estimated, because nothing usable is reported.",
        fix="The lines below say why each record is left out; try `--study-set all`.",
    ),
    Code(
        code="MS449",
        severity=Severity.CAUTION,
        message="not as in the protocol: {name} {asked} instead of {planned}",
        why="Choices made after the numbers are seen can be made to please.",
        fix="Change the protocol, with the reason, if this is to stand.",
    ),
)
