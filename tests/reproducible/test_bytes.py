"""Two runs on different machines write the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reproducible.machines import MACHINES, Machine, at, evidence, locales

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
                [sys.executable, "-m", "metasacro", verb, str(folder), *rest],
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


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(MACHINES[0], tmp_path_factory.mktemp("here") / "here", tmp_path_factory.mktemp("locales"))


@pytest.mark.parametrize("machine", MACHINES[1:], ids=lambda machine: machine.name)
def test_another_machine_writes_the_same_bytes(machine: Machine, here: dict[str, bytes], tmp_path: Path) -> None:
    """Reports, JSON, CSV, SVG, tables for R, and the manifests themselves."""
    known = tmp_path / "locales"
    known.mkdir()
    there = made(machine, tmp_path / "there", known)
    assert sorted(there) == sorted(here)
    assert [name for name in here if there[name] != here[name]] == []


def test_no_file_names_a_folder_of_the_machine(here: dict[str, bytes]) -> None:
    places = [str(Path.home()).encode(), str(Path(sys.prefix)).encode(), b"/tmp/"]
    assert [name for name, content in here.items() if any(place in content for place in places)] == []
    assert len(here) > 50
