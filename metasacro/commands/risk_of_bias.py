"""`metasacro risk-of-bias`: what readers judged of each study, item by item."""

from __future__ import annotations

from pathlib import Path

import click

from metasacro.commands.choices import STUDY_SET
from metasacro.commands.drawing import FILE, evidence_for, show
from metasacro.commands.options import SKIP_INVALID
from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS

EPILOG = """\b
Examples:
  metasacro risk-of-bias                              every answer, in the terminal
  metasacro risk-of-bias --study-set all --output out/lights.svg
"""


@click.command(name="risk-of-bias", epilog=EPILOG)
@click.argument("folder", required=False)
@click.option(
    "--tool",
    type=click.Choice(list(APPRAISAL_TOOLS)),
    help="The tool of appraisal; the first that was used if not given.",
)
@STUDY_SET
@FILE
@SKIP_INVALID
def command(
    folder: str | None, tool: str | None, study_set: str | None, output: Path | None, skip_invalid: bool
) -> None:
    """Draw what readers judged of each study in FOLDER, item by item.

    Without FOLDER: as for `metasacro pool`. Items are never added up; a study that nobody appraised is shown as such.
    """
    from metasacro.views.plots.risk_of_bias import risk_of_bias_plot

    evidence = evidence_for(folder, skip_invalid)
    show(lambda: risk_of_bias_plot(evidence, study_set or "main", tool), output, evidence)
