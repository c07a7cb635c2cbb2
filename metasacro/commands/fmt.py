"""`metasacro fmt`: records in one layout, with every remark and every printed decimal kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metasacro.commands.evidence_folder import find_folder
from metasacro.commands.exit_codes import FINE, PROBLEMS, USAGE
from metasacro.commands.refusals import refusals_end

if TYPE_CHECKING:
    from metasacro.problems import Problem

EPILOG = """\b
Examples:
  metasacro fmt my-studies                            every record and the protocol of a folder
  metasacro fmt my-studies/gupta2014.yaml             one file
  metasacro fmt --check my-studies                    change nothing; exit with 1 if a file would change
"""


@click.command(name="fmt", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
def command(paths: tuple[str, ...], check: bool) -> None:
    """Lay out FILE, or every record and the protocol of FOLDER: the order of fields, indent and the length of lines.

    Values, remarks and printed decimals stay. A file with errors is left alone, and its errors are printed.

    Without a path: `studies/` here if it holds a protocol, else this folder.
    """
    from metasacro.problems.printable import printable
    from metasacro.views.numbers import many

    changed: list[str] = []
    problems: list[Problem] = []
    files = _files(paths or (_this_folder(),), problems)
    for path, name in files:
        answer = _laid_out(path, name, write=not check)
        if isinstance(answer, list):
            problems.extend(answer)
        elif answer:
            changed.append(name)
            click.echo(f"{'would change' if check else 'changed'}: {printable(name)}")
    if problems:
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        print_problems(problems, err(), glyphs_for(sys.stderr))
        left = len({found.location.file for found in problems if found.location})
        click.echo(f"{many(left, 'file')} left alone because of errors", err=True)
    if files:
        click.echo(f"{many(len(files), 'file')} read, {len(changed)} {'would change' if check else 'changed'}")
    sys.exit(PROBLEMS if problems or (check and changed) else FINE)


def _this_folder() -> str:
    """The folder that other verbs read, unless that is the evidence that comes with the program."""
    from metasacro.records.folder import shipped_folder

    path, name = find_folder(None)
    if path == shipped_folder():
        raise click.UsageError("there is no `studies` with a `protocol.yaml` here: name a file or a folder.")
    return name


def _files(paths: tuple[str, ...], problems: list[Problem]) -> list[tuple[Path, str]]:
    """Every file to lay out once, with the name that messages call it."""
    from metasacro.problems import problem
    from metasacro.records.nodes import place

    files: dict[str, Path] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found = sorted(entry.name for entry in path.iterdir() if entry.suffix == ".yaml")
            files.update({f"{name.rstrip('/')}/{entry}": path / entry for entry in found})
        elif path.suffix == ".yaml":
            files[name] = path
        else:
            problems.append(
                problem("MS101", place(name, (), 0, 0), reason="it is neither a folder nor a file that ends in `.yaml`")
            )
    return [(path, name) for name, path in files.items()]


def _laid_out(path: Path, name: str, *, write: bool) -> bool | list[Problem]:
    """Whether the file changes, or what is wrong with it; with `write` it is written."""
    from metasacro.problems import Problem
    from metasacro.problems.printable import printable
    from metasacro.records.file_text import read_text
    from metasacro.records.record_layout import laid_out
    from metasacro.render.files import write_bytes_whole

    source = read_text(path, printable(name))
    if isinstance(source, Problem):
        return [source]
    text = laid_out(source)
    if isinstance(text, list):
        return text
    before = path.read_bytes()
    after = (text.replace("\n", "\r\n") if b"\r\n" in before else text).encode()
    if before == after:
        return False
    if write:
        with refusals_end(USAGE):
            write_bytes_whole(path, after)
    return True
