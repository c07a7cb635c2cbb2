"""`metasacro leave-one-out`: the pooled answer without each cohort in turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from metasacro.commands.choices import of_the_pool
from metasacro.commands.drawing import FILE, OUTCOME, analysis_for, evidence_for, show
from metasacro.commands.options import SKIP_INVALID

EPILOG = """\b
Examples:
  metasacro leave-one-out                                                   its numbers, in the terminal
  metasacro leave-one-out --outcome pain --output out/leave-one-out.svg     the figure
"""


@click.command(name="leave-one-out", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@FILE
@of_the_pool
@SKIP_INVALID
def command(folder: str | None, outcome: str | None, output: Path | None, skip_invalid: bool, **asked: Any) -> None:
    """Draw the pooled answer without each cohort of FOLDER in turn.

    Without FOLDER: as for `metasacro pool`. What is not asked for follows the protocol.
    """
    from metasacro.views.plots.refitted import leave_one_out_plot

    evidence = evidence_for(folder, skip_invalid)
    analysis = analysis_for(evidence, outcome, asked)
    show(lambda: leave_one_out_plot(analysis), output, evidence)
