"""`metasacro check`: read the evidence, ask whether it adds up, and print every problem in it."""

from __future__ import annotations

import sys

import click

from metasacro.commands.evidence_folder import find_folder
from metasacro.commands.exit_codes import FINE, PROBLEMS
from metasacro.problems import Problem, Severity


def _how_many(problems: tuple[Problem, ...], severity: Severity) -> str:
    """`3 cautions`, `1 note`, `2 resolved`."""
    count = sum(found.severity is severity for found in problems)
    return f"{count} {severity}{'s' if count != 1 and str(severity) != 'resolved' else ''}"


@click.command(
    name="check",
    epilog="Examples: `metasacro check` · `metasacro check my-studies`. Exits with 1 if a record has an error."
    " Cautions and notes do not change that.",
)
@click.argument("folder", required=False)
def command(folder: str | None) -> None:
    """Read the evidence in FOLDER and print every problem in it.

    Records that can be used are then asked whether their numbers fit together. What does not is a caution or a note:
    it changes no exit code, and `resolved` in the record says what was decided about it.

    Without FOLDER: `studies/` here if it holds a protocol, else this folder, else the shipped evidence.
    """
    from metasacro.commands.checked import checked
    from metasacro.problems.printable import printable
    from metasacro.views.numbers import many

    path, name = find_folder(folder)
    told = checked(path, name)
    name = printable(name)
    if told.problems:
        from metasacro.render.terminal.plain_problems import tell_problems

        tell_problems(told.problems)
    if told.amounts is None:
        errors = sum(found.severity is Severity.ERROR for found in told.problems)
        click.echo(f"{name}: {many(errors, 'error')}", err=True)
        sys.exit(PROBLEMS)
    records, values, references, outcomes = told.amounts
    click.echo(
        f"{name}: {many(records, 'record')} with {many(values, 'result')}, "
        f"{many(references, 'reference')}, {many(outcomes, 'outcome')}: no errors"
    )
    counts = [_how_many(told.problems, severity) for severity in (Severity.CAUTION, Severity.NOTE, Severity.RESOLVED)]
    click.echo(f"{name}: {many(told.asked, 'question')} of integrity: {', '.join(counts)}")
    sys.exit(FINE)
