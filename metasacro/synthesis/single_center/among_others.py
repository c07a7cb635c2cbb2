"""One cohort among the other series of an outcome: inside what they predict, and what the pool owes to it."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING

from metasacro.synthesis.rates import share_of
from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides, settings_for
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome, Protocol
    from metasacro.numerics.interval import Interval
    from metasacro.synthesis.analysis import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A study in one analysis. Everything is on the analysis' scale: points, or log odds."""

    analysis: Analysis
    extended: bool  #: pooled with the records of every set, because the outcome's own set leaves it out
    weight: float | None  #: of its rows together, a fraction
    estimate: float | None  #: its change, in points; None for counts, and where it has several rows
    prediction: Interval | None  #: for a new series, from the others alone
    inside: bool | None  #: its change lies in it; of a count, its exact interval reaches into it
    distance: float | None  #: from the mean of the others, in SDs of what a new estimate of its size would have


def places(evidence: EvidenceBase, study: str, overrides: Overrides) -> tuple[Place, ...]:
    """In every outcome of the protocol that pools the study; a study outside its set is pooled with all records."""
    protocol = evidence.protocol
    asked = replace(protocol, index_study=replace(protocol.index_study, value=study))
    beside = replace(evidence, protocol=asked)
    found = (_analysis(beside, outcome, study, overrides) for outcome in protocol.outcomes)
    return tuple(_place(analysis, study, protocol) for analysis in found if analysis is not None)


def _analysis(evidence: EvidenceBase, outcome: Outcome, study: str, overrides: Overrides) -> Analysis | None:
    planned = settings_for(evidence.protocol, overrides, outcome.study_set or "main").study_set
    if not any(result.outcome == outcome.id for result in evidence.studies[study].results):
        return None
    if study not in evidence.protocol.studies(planned):
        overrides = replace(overrides, study_set="all")
    analysis = analyse(evidence, outcome, overrides)
    return analysis if analysis.index_rows else None


def _place(analysis: Analysis, study: str, protocol: Protocol) -> Place:
    pooled, others = analysis.pooled, analysis.without_index
    weights = None if pooled is None else pooled.weights
    own = [at for at, row in enumerate(analysis.rows) if row in analysis.index_rows]
    estimate = distance = inside = None
    prediction = others.prediction if others is not None else None
    rows = [row for row in analysis.index_rows if isinstance(row, ScoreRow)]
    if len(rows) == 1:
        estimate = rows[0].change
        if others is not None and others.estimate is not None and others.se is not None:
            spread = sqrt((others.tau2 or 0.0) + others.se**2 + rows[0].variance)
            distance = (estimate - others.estimate) / spread
        if prediction is not None:
            inside = prediction.lower <= estimate <= prediction.upper
    counted = [row for row in analysis.index_rows if isinstance(row, CountRow)]
    if len(counted) == 1 and prediction is not None:
        inside = share_of(prediction.lower) <= counted[0].interval.upper
        inside = inside and counted[0].interval.lower <= share_of(prediction.upper)
    return Place(
        analysis=analysis,
        extended=study not in protocol.studies(analysis.outcome.study_set or "main"),
        weight=None if weights is None else sum(float(weights[at]) for at in own),
        estimate=estimate,
        prediction=prediction,
        inside=inside,
        distance=distance,
    )
