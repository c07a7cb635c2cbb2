"""From a cohort's place among the other series back to its rows and to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.answers import (
    of_pooled,
    of_prediction_without_index,
    of_without_index,
)
from metasacro.synthesis.lineage.choices import of_outcome
from metasacro.synthesis.lineage.rows import of_row
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.synthesis.single_center.among_others import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTraces:
    """One outcome that pools the cohort."""

    outcome: Trace
    own: Trace
    predicted: Trace
    inside: Trace
    distance: Trace
    pooled: Trace
    without: Trace
    weight: Trace


def of_place(place: Place) -> PlaceTraces:
    """Everything about the cohort in one analysis."""
    analysis = place.analysis
    label, pooled, without = analysis.outcome.label, of_pooled(analysis), of_without_index(analysis)
    rows = tuple(of_row(row, analysis.settings, analysis.protocol) for row in analysis.index_rows)
    own = rows[0] if len(rows) == 1 else Trace(what=f"its cohorts, {label}", numbers={"cohorts": len(rows)}, parts=rows)
    predicted = of_prediction_without_index(analysis)
    return PlaceTraces(
        outcome=of_outcome(analysis.outcome),
        own=own,
        predicted=predicted,
        inside=Trace(
            what=f"whether the others predict it, {label}",
            how="the change lies in the interval; of a count, its exact interval reaches into it",
            parts=(own, predicted),
        ),
        distance=Trace(
            what=f"distance from the mean of the others, {label}",
            numbers={} if place.distance is None else {"SDs": place.distance},
            how="(its change − mean of the others)/√(τ² + SE² of that mean + its own variance)",
            parts=(own, without),
        ),
        pooled=pooled,
        without=without,
        weight=Trace(
            what=f"weight of the cohort, {label}",
            numbers={} if place.weight is None else {"weight": place.weight},
            how="the share of its rows in the pooled answer",
            parts=(own, pooled),
        ),
    )
