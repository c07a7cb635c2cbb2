"""The table of the summary of findings, and the questions beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.answers import of_analysis, of_patients, of_pooled
from metasacro.synthesis.lineage.choices import in_protocol, of_important_difference, of_outcome
from metasacro.views.findings.absolute import absolute_effect, against_important
from metasacro.views.findings.prompts import prompts
from metasacro.views.numbers import MINUS, count, level_name
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.certainty import Certainty, CertaintyReason
    from metasacro.evidence.protocol import Outcome
    from metasacro.synthesis.analysis import Analysis

NOT_JUDGED = "not judged"

#: Signs of a level, for who reads in a hurry; the words say the same.
LEVEL_SIGNS = {"high": "⊕⊕⊕⊕", "moderate": "⊕⊕⊕◯", "low": "⊕⊕◯◯", "very low": "⊕◯◯◯"}


def findings_table(analyses: Sequence[Analysis]) -> Table:
    """One row an outcome: studies, patients, the absolute effect, and what people judged."""
    level = analyses[0].settings.level if analyses else 0.95
    shown = [analysis for analysis in analyses if analysis.outcome.certainty]
    return Table(
        id="findings",
        title="Findings by outcome",
        subtitle="single-arm series: nothing here is an effect against a comparator",
        columns=(
            Column(key="outcome", title="Outcome"),
            Column(key="studies", title="Studies", right=True, drop=1),
            Column(key="n", title="Patients", right=True),
            Column(key="effect", title=f"Absolute effect ({level_name(level)} CI)"),
            Column(key="important", title="Against what matters", drop=2),
            Column(key="certainty", title="Certainty"),
        ),
        rows=tuple(_row(analysis) for analysis in analyses),
        notes=(
            *_about_cohorts(analyses),
            *_about_rates(analyses),
            *dict.fromkeys(_judged_by(analysis.outcome) for analysis in shown),
        ),
        trace=Trace(what="the summary of findings", parts=tuple(of_analysis(analysis) for analysis in analyses))
        if analyses
        else None,
    )


def _about_cohorts(analyses: Sequence[Analysis]) -> Iterator[str]:
    """What the second number of the studies is, where there is one."""
    if any(len(analysis.rows) != analysis.studies for analysis in analyses):
        yield "studies: in parentheses the cohorts, where a study gives several"


def _about_rates(analyses: Sequence[Analysis]) -> Iterator[str]:
    """A median is not an average: what a pooled rate is where cohorts differ."""
    differing = [
        analysis.outcome.label
        for analysis in analyses
        if analysis.outcome.measure == "PLO" and analysis.pooled is not None and (analysis.pooled.tau2 or 0) > 0
    ]
    if differing:
        yield f"per 1,000: of the median cohort, not of all patients ({', '.join(differing)})"


def prompts_table(analyses: Sequence[Analysis]) -> Table:
    """What the figures ask those who judge."""
    rows = [
        Row(
            cells={
                "outcome": Cell(text=analysis.outcome.label, kind=Kind.LABEL),
                "domain": Cell(text=prompt.domain),
                "question": Cell(text=prompt.text, trace=prompt.trace),
            }
        )
        for analysis in analyses
        for prompt in prompts(analysis)
    ]
    return Table(
        id="prompts",
        title="Questions for those who judge certainty",
        subtitle="each with the figure that raises it; the program asks and never grades",
        columns=(
            Column(key="outcome", title="Outcome"),
            Column(key="domain", title="Domain"),
            Column(key="question", title="What the figures show"),
        ),
        rows=tuple(rows),
    )


def _row(analysis: Analysis) -> Row:
    outcome, answer = analysis.outcome, of_pooled(analysis)
    important = of_important_difference(outcome)
    beside = Trace(
        what="the answer against what matters", parts=(answer, *((important,) if important is not None else ()))
    )
    studies, cohorts = analysis.studies, len(analysis.rows)
    return Row(
        cells={
            "outcome": Cell(text=_named(analysis), short=outcome.label, kind=Kind.LABEL, trace=of_outcome(outcome)),
            "studies": Cell(
                text=f"{studies} ({cohorts})" if cohorts != studies else str(studies),
                trace=of_patients(analysis.rows, analysis) if analysis.rows else of_analysis(analysis),
            ),
            "n": Cell(
                text=count(analysis.n),
                trace=of_patients(analysis.rows, analysis) if analysis.rows else of_analysis(analysis),
            ),
            "effect": Cell(text=absolute_effect(analysis), kind=Kind.ANSWER, trace=answer),
            "important": Cell(text=against_important(analysis), trace=beside),
            "certainty": _level(outcome.certainty),
        },
        key=outcome.id,
    )


def _named(analysis: Analysis) -> str:
    """The outcome with its time or its direction."""
    outcome = analysis.outcome
    if outcome.measure == "PLO":
        return outcome.label
    return f"{outcome.label}, nearest to {analysis.protocol.time.target}"


def _level(certainty: Certainty | None) -> Cell:
    if certainty is None:
        return Cell(text=NOT_JUDGED, kind=Kind.ASSUMED)
    text = f"{LEVEL_SIGNS[certainty.level]} {certainty.level}"
    return Cell(text=text, short=certainty.level, kind=Kind.PRINTED, trace=of_certainty(certainty))


def reasons_table(analyses: Sequence[Analysis]) -> Table:
    """Why people gave each level, a domain a row."""
    rows = [
        Row(
            cells={
                "outcome": Cell(text=analysis.outcome.label, kind=Kind.LABEL),
                "domain": Cell(text=reason.domain),
                "change": Cell(text=signed(reason.change), kind=Kind.PRINTED, trace=of_reason(reason)),
                "reason": Cell(text=reason.reason, kind=Kind.PRINTED, trace=of_reason(reason)),
            }
        )
        for analysis in analyses
        if analysis.outcome.certainty
        for reason in analysis.outcome.certainty.reasons
    ]
    return Table(
        id="reasons",
        title="Reasons for the certainty, as recorded",
        subtitle="",
        columns=(
            Column(key="outcome", title="Outcome"),
            Column(key="domain", title="Domain"),
            Column(key="change", title="Levels", right=True),
            Column(key="reason", title="Reason"),
        ),
        rows=tuple(rows),
    )


def of_reason(reason: CertaintyReason) -> Trace:
    """The line of one reason."""
    return Trace(
        what=f"certainty, {reason.domain}",
        printed=signed(reason.change),
        how=reason.reason,
        sources=(in_protocol(reason.location),) if reason.location else (),
    )


def of_certainty(certainty: Certainty) -> Trace:
    """The lines of a judgement."""
    parts = tuple(of_reason(reason) for reason in certainty.reasons)
    level = Trace(
        what="certainty",
        printed=certainty.level,
        how=f"judged by: {', '.join(certainty.by)}",
        sources=(in_protocol(certainty.location),) if certainty.location else (),
    )
    return Trace(what="judgement of certainty", printed=certainty.level, parts=(level, *parts))


def _judged_by(outcome: Outcome) -> str:
    return f"certainty was judged by: {', '.join(outcome.certainty.by)}" if outcome.certainty else ""


def signed(change: int) -> str:
    """`−1`, `0`, `+1`."""
    return f"+{change}" if change > 0 else str(change).replace("-", MINUS)
