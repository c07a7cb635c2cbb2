"""2xx, continued: counts, percentages, parts and totals that do not add up."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

INTEGRITY_COUNTS: tuple[Code, ...] = (
    Code(
        code="MS220",
        severity=Severity.NOTE,
        message="`resolved` names {named}, and this file has no such finding",
        why="The finding may be gone since, or the code is mistyped, or it is one that no decision can settle. A "
        "decision about nothing would hide the next real finding of that code.",
        fix="Delete the entry, or correct `code` and `about`.",
    ),
    Code(
        code="MS221",
        severity=Severity.CAUTION,
        message="{percent} % is not {events} of {of}, which is {actual} %",
        why="Either the count, the denominator or the percentage is not what it seems; often some patients are missing "
        "from the denominator.",
        fix="Check all three in the paper. If it prints them so, record under `resolved` which one is used, and why.",
        references=("brown2017",),
    ),
    Code(
        code="MS222",
        severity=Severity.CAUTION,
        message="no count among {of} is {percent} %",
        why="A percentage of few patients can take few values; this one is not among them, so the denominator is "
        "probably another one.",
        fix="Look for the number of patients that the percentage was taken of.",
        references=("brown2017",),
    ),
    Code(
        code="MS223",
        severity=Severity.CAUTION,
        message="{parts} hold {total} patients, more than the {n} of `{whole}`",
        why="Two parts that share nobody cannot be larger than their whole.",
        fix="Check the sizes, `part_of` and `etiology`; parts that share patients are `mixed`.",
    ),
    Code(
        code="MS224",
        severity=Severity.CAUTION,
        message="the parts have {parts} together, the whole has {whole}",
        why="What is counted in two parts that share nobody is counted in the whole too.",
        fix="Check the counts, and whether part and whole count the same outcome.",
    ),
    Code(
        code="MS225",
        severity=Severity.CAUTION,
        message="the {kind} {centre} of the whole does not lie between those of its parts, {first} and {second}",
        why="The mean of two samples together lies between their means, and the median between their medians.",
        fix="Check the three values, and whether the parts make up the whole.",
    ),
    Code(
        code="MS226",
        severity=Severity.CAUTION,
        message="{of} {unit} among {n} patients",
        why="Everybody who was treated has at least one, so there cannot be fewer of them than patients.",
        fix="Check `of`, `unit` and the size of the cohort; perhaps patients were counted, or a part of them.",
    ),
    Code(
        code="MS227",
        severity=Severity.CAUTION,
        message="{after} were measured after treatment, {before} before",
        why="Those who were measured only afterwards have no change, so the two values are not of the same patients.",
        fix="Look for the number of patients with both values, and record it as `n` of both.",
    ),
    Code(
        code="MS228",
        severity=Severity.CAUTION,
        message="the bands hold {total} patients, more than the {n} measured",
        why="Nobody lies in two bands.",
        fix="Check the counts of the bands and `n`.",
    ),
)
