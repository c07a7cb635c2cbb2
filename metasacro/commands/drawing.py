"""What every verb that draws does alike: find the outcome, then print the numbers or write the figure."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.evidence_folder import evidence_or_exit, outcomes_or_exit
from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE
from metasacro.commands.options import use_one_thread
from metasacro.commands.refusals import refusals_end
from metasacro.commands.written import tell_written, write_run
from metasacro.figures.registry import ENDINGS

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis
    from metasacro.views.plots.plot import Plot

OTHERWISE = "nothing was drawn: mend the records named above, or draw the rest"


def _known_ending(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and value.suffix.lower().removeprefix(".") not in ENDINGS:
        known = ", ".join(f".{ending}" for ending in ENDINGS)
        raise click.BadParameter(f"the name must end with one of {known}.", context, parameter)
    return value


OUTCOME = click.option("--outcome", metavar="NAME", help="An outcome of the protocol; its first one if not given.")

FILE = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_known_ending,
    metavar="FILE",
    help="Write the figure into this .svg, .pdf or .png file. Without it its numbers are printed.",
)


def evidence_for(folder: str | None, skip_invalid: bool) -> EvidenceBase:
    """The evidence, with the program ready to compute."""
    from metasacro.numerics.light_start import defer_unused

    use_one_thread()
    evidence = evidence_or_exit(folder, skip_invalid, OTHERWISE)
    defer_unused()
    return evidence


def analysis_for(evidence: EvidenceBase, outcome: str | None, asked: dict[str, Any]) -> Analysis:
    """The pool of the outcome that was asked for, or of the first; where nothing is pooled, the end of the program."""
    from metasacro.synthesis.run import analyse
    from metasacro.synthesis.settings import Overrides

    wanted = outcomes_or_exit(evidence, [outcome] if outcome else [])[0]
    analysis = analyse(evidence, wanted, Overrides(**asked))
    if not analysis.rows:
        told = next(entry for entry in analysis.cautions if entry.code == "MS448")
        click.echo(f"error[{told.code}]: {told.message}", err=True)
        for left_out in analysis.left_out:
            click.echo(f"  {left_out.label}: {left_out.reason.message} ({left_out.reason.code})", err=True)
        sys.exit(NOT_ESTIMABLE)
    return analysis


def show(make: Callable[[], Plot], output: Path | None, evidence: EvidenceBase) -> None:
    """Print the table of the plot, or write the figure; then the end of the program."""
    with refusals_end():
        plot = make()
    if output is None:
        _print(plot)
    else:
        write_figure(plot, output, evidence)
    sys.exit(FINE)


def _print(plot: Plot) -> None:
    from metasacro.render.terminal.console import glyphs_for, out
    from metasacro.render.terminal.page import print_tables
    from metasacro.views.plots.plot import told

    print_tables([told(plot)], out(), glyphs_for(sys.stdout))


def write_figure(plot: Plot, output: Path, evidence: EvidenceBase) -> None:
    """Write the figure and its manifest, and say so on standard error; the end of the program where that cannot be."""
    from metasacro.figures.saving import figure_bytes

    content = figure_bytes(plot, output.suffix.lower().removeprefix("."))
    manifest = write_run(output.parent, {output.name: content}, evidence, output.name)
    tell_written(f"{output}, {manifest}")
