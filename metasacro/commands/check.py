"""`metasacro check`: read the evidence and print every problem in it."""

from __future__ import annotations

import sys

import click

from metasacro.commands.evidence_folder import find_folder
from metasacro.commands.exit_codes import FINE, PROBLEMS


@click.command(
    name="check",
    epilog="Examples: `metasacro check` · `metasacro check my-studies`. Exits with 1 if any record has an error.",
)
@click.argument("folder", required=False)
def command(folder: str | None) -> None:
    """Read the evidence in FOLDER and print every problem in it.

    Without FOLDER: `studies/` here if it holds a protocol, else this folder, else the shipped evidence.
    """
    from metasacro.problems import Severity
    from metasacro.problems.printable import printable
    from metasacro.records.folder import read_folder

    path, name = find_folder(folder)
    base, problems = read_folder(path, name)
    name = printable(name)
    if problems:
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        print_problems(problems, err(), glyphs_for(sys.stderr))
    errors = sum(found.severity is Severity.ERROR for found in problems)
    if base is None:
        click.echo(f"{name}: {errors} error{'s' if errors != 1 else ''}", err=True)
        sys.exit(PROBLEMS)
    values = sum(len(study.results) for study in base.studies.values())
    click.echo(
        f"{name}: {len(base.studies)} records with {values} results, {len(base.references)} references, "
        f"{len(base.protocol.outcomes)} outcomes: no errors"
    )
    sys.exit(FINE)
