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
    from metasacro.problems.printable import printable
    from metasacro.records.folder import read_folder
    from metasacro.views.numbers import many

    path, name = find_folder(folder)
    base, problems = read_folder(path, name)
    name = printable(name)
    asked = 0
    if base is not None:
        from metasacro.integrity.examination import examine
        from metasacro.numerics.light_start import defer_unused

        defer_unused()
        examination = examine(base)
        asked, problems = examination.questions, (*problems, *examination.findings)
    if problems:
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        print_problems(problems, err(), glyphs_for(sys.stderr))
    errors = sum(found.severity is Severity.ERROR for found in problems)
    if base is None:
        click.echo(f"{name}: {many(errors, 'error')}", err=True)
        sys.exit(PROBLEMS)
    values = sum(len(study.results) for study in base.studies.values())
    click.echo(
        f"{name}: {many(len(base.studies), 'record')} with {many(values, 'result')}, "
        f"{many(len(base.references), 'reference')}, {many(len(base.protocol.outcomes), 'outcome')}: no errors"
    )
    told = [_how_many(problems, severity) for severity in (Severity.CAUTION, Severity.NOTE, Severity.RESOLVED)]
    click.echo(f"{name}: {many(asked, 'question')} of integrity: {', '.join(told)}")
    sys.exit(FINE)
