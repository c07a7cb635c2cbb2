"""2xx: evidence that contradicts itself."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

CONTRADICTIONS: tuple[Code, ...] = (
    Code(
        code="MS201",
        severity=Severity.ERROR,
        message="{events} events among {of}",
        why="More events than patients: the denominator may count something else, or a digit is wrong.",
        fix="Check the paper; if it counts procedures or fractures, say so in `unit`.",
        example="events: 54\nof: 53",
        instead="events: 5\nof: 53",
    ),
    Code(
        code="MS202",
        severity=Severity.ERROR,
        message="`{low}` {low_value} is greater than `{high}` {high_value}",
        why="Smallest value, quartiles and largest value are in order by definition.",
        fix="Check the paper for swapped values.",
    ),
    Code(
        code="MS203",
        severity=Severity.ERROR,
        message="`{name}` {value} is outside the scale {low}–{high}",
        why="A score outside its scale is a slip of the pen, or the scale is another one (0–100?).",
        fix="Check the value and `scale`.",
        example="scale: 0-10\nmedian: 52",
        instead="scale: 0-100\nmedian: 52",
    ),
    Code(
        code="MS204",
        severity=Severity.ERROR,
        message="`{cohort}` has {n} patients, more than the {whole_n} of `{whole}` that contains it",
        why="A part cannot be larger than its whole.",
        fix="Check both numbers and `part_of`.",
    ),
    Code(
        code="MS205",
        severity=Severity.ERROR,
        message="{n} were measured, more than the {cohort_n} patients of `{cohort}`",
        why="The result belongs to another cohort, or counts something other than patients.",
        fix="Check `cohort`, `n` and `unit`.",
    ),
    Code(
        code="MS206",
        severity=Severity.ERROR,
        message="the interval {low} to {high} does not contain the mean {mean}",
        why="A confidence interval of a mean lies round the mean.",
        fix="Check for swapped ends, and whether it belongs to this mean.",
    ),
    Code(
        code="MS207",
        severity=Severity.ERROR,
        message="the levels add up to {total}, not to {of}",
        why="Every patient stands at one level.",
        fix="Check the counts, or add the level that is missing.",
    ),
    Code(
        code="MS208",
        severity=Severity.ERROR,
        message="`{cohort}` is a part of itself",
        why="Following `part_of` must end at a whole.",
        fix="Correct `part_of`.",
    ),
    Code(
        code="MS209",
        severity=Severity.ERROR,
        message="`{cohort}` stands more than {deepest} cohorts deep",
        why="No paper divides its patients so often, and following endless parts would never end.",
        fix="Let `part_of` name the nearest whole that matters.",
    ),
    Code(
        code="MS210",
        severity=Severity.ERROR,
        message="`sd` {sd} is too large for the scale {low}–{high}: at most {most} is possible",
        why="The SD is largest when half of the scores stand at each end of the scale.",
        fix="Check the value and `scale`; a misplaced decimal point is the usual reason.",
    ),
    Code(
        code="MS211",
        severity=Severity.ERROR,
        message="a change of {change} beside scores that go from {before} to {after}",
        why="A change is follow-up minus baseline: less pain is negative. Papers often print a reduction as a positive "
        "number, and taken as it stands it would count as getting worse.",
        fix="Write the change as follow-up minus baseline: `-5.2` for a reduction of 5.2.",
        example="change:\n  - {time: 1 month, n: 27, mean: 5.2, sd: 2.1}",
        instead="change:\n  - {time: 1 month, n: 27, mean: -5.2, sd: 2.1}",
    ),
)
