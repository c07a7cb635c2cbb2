"""Which plots stand in the report, and in which section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.problems import Refusal
from metasacro.synthesis.lineage.answers import of_analysis
from metasacro.synthesis.lineage.flow import of_flow
from metasacro.synthesis.lineage.leaves import of_source
from metasacro.synthesis.specifications import specifications
from metasacro.views.plots.feasible import feasible_plot
from metasacro.views.plots.flow import flow_plot
from metasacro.views.plots.plot import Plot
from metasacro.views.plots.refitted import leave_one_out_plot
from metasacro.views.plots.risk_of_bias import risk_of_bias_plot, tools_of
from metasacro.views.plots.specifications import specifications_plot

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.review import Review
    from metasacro.synthesis.settings import Overrides


def drawings(review: Review, overrides: Overrides) -> dict[str, tuple[Plot, ...]]:
    """Section → its plots. A plot that the evidence has too little for is not drawn; its tables stand all the same."""
    evidence = review.evidence
    found: dict[str, tuple[Plot, ...]] = {}
    if evidence.protocol.flow is not None:
        found["flow"] = tuple(_drawn(lambda: flow_plot(evidence), of_flow(evidence.protocol.flow)))
    if review.series is not None:
        study = review.series.study
        place = of_source("record", study.id, study.source)
        found["series"] = tuple(_drawn(lambda: feasible_plot(study), place))
    for pool in review.pools:
        analysis = pool.analysis
        found[f"sensitivity-{analysis.outcome.id}"] = tuple(_of_outcome(evidence, analysis, overrides))
    appraised = Trace(
        what="records appraised",
        parts=tuple(of_source("record", study.id, study.source) for study in evidence.studies.values()),
    )
    found["bias"] = tuple(_of_tools(evidence, appraised))
    return {section: plots for section, plots in found.items() if plots}


def _of_outcome(evidence: EvidenceBase, analysis: Analysis, overrides: Overrides) -> Iterator[Plot]:
    if analysis.outcome.measure == "PLO" or not analysis.rows:
        return
    trace = of_analysis(analysis)
    yield from _drawn(lambda: leave_one_out_plot(analysis), trace)
    yield from _drawn(lambda: specifications_plot(specifications(evidence, analysis.outcome, overrides)), trace)


def _of_tools(evidence: EvidenceBase, trace: Trace) -> Iterator[Plot]:
    """One plot for each tool, of the main set; of all records where nobody appraised any of that."""
    for study_set in ("main", "all"):
        names = evidence.protocol.studies(study_set)
        if tools := tools_of(evidence.studies[name] for name in names if name in evidence.studies):
            for tool in tools:
                yield from _drawn(partial(risk_of_bias_plot, evidence, study_set, tool), trace)
            return


def _drawn(make: Callable[[], Plot], trace: Trace) -> Iterator[Plot]:
    """The plot with the trace of its numbers; none where the evidence has too little for it."""
    try:
        plot = make()
    except Refusal:
        return
    yield replace(plot, table=replace(plot.table, trace=trace))
