"""GRIMMER: whether mean and SD of whole numbers can be what is printed together."""

from __future__ import annotations

from fractions import Fraction

from metasacro.integrity.grim import sums_with_mean
from metasacro.integrity.rounding import rounded
from metasacro.literature import Method
from metasacro.moments.feasible.rounding import whole_numbers

#: Where more sums than this give the printed mean, hardly any SD is impossible, and none is looked for.
MOST_SUMS = 10_000


def grimmer(mean: str, sd: str, n: int, *, items: int = 1, step: str = "1") -> bool:
    """Whether `n` scores in whole steps can have the printed mean and sample SD.

    With T the sum and Q the sum of squares, both in steps: SD² = (Q − T²/n)/(n − 1) per step². For one of the sums
    that give the mean there must be a whole Q that gives the SD, at least as large as the most even distribution of
    T allows, and odd where T is odd, because a number and its square are odd together.

    Parameters
    ----------
    mean, sd : as printed
    n : how many scores, 2 or more
    items : how many answers each score averages
    step : the smallest difference of two answers, as printed

    Returns
    -------
    True where no condition is broken; False where no sample can give both numbers

    Domain
    ------
    Scores in whole steps without ends: a scale with ends can rule out more, which the exact feasible sets show. An SD
    with n in the denominator can fail although it is right. Where more than 10,000 sums give the mean the
    answer is True.

    References
    ----------
    anaya2016. The conditions are those of Allard's analytic version (a web page without DOI, 2018).

    >>> grimmer("7.3", "2.51", 12), grimmer("7.3", "2.50", 12)
    (False, True)
    """
    sums = sums_with_mean(mean, n, items=items, step=step)
    if len(sums) > MOST_SUMS:
        return True
    spread = rounded(sd)
    least = max(spread.lower, Fraction(0))
    scale = (items / Fraction(step)) ** 2
    for total in sums:
        centre = Fraction(total * total, n)
        squares = whole_numbers(scale * (n - 1) * least**2 + centre, scale * (n - 1) * spread.upper**2 + centre)
        if any(square >= _least_squares(total, n) and (square - total) % 2 == 0 for square in squares):
            return True
    return False


def _least_squares(total: int, n: int) -> int:
    """Sum of squares of the `n` whole numbers with this sum that lie closest together."""
    each, more = divmod(total, n)
    return n * each * each + more * (2 * each + 1)


GRIMMER = Method(
    key="grimmer",
    name="granularity of a mean with its SD",
    function=grimmer,
    references=("anaya2016", "brown2017"),
    oracle="a published verdict of the R package scrutiny; every mean and SD of small samples, enumerated",
)
