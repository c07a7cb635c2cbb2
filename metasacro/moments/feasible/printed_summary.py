"""What a paper prints of one cohort."""

from __future__ import annotations

from metasacro.moments.feasible.order_statistics import QUANTILES
from metasacro.moments.feasible.rounding import Printed
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSummary:
    """n and any of the seven numbers, as printed."""

    n: int
    min: Printed | None = None
    q1: Printed | None = None
    median: Printed | None = None
    q3: Printed | None = None
    max: Printed | None = None
    mean: Printed | None = None
    sd: Printed | None = None

    def quantiles(self) -> dict[str, Printed]:
        """Those of the five order statistics that were printed."""
        told = {name: getattr(self, name) for name in QUANTILES}
        return {name: value for name, value in told.items() if value is not None}
