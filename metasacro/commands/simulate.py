"""`metasacro simulate`: how often the intervals of this analysis would hold the truth."""

from __future__ import annotations

import sys
from typing import Any

import click

from metasacro.commands.choices import of_the_pool
from metasacro.commands.drawing import OUTCOME, analysis_for, evidence_for
from metasacro.commands.exit_codes import FINE
from metasacro.commands.formats import print_in_form
from metasacro.commands.long_jobs import engine, of_a_long_job
from metasacro.commands.options import FORMAT, SKIP_INVALID
from metasacro.commands.refusals import refusals_end

EPILOG = """\b
Examples:
  metasacro simulate                                 may these intervals be trusted with these cohorts?
  metasacro simulate --replicates 20000 --tau2 0.5 --tau2 2
  metasacro simulate --replicates 20000 --method DL --format csv
"""


def _finite(context: click.Context, parameter: click.Parameter, values: tuple[float, ...]) -> tuple[float, ...]:
    if any(value != value or value == float("inf") for value in values):
        raise click.BadParameter("it is a finite number.", context, parameter)
    return values


@click.command(name="simulate", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@click.option(
    "--replicates",
    type=click.IntRange(1, 10**10),
    default=100_000,
    show_default=True,
    metavar="N",
    help="Times the cohorts are drawn for each row.",
)
@click.option(
    "--tau2",
    "tau2s",
    type=click.FloatRange(0),
    callback=_finite,
    multiple=True,
    metavar="X",
    help="A true between-study variance; may be repeated. Else 0, the estimated one and the upper end of its interval.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="N", help="Of the draws.")
@of_the_pool
@FORMAT
@of_a_long_job
@SKIP_INVALID
def command(
    folder: str | None,
    outcome: str | None,
    replicates: int,
    tau2s: tuple[float, ...],
    seed: int,
    form: str,
    workers: int | None,
    scheduler: str | None,
    skip_invalid: bool,
    **asked: Any,
) -> None:
    """Draw the cohorts of FOLDER again and again, and count how often each interval holds the truth.

    The truth is the pooled answer, with as much heterogeneity as the data allow; the sampling variances are those of
    the cohorts. The same seed gives the same numbers, whoever computes them. Without FOLDER: as for `metasacro pool`.
    """
    from metasacro.synthesis.simulation import Truth, simulate, truths_of
    from metasacro.views.simulation import simulation_table

    analysis = analysis_for(evidence_for(folder, skip_invalid), outcome, asked)
    with refusals_end():
        truths = tuple(Truth(tau2=value, name="as asked") for value in tau2s) or truths_of(analysis)
        with engine(workers, scheduler, "simulating") as spread:
            found = simulate(analysis, truths, replicates=replicates, seed=seed, spread=spread)
    print_in_form(form, [simulation_table(found)])
    sys.exit(FINE)
