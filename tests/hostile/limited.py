"""A command with little memory and little time, and what it told."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from metasacro.problems.printable import UNSAFE
from tests.commands.running import CHECKOUT, environment

#: Address space and seconds of CPU; a command on a small folder takes a third of either.
MEMORY, SECONDS = 2**30, 20
#: Wall time, on a machine that does other things too.
PATIENCE = 120
TOLD = re.compile(r"^error\[(MS\d{3})\]: .*\n(?: *--> (.+):(\d+:\d+)$)?", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An error as it was printed: its code, and where it stands."""

    code: str
    file: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended; `code` is negative where a signal ended it."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> list[Told]:
        """Every error, in the order of its printing."""
        return [Told(code=code, file=file.rpartition("/")[2], at=at) for code, file, at in TOLD.findall(self.err)]


def limited(
    arguments: Sequence[str | Path], *, folder: Path = CHECKOUT, files: int | None = None, **more: str
) -> Ended:
    """Run `metasacro` in `folder` within the limits; `files`: bytes that it may write into a file."""
    return run_limited(["-m", "metasacro", *map(str, arguments)], folder=folder, files=files, **more)


def run_limited(
    arguments: Sequence[str], *, folder: Path = CHECKOUT, files: int | None = None, seconds: int = SECONDS, **more: str
) -> Ended:
    """The same of any module of Python."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        if files is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (files, files))

    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment(METASACRO_CACHE="off", OPENBLAS_NUM_THREADS="1", PYTHONIOENCODING="utf-8", **more),
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
        preexec_fn=limit,
    )
    return Ended(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def unsafe(text: str) -> set[str]:
    """Characters that a terminal obeys or that hide text, besides the ends of lines."""
    return set(UNSAFE.findall(text)) - {"\n"}


def assert_calm(ended: Ended) -> None:
    """No traceback, no fault of ours, nothing that a terminal obeys."""
    assert "Traceback" not in ended.err
    assert "MS900" not in ended.err
    assert set() == unsafe(ended.out + ended.err)
