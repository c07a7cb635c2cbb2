"""2xx, continued: means, spreads and quantiles that cannot stand side by side."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

INTEGRITY_SCORES: tuple[Code, ...] = (
    Code(
        code="MS229",
        severity=Severity.CAUTION,
        message="no values there have a mean of {mean}",
        why="Range, bands or scale leave no room for this mean.",
        fix="Check the mean, `n`, and the ends.",
        references=("bhatia2000",),
    ),
    Code(
        code="MS230",
        severity=Severity.CAUTION,
        message="no {n} values in steps of {step} have a mean of {mean}",
        why="A mean is a sum over n, and the sum of values in whole steps is a whole number of steps. So a value is "
        "missing, scores were finer than assumed, or a digit is wrong.",
        fix="Look for the number measured at this time, and for scores between steps. Record under `resolved` what was "
        "found.",
        references=("brown2017",),
    ),
    Code(
        code="MS231",
        severity=Severity.CAUTION,
        message="no {n} values in steps of {step} have a mean of {mean} and an SD of {sd}",
        why="Sum and sum of squares are whole numbers of steps, odd or even together. A missing value, finer scores, "
        "an SD over n instead of n − 1 or a wrong digit explain most such findings.",
        fix="Look for the number measured at this time, and for what the paper calls its ± value.",
        references=("anaya2016",),
    ),
    Code(
        code="MS232",
        severity=Severity.CAUTION,
        message="{n} values of 0 or 1 with a mean of {mean} cannot have an SD of {sd}",
        why="The mean of zeros and ones fixes their SD.",
        fix="Check whether the values are zeros and ones, and whether the SD is a standard error.",
        references=("brown2017",),
    ),
    Code(
        code="MS233",
        severity=Severity.CAUTION,
        message="an SD of {sd} beside a mean of {mean}: only {limits} is possible",
        why="Given its mean, an SD is smallest when values stand together and largest when they stand at the ends. A "
        "standard error taken for an SD is the usual reason for one that is too small.",
        fix="Look for what the paper calls the value. Record `se` if it is one, or `plus_minus` with `said_to_be` if "
        "it stays open.",
        references=("bhatia2000",),
    ),
    Code(
        code="MS234",
        severity=Severity.CAUTION,
        message="{name} means an SD of about {implied}: only {limits} is possible",
        why="The SD is the standard error times √n. Where that is impossible the value is no standard error, belongs "
        "to another n, or the scale is another one.",
        fix="Look for what the paper calls the value and for the number measured.",
        references=("bhatia2000", "higgins2019"),
    ),
    Code(
        code="MS235",
        severity=Severity.CAUTION,
        message="`{low}` {low_value} is greater than `{high}` {high_value}",
        why="Smallest value, quartiles and largest value are in order by definition.",
        fix="Check the paper for swapped values.",
    ),
    Code(
        code="MS236",
        severity=Severity.CAUTION,
        message="`{name}` {value} is outside {lower}–{upper}",
        why="The ends were recorded as those of the scale, so one of the two is wrong.",
        fix="Check the value, and `scale`.",
    ),
    Code(
        code="MS237",
        severity=Severity.CAUTION,
        message="`{name}` {value} is not a multiple of {step}",
        why="The smallest and the largest value are those of one patient each, so they are whole steps.",
        fix="Check the value; leave `step` out if finer scores were possible.",
    ),
    Code(
        code="MS238",
        severity=Severity.NOTE,
        message="the mean {mean} lies {sds} SDs from the end of the scale, {end}",
        why="Scores cannot go beyond the end, so a mean nearer to it than one SD shows that they are skewed (nearer "
        "than two suggests it). Mean and SD then describe them poorly, and an interval from them may leave the scale.",
        fix="Look for medians and quartiles. In small samples be careful with pooled means.",
        references=("altman1996",),
    ),
    Code(
        code="MS240",
        severity=Severity.CAUTION,
        message="{mean} ± {value} can be neither an SD, a standard error nor half an interval: SDs possible: {limits}",
        why="Under the assumptions named no reading of the ± gives an SD that values with this mean can have.",
        fix="Check the mean, the ± and `n`, then the assumptions. Ask the authors.",
        references=("bhatia2000", "higgins2019"),
    ),
    Code(
        code="MS241",
        severity=Severity.CAUTION,
        message="± {value} cannot be {impossible}: only SDs of {limits} are possible",
        why="The readings of a ± differ by a factor of √n or more. Mean, scale and printed counts rule some of them "
        "out; what is left is possible, which is not proven.",
        fix="Keep it as `plus_minus`, with what the paper says in `said_to_be`; ask the authors. Record the decision "
        "under `resolved`.",
        references=("bhatia2000", "higgins2019"),
    ),
    Code(
        code="MS242",
        severity=Severity.NOTE,
        message="± {value} can only be {left}: SDs of {limits} are possible",
        why="The other readings of the ± would mean an SD that values with this mean cannot have.",
        fix="If one reading is left, record it as `sd` or `se`, and say under `derived` how it was found.",
        references=("bhatia2000", "higgins2019"),
    ),
    Code(
        code="MS280",
        severity=Severity.CAUTION,
        message="no {n} values on the scale have these quantiles, whichever definition of a quantile is used",
        why="A quantile is one value or lies between two neighbours, at a fraction that n and the definition fix. "
        "Every sample on the scale was considered, under all nine definitions.",
        fix="Check the values and `n`; leave `step` out if scores between steps were possible.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS281",
        severity=Severity.CAUTION,
        message="the quantiles fit {found}; {software} usually gives `{usual}`",
        why="Software has its own definition of a quantile. Values of another one were made with another program or "
        "command, or belong to another number of patients.",
        fix="Check `n` at each time, and whether the paper names another program.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS282",
        severity=Severity.CAUTION,
        message="no one definition of a quantile gives all {summaries} printed medians with their quartiles",
        why="Each can be right by itself, but one program was used for all, as a rule. Numbers measured that differ "
        "from the printed ones are the usual reason.",
        fix="Check `n` at each time, and whether scores between steps were possible.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS283",
        severity=Severity.CAUTION,
        message="no parts of {sizes} values with their quantiles make up {n} values with those of the whole",
        why="Each set of quantiles is possible by itself. Merged, the values of the parts are those of the whole, and "
        "no samples of the parts give what is printed of it.",
        fix="Check the numbers of all three, and whether the parts are the whole.",
        references=("hyndman1996",),
    ),
    Code(
        code="MS285",
        severity=Severity.CAUTION,
        message="no {n} values on the scale have a mean of {mean} and an SD of {sd}",
        why="Every sample between the ends of the scale was considered. Each number alone may be possible; together "
        "they are not.",
        fix="Check both, `n`, and the scale; leave `step` out if scores between steps were possible.",
        references=("anaya2016", "brown2017"),
    ),
)
