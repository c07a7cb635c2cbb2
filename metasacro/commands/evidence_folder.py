"""Which folder a command reads, and how it ends where nothing there can be used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from metasacro.commands.exit_codes import PROBLEMS, USAGE
from metasacro.records.evidence_files import PROTOCOL, shipped_folder

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome
    from metasacro.records.folder import Known


def find_folder(asked: str | None) -> tuple[Path, str]:
    """The folder and the name that messages call it.

    What was asked for; else `studies/` here if it holds a protocol; else this folder if it does; else the shipped one.
    """
    if asked is not None:
        return Path(asked), asked
    for name in ("studies", "."):
        if (Path(name) / PROTOCOL).is_file():
            return Path(name), name
    return shipped_folder(), "studies"


def evidence_or_exit(
    asked: str | None, skip_invalid: bool, otherwise: str, *, anywhere: bool = False, known: Known | None = None
) -> EvidenceBase:
    """The evidence; or, where it has errors, the end of the program with every problem printed and `otherwise`.

    With `anywhere` files are called by their folder's own name, wherever it lies: a report of the same files is then
    the same, and tells nothing of the machine.
    """
    from metasacro.commands.long_jobs import reading
    from metasacro.problems import Severity
    from metasacro.records.folder import read_folder

    path, name = find_folder(asked)
    if anywhere:
        name = own_name(path, name)
    evidence, problems = read_folder(path, name, skip_invalid=skip_invalid, known=known, spread=reading())
    if any(found.severity is Severity.ERROR for found in problems):
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        print_problems(problems, err(), glyphs_for(sys.stderr))
    if evidence is None:
        if any(found.location for found in problems):  # else there is no folder, and nothing in it to leave out
            click.echo(f"{otherwise} with `--skip-invalid`", err=True)
        sys.exit(PROBLEMS)
    return evidence


def own_name(path: Path, name: str) -> str:
    """What a folder is called wherever it lies."""
    return path.resolve().name or name


def outcomes_or_exit(evidence: EvidenceBase, names: Sequence[str]) -> list[Outcome]:
    """The outcomes asked for, in the protocol's order; all of them if none was named."""
    defined = {outcome.id: outcome for outcome in evidence.protocol.outcomes}
    for name in names:
        if name not in defined:
            refuse_name(name, list(defined), f"the protocol defines no outcome `{name}`")
    return [outcome for outcome in defined.values() if not names or outcome.id in names]


def study_or_exit(evidence: EvidenceBase, name: str) -> str:
    """The name, if a record has it."""
    if name in evidence.skipped:
        click.echo(f"error: the record `{name}` was left out because of its errors", err=True)
        sys.exit(PROBLEMS)
    if name not in evidence.studies:
        refuse_name(name, list(evidence.studies), f"no record is called `{name}`")
    return name


def refuse_name(name: str, known: Sequence[str], said: str) -> NoReturn:
    """The end of the program, with a guess at what was meant."""
    from difflib import get_close_matches

    from metasacro.problems.printable import printable

    close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    hint = f"did you mean `{close[0]}`?" if close else "known: " + ", ".join(f"`{entry}`" for entry in known)
    click.echo(f"error: {printable(said, 120)}; {hint}", err=True)
    sys.exit(USAGE)
