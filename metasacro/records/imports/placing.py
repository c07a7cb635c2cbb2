"""Texts become new files of a folder: all of them, or none. A file that exists is never overwritten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from metasacro.problems import Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.nodes import place


def in_the_way(folder: Path, name: str, files: Iterable[str]) -> list[Problem]:
    """A problem for each file that exists, be it as a link that leads nowhere."""
    there = [file for file in files if os.path.lexists(folder / file)]
    shown = [printable(f"{name.rstrip('/')}/{file}") for file in there]
    return [problem("MS166", place(file, (), 0, 0), file=file) for file in shown]


def place_files(
    folder: Path, files: Mapping[str, bytes], replaced: Mapping[str, bytes] | None = None
) -> Problem | None:
    """Writes new files, then puts `replaced` (whole new texts of files) in their place; undone if one step fails."""
    made: list[Path] = []
    try:
        for file, data in files.items():
            _write_new(folder / file, data, made)
        for file, data in (replaced or {}).items():
            fresh = folder / f".{file}.new"
            _write_new(fresh, data, made)
            if (folder / file).exists():
                shutil.copymode(folder / file, fresh)
            os.replace(fresh, folder / file)
            made.remove(fresh)
    except OSError as error:
        for path in made:
            with suppress(OSError):
                path.unlink()
        return problem("MS175", reason=error.strerror or "the disk refused")
    return None


def _write_new(path: Path, data: bytes, made: list[Path]) -> None:
    """`x`: between the question whether it exists and this, somebody may have made it."""
    with path.open("xb") as handle:
        made.append(path)
        handle.write(data)
