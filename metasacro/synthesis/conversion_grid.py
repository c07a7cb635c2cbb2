"""The pooled change under every conversion that the printed medians allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.evidence.summary import MedianSummary
from metasacro.moments.registry import CONVERSIONS
from metasacro.numerics.interval import Interval
from metasacro.pooling.random_effects import random_effects_batch
from metasacro.problems import Refusal
from metasacro.synthesis.medians import feasible_set_of, mean_and_sd, reading_of
from metasacro.synthesis.rows import Score
from metasacro.synthesis.scores import change_of
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.summary import Summary
    from metasacro.moments.feasible.feasible_set import FeasibleSet
    from metasacro.synthesis.rows import ScoreRow
    from metasacro.synthesis.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionPoint:
    """The pooled change with every median converted by one published method."""

    method: str
    estimate: float
    interval: Interval
    converted: int  #: medians
    impossible: int  #: of these, with a mean and SD that no agreeing sample has


def pool_over_conversions(rows: Sequence[ScoreRow], settings: Settings) -> tuple[ConversionPoint, ...]:
    """One point for each method that can convert every median of the pool, but the one in force; one batch.

    Means and SDs that no sample has are pooled here, because that is what other tools do with them; they are counted.
    """
    if not any(row.converted for row in rows):
        return ()
    samples = samples_of(rows)
    columns = {}
    for method in CONVERSIONS:
        column = [_converted(row, method, samples) for row in rows] if method != settings.conversion else [None]
        kept = [entry for entry in column if entry is not None]
        if len(kept) == len(column):  # else the method's domain leaves out a median of this pool
            columns[method] = kept
    if not columns:
        return ()
    batch = random_effects_batch(
        [[change for change, _, _ in column] for column in columns.values()],
        [[variance for _, variance, _ in column] for column in columns.values()],
        method=settings.method,
        test=settings.test,
        level=settings.level,
    )
    lower, upper = batch.interval
    return tuple(
        ConversionPoint(
            method=method,
            estimate=float(batch.estimate[at]),
            interval=Interval(lower=float(lower[at]), upper=float(upper[at]), level=settings.level),
            converted=sum(len(list(_medians(row))) for row in rows),
            impossible=sum(impossible for _, _, impossible in column),
        )
        for at, (method, column) in enumerate(columns.items())
    )


def samples_of(rows: Sequence[ScoreRow]) -> dict[int, FeasibleSet | None]:
    """Every sample that agrees with each converted print, by the identity of the print."""
    return {id(summary): _samples(row, summary) for row in rows for summary in _medians(row)}


def _medians(row: ScoreRow) -> Iterator[MedianSummary]:
    """The converted summaries of a row."""
    sides: tuple[Summary | None, ...] = (row.baseline, row.follow_up.summary)
    yield from (side for side in sides if row.converted and isinstance(side, MedianSummary))


def _samples(row: ScoreRow, summary: MedianSummary) -> FeasibleSet | None:
    n, scale = _size(row, summary), row.entry.result.scale
    reading = reading_of(summary, n, scale, row.entry.result.step)
    return feasible_set_of(summary, n, scale, reading) if scale is not None and reading is not None else None


def _size(row: ScoreRow, summary: MedianSummary) -> int:
    return row.n if summary.n is None else int(summary.n.value)


def _converted(row: ScoreRow, method: str, samples: dict[int, FeasibleSet | None]) -> tuple[float, float, int] | None:
    """The row's change and variance under this method, and how many of its conversions are impossible."""
    if not row.converted or row.correlation is None:
        return row.change, row.variance, 0
    scores = scores_under(row, method)
    if scores is None:
        return None
    try:
        change, variance = change_of(*scores, row.n, row.correlation)
    except Refusal:  # equal SDs at r = 1
        return None
    return change, variance, impossible_scores(row, scores, samples)


def scores_under(row: ScoreRow, method: str) -> tuple[Score, Score] | None:
    """Before and after with the medians converted by this published method; None outside its domain."""
    scores: list[Score] = []
    for summary, score in ((row.baseline, row.before), (row.follow_up.summary, row.after)):
        if score is None:
            return None
        if isinstance(summary, MedianSummary):
            found = mean_and_sd(summary, _size(row, summary), method)
            if found is None:
                return None
            score = Score(n=score.n, mean=found[0], sd=found[1], how=method, converted=True)
        scores.append(score)
    return scores[0], scores[1]


def impossible_scores(row: ScoreRow, scores: tuple[Score, Score], samples: dict[int, FeasibleSet | None]) -> int:
    """How many of the converted means and SDs no agreeing sample has."""
    found = 0
    for summary, score in zip((row.baseline, row.follow_up.summary), scores, strict=True):
        agreeing = samples[id(summary)] if isinstance(summary, MedianSummary) else None
        found += agreeing is not None and not agreeing.contains(score.mean, score.sd)
    return found
