"""What pooling medians without variances answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.interval import Interval
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledMedian:
    """A middle cohort with an interval between cohorts. What does not exist is None, and a caution says why."""

    estimate: float
    interval: Interval | None
    coverage: float | None  #: what the sign test reaches with these bounds; None where it is approximate
    k: int
    method: str  #: "median of medians" or "weighted median of medians"
    weights: Floats  #: (k,) fractions that sum to 1
    cautions: tuple[Caution, ...] = ()
