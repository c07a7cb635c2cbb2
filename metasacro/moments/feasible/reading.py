"""How a print can be read: the steps that patients used and the definition of the quartiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metasacro.moments.feasible.existence import some_sample
from metasacro.moments.feasible.lattice import Cohort
from metasacro.moments.feasible.order_statistics import order_statistics
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from metasacro.moments.feasible.rounding import Printed
from metasacro.moments.feasible.scale import Scale
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

#: Whole points first, then halves and tenths: a finer step agrees with more prints and says less.
STEPS = ("1", "0.5", "0.1")

#: That of MedCalc, of SPSS, of R and Excel, of SAS and Stata, then the others: the continuous before the stepwise.
PREFERENCE = (
    "hazen",
    "weibull",
    "linear",
    "averaged-inverted-cdf",
    "median-unbiased",
    "normal-unbiased",
    "interpolated-inverted-cdf",
    "inverted-cdf",
    "closest-observation",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A step and a definition under which some sample has the numbers that are printed."""

    step: str
    definition: str


def readings(
    printed: PrintedSummary, *, lower: Printed, upper: Printed, steps: Sequence[str] = STEPS
) -> Iterator[Reading]:
    """Every reading that agrees with the print, the plainest first.

    >>> next(readings(PrintedSummary(n=29, q1="4", median="7", q3="8.5"), lower=0, upper=10))
    Reading(step='1', definition='hazen')
    """
    for step in steps:
        try:
            scale = Scale.of(lower, upper, step)
        except Refusal:  # the step does not lead from one bound to the other
            continue
        for key in PREFERENCE:
            order = order_statistics(printed.n, scale, printed.quantiles(), DEFINITIONS[key])
            if some_sample([Cohort(leaves=(0,), order=order)], scale.top):
                yield Reading(step=step, definition=key)
