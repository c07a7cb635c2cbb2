"""From the readings of an unnamed ± back to the mean, the number of patients and what bounds the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.study import Characteristic
from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.leaves import assumed, of_events, of_scale, of_source, of_summary
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.synthesis.single_center.spreads import Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadTraces:
    """One ±. What is `None` cannot be computed."""

    name: Trace
    printed: Trace
    readings: tuple[Trace, ...]  #: as an SD, as a standard error, as half an interval
    bounds: Trace | None


def of_spread(spread: Spread) -> SpreadTraces:
    """A ± in its three readings."""
    measured = spread.measured
    entry, name = measured.entry, spread.name
    printed = of_summary(f"mean ± an unnamed number, {name}", measured.summary)
    title = entry.name if isinstance(entry, Characteristic) else entry.instrument or entry.outcome
    named = of_source("measured", title, measured.summary.source)
    if spread.verdict is None:
        return SpreadTraces(name=named, printed=printed, readings=(), bounds=None)
    bands = tuple(of_events(part.name, part.events) for part in measured.parts if part.events is not None)
    told = spread.verdict.bounds
    ends = {"from": told.lower, "to": told.upper}
    bounds = Trace(
        what=f"SD that values with this mean can have, {name}",
        numbers={end: value for end, value in ends.items() if value is not None},
        how=f"assumed: {spread.assumptions}" + assumed(entry, ("step",)),
        methods=("spread-bounds",),
        parts=(printed, *of_scale(entry), *bands),
    )
    readings = tuple(
        Trace(
            what=f"the ± read as {reading.meaning}, {name}",
            numbers={"SD": reading.sd},
            how="possible" if reading.feasible else "impossible: no SD that rounds to it lies within the bounds",
            methods=("plus-minus",),
            parts=(printed, bounds),
        )
        for reading in spread.verdict.readings
    )
    return SpreadTraces(name=named, printed=printed, readings=readings, bounds=bounds)
