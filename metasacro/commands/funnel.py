"""`metasacro funnel`: effects against standard errors, over regions of P values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from metasacro.commands.choices import of_the_pool
from metasacro.commands.drawing import FILE, OUTCOME, analysis_for, evidence_for, show
from metasacro.commands.options import SKIP_INVALID

EPILOG = """\b
Examples:
  metasacro funnel                                            its numbers, in the terminal
  metasacro funnel --outcome pain --output out/funnel.svg     the figure
"""


@click.command(name="funnel", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@FILE
@of_the_pool
@SKIP_INVALID
def command(folder: str | None, outcome: str | None, output: Path | None, skip_invalid: bool, **asked: Any) -> None:
    """Draw the cohorts of FOLDER by effect and standard error, over regions of P values.

    Without FOLDER: as for `metasacro pool`. What is not asked for follows the protocol.
    """
    from metasacro.views.plots.funnel import funnel_plot

    evidence = evidence_for(folder, skip_invalid)
    analysis = analysis_for(evidence, outcome, asked)
    show(lambda: funnel_plot(analysis), output, evidence)
