"""All tables of one run of `reanalyze`, in the order of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.problems import Severity
from metasacro.synthesis.lineage.single_center.record import of_opening
from metasacro.synthesis.lineage.single_center.sections import traced_sections
from metasacro.views.forest_counts import forest_counts
from metasacro.views.forest_scores import forest_scores
from metasacro.views.numbers import many
from metasacro.views.single_center.between import between_table
from metasacro.views.single_center.changes import change_tables
from metasacro.views.single_center.characteristics import characteristics_table, spreads_table
from metasacro.views.single_center.p_values import p_table
from metasacro.views.single_center.places import place_tables
from metasacro.views.single_center.responses import counts_table, level_tables, zero_table
from metasacro.views.single_center.scores import scores_table
from metasacro.views.single_center.unscored import unscored_table
from metasacro.views.table import Table

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.problems import Problem
    from metasacro.synthesis.single_center.series import SeriesReanalysis

NO_SUCH = "nothing in the record: "


def series_tables(found: SeriesReanalysis, evidence: EvidenceBase) -> list[Table]:
    """What the record says by itself."""
    settings, protocol = found.settings, evidence.protocol
    traced = traced_sections(found.scores, settings, protocol)
    made: list[Table | None] = [
        opening(found),
        scores_table(found.scores, traced),
        *change_tables(found.scores, settings, protocol, traced),
        p_table(found.scores, traced),
        between_table(found.scores, settings, traced),
        unscored_table(found.scores, traced),
        *level_tables(found.levels, settings, protocol),
        counts_table(found.counts, settings, protocol),
        zero_table(found.counts, settings, protocol),
        characteristics_table(found.characteristics, settings, protocol),
        spreads_table(found.spreads),
    ]
    return [table for table in made if table is not None]


def forest_tables(found: SeriesReanalysis, evidence: EvidenceBase) -> list[Table]:
    """The record among the others: its place, and the forest plot of the first outcome that pools it."""
    if not found.places:
        return []
    analysis = found.places[0].analysis
    forest = (
        forest_counts(analysis)
        if analysis.outcome.measure == "PLO"
        else forest_scores(analysis, str(evidence.protocol.time.target))
    )
    return [*place_tables(found.places, found.settings), forest]


def opening(found: SeriesReanalysis) -> Table:
    """Who, how many, what was asked, and what does not add up."""
    study = found.study
    size = f", {found.n} patients" if found.n else ""
    lines = [_questions(found), *(_finding(problem) for problem in found.questions.findings)]
    missing = _missing(found)
    if missing:
        lines.append(NO_SUCH + ", ".join(missing))
    return Table(
        id="opening",
        title=f"Reanalysis of one series: {study.label}{size}",
        subtitle=" · ".join(part for part in (study.design, f"seen: {study.seen}") if part),
        columns=(),
        rows=(),
        notes=tuple(lines),
        cautions=found.settings.cautions,
        trace=of_opening(study, found.questions, found.settings),
    )


def _questions(found: SeriesReanalysis) -> str:
    asked, findings = found.questions.asked, found.questions.findings
    if not asked:
        return "no question of integrity can be asked of what is printed"
    line = f"{asked} question{'s' * (asked != 1)} asked of the printed numbers; "
    if not findings:
        return line + "every answer fits"
    decided = sum(problem.severity is Severity.RESOLVED for problem in findings)
    line += f"{len(findings)} answer{'s do' if len(findings) > 1 else ' does'} not fit"
    return f"{line} ({decided} decided by a person)" if decided else line


def _finding(problem: Problem) -> str:
    place = " · ".join(problem.trail.split(" · ")[1:])
    line = f"{problem.code} {place}: {problem.message}" if place else f"{problem.code} {problem.message}"
    return f"{line} (decided: {problem.decision})" if problem.severity is Severity.RESOLVED else line


def _missing(found: SeriesReanalysis) -> list[str]:
    """Sections that this record has nothing for."""
    sections = {
        "scores before and after": found.scores,
        "two parts of a whole": [section for section in found.scores if section.difference],
        "an ordered scale of response": found.levels,
        "counts of outcomes": found.counts,
        "counts of the patients": found.characteristics,
        "outcomes that the protocol pools": found.places,
    }
    return [name for name, present in sections.items() if not present]


def series_footer(evidence: EvidenceBase) -> str:
    """Where it came from, and where to read more."""
    size = many(len(evidence.studies), "record")
    return f"evidence: {evidence.folder}, {size} · `metasacro explain rank-search` says more"
