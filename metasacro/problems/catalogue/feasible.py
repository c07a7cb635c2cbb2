"""312 to 315 and 38x: what no sample on the scale can have, and a print that cannot be asked about."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

FEASIBLE: tuple[Code, ...] = (
    Code(
        code="MS312",
        severity=Severity.ERROR,
        message="`{method}` gives mean {mean:.3g} and SD {sd:.3g}, which no sample with the printed numbers has: the "
        "mean lies from {low:.3g} to {high:.3g}, the SD{at} from {sd_low:.3g} to {sd_high:.3g}",
        why="On a short scale few samples agree with a printed median and its companions. Formulas for normal samples "
        "do not know the scale, and their result can be impossible; so is the weight that follows from it.",
        fix="Use the conversion `exact-set`, which averages over the samples that agree with the print.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS313",
        severity=Severity.CAUTION,
        message="the scale is not reported, so the median was converted by `{method}`, as if scores had no ends",
        why="The exact set of samples can only be formed on a scale with a lowest and a highest value.",
        fix="Add `scale:` to the result if the paper names the instrument.",
    ),
    Code(
        code="MS314",
        severity=Severity.CAUTION,
        message="no sample from {lower} to {upper} in steps of 1, 0.5 or 0.1 has the printed median and its companions "
        "under any definition of a quartile; converted by `{method}`",
        why="The print, n and the scale contradict each other, or scores were marked more finely than in tenths.",
        fix="Check the numbers, n and the scale against the paper.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS315",
        severity=Severity.NOTE,
        message="read with scores in steps of {step} and quartiles by the definition `{definition}`, because whole "
        "points and Hazen's quartiles do not give the printed numbers",
        why="Software computes quartiles in nine ways, and instruments differ in their steps. The plainest reading "
        "that agrees with the print is taken.",
        fix="Nothing, unless the paper says how its quartiles were computed or how patients marked the scale.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS380",
        severity=Severity.ERROR,
        message="`{text}` is not a printed number",
        why="The decimals of a printed number say how it was rounded, so it is read as text: digits, with at most one "
        "point and a sign.",
        fix="Write `5.8`, not `5,8`, `5.8 cm` or `1e1`.",
    ),
    Code(
        code="MS381",
        severity=Severity.ERROR,
        message="no scale: {lower} to {upper} in steps of {step}",
        why="A scale runs from its lowest to its highest value in equal steps; it has at least two values and at most "
        "2,001.",
        fix="Give the bounds of the instrument, lower first, and a step that leads from one to the other: 0, 10 and 1 "
        "for a pain score in whole points.",
    ),
    Code(
        code="MS382",
        severity=Severity.ERROR,
        message="`{definition}` is not a definition of a quantile; choose from {choices}",
        why="Software computes quartiles under one of nine definitions, and on short scales they differ.",
        fix="Use the name of the definition of the software that the paper used, or try all of them.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS383",
        severity=Severity.ERROR,
        message="n = {n}: {needed}",
        why="A sample has a whole number of values, one or more; a variance needs two.",
        fix="Give the number of patients with this score.",
    ),
    Code(
        code="MS384",
        severity=Severity.ERROR,
        message="no sample of {n} values from {lower} to {upper} in steps of {step} has the numbers that are printed, "
        "quartiles computed as `{definition}`",
        why="Every sample on the scale was considered, and half-up and half-even rounding both allowed. The print, n, "
        "the scale and the definition of the quartiles contradict each other.",
        fix="Check the numbers against the paper, then the scale and its step (did patients mark half points?), n (did "
        "all have a score?), and the definition that the paper's software uses.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS385",
        severity=Severity.ERROR,
        message="the parts do not add up: {parts} patients, and {whole} in the whole",
        why="Cohorts are nested where disjoint parts together are the whole. Then the values of the parts, merged, "
        "have the quartiles of the whole.",
        fix="Give every part; one of which nothing but n is printed belongs to them too.",
    ),
    Code(
        code="MS386",
        severity=Severity.ERROR,
        message="too fine: {cells} pairs of a sum and a sum of squares, at most {most}",
        why="A printed SD, and the distribution of the variance, need every pair of a sum and a sum of squares. Their "
        "number grows with n² and with the cube of the number of points of the scale.",
        fix="Leave the SD out (the bounds without it are still right, only wider), or use a coarser step.",
    ),
    Code(
        code="MS387",
        severity=Severity.ERROR,
        message="a mean or an SD is printed beside nested cohorts",
        why="A printed mean ties the sums of the parts together, which the joint set does not follow.",
        fix="Ask for the joint set without it, and for each cohort alone with it.",
    ),
    Code(
        code="MS388",
        severity=Severity.ERROR,
        message="not the same patients: n = {before} before and n = {after} after",
        why="A change is that of patients who were scored twice, so both summaries have the same n and the same scale.",
        fix="Give the summaries of those with both scores, on one scale.",
    ),
    Code(
        code="MS389",
        severity=Severity.ERROR,
        message="no pairing of the two samples has an SD of changes from {lower:.4g} to {upper:.4g}",
        why="The SD of the changes lies between that of the samples paired in the same order and that of the samples "
        "paired in opposite orders. What the test or the interval of the change implies lies outside.",
        fix="Check n, the direction of the change, and which test the P value belongs to.",
    ),
)
