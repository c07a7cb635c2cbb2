"""Every pooled answer of an analysis as a question to other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.pooling.random_effects import random_effects
from metasacro.synthesis.conversion_grid import scores_under
from metasacro.synthesis.pools import variance_at
from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.synthesis.scores import change_of
from metasacro.synthesis.second_opinion.numbers import numbers_of_counts, numbers_of_point, numbers_of_scores
from metasacro.synthesis.second_opinion.question import Question

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis

#: Estimators of τ² that statsmodels has.
ESTIMATORS = ("DL", "PM", "EE")

Rows = Sequence[ScoreRow | CountRow]


def questions_about(analyses: Sequence[Analysis]) -> tuple[Question, ...]:
    """The pooled answer of each outcome, and whatever else `pool` prints as pooled: subgroups, the pool without the
    index study, and under other correlations and conversions."""
    return tuple(question for analysis in analyses for question in _about(analysis))


def _about(analysis: Analysis) -> Iterator[Question]:
    if analysis.pooled is not None:
        yield _of(analysis, "", analysis.rows, analysis.pooled)
    if analysis.without_index is not None:
        others = tuple(row for row in analysis.rows if row not in analysis.index_rows)
        yield _of(analysis, "without the index study", others, analysis.without_index)
    for subtotal in analysis.subtotals:
        yield _of(analysis, f"subgroup {subtotal.name}", subtotal.rows, subtotal.pooled)
    scores = [row for row in analysis.rows if isinstance(row, ScoreRow)]
    for point in analysis.grid:
        variances = [variance_at(row, point.correlation) for row in scores]
        changes = [row.change for row in scores]
        yield _point(analysis, f"correlation {point.correlation:g}", changes, variances, point.estimate, point.interval)
    if len(scores) > 1:
        yield from _estimators(analysis, scores)
    for other in analysis.conversions:
        pairs = [_converted(row, other.method) for row in scores]
        changes, variances = [change for change, _ in pairs], [variance for _, variance in pairs]
        yield _point(analysis, f"conversion {other.method}", changes, variances, other.estimate, other.interval)


def _estimators(analysis: Analysis, scores: Sequence[ScoreRow]) -> Iterator[Question]:
    """The same data under estimators that statsmodels has, so that it can speak where the protocol's is another."""
    settings = analysis.settings
    changes, variances = [row.change for row in scores], [row.variance for row in scores]
    for method in ESTIMATORS:
        if method != settings.method:
            pooled = random_effects(changes, variances, method=method, test=settings.test, level=settings.level)
            yield _of(analysis, f"estimator {method}", scores, pooled)


def _of(analysis: Analysis, what: str, rows: Rows, pooled: Pooled) -> Question:
    counts = [row for row in rows if isinstance(row, CountRow)]
    scores = [row for row in rows if isinstance(row, ScoreRow)]
    labels = [row.entry.label for row in rows]
    return Question(
        key=f"{analysis.outcome.id}/{what}",
        outcome=analysis.outcome.id,
        what=what,
        counts=bool(counts),
        first=tuple(float(row.events) for row in counts) or tuple(row.change for row in scores),
        second=tuple(float(row.n) for row in counts) or tuple(row.variance for row in scores),
        method=pooled.method,
        test=pooled.test,
        level=pooled.level,
        interval=pooled.interval_method,
        prediction=pooled.prediction_method,
        numbers=numbers_of_counts(pooled, counts, labels) if counts else numbers_of_scores(pooled, labels),
    )


def _point(
    analysis: Analysis,
    what: str,
    changes: Sequence[float],
    variances: Sequence[float],
    estimate: float,
    interval: Interval,
) -> Question:
    settings = analysis.settings
    return Question(
        key=f"{analysis.outcome.id}/{what}",
        outcome=analysis.outcome.id,
        what=what,
        counts=False,
        first=tuple(changes),
        second=tuple(variances),
        method=settings.method,
        test=settings.test,
        level=settings.level,
        interval="test",
        prediction="metafor",
        numbers=numbers_of_point(settings.method, estimate, interval),
    )


def _converted(row: ScoreRow, method: str) -> tuple[float, float]:
    """The row with its medians converted by this method; the grid has left out those that cannot."""
    scores = scores_under(row, method) if row.converted else None
    if scores is None or row.correlation is None:
        return row.change, row.variance
    return change_of(*scores, row.n, row.correlation)
