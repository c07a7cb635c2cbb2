"""`metasacro reconcile`: two independent extractions compared, and the record that both stand behind."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from metasacro.commands.exit_codes import FINE, PROBLEMS, USAGE
from metasacro.commands.formats import print_in_form
from metasacro.commands.options import FORMAT, SKIP_INVALID
from metasacro.commands.refusals import refusals_end
from metasacro.commands.written import tell_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from metasacro.problems import Problem
    from metasacro.records.comparison import Comparison
    from metasacro.records.extraction import Extraction
    from metasacro.records.reconciliation_decisions import Decision, Settled

EPILOG = """\b
Examples:
  metasacro reconcile first-reader second-reader                               how far they agree, and where not
  metasacro reconcile first-reader second-reader --save-decisions open.yaml    a place for every decision
  metasacro reconcile first-reader second-reader --decisions decided.yaml --output agreed

Exits with 1 if a record cannot be read, or with --output if one was not written.
"""


@click.command(name="reconcile", epilog=EPILOG)
@click.argument("a")
@click.argument("b")
@click.option(
    "--decisions",
    "decided",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What was decided where the two differ.",
)
@click.option(
    "--save-decisions",
    "saved",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a file with a place for every decision; what --decisions holds is kept.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each record in which everything is decided into this folder.",
)
@click.option(
    "--words",
    type=click.Choice(["ask", "a", "b"]),
    default="ask",
    show_default=True,
    help="Whose wording stands where only words differ and nobody decided.",
)
@click.option("--overwrite", is_flag=True, help="Replace records that stand in the output folder.")
@FORMAT
@SKIP_INVALID
def command(
    a: str,
    b: str,
    decided: Path | None,
    saved: Path | None,
    output: Path | None,
    words: str,
    overwrite: bool,
    form: str,
    skip_invalid: bool,
) -> None:
    """Compare two extractions, the records of folder A and of folder B, value by value as printed.

    Values are matched by study, cohort, outcome and time. What has no partner is listed. Only records are read: neither
    folder needs a protocol.
    """
    from metasacro.records.comparison import compare
    from metasacro.records.reconciliation_decisions import settle
    from metasacro.synthesis.agreement import agreement
    from metasacro.views.reconciliation import reconciliation_tables

    first, second = _extractions(a, b, skip_invalid)
    comparison = compare(first, second)
    decisions = _decisions(decided)
    settled, problems = settle(comparison, decisions, None if words == "ask" else words)
    every = [each for made in settled.values() for each in made] if decided is not None or words != "ask" else []
    print_in_form(form, reconciliation_tables(comparison, agreement(comparison), every))
    if saved is not None:
        _save(saved, comparison, decisions)
    wrong = [found for found in problems if found.code != "MS180"]
    if output is None:
        _tell(wrong)
        sys.exit(PROBLEMS if wrong else FINE)
    problems = (*problems, *_alone(comparison), *_write(output, first, second, settled, overwrite))
    _tell(problems)
    sys.exit(PROBLEMS if problems else FINE)


def _extractions(a: str, b: str, skip_invalid: bool) -> tuple[Extraction, Extraction]:
    """Both folders; or the end, where one cannot be read or there is nothing to compare."""
    from metasacro.problems import problem
    from metasacro.records.extraction import read_extraction

    if Path(a).exists() and Path(b).exists() and Path(a).samefile(b):
        _stop([problem("MS186", first=a, second=b)], USAGE)
    first, second = (read_extraction(Path(name), name) for name in (a, b))
    found = [*first.problems, *second.problems]
    errors = first.errors or second.errors
    missing = not (Path(a).is_dir() and Path(b).is_dir())
    if errors:
        _tell(found)
    if errors and (missing or not skip_invalid):
        if not missing:
            click.echo("nothing was compared: mend the records named above, or use `--skip-invalid`", err=True)
        sys.exit(PROBLEMS)
    if not set(first.records) & set(second.records):
        _stop([problem("MS185", first=first.name, second=second.name)], PROBLEMS)
    return first, second


def _decisions(path: Path | None) -> tuple[Decision, ...]:
    from metasacro.problems import Problem
    from metasacro.problems.printable import printable
    from metasacro.records.file_text import read_text
    from metasacro.records.reconciliation_decisions import read_decisions_file

    if path is None:
        return ()
    source = read_text(path, printable(str(path)))
    if isinstance(source, Problem):
        _stop([source], PROBLEMS)
    decisions, problems = read_decisions_file(source)
    if problems:
        _stop(problems, PROBLEMS)
    return decisions


def _alone(comparison: Comparison) -> list[Problem]:
    """Records that only one reader has."""
    from metasacro.problems import problem

    sides = ((comparison.a, comparison.only_a), (comparison.b, comparison.only_b))
    return [problem("MS189", trail=study, folder=folder, study=study) for folder, studies in sides for study in studies]


def _write(
    folder: Path,
    first: Extraction,
    second: Extraction,
    settled: Mapping[str, Sequence[Settled]],
    overwrite: bool,
) -> list[Problem]:
    """Write every record in which everything is decided; what was not written and why."""
    from metasacro.problems import Problem, problem
    from metasacro.problems.printable import printable
    from metasacro.records.adjudicated_text import adjudicated_text
    from metasacro.render.files import write_files

    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    for study, made in settled.items():
        file = folder / f"{study}.yaml"
        shown = printable(str(file))
        text = adjudicated_text(study, first.records[study], second.records[study], made, shown)
        if isinstance(text, Problem):
            problems.append(text)
            continue
        try:
            if file.exists() and not overwrite and file.read_bytes() != text.encode():
                problems.append(problem("MS188", trail=study, file=shown))
                continue
        except OSError as refused:
            click.echo(f"error: `{shown}` cannot be read: {refused.strerror}", err=True)
            sys.exit(USAGE)
        files[file.name] = text.encode()
    with refusals_end(USAGE):
        write_files(folder, files)
    tell_written(f"{len(files)} of {len(first.records.keys() | second.records.keys())} records into {folder}")
    return problems


def _save(path: Path, comparison: Comparison, decisions: Sequence[Decision]) -> None:
    from metasacro.records.reconciliation_decisions import decisions_text
    from metasacro.render.files import write_whole

    with refusals_end(USAGE):
        write_whole(path, decisions_text(comparison, decisions))
    tell_written(str(path))


def _tell(problems: Sequence[Problem]) -> None:
    if problems:
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        print_problems(problems, err(), glyphs_for(sys.stderr))


def _stop(problems: Sequence[Problem], code: int) -> NoReturn:
    _tell(problems)
    sys.exit(code)
