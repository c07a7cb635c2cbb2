"""`metasacro baujat`: which cohorts make the heterogeneity, and which move the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from metasacro.commands.choices import of_the_pool
from metasacro.commands.drawing import FILE, OUTCOME, analysis_for, evidence_for, show
from metasacro.commands.options import SKIP_INVALID

EPILOG = """\b
Examples:
  metasacro baujat                                            its numbers, in the terminal
  metasacro baujat --outcome pain --output out/baujat.svg     the figure
"""


@click.command(name="baujat", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@FILE
@of_the_pool
@SKIP_INVALID
def command(folder: str | None, outcome: str | None, output: Path | None, skip_invalid: bool, **asked: Any) -> None:
    """Draw which cohorts of FOLDER make the heterogeneity, and which move the answer.

    Without FOLDER: as for `metasacro pool`. What is not asked for follows the protocol.
    """
    from metasacro.views.plots.baujat import baujat_plot

    evidence = evidence_for(folder, skip_invalid)
    analysis = analysis_for(evidence, outcome, asked)
    show(lambda: baujat_plot(analysis), output, evidence)
