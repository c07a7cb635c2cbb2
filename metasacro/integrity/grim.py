"""GRIM: whether a mean of whole numbers can be what is printed."""

from __future__ import annotations

from fractions import Fraction

from metasacro.integrity.rounding import rounded
from metasacro.literature import Method
from metasacro.moments.feasible.rounding import whole_numbers


def sums_with_mean(mean: str, n: int, *, items: int = 1, step: str = "1") -> range:
    """The sums, in steps of the scale, whose mean is printed as `mean`."""
    printed = rounded(mean)
    units = n * items / Fraction(step)
    return whole_numbers(printed.lower * units, printed.upper * units)


def grim(mean: str, n: int, *, items: int = 1, step: str = "1") -> bool:
    """Whether `n` scores in whole steps can have the printed mean.

    The sum of n scores, each the mean of `items` answers, is a whole number of steps; so the mean is T·step/(n·items)
    for a whole number T, and one of these must round to what is printed.

    Parameters
    ----------
    mean : the mean as printed: its decimals matter
    n : how many scores
    items : how many answers each score averages
    step : the smallest difference of two answers, as printed

    Returns
    -------
    True where some sum gives the printed mean, whichever way halves are rounded

    Domain
    ------
    Scores in whole steps only. It cannot fail where n · items reaches 10 to the number of decimals (in steps), so a
    mean without decimals always passes. A failure may be a slip, an n that changed, or a scale with finer steps.

    References
    ----------
    brown2017. Agrees with every published verdict of the R package scrutiny that was found (`pigs1`).

    >>> grim("5.27", 43), grim("5.26", 43)
    (False, True)
    """
    return len(sums_with_mean(mean, n, items=items, step=step)) > 0


GRIM = Method(
    key="grim",
    name="granularity of a mean",
    function=grim,
    references=("brown2017",),
    oracle="twelve published verdicts of the R package scrutiny; every mean of small samples, enumerated",
)
