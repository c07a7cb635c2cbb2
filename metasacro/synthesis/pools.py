"""Rows become arrays, and arrays a pooled answer: mean changes by inverse variance, counts by the binomial model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from metasacro.numerics.interval import Interval
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.prediction_interval import prediction_interval
from metasacro.pooling.random_effects import random_effects, random_effects_batch
from metasacro.problems import Refusal, caution
from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.synthesis.scores import change_of
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.settings import Settings


#: From this number of cohorts on the interval of a pooled rate comes from the profile likelihood. Below, that would
#: reach up to 50 % for any rare event, and t is used (docs/simulation.md).
ENOUGH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPoint:
    """The pooled change under one assumed correlation."""

    correlation: float
    estimate: float
    interval: Interval


def pool_rows(rows: Sequence[ScoreRow | CountRow], settings: Settings, *, predict: bool = True) -> Pooled:
    """The pooled answer of rows of one kind; without `predict` the prediction interval is metafor's, which is quick."""
    counts = [row for row in rows if isinstance(row, CountRow)]
    if counts:
        return _of_counts(
            tuple(row.events for row in counts),
            tuple(row.n for row in counts),
            settings.test,
            settings.level,
            "profile" if len(counts) >= ENOUGH and settings.test != "z" else "test",
            "CD" if predict else "metafor",
        )
    scores = [row for row in rows if isinstance(row, ScoreRow)]
    return _of_scores(
        tuple(row.change for row in scores),
        tuple(row.variance for row in scores),
        settings.method,
        settings.test,
        settings.level,
        settings.prediction if predict else "metafor",
    )


@lru_cache(maxsize=256)  # `pool --watch` asks for what nobody touched at every save
def _of_counts(
    xi: tuple[int, ...], ni: tuple[int, ...], test: str, level: float, interval: str, prediction: str
) -> Pooled:
    return binomial_normal(list(xi), list(ni), test=test, level=level, interval=interval, prediction=prediction)


@lru_cache(maxsize=256)  # the same
def _of_scores(
    yi: tuple[float, ...], vi: tuple[float, ...], method: str, test: str, level: float, prediction: str
) -> Pooled:
    return _predicted(random_effects(list(yi), list(vi), method=method, test=test, level=level), prediction)


def _predicted(pooled: Pooled, convention: str) -> Pooled:
    """The answer with the prediction interval of this convention in the place of metafor's."""
    if pooled.prediction is None or convention == "metafor":
        return pooled
    try:
        found = prediction_interval(pooled, convention)
    except Refusal as refusal:
        told = caution("MS409", convention=convention, reason=refusal.message)
        return replace(
            pooled,
            prediction=None,
            prediction_df=None,
            prediction_method=convention,
            cautions=(*pooled.cautions, told),
        )
    interval = None
    if found.lower is not None and found.upper is not None:
        interval = Interval(lower=found.lower, upper=found.upper, level=found.level)
    known = {told.code for told in pooled.cautions}
    return replace(
        pooled,
        prediction=interval,
        prediction_df=None if interval is None else found.df,
        prediction_method=convention,
        cautions=(*pooled.cautions, *(told for told in found.cautions if told.code not in known)),
    )


def pool_over_correlations(
    rows: Sequence[ScoreRow], grid: Sequence[float], settings: Settings
) -> tuple[GridPoint, ...]:
    """The pool with every assumed correlation set to each value of the grid, as one batch; reported ones stay."""
    variances = {r: [variance_at(row, r) for row in rows] for r in grid}
    possible = [r for r in grid if min(variances[r]) > 0]
    if not possible:
        return ()
    batch = random_effects_batch(
        [row.change for row in rows],
        [variances[r] for r in possible],
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
        for r, estimate, lower, upper in zip(possible, batch.estimate, *batch.interval, strict=True)
    )


def variance_at(row: ScoreRow, correlation: float) -> float:
    """The row's variance under this correlation; 0 where it leaves none."""
    if not row.correlation_assumed or row.before is None or row.after is None:
        return row.variance
    try:
        return change_of(row.before, row.after, row.n, correlation)[1]
    except Refusal:
        return 0.0
