"""The cohort among the other series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.numerics.interval import Interval
from metasacro.synthesis.lineage.single_center.places import PlaceTraces, of_place
from metasacro.synthesis.rates import shares_of
from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.views.direction import sign_of, turned
from metasacro.views.forest_counts import rate_text
from metasacro.views.numbers import bracketed, fixed, level_name, percent
from metasacro.views.panel import answer_text
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.among_others import Place


def place_tables(places: Sequence[Place], settings: Settings) -> list[Table]:
    """Where the cohort lies, and what the pool owes to it: one row an outcome each."""
    outcome = Column(key="outcome", title="Outcome")
    traces = [of_place(place) for place in places]
    predicted = Table(
        id="places",
        title="Among the other series",
        subtitle="better to the right for scores; rates in percent",
        columns=(
            outcome,
            Column(key="own", title="this cohort"),
            Column(key="predicted", title=f"{level_name(settings.level)} PI from the others"),
            Column(key="inside", title="it lies", drop=1),
        ),
        rows=tuple(_predicted(place, told) for place, told in zip(places, traces, strict=True)),
        notes=tuple(_notes(places)),
        trace=Trace(
            what="the cohort among the other series",
            parts=tuple(part for told in traces for part in (told.outcome, told.inside, told.distance)),
        ),
    )
    with_and_without = Table(
        id="with_without",
        title="",
        subtitle="",
        columns=(
            outcome,
            Column(key="with", title="pooled with it"),
            Column(key="without", title="without it"),
            Column(key="weight", title="its weight", right=True, drop=1),
        ),
        rows=tuple(_pooled(place, told) for place, told in zip(places, traces, strict=True)),
        trace=Trace(
            what="pooled with the cohort and without it",
            parts=tuple(part for told in traces for part in (told.outcome, told.pooled, told.without)),
        ),
    )
    return [predicted, with_and_without]


def _predicted(place: Place, traces: PlaceTraces) -> Row:
    cells = {"outcome": _outcome(place, traces), "own": Cell(text=_own(place), trace=traces.own)}
    if place.prediction is not None:
        cells["predicted"] = Cell(text=_interval(place, place.prediction), kind=Kind.PREDICTION, trace=traces.predicted)
    else:
        cells["predicted"] = Cell(text="none", kind=Kind.ASSUMED, trace=traces.predicted)
    if place.inside is not None:
        cells["inside"] = Cell(text="inside" if place.inside else "outside", trace=traces.inside)
    return Row(cells=cells)


def _pooled(place: Place, traces: PlaceTraces) -> Row:
    analysis = place.analysis
    without = answer_text(analysis.without_index, analysis) if analysis.without_index else "no others"
    cells = {
        "outcome": _outcome(place, traces),
        "with": Cell(text=answer_text(analysis.pooled, analysis), kind=Kind.ANSWER, trace=traces.pooled),
        "without": Cell(text=without, trace=traces.without),
    }
    if place.weight is not None:
        cells["weight"] = Cell(text=f"{percent(place.weight)} %", trace=traces.weight)
    return Row(cells=cells)


def _outcome(place: Place, traces: PlaceTraces) -> Cell:
    outcome = place.analysis.outcome
    text = f"{outcome.label} %" if outcome.measure == "PLO" else outcome.label
    return Cell(text=text, kind=Kind.LABEL, trace=traces.outcome)


def _own(place: Place) -> str:
    if place.estimate is not None:
        return fixed(sign_of(place.analysis.outcome) * place.estimate)
    counts = [row for row in place.analysis.index_rows if isinstance(row, CountRow)]
    if len(counts) == 1:
        return rate_text(counts[0].events / counts[0].n, counts[0].interval)
    return f"{len(place.analysis.index_rows)} cohorts"


def _interval(place: Place, interval: Interval) -> str:
    """In percent for rates, better to the right for scores."""
    if place.analysis.outcome.measure == "PLO":
        shares = shares_of(interval)
        return f"[{percent(shares.lower)}, {percent(shares.upper)}]"
    return bracketed(turned(place.analysis.outcome, interval))


def _notes(places: Sequence[Place]) -> Iterator[str]:
    rows = [row for place in places for row in place.analysis.index_rows]
    if any(isinstance(row, ScoreRow) and row.converted for row in rows):
        yield f"its scores enter the pool as the protocol converts them ({places[0].analysis.settings.conversion})"
    beyond = [place.analysis for place in places if place.extended]
    if beyond:
        names = ", ".join(analysis.outcome.label for analysis in beyond)
        yield f"{names}: pooled with the records of every set, because the outcome’s own set leaves it out (MS449)"
    for place in places:
        if place.distance is not None:
            side = "less" if sign_of(place.analysis.outcome) * place.distance < 0 else "more"
            label, apart = place.analysis.outcome.label, fixed(abs(place.distance), 1)
            yield f"{label}: {apart} SDs {side} than the mean of the others, for a new estimate of this size"
    if any(place.analysis.outcome.measure == "PLO" and place.inside is not None for place in places):
        yield "a rate is inside where its exact interval reaches into the predicted one"
