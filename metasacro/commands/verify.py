"""`metasacro verify`: a second opinion on every pooled number."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.choices import PREDICTION, of_the_pool
from metasacro.commands.evidence_folder import evidence_or_exit, outcomes_or_exit
from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE, PROBLEMS
from metasacro.commands.formats import WRITERS, tables_text
from metasacro.commands.options import FORMAT, SKIP_INVALID, use_one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.second_opinion.convention_panel import Panel
    from metasacro.synthesis.second_opinion.verification import Verification

EPILOG = """\b
Examples:
  metasacro verify                                  every pooled number of the shipped evidence
  metasacro verify my-studies --outcome pain        one outcome of your own
  metasacro verify --outcome pain --method DL --test knha --without-r
  metasacro verify --format json > verify.json      every number of every program, to 10 digits

\b
Exits with 1 if a second opinion disagrees. A program that is missing or has no such number does not change the code.
"""


@click.command(name="verify", epilog=EPILOG)
@click.argument("folder", required=False)
@click.option("--outcome", "outcomes", multiple=True, help="Only this outcome of the protocol; may be repeated.")
@FORMAT
@of_the_pool
@PREDICTION
@click.option("--without-r", is_flag=True, help="Ask statsmodels and scipy only, although R may be installed.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 86_400),
    default=120,
    show_default=True,
    metavar="N",
    help="How long R may take.",
)
@SKIP_INVALID
def command(
    folder: str | None,
    outcomes: tuple[str, ...],
    form: str,
    without_r: bool,
    seconds: float,
    skip_invalid: bool,
    **asked: Any,
) -> None:
    """Ask other programs for every pooled number of FOLDER, and say to how many digits they agree.

    statsmodels, formulas on scipy, and metafor where R has it are given the same data and settings. Below stands what
    metafor, meta, RevMan and Stata would print of the same data by default. Without FOLDER: as for `metasacro pool`.
    """
    from metasacro.synthesis.run import analyse
    from metasacro.synthesis.second_opinion.convention_panel import convention_panel
    from metasacro.synthesis.second_opinion.verification import problems_of, verify
    from metasacro.synthesis.settings import Overrides

    use_one_thread()
    evidence = evidence_or_exit(
        folder, skip_invalid, "nothing was verified: mend the records named above, or verify the rest"
    )
    overrides = Overrides(**asked)
    analyses = [analyse(evidence, outcome, overrides) for outcome in outcomes_or_exit(evidence, outcomes)]
    found = verify(analyses, ask_r=not without_r, seconds=seconds)
    panels = [panel for analysis in analyses if (panel := convention_panel(analysis)) is not None]
    _print(form, found, panels, analyses)
    told = list(problems_of(found))
    if told:
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        print_problems(told, err(), glyphs_for(sys.stderr))
    if found.disagreements:
        sys.exit(PROBLEMS)
    sys.exit(FINE if found.questions else NOT_ESTIMABLE)


def _print(form: str, found: Verification, panels: Sequence[Panel], analyses: Sequence[Analysis]) -> None:
    if form in ("json", "csv"):
        from metasacro.render.csv_text import csv_text
        from metasacro.render.json_text import json_text
        from metasacro.synthesis.second_opinion.document import COLUMNS, verification_document, verification_records

        json = form == "json"
        text = (
            json_text(verification_document(found, panels)) if json else csv_text(COLUMNS, verification_records(found))
        )
        click.echo(text.encode(), nl=False)  # UTF-8 whatever the terminal's encoding
        return
    from metasacro.views.verification.agreement import agreement_tables
    from metasacro.views.verification.conventions import convention_tables

    tables = [*agreement_tables(found, analyses), *convention_tables(panels)]
    if form == "table":
        from metasacro.render.terminal.console import glyphs_for, out
        from metasacro.render.terminal.page import print_tables

        print_tables(tables, out(), glyphs_for(sys.stdout))
        return
    assert form in WRITERS, "the option allows no other"
    click.echo(tables_text(form, tables).encode(), nl=False)  # the same
