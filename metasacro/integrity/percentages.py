"""Percentages against the counts that they summarise."""

from __future__ import annotations

from fractions import Fraction

from metasacro.integrity.rounding import rounded, truncated
from metasacro.literature import Method
from metasacro.moments.feasible.rounding import whole_numbers


def percent_of_count(percent: str, events: int, of: int) -> bool:
    """Whether `events` of `of` is the printed percentage.

    100 · events/of must lie within half a unit of the last printed decimal; a half may be rounded either way.

    Parameters
    ----------
    percent : as printed, without the sign
    events, of : the count and its denominator

    Returns
    -------
    True where the percentage is that of the count

    Domain
    ------
    Any count with a denominator above 0.

    References
    ----------
    brown2017: the same reasoning as for means, because a percentage is the mean of zeros and hundreds.

    >>> percent_of_count("93", 42, 45), percent_of_count("93", 45, 53)
    (True, False)
    """
    return rounded(percent).holds(Fraction(100 * events, of))


def cut_off(percent: str, events: int, of: int) -> bool:
    """Whether the percentage is that of the count with further decimals cut off.

    >>> cut_off("63", 7, 11)
    True
    """
    return truncated(percent).holds(Fraction(100 * events, of))


def counts_with_percent(percent: str, of: int) -> range:
    """The counts among `of` that are printed as this percentage.

    >>> list(counts_with_percent("80", 15)), list(counts_with_percent("81", 15))
    ([12], [])
    """
    printed = rounded(percent)
    found = whole_numbers(printed.lower * of / 100, printed.upper * of / 100)
    return range(max(found.start, 0), min(found.stop, of + 1))


def denominators_with_percent(percent: str, events: int, among: range) -> tuple[int, ...]:
    """The denominators among some of which `events` are this percentage.

    >>> denominators_with_percent("90", 45, range(45, 61))
    (50,)
    """
    return tuple(of for of in among if of >= max(events, 1) and percent_of_count(percent, events, of))


PERCENT = Method(
    key="percentage",
    name="a percentage against its count",
    function=percent_of_count,
    references=("brown2017",),
    oracle="the twenty-two percentages of the index study, recomputed; every count of small samples, enumerated",
)
