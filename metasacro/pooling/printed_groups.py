"""Groups of which one prints a median with its companions and another a mean with its SD, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.domain import check_summary
from metasacro.moments.summary import FiveNumbers, five_numbers
from metasacro.numerics.arrays import np
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike, Floats

#: The columns of the five numbers.
QUANTILES = ("min", "q1", "median", "q3", "max")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PrintedGroups:
    """One group a cohort; `nan` marks what was not printed."""

    n: Floats
    columns: Mapping[str, Floats]  #: the five numbers, "mean" and "sd", each (k,)

    def has_median(self, row: int) -> bool:
        """Whether the row prints a median; otherwise it has a mean."""
        return bool(np.isfinite(self.columns["median"][row]))

    def summary(self, row: int) -> FiveNumbers:
        """The row's five numbers, as many as there are."""
        printed = {name: float(self.columns[name][row]) for name in QUANTILES}
        given = {name: value for name, value in printed.items() if np.isfinite(value)}
        return five_numbers(int(self.n[row]), given.pop("median"), **given)

    def mean(self, row: int) -> tuple[float, float]:
        """The row's mean and its variance."""
        return float(self.columns["mean"][row]), float(self.columns["sd"][row] ** 2 / self.n[row])


def printed_groups(ni: ArrayLike, given: Mapping[str, ArrayLike | None]) -> PrintedGroups:
    """Columns of one length; each row has a median with companions, or a mean with its SD (else MS331)."""
    n = np.atleast_1d(np.asarray(ni, dtype=np.float64))
    columns = {
        name: np.full(n.size, np.nan) if values is None else np.atleast_1d(np.asarray(values, dtype=np.float64))
        for name, values in given.items()
    }
    if any(values.size != n.size for values in columns.values()):
        raise Refusal("MS357", lengths=", ".join(f"`{name}` {values.size}" for name, values in columns.items()))
    groups = PrintedGroups(n=n, columns=columns)
    for row in range(n.size):
        _check(groups, row)
    return groups


def _check(groups: PrintedGroups, row: int) -> None:
    """Refuse a row that has neither summary, with the reason."""
    if groups.has_median(row):
        printed = {name: float(groups.columns[name][row]) for name in QUANTILES}
        try:
            check_summary(float(groups.n[row]), {name: x if np.isfinite(x) else None for name, x in printed.items()})
        except Refusal as refusal:
            raise Refusal("MS331", row=row + 1, reason=str(refusal)) from None
    elif not (groups.n[row] >= 2 and np.isfinite(groups.columns["mean"][row]) and groups.columns["sd"][row] > 0):
        raise Refusal("MS331", row=row + 1, reason="neither a median with companions nor a mean with an SD")
