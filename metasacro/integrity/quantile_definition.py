"""Which definition of a quantile can have given the printed quartiles, where scores are whole steps."""

from __future__ import annotations

from fractions import Fraction

from metasacro.integrity.rounding import rounded, whole_numbers
from metasacro.literature import Method

#: Definition of Hyndman and Fan → rank of the share p among n values, for those that interpolate: (n + a)p + b.
_RANKS = {
    4: (Fraction(0), Fraction(0)),
    5: (Fraction(0), Fraction(1, 2)),
    6: (Fraction(1), Fraction(0)),
    7: (Fraction(-1), Fraction(1)),
    8: (Fraction(1, 3), Fraction(1, 3)),
    9: (Fraction(1, 4), Fraction(3, 8)),
}
#: All nine, in the order of the paper; R's `quantile(type = )` has the same numbers.
DEFINITIONS = (1, 2, 3, *_RANKS)

#: How each weights the two neighbours of its rank: at most this many parts, so that ends of scales need no search.
_FAR = 1_000


def quantile_definitions(
    value: str, n: int, share: Fraction, *, step: str = "1", lower: str | None = None, upper: str | None = None
) -> tuple[int, ...]:
    """The definitions under which `n` scores in whole steps can have a quantile that is printed as `value`.

    A quantile is x + g(y − x) with neighbouring scores x ≤ y and the fraction g of its rank: g = 0 for a rank that is a
    whole number. Definition 2 has g = 1/2 where n·share is whole and else 0; 1 and 3 have always 0.

    Parameters
    ----------
    value : the quantile as printed
    n : how many scores
    share : 1/4 for the lower quartile
    step : smallest difference of two scores
    lower, upper : ends of the scale

    Returns
    -------
    numbers of the definitions of hyndman1996 that can give it; R's `quantile` has the same numbers

    Domain
    ------
    Scores in whole steps. One quantile alone: that several fit one sample is asked of the exact feasible sets.

    References
    ----------
    hyndman1996. The six quartile pairs of the index study are decided as by enumeration.

    >>> quantile_definitions("0.25", 27, Fraction(1, 4), lower="0", upper="5")
    (5,)
    """
    unit = Fraction(step)
    printed = rounded(value)
    low = Fraction(lower) / unit if lower is not None else None
    high = Fraction(upper) / unit if upper is not None else None
    return tuple(
        definition
        for definition in DEFINITIONS
        if _reached(printed.lower / unit, printed.upper / unit, _weight(definition, n, share), low, high)
    )


def _weight(definition: int, n: int, share: Fraction) -> Fraction:
    """Weight of the upper neighbour."""
    if definition in (1, 3):
        return Fraction(0)
    if definition == 2:
        return Fraction(1, 2) if (n * share).denominator == 1 else Fraction(0)
    a, b = _RANKS[definition]
    rank = (n + a) * share + b
    rank = min(max(rank, Fraction(1)), Fraction(n))
    return rank - rank.numerator // rank.denominator


def _reached(first: Fraction, last: Fraction, weight: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    """Whether x + weight · k lies between `first` and `last` for whole x ≥ low and k ≥ 0 with x + k ≤ high."""
    if weight == 0:
        found = whole_numbers(max(first, low) if low is not None else first, min(last, high) if high else last)
        return len(found) > 0
    longest = int(high - low) if low is not None and high is not None else weight.denominator
    for gap in range(min(longest, _FAR) + 1):
        start = first - weight * gap
        end = last - weight * gap
        if low is not None:
            start = max(start, low)
        if high is not None:
            end = min(end, high - gap)
        if start <= end and len(whole_numbers(start, end)):
            return True
    return False


QUANTILE_DEFINITION = Method(
    key="quantile-definition",
    name="definitions of a quantile that fit",
    function=quantile_definitions,
    references=("hyndman1996",),
    oracle="R's quantile, types 1 to 9, over every sample of a small scale; the quartiles of the index study",
)
