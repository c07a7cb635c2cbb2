"""The `±` adjudicator: what a printed ± can be, read as an SD, a standard error or half a confidence interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from metasacro.integrity.rounding import rounded
from metasacro.integrity.spread_bounds import Band, SpreadBounds, spread_bounds
from metasacro.literature import Method
from metasacro.numerics.single_tails import student_point
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One meaning of the ±, the SD that it would stand for, and whether such an SD is possible."""

    meaning: str  #: "an SD"
    sd: float
    feasible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlusMinus:
    """The three readings, and the SDs that are possible at all."""

    readings: tuple[Reading, Reading, Reading]
    bounds: SpreadBounds

    @property
    def feasible(self) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.readings if reading.feasible)


def plus_minus(
    mean: str, value: str, n: int, bands: Sequence[Band], *, step: float = 0.0, level: float = 0.95
) -> PlusMinus:
    """Three readings of `mean ± value`, each with the SD it implies and a verdict on it.

    As an SD it is value; as a standard error SD = value √n; as half a confidence interval SD = value √n / t, t the
    quantile of (1 + level)/2 with n − 1 degrees of freedom. A reading is feasible where some SD that rounds to it lies
    between the smallest and the largest SD that the mean, the ends of the scale and the counts in its bands allow.

    Parameters
    ----------
    mean, value : as printed
    n : how many values
    bands : counts between two ends; the whole scale is one band of n
    step : smallest difference of two values, 0 if there is none
    level : of the interval

    Returns
    -------
    the readings in the order SD, standard error, half an interval, and the bounds

    Domain
    ------
    n ≥ 2. The ends are assumptions where the paper does not print them, and are printed with the verdict. It does not
    choose: a reading that is left may still be wrong.

    References
    ----------
    bhatia2000 for the bounds, higgins2019 (section 6.5.2) for the SDs. Half an interval from the normal quantile
    instead of t would imply an SD larger by t/z.

    >>> found = plus_minus("5.2", "0.05", 27, [Band(lower=0, upper=10, count=27)], step=1)
    >>> [(reading.meaning, round(reading.sd, 2), reading.feasible) for reading in found.readings]
    [('an SD', 0.05, False), ('a standard error', 0.26, False), ('half a confidence interval', 0.13, False)]
    """
    of_mean, of_value = rounded(mean), rounded(value)
    bounds = spread_bounds((float(of_mean.lower), float(of_mean.upper)), bands, step=step)
    quantile = student_point((1 + level) / 2, n - 1)

    def reading(meaning: str, factor: float) -> Reading:
        low, high = (max(0.0, float(end)) * factor for end in (of_value.lower, of_value.upper))
        return Reading(meaning=meaning, sd=float(value) * factor, feasible=bounds.hold(low, high))

    return PlusMinus(
        readings=(
            reading("an SD", 1.0),
            reading("a standard error", sqrt(n)),
            reading("half a confidence interval", sqrt(n) / quantile),
        ),
        bounds=bounds,
    )


PLUS_MINUS = Method(
    key="plus-minus",
    name="three readings of an unnamed ±",
    function=plus_minus,
    references=("bhatia2000", "higgins2019"),
    oracle="the age of the index study, 76.4 ± 2.8: SDs of 2.8, 20.38 and 10.16 against 5.76 to 23.8",
)
