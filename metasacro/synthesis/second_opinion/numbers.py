"""The numbers of a pooled answer by name, each with its kind and what its differences are measured against."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.pooling.prediction_interval import prediction_interval
from metasacro.synthesis.second_opinion.question import CONVENTIONS, TITLES, Number

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.rows import CountRow

#: Estimators of τ² without an iteration.
CLOSED = ("EE", "DL", "HE", "HS", "HSk", "SJ", "GENQ")

Values = Iterator[tuple[str, str, float | None, float]]


def numbers_of_scores(pooled: Pooled, labels: Sequence[str]) -> tuple[Number, ...]:
    """Of an answer from effects and variances."""
    return tuple(_numbers(_scores(pooled), labels))


def numbers_of_counts(pooled: Pooled, rows: Sequence[CountRow], labels: Sequence[str]) -> tuple[Number, ...]:
    """Of an answer from counts, and the exact interval of each cohort."""
    return tuple(_numbers(_counts(pooled, rows), labels))


def numbers_of_point(method: str, estimate: float, interval: Interval) -> tuple[Number, ...]:
    """Of an answer of which only the estimate and its interval are printed."""
    kind, width = _kind(method), interval.upper - interval.lower
    values = (("estimate", estimate), ("lower", interval.lower), ("upper", interval.upper))
    return tuple(_numbers(iter([(name, kind, value, width) for name, value in values]), ()))


def _kind(method: str) -> str:
    return "closed" if method in CLOSED else "iterated"


def _scores(pooled: Pooled) -> Values:
    kind, se = _kind(pooled.method), pooled.se or 0.0
    smallest = float(min(pooled.vi)) if pooled.vi is not None else 0.0
    yield "estimate", kind, pooled.estimate, se
    yield "se", kind, pooled.se, 0.0
    yield from _ends("", kind, pooled.interval, se)
    yield "statistic", kind, pooled.statistic, 1.0
    yield "p_value", "tail", pooled.p_value, 0.0
    if pooled.method != "EE":
        yield "tau2", kind, pooled.tau2, smallest
        yield "se_tau2", kind, pooled.se_tau2, smallest
        yield from _ends("tau2_", "root", pooled.tau2_interval, smallest)
        yield from _ends("i2_", "root", pooled.i2_interval, 1.0)
    yield "i2", kind, pooled.i2, 1.0
    yield "h2", kind, pooled.h2, 1.0
    yield "q", "closed", pooled.q, 1.0
    yield "q_p", "tail", pooled.q_p, 0.0
    if pooled.method != "EE":
        drawn = pooled.prediction_method == "NNF" and pooled.prediction is not None
        half = 0.5 * (pooled.prediction.upper - pooled.prediction.lower) if pooled.prediction is not None else se
        yield from _ends("prediction_", "drawn" if drawn else kind, pooled.prediction, half if drawn else se)
        yield from _conventions(pooled, kind, se)
    for place, weight in enumerate(pooled.weights if pooled.weights is not None else (), start=1):
        yield f"weight:{place}", kind, float(weight), 0.0


def _conventions(pooled: Pooled, kind: str, se: float) -> Values:
    """The prediction interval under each convention that others have; none below three cohorts."""
    if pooled.k < 3 or pooled.tau2 is None:
        return
    for convention in CONVENTIONS:
        found = prediction_interval(pooled, convention)
        yield f"{convention}_prediction_lower", kind, found.lower, se
        yield f"{convention}_prediction_upper", kind, found.upper, se


def _counts(pooled: Pooled, rows: Sequence[CountRow]) -> Values:
    kind, se = ("likelihood" if pooled.k > 1 else "closed"), pooled.se or 0.0
    spread = _sampling_variance(rows)
    yield "estimate", kind, pooled.estimate, se
    yield "se", kind, pooled.se, 0.0
    yield from _ends("", kind if pooled.k > 1 else "root", pooled.interval, se)
    yield "statistic", kind, pooled.statistic, 1.0
    yield "p_value", kind, pooled.p_value, 0.0
    yield "tau2", kind, pooled.tau2, spread
    yield "se_tau2", kind, pooled.se_tau2, spread
    yield from _ends("tau2_", kind, pooled.tau2_interval, spread)
    yield "q", "closed", pooled.q, 1.0
    yield "q_p", "tail", pooled.q_p, 0.0
    yield from _ends("prediction_", kind, pooled.prediction, se)
    yield from _ends("exact_", "root", pooled.exact, 0.0)
    for place, row in enumerate(rows, start=1):
        yield f"exact_lower:{place}", "root", row.interval.lower, 0.0
        yield f"exact_upper:{place}", "root", row.interval.upper, 0.0
    if pooled.k > 1:
        for place, weight in enumerate(pooled.weights if pooled.weights is not None else (), start=1):
            yield f"weight:{place}", kind, float(weight), 0.0


def _sampling_variance(rows: Sequence[CountRow]) -> float:
    """That of the logit of the largest cohort at the common rate: what a τ² of log odds is measured against."""
    events, people = sum(row.events for row in rows), sum(row.n for row in rows)
    share = min(max(events / people, 0.5 / people), 1.0 - 0.5 / people)
    return 1.0 / (max(row.n for row in rows) * share * (1.0 - share))


def _ends(prefix: str, kind: str, interval: Interval | None, floor: float) -> Values:
    yield f"{prefix}lower", kind, interval.lower if interval else None, floor
    yield f"{prefix}upper", kind, interval.upper if interval else None, floor


def _numbers(values: Values, labels: Sequence[str]) -> Iterator[Number]:
    """Those that exist."""
    for name, kind, value, floor in values:
        if value is not None and math.isfinite(value):
            stem, _, place = name.partition(":")
            title = f"{TITLES[stem]}, {labels[int(place) - 1]}" if place else TITLES[stem]
            yield Number(name=name, title=title, kind=kind, value=float(value), floor=floor)
