"""`metasacro specifications`: the answer under every combination of the choices."""

from __future__ import annotations

from pathlib import Path

import click

from metasacro.commands.drawing import FILE, OUTCOME, evidence_for, show
from metasacro.commands.evidence_folder import outcomes_or_exit
from metasacro.commands.options import LEVEL, SKIP_INVALID

EPILOG = """\b
Examples:
  metasacro specifications                            how far each choice moves the answer
  metasacro specifications --output out/curve.svg     the curve
"""


@click.command(name="specifications", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@FILE
@LEVEL
@SKIP_INVALID
def command(
    folder: str | None, outcome: str | None, output: Path | None, level: float | None, skip_invalid: bool
) -> None:
    """Draw the answer of FOLDER under every conversion, correlation, estimator, test and study set.

    Without FOLDER: as for `metasacro pool`. The protocol's own choice is marked; what cannot be combined is named.
    """
    from metasacro.synthesis.settings import Overrides
    from metasacro.synthesis.specifications import specifications
    from metasacro.views.plots.specifications import specifications_plot

    evidence = evidence_for(folder, skip_invalid)
    wanted = outcomes_or_exit(evidence, [outcome] if outcome else [])[0]
    show(lambda: specifications_plot(specifications(evidence, wanted, Overrides(level=level))), output, evidence)
