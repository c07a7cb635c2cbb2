"""`metasacro import`: drafts of records, and references, from files of other programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from metasacro.commands.exit_codes import FINE, PROBLEMS
from metasacro.commands.formats import tables_text
from metasacro.commands.options import FORMAT
from metasacro.commands.written import tell_written
from metasacro.records.imports.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metasacro.problems import Problem
    from metasacro.records.citations.citation import Citation
    from metasacro.records.imports.draft import Imported
    from metasacro.records.imports.mapping import Mapping
    from metasacro.views.table import Table

EPILOG = """\b
Examples:
  metasacro import scores.csv --into my-studies --dry-run              what would be written, and what has no place
  metasacro import scores.csv --into my-studies --save-map map.yaml    every column, to be filled in for `--map`

\b
A file of references goes into `references.bib`. docs/how-to/import-data.md shows a table, its mapping and the rest.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be written: new files by name, and the new whole text of `references.bib`, if it changes."""

    files: Pairs[str, bytes]
    bibliography: bytes | None
    tables: tuple[Table, ...]
    said: str


@click.command(name="import", epilog=EPILOG)
@click.argument("file")
@click.option("--into", "folder", required=True, metavar="FOLDER", help="The folder that the records are for.")
@click.option("--from", "kind", type=click.Choice(KINDS), help="What FILE is, where its name does not tell.")
@click.option("--map", "map_file", metavar="FILE", help="A mapping: which column goes where, as YAML.")
@click.option("--save-map", metavar="FILE", help="Write the mapping that was used, with every column, to a new FILE.")
@click.option(
    "--shape", type=click.Choice(("wide", "long")), help="A table with a row for each study, or for each measurement."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written into FOLDER, and write nothing there.")
@FORMAT
def command(
    file: str,
    folder: str,
    kind: str | None,
    map_file: str | None,
    save_map: str | None,
    shape: str | None,
    dry_run: bool,
    form: str,
) -> None:
    """Draft records in FOLDER from FILE: a CSV table, an export of Covidence, RIS, NBIB, BibTeX, or RevMan's RM5.

    Values are kept as they stand. What no record holds is listed; nothing is guessed. What a record needs and FILE
    lacks is left empty for its author, and `metasacro check` asks for it. A file that exists is never overwritten, and
    with a problem in FILE nothing is written. References are added at the end of `references.bib`.
    """
    from metasacro.records.imports.reading import read_import

    into = Path(folder)
    if not into.is_dir():
        from metasacro.problems import problem

        _refuse([problem("MS134", folder=folder)])
    mapping = _mapping(map_file, shape)
    found = read_import(Path(file), file, kind, mapping)
    if save_map and found.columns:
        _save_map(Path(save_map), mapping, found)
    plan, problems = _plan(found, into, folder)
    _print(plan.tables, form)
    if problems:
        _refuse(problems)
    for proposal in found.proposals:
        click.echo(f"for {proposal.file}, by hand:\n\n{proposal.text}", err=True)
    if dry_run:
        tell_written(plan.said, would=True)
        sys.exit(FINE)
    from metasacro.records.folder import REFERENCES

    replaced = {} if plan.bibliography is None else {REFERENCES: plan.bibliography}
    _write(into, plan.files, replaced)
    tell_written(plan.said)
    sys.exit(FINE)


def _mapping(map_file: str | None, shape: str | None) -> Mapping:
    from metasacro.problems import Problem
    from metasacro.records.file_text import read_text
    from metasacro.records.imports.mapping import Mapping, read_mapping

    if map_file is None:
        return Mapping(shape=shape or "wide")
    source = read_text(Path(map_file), map_file)
    if isinstance(source, Problem):
        _refuse([source])
    mapping = read_mapping(source, shape)
    if isinstance(mapping, list):
        _refuse(mapping)
    return mapping


def _save_map(path: Path, mapping: Mapping, found: Imported) -> None:
    """Written in a dry run too: it is what the next run reads, and no part of the evidence."""
    from metasacro.records.imports.mapping import mapping_text
    from metasacro.records.imports.placing import in_the_way

    text = mapping_text(mapping, found.columns, outcomes=found.of_outcomes)
    problems = in_the_way(path.parent, str(path.parent), [path.name])
    if problems:
        _refuse(problems)
    _write(path.parent, {path.name: text.encode()}, {})
    tell_written(f"the mapping {path}")


def _write(folder: Path, new: Pairs[str, bytes], replaced: Pairs[str, bytes]) -> None:
    """All of them, or the end of the program."""
    from metasacro.problems import Refusal, problem
    from metasacro.render.files import write_files

    try:
        write_files(folder, {**new, **replaced}, new=set(new))
    except FileExistsError as taken:
        _refuse([problem("MS175", reason=f"`{taken.args[0]}` was made meanwhile")])
    except Refusal as refusal:
        _refuse([problem("MS175", hint=f"`metasacro explain {refusal.code}` says more", reason=refusal.message)])


def _plan(found: Imported, into: Path, folder: str) -> tuple[Plan, list[Problem]]:
    """What the import comes to, beside what the folder holds already."""
    from metasacro.problems import Problem
    from metasacro.records.bibliography import read_bibliography
    from metasacro.records.file_text import decode, read_text
    from metasacro.records.folder import REFERENCES
    from metasacro.records.imports.draft import citing
    from metasacro.records.imports.placing import in_the_way
    from metasacro.records.imports.references import new_references, with_entries
    from metasacro.records.record_writing import record_text
    from metasacro.views.imports import drafts_table, references_table, unmapped_table
    from metasacro.views.numbers import many

    problems = list(found.problems)
    unmapped = list(found.unmapped)
    bibliography: bytes | None = None
    fresh: dict[str, Citation] = {}
    keys: dict[Citation, str] = {}
    if found.references:
        shown = f"{folder.rstrip('/')}/{REFERENCES}"
        exists = os.path.lexists(into / REFERENCES)  # what is a link, or no regular file, is refused and not replaced
        source = read_text(into / REFERENCES, shown) if exists else decode(b"", shown)
        there = (into / REFERENCES).read_bytes() if exists and not isinstance(source, Problem) else b""
        known, wrong = ({}, [source]) if isinstance(source, Problem) else read_bibliography(source)
        problems += wrong
        fresh, doubles, keys = new_references(found.references, known)
        unmapped += doubles
        bibliography = with_entries(there, fresh) if fresh else None
    drafts = [citing(draft, keys[draft.cites]) if draft.cites else draft for draft in found.drafts]
    files = {f"{draft.study}.yaml": b"" for draft in drafts}
    problems += in_the_way(into, folder, files)
    if not problems:
        texts = ((draft.study, record_text(draft.fields, comments=draft.comments)) for draft in drafts)
        files = {f"{study}.yaml": text.encode() for study, text in texts}
    tables = [drafts_table(drafts)] if drafts else []
    tables += [references_table(fresh)] if found.references else []
    tables += [unmapped_table(unmapped)] if unmapped else []
    said = f"{many(len(files), 'record')} and {many(len(fresh), 'reference')} in {folder}"
    return Plan(files=files, bibliography=bibliography, tables=tuple(tables), said=said), problems


def _print(tables: tuple[Table, ...], form: str) -> None:
    if form != "table":
        click.echo(tables_text(form, tables).encode(), nl=False)
    elif tables:
        from metasacro.render.terminal.console import glyphs_for, out
        from metasacro.render.terminal.page import print_tables

        print_tables(tables, out(), glyphs_for(sys.stdout))


def _refuse(problems: Iterable[Problem]) -> NoReturn:
    from metasacro.render.terminal.console import err, glyphs_for
    from metasacro.render.terminal.problems import print_problems

    print_problems(list(problems), err(), glyphs_for(sys.stderr))
    click.echo("no record and no reference was written", err=True)
    sys.exit(PROBLEMS)
