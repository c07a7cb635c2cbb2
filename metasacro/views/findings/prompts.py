"""Questions to the people who judge certainty, each with the figure that raises it. Nothing here grades."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.appraisal_tools import Light
from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.answers import of_analysis, of_pooled, of_prediction
from metasacro.synthesis.lineage.leaves import of_source
from metasacro.synthesis.rates import pooled_rate, shares_of
from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.values.frozen import dataclass
from metasacro.views.direction import turned
from metasacro.views.findings.absolute import included
from metasacro.views.numbers import bracketed, fixed, many, p_value, percent, significant

if TYPE_CHECKING:
    from metasacro.evidence.study import Study
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis

#: Conventions, not limits: below so many patients (scores) or events (rates) an answer is thought imprecise whatever
#: its interval says; below so many cohorts no test of small-study effects has power; from this share of the variation
#: on, I² is commonly called considerable.
FEW_PATIENTS, FEW_EVENTS, FEW_COHORTS, CONSIDERABLE = 400, 300, 10, 0.75
#: A rate's interval that is wider than this ratio of its ends is asked about (a convention).
WIDE = 3.0
#: From here on a ratio says nothing more than that.
MANIFOLD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A domain of certainty, what to ask, and where its figure comes from."""

    domain: str
    text: str
    trace: Trace


def prompts(analysis: Analysis) -> tuple[Prompt, ...]:
    """Every question that the figures of an outcome raise, by domain."""
    if analysis.pooled is None:
        return ()
    return (
        *_risk_of_bias(analysis),
        *_inconsistency(analysis),
        *_indirectness(analysis),
        *_imprecision(analysis),
        *_small_studies(analysis),
    )


def _risk_of_bias(analysis: Analysis) -> Iterator[Prompt]:
    studies = {row.entry.study.id: row.entry.study for row in analysis.rows}
    appraised = [study for study in studies.values() if study.risk_of_bias]
    parts = tuple(of_source("record", study.id, study.source) for study in studies.values())
    trace = Trace(what="records appraised", numbers={"appraised": len(appraised), "of": len(studies)}, parts=parts)
    yield Prompt(
        domain="risk of bias",
        text=f"{len(appraised)} of {many(len(studies), 'record')} appraised by item{_concerns(appraised)}",
        trace=trace,
    )
    yield from _cautioned(analysis, "MS444", "risk of bias")
    if any(isinstance(row, ScoreRow) for row in analysis.rows):
        text = "no series has a comparator: natural course and regression to the mean are part of every change (MS431)"
        yield Prompt(domain="risk of bias", text=text, trace=of_analysis(analysis))


def _cautioned(analysis: Analysis, code: str, domain: str) -> Iterator[Prompt]:
    """A caution of the analysis that asks a question of this domain."""
    for entry in analysis.cautions:
        if entry.code == code:
            yield Prompt(domain=domain, text=f"{entry.message} ({code})", trace=of_analysis(analysis))


def _concerns(appraised: list[Study]) -> str:
    """How many answers raise a concern, never added up to a score."""
    lights = [
        appraisal.light(item.number)
        for study in appraised
        for appraisal in study.risk_of_bias
        for item in appraisal.tool.items
    ]
    if not lights:
        return ""
    return f"; answers of high concern: {lights.count(Light.HIGH)}, of some concern: {lights.count(Light.SOME)}"


def _inconsistency(analysis: Analysis) -> Iterator[Prompt]:
    pooled = analysis.pooled
    assert pooled is not None, "asked only of pooled outcomes"
    if pooled.i2 is not None and pooled.i2 >= CONSIDERABLE:
        text = f"I² is {percent(pooled.i2, 0)} % (from 75 % on commonly called considerable)"
        yield Prompt(domain="inconsistency", text=text, trace=of_pooled(analysis))
    if analysis.outcome.measure == "PLO":
        yield from _spread_of_rates(analysis, pooled)
    elif pooled.prediction is not None:
        interval = turned(analysis.outcome, pooled.prediction)
        if held := included(interval, analysis.outcome):
            text = f"the prediction interval {bracketed(interval)} includes {held}"
            yield Prompt(domain="inconsistency", text=text, trace=of_prediction(analysis))


