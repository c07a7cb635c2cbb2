"""Which folder a command reads, and how it ends where nothing there can be used."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metasacro.commands.exit_codes import PROBLEMS
from metasacro.records.folder import PROTOCOL, shipped_folder

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase


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


def evidence_or_exit(asked: str | None, skip_invalid: bool, otherwise: str) -> EvidenceBase:
    """The evidence; or, where it has errors, the end of the program with every problem printed and `otherwise`."""
    from metasacro.problems import Severity
    from metasacro.records.folder import read_folder

    path, name = find_folder(asked)
    evidence, problems = read_folder(path, name, skip_invalid=skip_invalid)
    if any(found.severity is Severity.ERROR for found in problems):
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        print_problems(problems, err(), glyphs_for(sys.stderr))
    if evidence is None:
        click.echo(f"{otherwise} with `--skip-invalid`", err=True)
        sys.exit(PROBLEMS)
    return evidence
