"""The whole report, from question to manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.answers import of_patients, of_pooled
from metasacro.synthesis.lineage.choices import of_choice
from metasacro.views.findings.absolute import absolute_effect, against_important
from metasacro.views.findings.table import (
    LEVEL_SIGNS,
    NOT_JUDGED,
    findings_table,
    of_certainty,
    prompts_table,
    reasons_table,
)
from metasacro.views.numbers import many
from metasacro.views.report.bias import bias_section
from metasacro.views.report.cautions import cautions_section
from metasacro.views.report.evidence_table import evidence_section
from metasacro.views.report.integrity import integrity_section
from metasacro.views.report.manifest import manifest_section
from metasacro.views.report.methods import methods_section
from metasacro.views.report.outcomes import outcomes_section
from metasacro.views.report.parts import Listing, Paragraph, Phrase, Picture, Report, Section, said
from metasacro.views.report.question import question_section
from metasacro.views.report.references import references_section
from metasacro.views.report.sensitivity import sensitivity_section
from metasacro.views.report.series import series_section

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.review import Review
    from metasacro.synthesis.settings import Overrides
    from metasacro.views.plots.plot import Plot

#: Section → the plots that stand in it, in order.
Plots = Mapping[str, Sequence["Plot"]]


def report(review: Review, overrides: Overrides, plots: Plots) -> Report:
    """Every section that a panel files, in the order of reading."""
    protocol, analyses = review.evidence.protocol, review.analyses
    title = of_choice("the title", protocol.title, "", protocol.title_at)
    return Report(
        title=protocol.title,
        lead=(Listing(items=tuple(_answer(analysis) for analysis in analyses)),),
        sections=tuple(_sections(review, overrides, plots)),
        trace=Trace(what="the report", parts=(title, *(of_pooled(analysis) for analysis in analyses))),
    )


def _sections(review: Review, overrides: Overrides, plots: Plots) -> Iterator[Section]:
    evidence = review.evidence
    drawn = {name: tuple(Picture(plot=plot) for plot in found) for name, found in plots.items()}
    yield question_section(evidence.protocol, overrides)
    if "flow" in drawn:
        yield Section(id="flow", title="Flow of studies", blocks=drawn["flow"], trace=_flow(review))
    yield evidence_section(evidence)
    yield outcomes_section(review)
    if review.series is not None:
        yield series_section(review.series, evidence, drawn.get("series", ()))
    yield integrity_section(review.examination)
    of_outcomes = {name.removeprefix("sensitivity-"): found for name, found in drawn.items()}
    yield sensitivity_section([pool.sensitivity for pool in review.pools], of_outcomes)
    yield bias_section(evidence, drawn.get("bias", ()))
    yield _findings(review)
    yield methods_section(review, overrides)
    yield cautions_section(review.analyses)
    yield references_section(evidence)
    yield manifest_section(review.manifest, evidence)


def _answer(analysis: Analysis) -> Paragraph:
    """`Pain reduction: 5.3 points (3.7 to 6.9), 5 studies, 376 patients; …; certainty ⊕◯◯◯ very low`."""
    outcome = analysis.outcome
    phrases = [
        Phrase(text=outcome.label, link=f"#outcome-{outcome.id}"),
        Phrase(text=": "),
        Phrase(text=absolute_effect(analysis), trace=of_pooled(analysis), strong=True),
    ]
    if analysis.rows:
        size = f", {many(analysis.studies, 'study')}, {many(analysis.n, 'patient')}"
        phrases.append(Phrase(text=size, trace=of_patients(analysis.rows, analysis)))
    if beside := against_important(analysis):
        phrases.append(Phrase(text=f"; {beside}", trace=of_pooled(analysis)))
    if outcome.certainty is None:
        phrases.append(Phrase(text=f"; certainty {NOT_JUDGED}"))
    else:
        told = f"; certainty {LEVEL_SIGNS[outcome.certainty.level]} {outcome.certainty.level}"
        phrases.append(Phrase(text=told, trace=of_certainty(outcome.certainty)))
    return Paragraph(phrases=tuple(phrases))


def _findings(review: Review) -> Section:
    lead = (
        "What is filed with a guideline. Certainty and its reasons are judgements that people record in the protocol; "
        "the questions below show which figures ask for one."
    )
    tables = (made(review.analyses) for made in (findings_table, reasons_table, prompts_table))
    return Section(
        id="findings",
        title="Summary of findings",
        blocks=(said(lead), *(table for table in tables if table.rows)),
    )


def _flow(review: Review) -> Trace | None:
    flow = review.evidence.protocol.flow
    return None if flow is None else of_choice("flow of studies", "", flow.reason, flow.location)
