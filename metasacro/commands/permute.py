"""`metasacro permute`: P values that rest on rearranging the cohorts."""

from __future__ import annotations

import sys
from typing import Any

import click

from metasacro.commands.choices import of_the_pool
from metasacro.commands.drawing import OUTCOME, analysis_for, evidence_for
from metasacro.commands.exit_codes import FINE
from metasacro.commands.formats import print_in_form
from metasacro.commands.long_jobs import SEED, engine, of_a_long_job
from metasacro.commands.options import FORMAT, SKIP_INVALID
from metasacro.commands.refusals import refusals_end

EPILOG = """\b
Examples:
  metasacro permute                                  is there a change, and does it differ between etiologies?
  metasacro permute --study-set all --method DL
  metasacro permute --study-set all --arrangements 2000 --seed 7
"""


@click.command(name="permute", epilog=EPILOG)
@click.argument("folder", required=False)
@OUTCOME
@click.option(
    "--arrangements",
    type=click.IntRange(1, 10**9),
    default=1_000_000,
    show_default=True,
    metavar="N",
    help="All arrangements if there are at most N, else a random sample of N.",
)
@SEED
@of_the_pool
@FORMAT
@of_a_long_job
@SKIP_INVALID
def command(
    folder: str | None,
    outcome: str | None,
    arrangements: int,
    seed: int,
    form: str,
    workers: int | None,
    scheduler: str | None,
    skip_invalid: bool,
    **asked: Any,
) -> None:
    """Test the pooled change of FOLDER, and its difference between etiologies, by rearranging the cohorts.

    The P value is the share of arrangements whose statistic is as large as the one observed; it needs no distribution.
    Without FOLDER: as for `metasacro pool`.
    """
    from metasacro.synthesis.permutations import permuted_answers
    from metasacro.synthesis.settings import Overrides
    from metasacro.views.permutations import permutations_table

    evidence = evidence_for(folder, skip_invalid)
    analysis = analysis_for(evidence, outcome, asked)
    with refusals_end(), engine(workers, scheduler, "rearranging cohorts") as spread:
        found = permuted_answers(evidence, analysis, Overrides(**asked), limit=arrangements, seed=seed, spread=spread)
    print_in_form(form, [permutations_table(analysis, found)])
    sys.exit(FINE)
