"""`metasacro overlap`: records that may share patients, and what that does to the pooled answers."""

from __future__ import annotations

import sys
from typing import Any

import click

from metasacro.commands.choices import of_the_pool
from metasacro.commands.evidence_folder import evidence_or_exit, outcomes_or_exit
from metasacro.commands.exit_codes import FINE
from metasacro.commands.formats import print_in_form
from metasacro.commands.options import FORMAT, SKIP_INVALID, use_one_thread

EPILOG = """\b
Examples:
  metasacro overlap                                    the shipped sacroplasty evidence
  metasacro overlap my-studies --outcome leak          one outcome of your own evidence
  metasacro overlap my-studies --study-set all         pairs of which one is in the extended set too
"""


@click.command(name="overlap", epilog=EPILOG)
@click.argument("folder", required=False)
@click.option("--outcome", "outcomes", multiple=True, help="Only this outcome of the protocol; may be repeated.")
@FORMAT
@of_the_pool
@SKIP_INVALID
def command(folder: str | None, outcomes: tuple[str, ...], form: str, skip_invalid: bool, **asked: Any) -> None:
    """List records of FOLDER that may share patients, and the pooled answer with and without each.

    Each pair comes with its evidence: centre, dates, authors, paper, equal numbers, and what its records say. What the
    protocol has decided is shown with its reason; for the rest, lines to paste into it are printed.

    Without FOLDER: as for `metasacro pool`.
    """
    from metasacro.integrity.overlap_candidates import overlap_candidates
    from metasacro.synthesis.double_counting import weigh
    from metasacro.synthesis.settings import Overrides, settings_for
    from metasacro.views.double_counting import decision_lines, overlap_table

    use_one_thread()
    evidence = evidence_or_exit(folder, skip_invalid, "nothing was compared: mend the records named above, or go on")
    overrides = Overrides(**asked)
    wanted = outcomes_or_exit(evidence, outcomes)
    level = settings_for(evidence.protocol, overrides).level
    tables, undecided = [], []
    for pair in overlap_candidates(evidence):
        found = [each for outcome in wanted if (each := weigh(evidence, pair, outcome, overrides)) is not None]
        tables.append(overlap_table(pair, found, evidence, level))
        if not pair.resolved:
            undecided += [(pair, each) for each in found if each.decision is None]
    if not tables:
        click.echo("no two records have a sign of patients in common", err=True)
    print_in_form(form, tables)
    lines = decision_lines(undecided)
    if lines and form == "table":
        protocol = f"{evidence.folder.rstrip('/')}/protocol.yaml"
        click.echo(f"To decide, put these under `overlaps` of {protocol}, with a reason:\n", err=True)
        click.echo("\n".join(lines))
    sys.exit(FINE)
