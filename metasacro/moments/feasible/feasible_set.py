"""What a printed summary leaves possible."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from metasacro.moments.feasible.ledger import count_samples, least_and_greatest_squares, samples_by_sum
from metasacro.moments.feasible.rounding import Printed, Unrounded
from metasacro.moments.feasible.squares import samples_by_sum_and_squares
from metasacro.numerics.arrays import np
from metasacro.numerics.products import product
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.moments.feasible.lattice import Lattice
    from metasacro.moments.feasible.order_statistics import OrderStatistics
    from metasacro.moments.feasible.scale import Scale
    from metasacro.numerics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The smallest and the largest possible value; both are attained."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distribution:
    """Values in order and their probabilities, every consistent sample (multiset) being equally likely."""

    values: Floats
    probabilities: Floats

    @property
    def mean(self) -> float:
        return float(product(self.values, self.probabilities))

    @property
    def variance(self) -> float:
        return float(product((self.values - self.mean) ** 2, self.probabilities))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FeasibleSet:
    """All samples of n values on a scale that agree with a print, seen through their means and SDs.

    `mean` and `sd` are sharp: some sample attains each end. `sd` is None for n = 1.
    """

    n: int
    scale: Scale
    definition: str
    mean: Bounds
    sd: Bounds | None
    count: int
    sums: Floats  #: attainable sums of codes
    least_squares: Floats  #: for each, the least sum of squared codes
    greatest_squares: Floats
    order: OrderStatistics  #: what the cohort's own print says of its values in order
    lattice: Lattice
    members: tuple[int, ...]  #: the leaves whose values are summed
    printed_mean: Printed | None = None
    printed_sd: Printed | None = None

    def sd_at(self, mean: Printed) -> Bounds | None:
        """The sharp bounds of the SD among samples with this mean; None where no sample has it.

        Text stands for every mean that rounds to it. A number that no sum divided by n gives exactly stands for the
        sums next to it.
        """
        if isinstance(mean, str):
            wanted = _rounding_to(self.sums, self.n, self.scale, mean)
        else:
            exact = (mean - float(self.scale.lower)) / float(self.scale.step) * self.n
            wanted = np.abs(self.sums - exact) < 1.0 - 1e-9  # rounding of the number itself
        if not wanted.any():
            return None
        return _sd_bounds(
            self.n, self.scale, self.sums[wanted], self.least_squares[wanted], self.greatest_squares[wanted]
        )

    def contains(self, mean: float, sd: float) -> bool:
        """Can a sample have this mean and SD? Between two attainable means, the SDs of both count."""
        slack = 1e-12 * max(abs(self.mean.lower), abs(self.mean.upper))  # of a mean that was itself computed
        bounds = self.sd_at(mean) if self.mean.lower - slack <= mean <= self.mean.upper + slack else None
        return bounds is not None and bounds.lower * (1 - 1e-12) <= sd <= bounds.upper * (1 + 1e-12)

    def mean_distribution(self) -> Distribution:
        """The exact distribution of the mean over the consistent samples."""
        sums, counts = self._by_sum()[:2]
        return Distribution(
            values=float(self.scale.lower) + float(self.scale.step) * sums / self.n,
            probabilities=counts / counts.sum(),
        )

    def variance_distribution(self) -> Distribution:
        """The exact distribution of the variance; refused (MS386) where the scale is too fine to hold it."""
        self._two_or_more()
        sums, squares, counts = _joint(
            self.lattice, self.members, self.n, self.scale, self.printed_mean, self.printed_sd
        )
        spreads, place = np.unique(self.n * squares - sums**2, return_inverse=True)
        return Distribution(
            values=spreads / (self.n * (self.n - 1.0)) * float(self.scale.step) ** 2,
            probabilities=np.bincount(place, weights=counts) / counts.sum(),
        )

    def mean_variance(self) -> float:
        """The variance that a consistent sample has on average, exactly; refused (MS383) for n = 1."""
        self._two_or_more()
        sums, counts, squares = self._by_sum()
        return float(product(_variance(self.n, self.scale, sums, squares / counts), counts) / counts.sum())

    def _two_or_more(self) -> None:
        if self.n < 2:
            raise Refusal("MS383", n=self.n, needed="a variance needs 2 values or more")

    def _by_sum(self) -> tuple[Floats, Floats, Floats]:
        """Attainable sums, the number of samples of each, and their summed Σx²."""
        if self.printed_sd is not None:
            sums, squares, counts = _joint(
                self.lattice, self.members, self.n, self.scale, self.printed_mean, self.printed_sd
            )
            values, place = np.unique(sums, return_inverse=True)
            numbers: Floats = np.bincount(place, weights=counts).astype(np.float64)
            return values, numbers, np.bincount(place, weights=counts * squares).astype(np.float64)
        told = samples_by_sum(self.lattice, self.members)
        at = (self.sums - told.first).astype(int)
        return self.sums, told.values[0][at], told.values[1][at]


def feasible_set(
    lattice: Lattice,
    leaf: int | None,
    scale: Scale,
    definition: str,
    mean: Printed | None = None,
    sd: Printed | None = None,
) -> FeasibleSet:
    """The set as one leaf sees it, or (None) all leaves together; raises `Refusal` (MS384) where it is empty."""
    order = lattice.whole if leaf is None else lattice.leaves[leaf]
    if order is None:
        raise ValueError("nothing is printed of all leaves together")
    members = tuple(range(len(lattice.leaves))) if leaf is None else (leaf,)
    n = order.n
    count = count_samples(lattice)
    told = least_and_greatest_squares(lattice, members)
    attained = np.isfinite(told.values[0])
    sums = (told.first + np.arange(told.values.shape[1]))[attained].astype(np.float64)
    least, greatest = told.values[0][attained], -told.values[1][attained]
    if count and mean is not None:
        wanted = _rounding_to(sums, n, scale, mean)
        sums, least, greatest = sums[wanted], least[wanted], greatest[wanted]
        by_sum = samples_by_sum(lattice, members)
        count = round(float(by_sum.values[0][(sums - by_sum.first).astype(int)].sum()))
    if count and sd is not None:
        every_sum, squares, counts = _joint(lattice, members, n, scale, mean, sd)
        count = round(float(counts.sum()))
        sums = np.unique(every_sum)
        least = np.array([squares[every_sum == one].min() for one in sums])
        greatest = np.array([squares[every_sum == one].max() for one in sums])
    if not count:
        raise Refusal("MS384", n=n, lower=scale.lower, upper=scale.upper, step=scale.step, definition=definition)
    low, high = (float(scale.value(Fraction(int(total), n))) for total in (sums[0], sums[-1]))
    return FeasibleSet(
        n=n,
        scale=scale,
        definition=definition,
        mean=Bounds(lower=low, upper=high),
        sd=None if n == 1 else _sd_bounds(n, scale, sums, least, greatest),
        count=count,
        sums=sums,
        least_squares=least,
        greatest_squares=greatest,
        order=order,
        lattice=lattice,
        members=members,
        printed_mean=mean,
        printed_sd=sd,
    )


def _variance(n: int, scale: Scale, sums: Floats, squares: Floats) -> Floats:
    """(Σx² − (Σx)²/n)/(n − 1); whole numbers until the division, so nothing cancels."""
    variance: Floats = (n * squares - sums**2) / (n * (n - 1.0)) * float(scale.step) ** 2
    return variance


def _sd_bounds(n: int, scale: Scale, sums: Floats, least: Floats, greatest: Floats) -> Bounds:
    return Bounds(
        lower=math.sqrt(float(_variance(n, scale, sums, least).min())),
        upper=math.sqrt(float(_variance(n, scale, sums, greatest).max())),
    )


def _rounding_to(sums: Floats, n: int, scale: Scale, mean: Printed) -> np.ndarray:
    """Which sums have a mean that rounds to the print."""
    unrounded = Unrounded.of(mean)
    inside = [unrounded.contains(scale.value(Fraction(int(total), n))) for total in sums]
    return np.array(inside, dtype=bool)


def _joint(
    lattice: Lattice, members: tuple[int, ...], n: int, scale: Scale, mean: Printed | None, sd: Printed | None
) -> tuple[Floats, Floats, Floats]:
    """Sums, sums of squares and numbers of samples of every attainable pair that agrees with a printed mean and SD."""
    sums, squares, counts = samples_by_sum_and_squares(lattice, members)
    kept = np.ones(len(sums), dtype=bool)
    if mean is not None:
        totals = np.unique(sums)
        kept &= np.isin(sums, totals[_rounding_to(totals, n, scale, mean)])
    if sd is not None:
        unrounded = Unrounded.of(sd)
        low, high = max(unrounded.lower, Fraction(0)), unrounded.upper
        # the SD lies in the interval where n Σx² − (Σx)² lies in that of its square, in whole numbers
        unit = n * (n - 1) / scale.step**2
        first, last = Unrounded(
            lower=low**2 * unit, upper=high**2 * unit, lower_closed=True, upper_closed=unrounded.upper_closed
        ).whole_numbers(Fraction(1))
        spread = n * squares - sums**2
        kept &= (spread >= first) & (spread <= last)
    return sums[kept], squares[kept], counts[kept]
