"""How small and how large an SD can be, given the mean, the ends of the scale and counts in bands of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, inf, sqrt

from metasacro.literature import Method
from metasacro.values.frozen import dataclass

#: An SD at a bound itself is possible; this much beyond it, relatively, is rounding and no contradiction.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How many values lie between two ends."""

    lower: float
    upper: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadBounds:
    """Smallest and largest possible SD; both `None` where no sample has such a mean at all."""

    lower: float | None
    upper: float | None

    @property
    def exist(self) -> bool:
        return self.lower is not None

    def hold(self, low: float, high: float) -> bool:
        """Whether some SD from `low` to `high` is possible."""
        if self.lower is None or self.upper is None:
            return False
        return low <= self.upper * (1 + _ROUNDING) and self.lower * (1 - _ROUNDING) <= high


def spread_bounds(means: tuple[float, float], bands: Sequence[Band], *, step: float = 0.0) -> SpreadBounds:
    """Smallest and largest sample SD of values that lie in bands and whose mean lies between two ends.

    The least: every value stands as near to one common value as its band allows, x = min(max(c, lower), upper), with c
    such that the mean is right. The largest: values stand at the ends of their bands, moved up first in the bands with
    the highest ends (lower + upper), which is the greedy answer of the linear programme over the shares moved up.
    Both sums of squares are then taken round the mean and divided by n − 1.

    Parameters
    ----------
    means : what the printed mean may have been before rounding; twice the same value for an exact mean
    bands : counts of values between two ends; a scale alone is one band
    step : smallest difference of two values, 0 if there is none; used where there is one band that begins on a step

    Returns
    -------
    the two bounds, in the units of the scale

    Domain
    ------
    n ≥ 2 in all. The lower bound is exact for values without steps, and for whole steps in one band; with several bands
    it is a bound that whole steps may not reach. The upper bound can exceed what a sample reaches by one value that
    stands between two ends.

    References
    ----------
    bhatia2000, whose bound is the case of one band: SD² ≤ (mean − lower)(upper − mean) · n/(n − 1).

    >>> ages = [Band(lower=18, upper=70, count=13), Band(lower=70, upper=80, count=20),
    ...         Band(lower=80, upper=90, count=15), Band(lower=90, upper=105, count=5)]
    >>> found = spread_bounds((76.4, 76.4), ages)
    >>> round(found.lower, 2), round(found.upper, 1)
    (5.76, 23.8)
    """
    n = sum(band.count for band in bands)
    low = max(means[0], sum(band.count * band.lower for band in bands) / n)
    high = min(means[1], sum(band.count * band.upper for band in bands) / n)
    if low > high:
        return SpreadBounds(lower=None, upper=None)
    if step and len(bands) == 1:
        return _in_steps(low, high, bands[0], step)
    # The least sum of squares is convex in the mean and the largest is concave, so each has one turning point.
    least = _least(min(max(_evenest(bands), low), high), bands)
    most = max(_most(min(max(mean, low), high), bands) for mean in _turns(bands))
    return SpreadBounds(lower=sqrt(max(least, 0.0) / (n - 1)), upper=sqrt(max(most, 0.0) / (n - 1)))


def _in_steps(low: float, high: float, band: Band, step: float) -> SpreadBounds:
    """One band whose values are whole steps from its lower end: every possible sum is tried."""
    n, length = band.count, round((band.upper - band.lower) / step)
    first, last = (mean * n / step - n * band.lower / step for mean in (low, high))
    totals = range(floor(first - 1e-9) + 1 if first > 1e-9 else 0, floor(last + 1e-9) + 1)
    if not totals:
        return SpreadBounds(lower=None, upper=None)
    least, most = inf, 0.0
    # The most even samples differ least in the sums nearest to a whole number each; the ends and multiples decide.
    for total in _telling(totals, n):
        each, more = divmod(total, n)
        centre = total * total / n
        least = min(least, n * each * each + more * (2 * each + 1) - centre)
        full, rest = divmod(total, length) if length else (0, 0)
        most = max(most, full * length**2 + rest**2 - centre)
    return SpreadBounds(lower=step * sqrt(max(least, 0.0) / (n - 1)), upper=step * sqrt(max(most, 0.0) / (n - 1)))


