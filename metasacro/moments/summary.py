"""Which of the three convertible summaries a paper printed, and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from metasacro.numerics.arrays import np
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

Scenario = Literal["S1", "S2", "S3"]

#: In the field's words, with the names that the literature gives them.
SCENARIOS: dict[Scenario, str] = {
    "S1": "minimum, median, maximum",
    "S2": "quartiles and median",
    "S3": "minimum, quartiles, median, maximum",
}

#: Which of the five numbers each summary has, in ascending order.
COLUMNS: dict[Scenario, tuple[str, ...]] = {
    "S1": ("min", "median", "max"),
    "S2": ("q1", "median", "q3"),
    "S3": ("min", "q1", "median", "q3", "max"),
}


def scenario_of(*, extremes: bool, quartiles: bool) -> Scenario:
    """S1 has the extremes, S2 the quartiles, S3 both.

    >>> scenario_of(extremes=True, quartiles=True)
    'S3'
    """
    if extremes and quartiles:
        return "S3"
    if extremes:
        return "S1"
    if quartiles:
        return "S2"
    raise ValueError("a conversion needs `min` with `max`, or `q1` with `q3`")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FiveNumbers:
    """One kind of summary of m groups of the same size: what was printed, in ascending columns."""

    n: int
    scenario: Scenario
    values: Floats  #: (m, 3) or (m, 5), the columns of `COLUMNS[scenario]`

    @property
    def by_name(self) -> dict[str, Floats]:
        """Name → (m,): "min", "q1", "median", "q3", "max", those there are."""
        return {name: self.values[:, place] for place, name in enumerate(COLUMNS[self.scenario])}

    @property
    def without_median(self) -> dict[str, Floats]:
        """The same without the median, for the formulas of an SD."""
        return {name: values for name, values in self.by_name.items() if name != "median"}

    def with_values(self, values: Floats) -> FiveNumbers:
        """The same kind of summary with other numbers."""
        return FiveNumbers(n=self.n, scenario=self.scenario, values=values)


def five_numbers(n: int, median: ArrayLike, **others: ArrayLike | None) -> FiveNumbers:
    """The numbers that there are, as columns. They are not checked here; `mean_sd` does that.

    >>> five_numbers(20, 6, q1=4, q3=10).values.tolist()
    [[4.0, 6.0, 10.0]]
    """
    given = {"median": median, **{name: value for name, value in others.items() if value is not None}}
    scenario = scenario_of(extremes={"min", "max"} <= given.keys(), quartiles={"q1", "q3"} <= given.keys())
    columns = [np.atleast_1d(np.asarray(given[name], dtype=np.float64)) for name in COLUMNS[scenario]]
    return FiveNumbers(n=int(n), scenario=scenario, values=np.stack(np.broadcast_arrays(*columns), axis=-1))


def order_ranks(n: int, scenario: Scenario) -> Floats:
    """Ranks of the order statistics that the numbers are taken for: 1, ⌊n/4⌋ + 1, ⌊n/2⌋ + 1, ⌊3n/4⌋ + 1, n.

    Exact for n = 4Q + 1; for other n a convention of the methods built on order statistics.

    >>> order_ranks(25, "S3").tolist()
    [1.0, 7.0, 13.0, 19.0, 25.0]
    """
    ranks = {"min": 1, "q1": n // 4 + 1, "median": n // 2 + 1, "q3": 3 * n // 4 + 1, "max": n}
    return np.array([ranks[name] for name in COLUMNS[scenario]], dtype=np.float64)
