"""Rows become arrays, and arrays a pooled answer: mean changes by inverse variance, counts by the binomial model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.numerics.interval import Interval
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.random_effects import random_effects, random_effects_batch
from metasacro.synthesis.rows import CountRow, ScoreRow

if TYPE_CHECKING:
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPoint:
    """The pooled change under one assumed correlation."""

    correlation: float
    estimate: float
    interval: Interval


def pool_rows(rows: Sequence[ScoreRow | CountRow], settings: Settings) -> Pooled:
    """The pooled answer of rows of one kind."""
    counts = [row for row in rows if isinstance(row, CountRow)]
    if counts:
        return binomial_normal(
            [row.events for row in counts], [row.n for row in counts], test=settings.test, level=settings.level
        )
    scores = [row for row in rows if isinstance(row, ScoreRow)]
    return random_effects(
        [row.change for row in scores],
        [row.variance for row in scores],
        method=settings.method,
        test=settings.test,
        level=settings.level,
    )


def pool_over_correlations(
    rows: Sequence[ScoreRow], grid: Sequence[float], settings: Settings
) -> tuple[GridPoint, ...]:
    """The pool with every assumed correlation set to each value of the grid, as one batch; reported ones stay."""
    batch = random_effects_batch(
        [row.change for row in rows],
        [[_variance_at(row, r) for row in rows] for r in grid],
        method=settings.method,
        test=settings.test,
        level=settings.level,
    )
    return tuple(
        GridPoint(
            correlation=r,
            estimate=float(estimate),
            interval=Interval(lower=float(lower), upper=float(upper), level=settings.level),
        )
        for r, estimate, lower, upper in zip(grid, batch.estimate, batch.lower, batch.upper, strict=True)
    )


def _variance_at(row: ScoreRow, correlation: float) -> float:
    if not row.correlation_assumed or row.before is None or row.after is None:
        return row.variance
    before, after = row.before, row.after
    effect = effect_sizes(
        "MC",
        m1i=[after.mean],
        sd1i=[after.sd],
        m2i=[before.mean],
        sd2i=[before.sd],
        ni=[row.n],
        ri=[correlation],
    )
    return float(effect.vi[0])
