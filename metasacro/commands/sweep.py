"""`metasacro sweep`: every analysis that could have been chosen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metasacro.commands.drawing import FILE, OUTCOME, evidence_for, write_figure
from metasacro.commands.evidence_folder import outcomes_or_exit
from metasacro.commands.exit_codes import FINE
from metasacro.commands.formats import print_in_form
from metasacro.commands.long_jobs import SEED, engine, of_a_long_job
from metasacro.commands.options import FORMAT, LEVEL, SKIP_INVALID
from metasacro.commands.refusals import refusals_end
from metasacro.evidence.protocol import STUDY_SETS

if TYPE_CHECKING:
    from metasacro.synthesis.sweep import Sweep

EPILOG = """\b
Examples:
  metasacro sweep                                    which choice moves the answer, and what flips the conclusion
  metasacro sweep --outcome pain --specifications 20000
  metasacro sweep --study-set main --output out/curve.svg
  metasacro sweep --specifications 20000 --format json
"""


@click.command(name="sweep", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@click.option(
    "--specifications",
    type=click.IntRange(1, 10**11),
    default=1_000_000,
    show_default=True,
    metavar="N",
    help="At most N: where there are more, a random sample of the subsets of the studies.",
)
@SEED
@click.option(
    "--study-set",
    type=click.Choice(list(STUDY_SETS)),
    default="all",
    show_default=True,
    help="Whose subsets are pooled.",
)
@LEVEL
@FORMAT
@FILE
@of_a_long_job
@SKIP_INVALID
def command(
    folder: str | None,
    outcome: str | None,
    specifications: int,
    seed: int,
    study_set: str,
    level: float | None,
    form: str,
    output: Path | None,
    workers: int | None,
    scheduler: str | None,
    skip_invalid: bool,
) -> None:
    """Pool FOLDER under every conversion × correlation × estimator of τ² × test × subset of the studies.

    Prints which choice moves the answer, which share of the specifications concludes what, and which single change of
    the protocol would flip its conclusion. With `--output` the curve of specifications is drawn. Without FOLDER: as for
    `metasacro pool`.
    """
    from metasacro.synthesis.sweep import plan_sweep, sweep
    from metasacro.views.numbers import many

    evidence = evidence_for(folder, skip_invalid)
    wanted = outcomes_or_exit(evidence, [outcome] if outcome else [])[0]
    with refusals_end():
        plan = plan_sweep(evidence, wanted, study_set=study_set, level=level, limit=specifications, seed=seed)
        with engine(workers, scheduler, many(plan.number, "specification")) as spread:
            found = sweep(plan, spread)
    if output is not None:
        from metasacro.views.plots.sweep import sweep_plot

        write_figure(sweep_plot(found), output, evidence)
    else:
        _print(form, found)
    sys.exit(FINE)


def _print(form: str, found: Sweep) -> None:
    from metasacro.views.sweep import sweep_tables

    if form == "json":
        from metasacro.render.json_text import json_text
        from metasacro.synthesis.sweep_document import sweep_document

        click.echo(json_text(sweep_document(found)).encode(), nl=False)
        return
    print_in_form(form, sweep_tables(found))
