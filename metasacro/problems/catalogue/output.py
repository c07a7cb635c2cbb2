"""6xx: writing results."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

OUTPUT: tuple[Code, ...] = (
    Code(
        code="MS601",
        severity=Severity.NOTE,
        message="a funnel of changes from before to after: asymmetry has more causes than missing studies",
        why="Small series often treat other patients: those who start with more pain can lose more of it. The standard "
        "error of a change also rests on an assumed correlation and on converted SDs, and without a comparator there "
        "is no effect of treatment round which small series would scatter.",
        fix="Compare severity, follow-up and selection of the small series before you think of missing ones.",
        references=("sterne2011",),
    ),
    Code(
        code="MS602",
        severity=Severity.ERROR,
        message="`{outcome}` counts events: it has no conversion, no assumed correlation and one model, so there is no "
        "curve of specifications",
        why="The choices that such a curve goes through are those of scores.",
        fix="Ask for an outcome of scores.",
    ),
    Code(
        code="MS603",
        severity=Severity.ERROR,
        message="no year of publication for {labels}: the order of publication is not known",
        why="A cumulative plot adds cohorts in the order in which readers could know of them.",
        fix="Give `year` in the references, or take `--order weight`.",
    ),
    Code(
        code="MS604",
        severity=Severity.ERROR,
        message="`{study}` prints no median that a range of means could be computed for",
        why="A feasible range needs a median with quartiles or extremes, the number of patients and the scale.",
        fix="Ask for another record with `--study`.",
    ),
    Code(
        code="MS605",
        severity=Severity.ERROR,
        message="no record of `{study_set}` has been appraised with `{tool}`",
        why="A plot of lights shows what readers judged, and nobody has recorded a judgement.",
        fix="Write `risk_of_bias` into the records. `metasacro explain risk_of_bias` says how.",
    ),
    Code(
        code="MS606",
        severity=Severity.ERROR,
        message="the protocol has no `flow` of studies",
        why="The diagram shows what was found, read and left out, which only the reviewers know.",
        fix="Write `flow` into the protocol. `metasacro explain flow` says how.",
    ),
)
