"""Log odds, on which counts are pooled, back on the scale of proportions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.interval import Interval

if TYPE_CHECKING:
    from metasacro.pooling.pooled import Pooled


def share_of(log_odds: float) -> float:
    """The proportion with these log odds.

    >>> share_of(0.0), share_of(-1000.0), share_of(1000.0)
    (0.5, 0.0, 1.0)
    """
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0


def shares_of(interval: Interval) -> Interval:
    """An interval of log odds on the scale of proportions."""
    return Interval(lower=share_of(interval.lower), upper=share_of(interval.upper), level=interval.level)


def pooled_rate(pooled: Pooled) -> tuple[float | None, Interval | None]:
    """The pooled rate with its interval; where nothing can be pooled, the exact bound on all patients together."""
    if pooled.estimate is not None and pooled.interval is not None:
        return share_of(pooled.estimate), shares_of(pooled.interval)
    return None, pooled.exact
