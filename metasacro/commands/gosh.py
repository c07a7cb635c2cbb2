"""`metasacro gosh`: the pooled answer of every subset of the cohorts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.choices import of_the_pool
from metasacro.commands.drawing import FILE, OUTCOME, analysis_for, evidence_for, show
from metasacro.commands.long_jobs import SEED, engine, of_a_long_job
from metasacro.commands.options import SKIP_INVALID

if TYPE_CHECKING:
    from metasacro.views.plots.gosh import GoshPlot

EPILOG = """\b
Examples:
  metasacro gosh                                      its numbers, in the terminal
  metasacro gosh --outcome pain --output out/gosh.svg
  metasacro gosh --subsets 20000 --seed 7             a sample, where there are more subsets than that
"""


@click.command(name="gosh", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@click.option(
    "--subsets",
    type=click.IntRange(10, 1_000_000),
    default=2**16,
    show_default=True,
    metavar="N",
    help="Every subset if there are at most N, else a random sample of N.",
)
@SEED
@FILE
@of_the_pool
@of_a_long_job
@SKIP_INVALID
def command(
    folder: str | None,
    outcome: str | None,
    subsets: int,
    seed: int,
    output: Path | None,
    workers: int | None,
    scheduler: str | None,
    skip_invalid: bool,
    **asked: Any,
) -> None:
    """Draw the pooled answer of every subset of the cohorts of FOLDER, split by the cohort that moves it most.

    Without FOLDER: as for `metasacro pool`. What is not asked for follows the protocol.
    """
    from metasacro.views.plots.gosh import gosh_plot

    evidence = evidence_for(folder, skip_invalid)
    analysis = analysis_for(evidence, outcome, asked)

    def plot() -> GoshPlot:
        with engine(workers, scheduler, "fitting subsets") as spread:
            return gosh_plot(analysis, subsets=subsets, seed=seed, spread=spread)

    show(plot, output, evidence)
