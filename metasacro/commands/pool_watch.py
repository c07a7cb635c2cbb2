"""`metasacro pool --watch`: the folder is pooled again whenever a file in it is saved.

Between two saves the process stays: libraries are loaded, files whose bytes did not change are not parsed again, and
conversions of medians that nobody touched are remembered where they are computed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from metasacro.commands.evidence_folder import evidence_or_exit, find_folder
from metasacro.commands.exit_codes import FINE
from metasacro.commands.formats import DATA
from metasacro.commands.pool import pooled_text, tell
from metasacro.problems.printable import printable
from metasacro.records.evidence_files import REFERENCES

if TYPE_CHECKING:
    from pathlib import Path

    from watchfiles import Change

    from metasacro.records.folder import Known

#: Milliseconds without a further change until what was saved is read: an editor writes and renames within it.
QUIET = 20
#: Milliseconds after which it is read even if changes go on.
PATIENCE = 500
#: Milliseconds until watching is known to have begun.
BEGINNING = 100

_OTHERWISE = "nothing was pooled: mend the records named above; the next save is pooled again. Or leave them out"


def pool_on_save(
    folder: str | None,
    outcomes: tuple[str, ...],
    form: str,
    output: Path | None,
    skip_invalid: bool,
    asked: dict[str, Any],
) -> NoReturn:
    """Pool, wait, pool again; Ctrl-C is how this ends, and exits with 0."""
    path, _ = find_folder(folder)
    known: Known = {}
    anywhere = output is not None or form in DATA

    def once() -> None:
        """Errors in the evidence and answers that do not exist are said; the next save may mend them."""
        try:
            evidence = evidence_or_exit(folder, skip_invalid, _OTHERWISE, anywhere=anywhere, known=known)
            _, text = pooled_text(evidence, outcomes, form, output, None, asked)
        except SystemExit:
            return
        tell(form, text)

    try:
        if not path.is_dir():
            evidence_or_exit(folder, skip_invalid, _OTHERWISE)
        from watchfiles import watch

        saves = watch(
            path,
            watch_filter=_is_evidence,
            step=QUIET,
            debounce=PATIENCE,
            recursive=False,
            rust_timeout=BEGINNING,
            yield_on_timeout=True,
            raise_interrupt=True,
        )
        next(saves)  # the folder is watched from here on, so that no save is missed while the first answer is made
        once()
        _say(path)
        for changed in saves:
            if changed:
                if sys.stdout.isatty():
                    click.clear()
                once()
                _say(path)
    except KeyboardInterrupt:
        pass
    sys.exit(FINE)


def _is_evidence(change: Change, path: str) -> bool:  # noqa: ARG001 - watchfiles' signature
    """Editors write swap files and copies beside what they save."""
    name = os.path.basename(path)
    return name == REFERENCES or (name.endswith((".yaml", ".yml")) and not name.startswith("."))


def _say(path: Path) -> None:
    sys.stdout.flush()
    click.echo(f"watching {printable(str(path))}; Ctrl-C ends", err=True)
