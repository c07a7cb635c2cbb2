"""32x and 33x: a summary outside the domain of a conversion, and medians that cannot be pooled."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

MEDIANS: tuple[Code, ...] = (
    Code(
        code="MS320",
        severity=Severity.ERROR,
        message="`{method}` needs {wanted}; this summary has {given}. Methods that take it: {others}",
        why="Each formula was derived for its own set of numbers.",
        fix="Use one of the methods named, or give the numbers that are missing.",
        references=("hozo2005", "bland2015"),
    ),
    Code(
        code="MS321",
        severity=Severity.ERROR,
        message="`{method}` needs numbers greater than 0, but {detail}. Methods that take it: {others}",
        why="The method takes logarithms or powers. A score of 0 is an answer like any other on a pain scale, and no "
        "transformation of that kind has a place for it. Adding a small number would decide the result.",
        fix="Use one of the methods named. On a bounded scale look at the set of possible means and SDs as well.",
        references=("mcgrathzhao2020", "cai2021"),
    ),
    Code(
        code="MS322",
        severity=Severity.ERROR,
        message="`{method}` cannot use a tie: {detail}. Methods that take it: {others}",
        why="The Box–Cox method looks for a power that makes the two sides of the summary equally long, and no power "
        "does that for a side of length 0. Cai's method counts how many values lie between two numbers, and none can "
        "lie between equal ones.",
        fix="Use one of the methods named, and read the SD as rough: ties show that the scale is coarse.",
        references=("mcgrathzhao2020", "cai2021"),
    ),
    Code(
        code="MS323",
        severity=Severity.ERROR,
        message="`{method}` finds no distribution for this summary: {reason}",
        why="The best fit lies at an end of what a family allows: a distribution without width, or with all of its "
        "mass at one point. Its mean and SD would be those of the search, not of the data.",
        fix="Use `luo/wan/shi`, which has a closed form, and look at its caution about skewness.",
        references=("mcgrathzhao2020",),
    ),
    Code(
        code="MS324",
        severity=Severity.CAUTION,
        message="only the normal distribution was fitted: `{name}` is {value:g}, and the other families need numbers "
        "greater than 0",
        why="The choice among families is the point of the method. With one family left it is a least-squares normal "
        "fit, whatever the skewness.",
        fix="Compare with `luo/wan/shi`, and read the result as rough where that calls the summary skewed.",
        references=("mcgrathzhao2020",),
    ),
    Code(
        code="MS325",
        severity=Severity.CAUTION,
        message="the answer depends on the unit of measurement: mean {here:.4g}, against {there:.4g} with the "
        "likelihood of the printed numbers",
        why="As published, the power is chosen by the likelihood of the transformed numbers, which changes with the "
        "unit of measurement.",
        fix="Use `mln-jacobian`, which has the missing factor, or `bc`.",
        references=("cai2021", "box1964"),
    ),
    Code(
        code="MS326",
        severity=Severity.CAUTION,
        message="the logarithms are skewed: T = {t:.3f} reaches the critical value {critical:.3f}, n = {n}",
        why="The method assumes that logarithms are normal. Shi's test, applied to the logarithms of the summary, says "
        "that they are not.",
        fix="Prefer `qe` or `bc`, which choose their distribution, or the mean and SD from the authors.",
        references=("shitong2020", "shi2023"),
    ),
    Code(
        code="MS327",
        severity=Severity.CAUTION,
        message="still skewed to the left after the strongest transformation: the power is at its end, {largest:g}",
        why="The power that would make the summary symmetric is larger. With it so much of the normal distribution "
        "would be cut off that the printed quartiles no longer fit.",
        fix="Compare with `qe`: a Weibull distribution can be skewed to the left.",
        references=("mcgrathzhao2020",),
    ),
    Code(
        code="MS328",
        severity=Severity.CAUTION,
        message="{failed} of {draws} bootstrap samples could not be converted and were left out",
        why="The standard error is the spread over the samples that could. If many are missing, it is the spread of "
        "the well-behaved ones.",
        fix="Use a method that takes every summary, such as `qe`, and compare.",
        references=("mcgrath2023",),
    ),
    Code(
        code="MS329",
        severity=Severity.ERROR,
        message="`{name}` is {value}; wanted: {wanted}",
        why="A setting with a typing error would otherwise change the result without a word.",
        fix="Use one of the values named.",
    ),
    Code(
        code="MS330",
        severity=Severity.CAUTION,
        message="no interval: from {k} cohorts a sign test reaches {highest:.3g} at most, and {level:g} was asked for",
        why="The widest interval, from the smallest to the largest value, misses the median with probability 2/2^k.",
        fix="Report the range of the cohorts, ask for a lower level, or pool by a method that uses the spread within "
        "cohorts, such as `qe-median`.",
        references=("mcgrath2019",),
    ),
    Code(
        code="MS331",
        severity=Severity.ERROR,
        message="row {row} has no usable summary: {reason}",
        why="A cohort that cannot be used must be left out on purpose, not silently.",
        fix="Correct the row, or leave it out and say so.",
    ),
    Code(
        code="MS332",
        severity=Severity.CAUTION,
        message="the interval is approximate: {reason}",
        why="The sign test counts each cohort once. Its coverage is exact only for cohorts that count alike and for "
        "positions that are whole numbers.",
        fix="Read the bounds as a range of cohorts near the middle.",
        references=("mcgrath2019",),
    ),
    Code(
        code="MS333",
        severity=Severity.ERROR,
        message="{given} cohorts are too few: {wanted} are needed {purpose}",
        why="The spread between cohorts is the only source of this standard error.",
        fix="Report the cohorts one by one, or pool with the standard errors within cohorts.",
    ),
)