def _spread_of_rates(analysis: Analysis, pooled: Pooled) -> Iterator[Prompt]:
    """I² does not exist for counts: how far apart the cohorts are stands in its place."""
    rates = [row.events / row.n for row in analysis.rows if isinstance(row, CountRow)]
    if len(rates) > 1:
        test = ""
        if pooled.q is not None and pooled.q_p is not None:
            test = f" (likelihood ratio {fixed(pooled.q)}, {pooled.q_df:g} df, {p_value(pooled.q_p)})"
        text = f"the cohorts go from {percent(min(rates))} to {percent(max(rates))} %{test}"
        yield Prompt(domain="inconsistency", text=text, trace=of_analysis(analysis))
    if pooled.prediction is not None:
        shares = shares_of(pooled.prediction)
        text = f"the prediction interval of a new series goes from {percent(shares.lower)} to {percent(shares.upper)} %"
        yield Prompt(domain="inconsistency", text=text, trace=of_prediction(analysis))
    else:
        yield from _cautioned(analysis, "MS408", "inconsistency")


def _indirectness(analysis: Analysis) -> Iterator[Prompt]:
    scores = [row for row in analysis.rows if isinstance(row, ScoreRow)]
    unstated = [row.entry.label for row in scores if row.follow_up.time is None]
    if unstated:
        text = f"time of the score not stated in {len(unstated)} of {many(len(scores), 'cohort')} (MS440)"
        yield Prompt(domain="indirectness", text=text, trace=of_analysis(analysis))
    mixed = [row for row in analysis.rows if row.entry.cohort.etiology == "mixed"]
    if mixed:
        text = f"mixed etiologies in {len(mixed)} of {many(len(analysis.rows), 'cohort')}"
        yield Prompt(domain="indirectness", text=text, trace=of_analysis(analysis))
    abstracts = [row for row in analysis.rows if row.source.seen != "full text"]
    if abstracts:
        text = f"not read in full text: {len(abstracts)} of {many(len(analysis.rows), 'cohort')}"
        yield Prompt(domain="indirectness", text=text, trace=of_analysis(analysis))


def _imprecision(analysis: Analysis) -> Iterator[Prompt]:
    pooled, trace = analysis.pooled, of_pooled(analysis)
    assert pooled is not None, "asked only of pooled outcomes"
    yield from _cautioned(analysis, "MS461", "imprecision")  # who counts twice makes an interval too narrow
    counts = [row for row in analysis.rows if isinstance(row, CountRow)]
    if counts:
        events = sum(row.events for row in counts)
        if events < FEW_EVENTS:
            known = f"{many(events, 'event')} in {many(analysis.n, 'patient')}"
            text = f"{known} (fewer than {FEW_EVENTS} events: a convention)"
            yield Prompt(domain="imprecision", text=text, trace=trace)
        yield from _wide_rate(pooled_rate(pooled)[1], trace)
        return
    if analysis.n < FEW_PATIENTS:
        text = f"{many(analysis.n, 'patient')} (fewer than {FEW_PATIENTS}: a convention)"
        yield Prompt(domain="imprecision", text=text, trace=trace)
    if pooled.interval is None:
        return
    interval = turned(analysis.outcome, pooled.interval)
    if held := included(interval, analysis.outcome):
        yield Prompt(domain="imprecision", text=f"the interval {bracketed(interval)} includes {held}", trace=trace)


def _wide_rate(interval: Interval | None, trace: Trace) -> Iterator[Prompt]:
    if interval is None:
        return
    text = f"the interval goes from {percent(interval.lower)} to {percent(interval.upper)} %"
    if interval.lower > 0 and interval.upper / interval.lower > WIDE:
        ratio = interval.upper / interval.lower
        times = significant(ratio, 2) if ratio < MANIFOLD else f"more than {MANIFOLD}"
        yield Prompt(domain="imprecision", text=f"{text}: its upper end is {times} times the lower", trace=trace)
    elif interval.lower == 0:
        yield Prompt(domain="imprecision", text=text, trace=trace)


def _small_studies(analysis: Analysis) -> Iterator[Prompt]:
    k = len(analysis.rows)
    if k < FEW_COHORTS:
        text = f"{many(k, 'cohort')} cannot show small-study effects (fewer than {FEW_COHORTS}: a convention)"
        yield Prompt(domain="small-study effects", text=text, trace=of_analysis(analysis))
    silent = [entry for entry in analysis.left_out if entry.reason.code in ("MS433", "MS437")]
    if silent:
        labels = ", ".join(entry.label for entry in silent)
        text = f"nothing that could be pooled from {many(len(silent), 'record')} of the set: {labels}"
        yield Prompt(domain="small-study effects", text=text, trace=of_analysis(analysis))
