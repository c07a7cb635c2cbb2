"""Files of a run, and the manifest that says how they came to be; where none can be written, the end of the program.

The manifest says which options were given, not what was typed: no folder of this machine stands in it, and neither does
what cannot move an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.exit_codes import USAGE
from metasacro.commands.refusals import refusals_end

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase

ENDING = ".manifest.json"

#: Options that say where and how to work, or what to print beside the files.
NO_CHOICES = {"output", "form", "workers", "scheduler", "trace", "watch", "manifest"}


def tell_written(names: str, *, would: bool = False) -> None:
    """Which files there are now, or would be. A folder of a stranger can have a name that a terminal obeys."""
    from metasacro.problems.printable import printable

    click.echo(f"{'would be ' if would else ''}written: {printable(names)}", err=True)


def write_run(folder: Path, files: Mapping[str, bytes], evidence: EvidenceBase, name: str, **told: str) -> str:
    """Write the files and, last, `NAME.manifest.json`, whose name is answered; or the end of the program.

    `told`: options that hold although they were not typed.
    """
    from metasacro.render.files import write_files
    from metasacro.render.json_text import json_text
    from metasacro.synthesis.manifest import run_manifest

    context = click.get_current_context()
    manifest = run_manifest(
        evidence,
        command=context.info_name or "",
        options={**options_given(context), **told},
        seed=context.params.get("seed"),
        outputs=files,
    )
    last = name + ENDING
    with refusals_end(USAGE):
        write_files(folder, {**files, last: json_text(manifest).encode()})
    return last


def options_given(context: click.Context) -> dict[str, Any]:
    """The options that were typed, by their names without dashes, in the order of `--help`."""
    given: dict[str, Any] = {}
    for option in choices_of(context.command):
        name = option.name or ""
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            given[called(option)] = _plain(context.params[name])
    return given


def choices_of(command: click.Command) -> list[click.Option]:
    """The options of a verb that can move its answer."""
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    return [option for option in options if option.name not in NO_CHOICES]


def called(option: click.Option) -> str:
    """`--study-set` → `study-set`."""
    return max(option.opts, key=len).lstrip("-")


def _plain(value: Any) -> Any:
    """As JSON holds it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.date().isoformat() if isinstance(value, datetime) else value
