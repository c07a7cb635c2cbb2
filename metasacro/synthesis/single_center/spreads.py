"""Every ± that a paper does not name, in its three readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.summary import MeanSummary
from metasacro.integrity.measurements import measurements
from metasacro.integrity.plus_minus import PlusMinus, plus_minus
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.study import Study
    from metasacro.integrity.measurements import Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A mean ± something. `verdict` is None where n or the ends of the scale are not known."""

    name: str
    measured: Measurement
    mean: str
    value: str
    n: int | None
    claimed: str | None  #: what the paper says it is: `sd`, `se`, `ci`
    verdict: PlusMinus | None
    assumptions: str


def spreads(study: Study) -> tuple[Spread, ...]:
    """In the order of the record."""
    found = []
    for measured in measurements(study):
        summary, bands, n = measured.summary, measured.bands(), measured.n
        if not isinstance(summary, MeanSummary) or summary.plus_minus is None:
            continue
        value = summary.plus_minus
        known = bands is not None and n is not None and n > 1
        found.append(
            Spread(
                name=" · ".join(measured.trail.split(" · ")[1:]),
                measured=measured,
                mean=summary.mean.text,
                value=value.text,
                n=n,
                claimed=summary.said_to_be or None,
                verdict=plus_minus(summary.mean.text, value.text, n, bands, step=measured.step_size)
                if known and bands is not None and n is not None
                else None,
                assumptions=measured.assumptions(),
            )
        )
    return tuple(found)
