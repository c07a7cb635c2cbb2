"""What stands in the way of new files of a folder: a file that exists is never overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from metasacro.problems import Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.nodes import place


def in_the_way(folder: Path, name: str, files: Iterable[str]) -> list[Problem]:
    """A problem for each file that exists, be it as a link that leads nowhere."""
    there = [file for file in files if os.path.lexists(folder / file)]
    shown = [printable(f"{name.rstrip('/')}/{file}") for file in there]
    return [problem("MS166", place(file, (), 0, 0), file=file) for file in shown]
