"""`metasacro findings`: what is filed with a guideline, an outcome a row."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.choices import PREDICTION, of_the_pool
from metasacro.commands.evidence_folder import evidence_or_exit, outcomes_or_exit
from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE
from metasacro.commands.formats import DATA, WRITERS, tables_text
from metasacro.commands.options import FORMAT, SKIP_INVALID, use_one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.analysis import Analysis

EPILOG = """\b
Examples:
  metasacro findings                        the shipped sacroplasty evidence
  metasacro findings my-studies             your own
  metasacro findings --format latex         for a paper
"""


@click.command(name="findings", epilog=EPILOG)
@click.argument("folder", required=False)
@click.option("--outcome", "outcomes", multiple=True, help="Only this outcome of the protocol; may be repeated.")
@FORMAT
@of_the_pool
@PREDICTION
@SKIP_INVALID
def command(folder: str | None, outcomes: tuple[str, ...], form: str, skip_invalid: bool, **asked: Any) -> None:
    """Print the summary of findings of FOLDER, and the questions that its figures raise.

    Certainty and its reasons are what people recorded in the protocol; the program asks and never grades. Without
    FOLDER: as for `metasacro pool`.
    """
    from metasacro.numerics.light_start import defer_unused
    from metasacro.synthesis.run import analyse
    from metasacro.synthesis.settings import Overrides

    use_one_thread()
    evidence = evidence_or_exit(
        folder, skip_invalid, "nothing was summarised: mend the records named above, or summarise the rest"
    )
    defer_unused()
    overrides = Overrides(**asked)
    analyses = [analyse(evidence, outcome, overrides) for outcome in outcomes_or_exit(evidence, outcomes)]
    _print(form, analyses)
    sys.exit(FINE if any(analysis.pooled is not None for analysis in analyses) else NOT_ESTIMABLE)


def _print(form: str, analyses: Sequence[Analysis]) -> None:
    from metasacro.views.findings.pages import findings_tables
    from metasacro.views.findings.table import findings_table, prompts_table, reasons_table

    if form == "table":
        from metasacro.render.terminal.console import glyphs_for, out
        from metasacro.render.terminal.page import print_tables

        print_tables(findings_tables(analyses), out(), glyphs_for(sys.stdout))
        return
    assert form in (*WRITERS, *DATA), "the option allows no other"
    tables = [findings_table(analyses), reasons_table(analyses), prompts_table(analyses)]
    tables = [table for table in tables if table.rows]
    click.echo(tables_text(form, tables).encode(), nl=False)  # UTF-8 whatever the terminal's encoding
