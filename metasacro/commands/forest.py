"""`metasacro forest`: each cohort with its interval, and the pooled answer below them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.choices import PREDICTION, of_the_pool
from metasacro.commands.drawing import FILE, OUTCOME, analysis_for, evidence_for, show
from metasacro.commands.evidence_folder import refuse_name
from metasacro.commands.options import SKIP_INVALID

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis
    from metasacro.views.plots.forest import ForestPlot

EPILOG = """\b
Examples:
  metasacro forest                                          its numbers, in the terminal
  metasacro forest --outcome pain --output out/pain.svg     the figure
  metasacro forest --risk-of-bias --output out/lights.pdf   with traffic lights
  metasacro forest my-studies --columns n,effect --study-set all
"""


@click.command(name="forest", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@click.option(
    "--columns",
    metavar="NAMES",
    help="Columns to show beside the study, in this order, as n,effect,weight. Of scores: n, baseline, follow_up, "
    "effect, weight; of counts: events, rate, weight.",
)
@click.option(
    "--risk-of-bias", "lights", is_flag=True, help="Show beside each cohort what readers judged of its study."
)
@FILE
@of_the_pool
@PREDICTION
@SKIP_INVALID
def command(
    folder: str | None,
    outcome: str | None,
    columns: str | None,
    lights: bool,
    output: Path | None,
    skip_invalid: bool,
    **asked: Any,
) -> None:
    """Draw each cohort of FOLDER with its interval, and the pooled answer below them.

    Without FOLDER: as for `metasacro pool`. What is not asked for follows the protocol.
    """
    evidence = evidence_for(folder, skip_invalid)
    analysis = analysis_for(evidence, outcome, asked)
    show(lambda: _plot(analysis, evidence, columns, lights), output, evidence)


def _plot(analysis: Analysis, evidence: EvidenceBase, columns: str | None, lights: bool) -> ForestPlot:
    from metasacro.views.pages import outcome_tables
    from metasacro.views.plots.forest import forest_plot, unknown_columns, with_lights

    (table,) = outcome_tables([analysis], evidence)
    names = [name.strip() for name in columns.split(",") if name.strip()] if columns else []
    for name in unknown_columns(table, names):
        refuse_name(name, [column.key for column in table.columns], f"this table has no column `{name}`")
    plot = forest_plot(table, names)
    return with_lights(plot, analysis) if lights else plot
