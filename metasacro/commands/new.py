"""`metasacro new`: a record to fill in, begun from a reference or from nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from metasacro.commands.evidence_folder import find_folder, refuse_name
from metasacro.commands.exit_codes import PROBLEMS, USAGE
from metasacro.commands.refusals import refusals_end

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Outcome
    from metasacro.problems import Problem
    from metasacro.records.citations.citation import Citation

EPILOG = """\b
Examples:
  metasacro new smith2020 --into my-studies                        a record to fill in
  metasacro new smith2020 --into my-studies --outcome pain         with the fields of one outcome
  metasacro new gupta2020 --into my-studies --from my-studies/references.bib --entry gupta2014
"""


@click.command(name="new", epilog=EPILOG)
@click.argument("key")
@click.option("--from", "file", type=click.Path(), help="A reference file (RIS, NBIB or BibTeX) that has the paper.")
@click.option("--entry", help="Which entry of that file, if it has several: its place from 1, or its key.")
@click.option("--outcome", "names", multiple=True, metavar="NAME", help="Only the fields of this outcome; repeatable.")
@click.option("--into", "folder", type=click.Path(), help="The folder of evidence; without it, as for `pool`.")
def command(key: str, file: str | None, entry: str | None, names: tuple[str, ...], folder: str | None) -> None:
    """Begin a record called KEY, with the fields of the protocol's outcomes and remarks that say what to type.

    With a reference, its entry is added to `references.bib` too. A file that exists is never overwritten.
    """
    from metasacro.commands.written import tell_written
    from metasacro.problems import problem
    from metasacro.problems.printable import printable
    from metasacro.records.file_text import FileText
    from metasacro.records.folder import REFERENCES
    from metasacro.records.new_record import new_record
    from metasacro.records.references_file import cited
    from metasacro.records.study_text import read_study
    from metasacro.render.files import write_files

    _refuse_key(key)
    path, shown = _evidence_folder(folder)
    outcomes = _outcomes(path, shown, names)
    citation = _citation(Path(file), entry) if file is not None else None
    if citation is None and entry is not None:
        raise click.UsageError("`--entry` needs `--from`: the file that has the entry.")
    references = cited(path / REFERENCES, f"{shown}/{REFERENCES}", key, citation)
    if isinstance(references, list):
        _end(references)
    text = new_record(key, references.key, citation, outcomes)
    record = path / f"{key}.yaml"
    files = {record.name: text.encode()} | ({REFERENCES: references.content} if references.content is not None else {})
    try:
        with refusals_end(USAGE):
            write_files(path, files, new={record.name})
    except FileExistsError:
        _end([problem("MS156", name=f"{shown}/{key}.yaml")])
    told = f", {shown}/{REFERENCES} (the entry `{key}`)" if references.content is not None else ""
    tell_written(f"{shown}/{key}.yaml{told}")
    left = sum(found.code == "MS126" for found in read_study(FileText(file=record.name, text=text, digest=""))[1])
    for step in _steps(key, references.key, shown, left, cites=references.found):
        click.echo(printable(step), err=True)


def _steps(key: str, citation: str, folder: str, left: int, *, cites: bool) -> list[str]:
    """What to do next, in order."""
    steps = [f"open {folder}/{key}.yaml and type what the paper prints: {left} fields are open"]
    if not cites:
        steps.append(f"add the paper to {folder}/references.bib as `{citation}`, or use `--from` next time")
    steps.append(f"put `{key}` into one of the `study_sets` of {folder}/protocol.yaml")
    steps.append(f"run `metasacro check {folder}`: it names every line that is still open, and what does not fit")
    return ["next:", *(f"{number}. {step}" for number, step in enumerate(steps, start=1))]


def _refuse_key(key: str) -> None:
    """Ends the program where the key cannot be the name of a record."""
    from metasacro.problems.printable import printable
    from metasacro.records.scalars import IDENTIFIER

    if not IDENTIFIER.fullmatch(key) or key == "protocol":
        raise click.BadParameter(
            f"`{printable(key, 60)}` cannot name a record: use small letters, digits, `-` and `_`, as in `smith2020`.",
            param_hint="KEY",
        )


def _evidence_folder(asked: str | None) -> tuple[Path, str]:
    """Where to write; never into the evidence that comes with the program unless it is named."""
    from metasacro.records.folder import shipped_folder

    path, shown = find_folder(asked)
    if asked is None and path == shipped_folder():
        raise click.UsageError("there is no `studies` with a `protocol.yaml` here: name the folder with `--into`.")
    return path, shown.rstrip("/")


def _outcomes(path: Path, shown: str, names: Sequence[str]) -> list[Outcome]:
    """The outcomes asked for, or all of the protocol, which must be there."""
    from metasacro.problems import Problem, problem
    from metasacro.records.file_text import read_text
    from metasacro.records.folder import PROTOCOL
    from metasacro.records.protocol_text import read_protocol

    if not path.is_dir():
        _end([problem("MS134", folder=shown)])
    if not (path / PROTOCOL).exists():
        _end([problem("MS132", trail=shown, name=PROTOCOL)])
    source = read_text(path / PROTOCOL, f"{shown}/{PROTOCOL}")
    protocol, problems = (None, [source]) if isinstance(source, Problem) else read_protocol(source)
    if protocol is None:
        _end(problems)
    known = [outcome.id for outcome in protocol.outcomes]
    for name in names:
        if name not in known:
            refuse_name(name, known, f"the protocol defines no outcome `{name}`")
    return [outcome for outcome in protocol.outcomes if not names or outcome.id in names]


def _citation(path: Path, entry: str | None) -> Citation:
    """The one entry that was meant; what cannot be read of the file is said."""
    from metasacro.problems.printable import printable
    from metasacro.records.citations.reading import read_citation_file
    from metasacro.views.numbers import many

    name = printable(str(path))
    citations, problems = read_citation_file(path, name)
    if entry is None:
        meant = list(citations)
    elif re.fullmatch("[0-9]{1,9}", entry):
        meant = [found for place, found in enumerate(citations, start=1) if place == int(entry)]
    else:
        meant = [found for found in citations if entry in (found.own_key, found.key)]
    if len(meant) != 1:
        _end([*problems, *(_unclear(name, citations, entry, len(meant)) if citations else ())])
    if entry is None and problems:
        _print(problems)
    elif problems:
        click.echo(f"{name}: {many(len(problems), 'error')} in other entries; this one is read", err=True)
    return meant[0]


def _unclear(name: str, citations: Sequence[Citation], entry: str | None, meant: int) -> list[Problem]:
    """Which entries there are, where none or several were meant."""
    from metasacro.problems import problem

    if entry is None:
        said = f"{name} has {len(citations)} entries"
    else:
        said = f"{name} has {meant or 'no'} entry `{entry}` among its {len(citations)}"
    listed = [f"{place} `{found.own_key or found.key}`" for place, found in enumerate(citations[:12], start=1)]
    more = ", …" if len(citations) > 12 else ""
    return [problem("MS157", said=said, hint=f"its entries are {', '.join(listed)}{more}")]


def _print(problems: Sequence[Problem]) -> None:
    from metasacro.render.terminal.console import err, glyphs_for
    from metasacro.render.terminal.problems import print_problems

    print_problems(problems, err(), glyphs_for(sys.stderr))


def _end(problems: Sequence[Problem]) -> NoReturn:
    """The end of the program; nothing was written."""
    _print(problems)
    click.echo("nothing was written", err=True)
    sys.exit(PROBLEMS)
