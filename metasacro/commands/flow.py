"""`metasacro flow`: what was found, read and left out."""

from __future__ import annotations

from pathlib import Path

import click

from metasacro.commands.drawing import FILE, evidence_for, show
from metasacro.commands.options import SKIP_INVALID

EPILOG = """\b
Examples:
  metasacro flow                                      every box, in the terminal
  metasacro flow --output out/flow.svg                the diagram
"""


@click.command(name="flow", epilog=EPILOG)
@click.argument("folder", required=False)
@FILE
@SKIP_INVALID
def command(folder: str | None, output: Path | None, skip_invalid: bool) -> None:
    """Draw what was found, read and left out in FOLDER, as the PRISMA 2020 diagram.

    Without FOLDER: as for `metasacro pool`. The numbers are those of `flow` in the protocol.
    """
    from metasacro.views.plots.flow import flow_plot

    evidence = evidence_for(folder, skip_invalid)
    show(lambda: flow_plot(evidence), output, evidence)
