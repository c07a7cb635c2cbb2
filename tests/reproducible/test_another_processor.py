"""Another processor, with another mathematical library and other loops in numpy, writes the same bytes.

`make arm` makes the machine and runs this; it takes minutes, because every instruction is translated.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.reproducible.machines import EMULATOR, Machine, arm
from tests.reproducible.made import made

#: The version of an interpreter.
VERSION = re.compile(rb"\b3\.\d+\.\d+\b")


@pytest.fixture
def machine() -> Machine:
    place = os.environ.get("METASACRO_ARM")
    if place is None:
        pytest.skip("NOT TESTED on another processor: METASACRO_ARM names no ARM machine (`make arm` makes one)")
    assert shutil.which(EMULATOR), f"{EMULATOR} runs it: install qemu-user-static"
    return arm(Path(place))


def test_it_is_another_processor(machine: Machine) -> None:
    words = [*machine.python, "-c", "import platform; print(platform.machine())"]
    found = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    assert found == "aarch64"
    assert found != platform.machine()


def test_its_bytes_are_the_same(machine: Machine, here: dict[str, bytes], tmp_path: Path) -> None:
    """All but what names the interpreter, which Debian's Python for ARM has another version of."""
    known = tmp_path / "locales"
    known.mkdir()
    there = made(machine, tmp_path / "there", known)
    assert sorted(there) == sorted(here)
    assert [name for name in here if _settled(name, there[name]) != _settled(name, here[name])] == []


def _settled(name: str, content: bytes) -> bytes:
    """Without the version of the interpreter, and in manifests without the digests of the files that hold it."""
    if name.endswith(("manifest.json", "ro-crate-metadata.json")):
        content = json.dumps(_without_digests(json.loads(content))).encode()
    return VERSION.sub(b"3", content)


def _without_digests(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_digests(inner) for key, inner in value.items() if key not in ("outputs", "sha256")}
    return [_without_digests(inner) for inner in value] if isinstance(value, list) else value
