"""DEBIT: whether mean and SD of a yes-or-no answer fit together."""

from __future__ import annotations

from fractions import Fraction

from metasacro.integrity.grim import sums_with_mean
from metasacro.integrity.rounding import rounded
from metasacro.literature import Method


def debit(mean: str, sd: str, n: int) -> bool:
    """Whether `n` answers of 0 or 1 can have the printed mean and sample SD.

    With T ones among n, mean = T/n and SD² = T(n − T)/(n(n − 1)): the mean fixes the SD, up to rounding of both.

    Parameters
    ----------
    mean, sd : as printed
    n : how many answers, 2 or more

    Returns
    -------
    True where some count of ones gives both numbers

    Domain
    ------
    Answers of 0 and 1 only; the SD has n − 1 in its denominator.

    References
    ----------
    brown2017, whose idea it carries to the SD of binary data (Heathers and Brown 2019, osf.io/5vb3u, no DOI).

    >>> debit("0.35", "0.18", 20), debit("0.35", "0.49", 20)
    (False, True)
    """
    spread = rounded(sd)
    variances = [Fraction(total * (n - total), n * (n - 1)) for total in sums_with_mean(mean, n) if 0 <= total <= n]
    return any(max(spread.lower, Fraction(0)) ** 2 <= variance <= spread.upper**2 for variance in variances)


DEBIT = Method(
    key="debit",
    name="mean and SD of a binary answer",
    function=debit,
    references=("brown2017",),
    oracle="a published verdict of the R package scrutiny; every count of small samples, enumerated",
)
