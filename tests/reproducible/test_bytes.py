"""Two runs on different machines write the same bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.reproducible.machines import MACHINES, Machine
from tests.reproducible.made import made


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
