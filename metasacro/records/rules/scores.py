"""Rules of scores: quantiles in order, values on their scale, intervals round their mean, and a place for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import sqrt

from metasacro.evidence.reported import Reported
from metasacro.evidence.study import Result, Study
from metasacro.evidence.summary import MeanSummary, MedianSummary, Summary
from metasacro.evidence.trail import trail_of
from metasacro.problems import Problem, problem


def summaries_of(result: Result) -> Iterator[Summary]:
    """Baseline and follow-up scores, without printed changes (a change may be negative)."""
    if result.baseline:
        yield result.baseline
    for follow_up in result.follow_ups:
        yield follow_up.summary


def value_says_where(study: Study) -> Iterator[Problem]:
    """Every pooled value names its place in the paper."""
    for result in study.results:
        sources = [summary.source for summary in summaries_of(result)]
        sources += [change.summary.source for change in result.changes]
        for source in sources or [result.source]:
            if not source.where:
                yield problem(
                    "MS113",
                    source.location,
                    trail=trail_of(study, result),
                    hint="for example `where: Table 4`",
                    name="where",
                    shape="value",
                )


def quantiles_in_order(study: Study) -> Iterator[Problem]:
    """min ≤ q1 ≤ median ≤ q3 ≤ max, of what is printed."""
    for result in study.results:
        for summary in summaries_of(result):
            for low, high in _in_order(summary):
                if low[1].value > high[1].value:
                    yield problem(
                        "MS202",
                        high[1].location,
                        trail=trail_of(study, result),
                        low=low[0],
                        low_value=low[1],
                        high=high[0],
                        high_value=high[1],
                    )


def _in_order(summary: Summary) -> Iterator[tuple[tuple[str, Reported], tuple[str, Reported]]]:
    """Neighbours of which the first must not be greater. A mean may lie outside quartiles, not outside the range."""
    yield from pairwise(_ordered(summary))
    if isinstance(summary, MeanSummary) and summary.q1 and summary.q3:
        quartiles = [("min", summary.min), ("q1", summary.q1), ("q3", summary.q3), ("max", summary.max)]
        yield from pairwise((name, value) for name, value in quartiles if value is not None)


def _ordered(summary: Summary) -> list[tuple[str, Reported]]:
    if isinstance(summary, MedianSummary):
        named = [
            ("min", summary.min),
            ("q1", summary.q1),
            ("median", summary.median),
            ("q3", summary.q3),
            ("max", summary.max),
        ]
    else:
        named = [("min", summary.min), ("mean", summary.mean), ("max", summary.max)]
    return [(name, value) for name, value in named if value is not None]


def on_the_scale(study: Study) -> Iterator[Problem]:
    """No score outside the ends of its scale."""
    for result in study.results:
        if result.scale is None:
            continue
        low, high = result.scale
        for summary in summaries_of(result):
            for name, value in _ordered(summary):
                if not low.value <= value.value <= high.value:
                    yield problem(
                        "MS203",
                        value.location,
                        trail=trail_of(study, result),
                        name=name,
                        value=value,
                        low=low,
                        high=high,
                    )


def sd_fits_scale(study: Study) -> Iterator[Problem]:
    """An SD is at most half the length of its scale, times √(n/(n − 1)), and half a unit of its last decimal."""
    for result in study.results:
        if result.scale is None:
            continue
        low, high = result.scale
        for summary in summaries_of(result):
            if isinstance(summary, MeanSummary) and summary.sd:
                n = max(2.0, summary.n.value) if summary.n else 2.0
                most = (high.value - low.value) / 2 * sqrt(n / (n - 1))
                if summary.sd.value > most + 0.5 * 10.0**-summary.sd.decimals:
                    yield problem(
                        "MS210",
                        summary.sd.location,
                        trail=trail_of(study, result),
                        sd=summary.sd,
                        low=low,
                        high=high,
                        most=f"{most:.3g}",
                    )


def interval_holds_mean(study: Study) -> Iterator[Problem]:
    """A confidence interval is in order and contains its mean."""
    for result in study.results:
        for summary in (*summaries_of(result), *(change.summary for change in result.changes)):
            if isinstance(summary, MeanSummary) and summary.interval:
                low, high = summary.interval
                if not low.value <= summary.mean.value <= high.value:
                    yield problem(
                        "MS206", low.location, trail=trail_of(study, result), low=low, high=high, mean=summary.mean
                    )


def change_has_sign_of_scores(study: Study) -> Iterator[Problem]:
    """A printed change points the way that the scores of the same time go."""
    for result in study.results:
        for change in result.changes:
            for follow_up in result.follow_ups:
                same_time = (change.time.days if change.time else None) == (
                    follow_up.time.days if follow_up.time else None
                )
                if result.baseline is None or not same_time or not isinstance(change.summary, MeanSummary):
                    continue
                before, after, printed = _center(result.baseline), _center(follow_up.summary), change.summary.mean
                if (after.value - before.value) * printed.value < 0:
                    yield problem(
                        "MS211",
                        printed.location,
                        trail=trail_of(study, result),
                        change=printed,
                        before=before,
                        after=after,
                    )


def _center(summary: Summary) -> Reported:
    return summary.median if isinstance(summary, MedianSummary) else summary.mean
