"""2xx, continued: P values that the printed numbers cannot give."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

INTEGRITY_P_VALUES: tuple[Code, ...] = (
    Code(
        code="MS250",
        severity=Severity.CAUTION,
        message="P {p} from {n} pairs: an exact test gives {smallest} at least",
        why="A test of signs or signed ranks counts the 2ⁿ patterns of signs, so its P is at least 2/2ⁿ. Pairs without "
        "a change are left out, which makes the smallest P larger still.",
        fix="Look for the number of pairs, and for which test was used.",
        references=("wilcoxon1945",),
    ),
    Code(
        code="MS251",
        severity=Severity.CAUTION,
        message="P {p}: the printed means and SDs give {lower} to {upper}",
        why="Whatever the correlation of before and after, the test cannot give the printed P. The SDs may be standard "
        "errors, the number measured another one, or the test another one.",
        fix="Look for the test and for the number of pairs.",
        references=("nuijten2016",),
    ),
    Code(
        code="MS252",
        severity=Severity.CAUTION,
        message="P {p}: {first} against {second} gives {computed}",
        why="None of the usual tests of two counts gives the printed P, so counts or denominators are others.",
        fix="Look for the denominators; patients, procedures and lesions give different P values.",
        references=("nuijten2016",),
    ),
    Code(
        code="MS253",
        severity=Severity.CAUTION,
        message="P {p}: t tests of the printed means and SDs give {lower} to {upper}",
        why="Neither Student's nor Welch's test of two groups gives the printed P. The SDs may be standard errors, or "
        "another test was used.",
        fix="Look for the test and for the numbers measured.",
        references=("nuijten2016",),
    ),
    Code(
        code="MS254",
        severity=Severity.NOTE,
        message="P {p}: no test gives a P of 0",
        why="Programs print 0.000 for a P below 0.0005, and papers copy it.",
        fix="Nothing needs to be done; reports of this record should say P < .001 instead.",
        references=("nuijten2016",),
    ),
    Code(
        code="MS255",
        severity=Severity.CAUTION,
        message="a change with an SD of {sd} beside SDs of {before} and {after}: no correlation gives it",
        why="The SD of a change lies between the difference and the sum of the SDs before and after. Outside, the "
        "correlation would be below −1 or above 1.",
        fix="Look for what the paper calls the three values, and whether they are of the same patients.",
        references=("follmann1992",),
    ),
    Code(
        code="MS257",
        severity=Severity.NOTE,
        message="P {p} in `{first}`, {other_p} in `{second}`, and no test between them",
        why="That one P is below .05 and the other is not does not show that the two groups differ: the groups have "
        "different sizes, and only a test of the difference compares them.",
        fix="Look for a comparison in the paper and record it under `comparisons`, `p: not reported` where it gives no "
        "value.",
    ),
    Code(
        code="MS256",
        severity=Severity.CAUTION,
        message="P {p} from {n1} and {n2} values: an exact rank test gives {smallest} at least",
        why="A rank-sum test counts the ways to divide the ranks, so a P has a smallest value.",
        fix="Look for the numbers measured, and for which test was used.",
        references=("wilcoxon1945",),
    ),
)
