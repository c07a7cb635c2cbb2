"""`metasacro reanalyze`: one record by itself, and among the others."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.evidence_folder import evidence_or_exit, study_or_exit
from metasacro.commands.exit_codes import NOT_ESTIMABLE
from metasacro.commands.formats import WRITERS, tables_text
from metasacro.commands.options import CORRELATION, FORMAT, LEVEL, SKIP_INVALID, use_one_thread

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.single_center.series import SeriesReanalysis

EPILOG = """\b
Examples:
  metasacro reanalyze                              the protocol's index study
  metasacro reanalyze dougherty2014                any other record
  metasacro reanalyze gupta2014 --in my-studies    of your own evidence
  metasacro reanalyze --format json                every number to 10 digits
  metasacro reanalyze --format latex               tables for a manuscript
"""


@click.command(name="reanalyze", epilog=EPILOG)
@click.argument("study", required=False)
@click.option("--in", "folder", metavar="FOLDER", help="Where the records are; else as for `metasacro pool`.")
@CORRELATION
@LEVEL
@FORMAT
@SKIP_INVALID
def command(study: str | None, folder: str | None, form: str, skip_invalid: bool, **asked: Any) -> None:
    """Reanalyze STUDY: can its numbers be right, and what do they say?

    Every table of the record is computed again beside what it prints. Without STUDY: the protocol's index study.
    """
    from metasacro.numerics.light_start import defer_unused
    from metasacro.synthesis.single_center.series import reanalyze_series

    use_one_thread()
    evidence = evidence_or_exit(
        folder, skip_invalid, "nothing was reanalyzed: mend the records named above, or leave them out"
    )
    name = study_or_exit(evidence, study or evidence.protocol.index_study.value)
    defer_unused()
    found = reanalyze_series(evidence, name, **asked)
    _print(form, found, evidence)
    if not (found.scores or found.counts or found.levels or found.characteristics or found.questions.asked):
        sys.exit(NOT_ESTIMABLE)


def _print(form: str, found: SeriesReanalysis, evidence: EvidenceBase) -> None:
    if form == "table":
        from metasacro.render.terminal.console import glyphs_for, out
        from metasacro.render.terminal.page import FOREST_BESIDE, FOREST_WIDTH, print_page
        from metasacro.views.single_center.pages import forest_tables, series_footer, series_tables

        print_page(
            series_tables(found, evidence),
            forest_tables(found, evidence),
            series_footer(evidence),
            out(),
            glyphs_for(sys.stdout),
            panel_width=FOREST_WIDTH,
            side_by_side=FOREST_BESIDE,
        )
        return
    click.echo(_text(form, found, evidence).encode(), nl=False)  # UTF-8 whatever the terminal: JSON allows no other


def _text(form: str, found: SeriesReanalysis, evidence: EvidenceBase) -> str:
    if form in WRITERS:
        from metasacro.views.single_center.pages import forest_tables, series_footer, series_tables

        tables = [*series_tables(found, evidence), *forest_tables(found, evidence)]
        return tables_text(form, tables, series_footer(evidence))
    from metasacro.render.csv_text import csv_text
    from metasacro.render.json_text import json_text
    from metasacro.synthesis.single_center.document import flat_values, series_document

    document = series_document(found, evidence)
    return json_text(document) if form == "json" else csv_text(("path", "value"), list(flat_values(document)))
