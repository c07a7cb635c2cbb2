"""What was asked, and every choice that the protocol makes, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.synthesis.lineage.choices import (
    of_choice,
    of_correlation,
    of_important_difference,
    of_level,
    of_method,
    of_outcome,
    of_time,
)
from metasacro.synthesis.settings import settings_for
from metasacro.views.numbers import level_name, many
from metasacro.views.report.parts import Section, said
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Outcome, Protocol
    from metasacro.evidence.trace import Trace
    from metasacro.synthesis.settings import Overrides

CHOICES = (
    Column(key="choice", title="Choice"),
    Column(key="value", title="In force"),
    Column(key="reason", title="Reason", drop=1),
)

CHOSEN = "made in the protocol with a reason; else the default of the program, or what the command line asks for"

OUTCOMES = (
    Column(key="outcome", title="Outcome"),
    Column(key="measure", title="Measure"),
    Column(key="set", title="Study set", drop=1),
    Column(key="important", title="Minimal important difference", drop=2),
    Column(key="reason", title="Reason", drop=3),
)

#: metafor's key → what it measures.
MEASURES = {"MC": "mean change (MC)", "PLO": "proportion, logit (PLO)"}


def question_section(protocol: Protocol, overrides: Overrides) -> Section:
    """The question, the outcomes, and the choices behind every pooled number."""
    question = of_choice("the question", protocol.question, "", protocol.question_at)
    return Section(
        id="question",
        title="Question and protocol",
        blocks=(said(protocol.question, question), _outcomes(protocol), _choices(protocol, overrides)),
        trace=question,
    )


def _outcomes(protocol: Protocol) -> Table:
    return Table(
        id="protocol_outcomes",
        title="Outcomes",
        subtitle="",
        columns=OUTCOMES,
        rows=tuple(_outcome(outcome) for outcome in protocol.outcomes),
    )


def _outcome(outcome: Outcome) -> Row:
    trace, important = of_outcome(outcome), of_important_difference(outcome)
    scale = f", {outcome.scale[0]}–{outcome.scale[1]} {outcome.unit}".rstrip() if outcome.scale else ""
    better = "lower" if outcome.lower_is_better else "higher"
    return Row(
        cells={
            "outcome": Cell(text=outcome.label, kind=Kind.LABEL, trace=trace),
            "measure": Cell(text=f"{MEASURES[outcome.measure]}{scale}; {better} is better", trace=trace),
            "set": Cell(text=outcome.study_set or "main", trace=trace),
            "important": Cell(text=important.printed if important else "none", trace=important or trace),
            "reason": Cell(text=outcome.reason, trace=trace),
        }
    )


def _choices(protocol: Protocol, overrides: Overrides) -> Table:
    return Table(
        id="protocol_choices",
        title="Choices",
        subtitle=CHOSEN,
        columns=CHOICES,
        rows=tuple(_rows(protocol, overrides)),
        cautions=settings_for(protocol, overrides).cautions,
        trace=of_choice("the title", protocol.title, "", protocol.title_at),
    )


def _rows(protocol: Protocol, overrides: Overrides) -> Iterator[Row]:
    settings = settings_for(protocol, overrides)
    for name in ("method", "test", "prediction", "conversion"):
        found = of_method(name, settings, protocol)
        yield _row(found, found.printed)
    yield _row(of_correlation(settings, protocol), f"r = {settings.correlation:g}")
    yield _row(of_time(protocol.time), f"nearest to {protocol.time.target}")
    yield _row(of_level(settings, protocol), level_name(settings.level))
    index = protocol.index_study
    yield _row(of_choice("index study", index.value, index.reason, index.location), index.value)
    for name, chosen in (("main set", protocol.main), ("extended set", protocol.extended)):
        found = of_choice(name, ", ".join(chosen.studies), chosen.reason, chosen.location)
        yield _row(found, many(len(chosen.studies), "record"))
    for decision in protocol.overlaps:
        what = f"overlap, {decision.outcome.replace('_', ' ')}"
        kept = f"{decision.keep} counts, not {', '.join(decision.leave_out)}"
        yield _row(of_choice(what, kept, decision.reason, decision.location), kept)


def _row(found: Trace, value: str) -> Row:
    return Row(
        cells={
            "choice": Cell(text=found.what, kind=Kind.LABEL, trace=found),
            "value": Cell(text=value, kind=Kind.PRINTED, trace=found),
            "reason": Cell(text=found.how, trace=found),
        }
    )
