"""What a machine makes of the shipped evidence."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.reproducible.machines import Machine, at, evidence, locales

#: What a machine makes, one process each; `{}` is where the files go.
COMMANDS = (
    ("pool", "--output", "{}/pool", "--format", "json"),
    ("pool", "--format", "csv"),
    ("report", "--output", "{}/report"),
    ("export", "--to", "metafor", "--output", "{}/metafor"),
    ("export", "--to", "ro-crate", "--date", "2026-01-31", "--output", "{}/crate"),
    ("forest", "--output", "{}/forest.svg"),
    ("specifications", "--output", "{}/specifications.svg"),
    ("gosh", "--subsets", "2000", "--seed", "7", "--output", "{}/gosh.svg"),
)


def made(machine: Machine, place: Path, known: Path) -> dict[str, bytes]:
    """Every file that the machine writes, and what it prints."""
    place.mkdir()
    folder = evidence(machine, place)
    printed = {}
    with at(machine, place, locales(known)) as environment:
        for command in COMMANDS:
            verb, *rest = (word.format(place / "out") for word in command)
            done = subprocess.run(
                [*machine.python, "-m", "metasacro", verb, str(folder), *rest],
                cwd=place,
                env=environment,
                capture_output=True,
                check=False,
                umask=machine.umask if os.name == "posix" else -1,
            )
            assert done.returncode == 0, done.stderr.decode()
            printed[f"printed by {' '.join(command)}"] = done.stdout
    files = {
        path.relative_to(place / "out").as_posix(): path.read_bytes()
        for path in (place / "out").rglob("*")
        if path.is_file()
    }
    return files | printed
