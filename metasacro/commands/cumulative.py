"""`metasacro cumulative`: the pooled answer as cohorts were added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from metasacro.commands.choices import of_the_pool
from metasacro.commands.drawing import FILE, OUTCOME, analysis_for, evidence_for, show
from metasacro.commands.options import SKIP_INVALID

EPILOG = """\b
Examples:
  metasacro cumulative                                by year of publication, in the terminal
  metasacro cumulative --order weight --output out/cumulative.svg
"""


@click.command(name="cumulative", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@click.option(
    "--order",
    type=click.Choice(["year", "weight"]),
    default="year",
    show_default=True,
    help="Add cohorts by year of publication, or from the heaviest to the lightest.",
)
@FILE
@of_the_pool
@SKIP_INVALID
def command(
    folder: str | None, outcome: str | None, order: str, output: Path | None, skip_invalid: bool, **asked: Any
) -> None:
    """Draw the pooled answer as the cohorts of FOLDER were added, one at a time.

    Without FOLDER: as for `metasacro pool`. What is not asked for follows the protocol.
    """
    from metasacro.views.plots.refitted import cumulative_plot

    evidence = evidence_for(folder, skip_invalid)
    analysis = analysis_for(evidence, outcome, asked)
    show(lambda: cumulative_plot(analysis, evidence, order), output, evidence)
