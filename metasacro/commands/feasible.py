"""`metasacro feasible`: what printed medians leave possible, against what conversions make of them."""

from __future__ import annotations

from pathlib import Path

import click

from metasacro.commands.drawing import FILE, evidence_for, show
from metasacro.commands.evidence_folder import study_or_exit
from metasacro.commands.options import SKIP_INVALID

EPILOG = """\b
Examples:
  metasacro feasible                                  the protocol's index study
  metasacro feasible --study dougherty2014 --output out/feasible.svg
"""


@click.command(name="feasible", epilog=EPILOG)
@click.argument("folder", required=False)
@click.option("--study", metavar="NAME", help="A record; the protocol's index study if not given.")
@FILE
@SKIP_INVALID
def command(folder: str | None, study: str | None, output: Path | None, skip_invalid: bool) -> None:
    """Draw what the printed medians of one record in FOLDER leave possible, against conversions of them.

    Without FOLDER: as for `metasacro pool`.
    """
    from metasacro.views.plots.feasible import feasible_plot

    evidence = evidence_for(folder, skip_invalid)
    name = study_or_exit(evidence, study or evidence.protocol.index_study.value)
    show(lambda: feasible_plot(evidence.studies[name]), output, evidence)
