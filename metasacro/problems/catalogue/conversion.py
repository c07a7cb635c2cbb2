"""3xx: a reported summary that cannot become a mean and SD, or an effect size, or not without a caution."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

CONVERSION: tuple[Code, ...] = (
    Code(
        code="MS301",
        severity=Severity.CAUTION,
        message="skewed: T = {t:.3f} reaches the critical value {critical:.3f}, n = {n}",
        why="Luo's mean and Wan's SD assume a normal sample. Shi's test compares how far the median lies from the "
        "middle of the quartiles (or of the range) with what a normal sample of this size would show.",
        fix="Read the converted mean and SD as rough. Prefer the mean and SD from the authors, or a median-based "
        "synthesis.",
        references=("shi2023",),
    ),
    Code(
        code="MS302",
        severity=Severity.ERROR,
        message="n = {n} is too small to convert: the formulas need n of 5 or more",
        why="The conversions were derived from normal order statistics of five or more values. Below that the "
        "formula for the SD is unstable, and at n = 1 it divides by 0.",
        fix="Ask the authors for the mean and SD, or enter the individual values if the paper prints them.",
        references=("wan2014", "luo2018"),
    ),
    Code(
        code="MS303",
        severity=Severity.ERROR,
        message="zero spread: {bounds} coincide at {value:g}, so the converted SD would be 0",
        why="An SD of 0 gives a cohort infinite weight. Equal quartiles say that at least half of the values are "
        "equal, not that all are.",
        fix="Give the range as well, or the mean and SD. On a bounded scale the set of possible SDs shows what the "
        "summary still allows.",
        references=("wan2014",),
    ),
    Code(
        code="MS304",
        severity=Severity.NOTE,
        message="the skewness test is undefined here: {bounds} coincide, so T would be 0/0",
        why="Shi's test divides the shift of the median by the distance between the quartiles (or between minimum and "
        "maximum). Where that distance is 0 there is nothing to compare with.",
        fix="Nothing is known about skewness from this summary; do not read a missing test as a passed one.",
        references=("shi2023",),
    ),
    Code(
        code="MS305",
        severity=Severity.ERROR,
        message="SD {sd:.4g} is larger than any sample can have: on {lower:g} to {upper:g} with mean {mean:.4g} and "
        "n = {n} the largest possible SD is {largest:.4g}",
        why="With a fixed mean, the SD is largest when every value sits at one end of the scale or the other. A "
        "larger SD is not the SD of any sample on this scale, so its standard error is wrong too.",
        fix="Check whether the printed number is a standard error or an interval. If it was converted from a median, "
        "the normal formula does not fit this scale.",
    ),
    Code(
        code="MS306",
        severity=Severity.ERROR,
        message="mean {mean:.4g} lies outside the scale, {lower:g} to {upper:g}",
        why="A mean cannot leave the range of the values it averages.",
        fix="Check the mean, and the bounds of the instrument (0–10, or 0–100?).",
    ),
    Code(
        code="MS307",
        severity=Severity.ERROR,
        message="out of order: {left} {left_value:g} is greater than {right} {right_value:g}",
        why="Minimum, first quartile, median, third quartile and maximum cannot decrease in this order.",
        fix="Check whether two of the numbers were swapped, or one was misread.",
    ),
    Code(
        code="MS308",
        severity=Severity.ERROR,
        message="this summary cannot be converted: {given}. Needed: `median` with `q1` and `q3`, with `min` and `max`, "
        "or with all four",
        why="Each formula was derived for one of these three summaries.",
        fix="Give the missing numbers, or the mean and SD if the paper prints them.",
        references=("luo2018",),
    ),
    Code(
        code="MS309",
        severity=Severity.ERROR,
        message="`{name}` is {value}, which is not a usable number",
        why="A summary is converted from finite numbers, and its n is a whole number.",
        fix="Correct the value, or leave the field out if the paper does not report it.",
    ),
    Code(
        code="MS310",
        severity=Severity.ERROR,
        message="unknown conversion `{method}`{hint}. Choices: {choices}",
        why="Each conversion is a published formula with its own name.",
        fix="Use one of the choices named.",
    ),
    Code(
        code="MS311",
        severity=Severity.CAUTION,
        message="the baseline–follow-up correlation is assumed (r = {r:g}), not reported",
        why="The variance of a mean change depends on how strongly follow-up values follow baseline values. A higher r "
        "makes the interval narrower.",
        fix="Look at the correlation grid. Better: recover r from a reported change SD, P value or interval.",
        references=("follmann1992",),
    ),
    Code(
        code="MS350",
        severity=Severity.ERROR,
        message="unknown measure `{measure}`{hint}. Choices: {choices}",
        why="Each effect measure has a key of its own, the same as in metafor.",
        fix="Use one of the choices named.",
    ),
    Code(
        code="MS351",
        severity=Severity.ERROR,
        message="`{measure}` needs {needed}; missing: {missing}",
        why="Each measure is computed from its own columns.",
        fix="Give the missing columns by name.",
    ),
    Code(
        code="MS352",
        severity=Severity.ERROR,
        message="`{measure}` does not use {unknown}; it takes {needed}",
        why="A column that a measure does not read would be ignored without a word.",
        fix="Leave it out, or choose the measure that uses it.",
    ),
    Code(
        code="MS353",
        severity=Severity.ERROR,
        message="`{name}` must be a finite number (rows {rows})",
        why="An effect size cannot be computed from a number that is missing or infinite.",
        fix="Correct the rows named, or leave them out and say so.",
    ),
    Code(
        code="MS354",
        severity=Severity.ERROR,
        message="`{name}` must be greater than 0 (rows {rows})",
        why="A sample size counts people and a standard deviation is a square root. With an SD of 0 a cohort would "
        "take all the weight.",
        fix="Correct the rows named, or leave them out and say so.",
    ),
    Code(
        code="MS355",
        severity=Severity.ERROR,
        message="events `{events}` must lie between 0 and `{total}` (rows {rows})",
        why="A cohort cannot have more events than people, nor fewer than none.",
        fix="Check whether the rows count people, procedures or fractures, and use one unit for both columns.",
    ),
    Code(
        code="MS356",
        severity=Severity.ERROR,
        message="a correlation must lie between −1 and 1 (`{name}`, rows {rows})",
        why="Outside that range the variance of a change could be negative; at r = 1 with equal SDs it is 0.",
        fix="Correct the rows named.",
        references=("follmann1992",),
    ),
    Code(
        code="MS357",
        severity=Severity.ERROR,
        message="columns differ in length: {lengths}",
        why="Each row is one cohort, so every column has one value a cohort.",
        fix="Give each column the same number of values; a single value is used for all rows.",
    ),
    Code(
        code="MS358",
        severity=Severity.CAUTION,
        message="{add:g} was added to {cells} (rows {rows})",
        why="With an empty cell a logarithm is infinite or a sampling variance is 0. The addition pulls rare events "
        "towards one half and can overstate a small rate by more than half.",
        fix="Prefer a model that needs no addition: binomial–normal for proportions and odds ratios, "
        "Mantel–Haenszel or Peto for two groups.",
        references=("stijnen2010",),
    ),
    Code(
        code="MS359",
        severity=Severity.ERROR,
        message="`{measure}` does not exist for rows {rows}: a cell is empty and nothing is added there (`to={to}`)",
        why="With an empty cell (no events, or only events) the effect is infinite or undefined, or its sampling "
        "variance is estimated as 0.",
        fix="Use a model that needs no addition (binomial–normal, Mantel–Haenszel, Peto), leave `to` at `only0`, or "
        'leave the rows named out and say so. `undefined="keep"` keeps them with a caution.',
        references=("stijnen2010",),
    ),
    Code(
        code="MS360",
        severity=Severity.ERROR,
        message="`{name}` is {value}{hint}. Choices: {choices}",
        why="`add` is a number that is not negative; `to`, `vtype`, `correct` and the like have a few named values.",
        fix="Use one of the choices named.",
    ),
    Code(
        code="MS361",
        severity=Severity.CAUTION,
        message="`{measure}` does not exist for rows {rows} ({reason}); they are kept without a value",
        why="These rows were kept on request. They have no effect and no sampling variance, so they cannot be pooled.",
        fix="Leave them out before pooling and say so, or choose a measure that exists for them.",
    ),
    Code(
        code="MS362",
        severity=Severity.CAUTION,
        message="the sampling variance is not greater than 0 (rows {rows})",
        why="These rows were kept on request. A variance of 0 would take all the weight; a negative one, which an "
        "unbiased estimator can give, has no meaning as a weight.",
        fix="Leave them out before pooling and say so, or choose another formula of the variance.",
    ),
    Code(
        code="MS363",
        severity=Severity.ERROR,
        message="`{measure}` does not exist for rows {rows}. It needs: {reason}",
        why="The formula would divide by 0, or take the root or logarithm of a number that has none.",
        fix="Correct the rows named, leave them out and say so, or choose a measure that exists for them.",
    ),
    Code(
        code="MS364",
        severity=Severity.CAUTION,
        message="left out: neither group has an event, or everyone has one (rows {rows})",
        why="`drop00` was asked for. Such rows say nothing about a ratio, but they do say that risks are low, and a "
        "risk difference can use them.",
        fix="Report how many were left out. A binomial–normal or Mantel–Haenszel risk difference keeps them.",
    ),
    Code(
        code="MS365",
        severity=Severity.CAUTION,
        message="counts that are not whole numbers (rows {rows})",
        why="People and events are counted. A fraction comes from a percentage, a weighted survey or an addition that "
        "somebody already made.",
        fix="Enter the counts. If a correction was already added, give the raw counts and let `add` do it.",
    ),
    Code(
        code="MS366",
        severity=Severity.ERROR,
        message="the recovered correlation is {r:.4g}, outside −1 to 1: {given} do not fit together",
        why="A correlation recovered from an SD of the change (or from a t, F, P value or interval) lies between −1 "
        "and 1 if all the numbers belong to the same people. Outside, one of them is something else.",
        fix="Check whether a standard error was read as an SD, whether n is the number of pairs, and whether the test "
        "was paired.",
        references=("follmann1992",),
    ),
    Code(
        code="MS367",
        severity=Severity.ERROR,
        message="{wanted} cannot be recovered from {given}: {reason}",
        why="The number is the solution of one equation, and with these values the equation has none.",
        fix="Give another of the numbers that the paper prints.",
    ),
    Code(
        code="MS368",
        severity=Severity.ERROR,
        message="`{name}` must not be negative (rows {rows})",
        why="A cell counts people or events.",
        fix="Correct the rows named.",
    ),
    Code(
        code="MS369",
        severity=Severity.ERROR,
        message="`{name}` must be a P value between −1 and 1 and not 0, with the sign of the effect (rows {rows})",
        why="A two-sided P value gives the size of t; its sign says in which direction the groups differ. A P value "
        "of 0 is a rounded one.",
        fix="Use the exact P value, or the t or F if the paper prints it. For “P < .001” enter neither: take an "
        "interval or the SDs.",
    ),
    Code(
        code="MS370",
        severity=Severity.CAUTION,
        message="a group without people, {group} (rows {rows})",
        why="The row was kept on request. Whatever is added to its cells is then the whole of the group.",
        fix="Leave it out and say so: a comparison needs two groups.",
    ),
    Code(
        code="MS371",
        severity=Severity.CAUTION,
        message="`{measure}` beyond {limit:g} (rows {rows}): were standard errors taken for SDs?",
        why="A difference of more than two SDs is rare between groups of patients. A standard error read as an SD "
        "makes a difference too large by the root of the sample size.",
        fix="Look at the paper again: “±” and brackets are often standard errors or intervals.",
    ),
)
