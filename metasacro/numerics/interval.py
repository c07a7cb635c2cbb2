"""An interval with its level."""

from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Lower and upper bound; `level` is a fraction (0.95)."""

    lower: float
    upper: float
    level: float