def _telling(totals: range, n: int) -> Sequence[int]:
    """All sums, or, of very many, the ends, the middle and those that n divides."""
    many = totals.stop - totals.start  # of a fine step on a wide scale more than `len` can say
    if many <= 10_000:
        return totals
    multiples = range(-(-totals[0] // n) * n, totals[-1] + 1, n)
    return [totals[0], totals[many // 2], totals[-1], *multiples[:10_000]]


def _least(mean: float, bands: Sequence[Band]) -> float:
    """Least sum of squares round a mean that the bands allow."""
    wanted = mean * sum(band.count for band in bands)
    common = _common_value(wanted, bands)
    return sum(band.count * (min(max(common, band.lower), band.upper) - mean) ** 2 for band in bands)


def _common_value(wanted: float, bands: Sequence[Band]) -> float:
    """The value nearest to which all stand when they add up to `wanted`: the sum is linear between ends of bands."""
    before, sum_before = 0.0, 0.0
    for position, end in enumerate(sorted({end for band in bands for end in (band.lower, band.upper)})):
        total = sum(band.count * min(max(end, band.lower), band.upper) for band in bands)
        if total >= wanted:
            share = (wanted - sum_before) / (total - sum_before) if position and total > sum_before else 1.0
            return before + share * (end - before) if position else end
        before, sum_before = end, total
    return before


def _most(mean: float, bands: Sequence[Band]) -> float:
    """Largest sum of squares round a mean that the bands allow."""
    n = sum(band.count for band in bands)
    missing = n * mean - sum(band.count * band.lower for band in bands)
    squares = sum(band.count * (band.lower - mean) ** 2 for band in bands)
    for band in sorted(bands, key=lambda band: -(band.lower + band.upper)):
        length = band.upper - band.lower
        if length <= 0 or missing <= 0:
            continue
        moved = min(float(band.count), missing / length)
        missing -= moved * length
        squares += moved * ((band.upper - mean) ** 2 - (band.lower - mean) ** 2)
    return squares


def _evenest(bands: Sequence[Band]) -> float:
    """The mean beside which values differ least: all stand as near to it as they may, and their mean is it."""
    ends = sorted({end for band in bands for end in (band.lower, band.upper)})
    left = [sum(band.count * (min(max(end, band.lower), band.upper) - end) for band in bands) for end in ends]
    turned = next(position for position, above in enumerate(left) if above <= 0)  # at the highest end no value is above
    if not turned:
        return ends[0]
    before = turned - 1  # the mean that is sought falls in a straight line between the two
    return ends[before] + left[before] / (left[before] - left[turned]) * (ends[turned] - ends[before])


def _turns(bands: Sequence[Band]) -> list[float]:
    """Means among which that of the largest sum of squares is, before it is moved into the interval.

    As values are moved up band by band, the slope of the sum of squares in the mean is n (lower + upper − 2 mean): it
    is 0 at the middle of the band in hand, or changes its sign where one band is full and the next begins.
    """
    n = sum(band.count for band in bands)
    mean = sum(band.count * band.lower for band in bands) / n
    found = [mean]
    for band in sorted(bands, key=lambda band: -(band.lower + band.upper)):
        full = mean + band.count * (band.upper - band.lower) / n
        found += [min(max((band.lower + band.upper) / 2, mean), full), full]
        mean = full
    return found


SPREAD_BOUNDS = Method(
    key="spread-bounds",
    name="smallest and largest SD on a scale with bands",
    function=spread_bounds,
    references=("bhatia2000",),
    oracle="the bounds of the index study's ages (5.76 and 23.8), found there by a linear programme; small samples on "
    "a scale, enumerated",
)
