"""A run that is killed leaves whole files, and the next run leaves nothing of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from metasacro.render.files import LEFT_OVER
from metasacro.render.lock import LOCK
from tests.commands.running import CHECKOUT, environment

if sys.platform == "win32":
    pytest.skip("Windows has neither fork nor SIGKILL", allow_module_level=True)

MANIFEST = "pool.manifest.json"


def rounds(folder: Path, how: str) -> tuple[dict[str, str], dict[str, str], list[dict[str, Any]]]:
    """Digests of the old run and of the new one, and what every round left."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.writes.killed", str(folder), how],
        cwd=CHECKOUT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=600,
    )
    first, *rest = map(json.loads, done.stdout.splitlines())
    return first[0], first[1], rest


def check(old: dict[str, str], new: dict[str, str], found: dict[str, Any]) -> None:
    """What may stand there after a kill, and what must after the next run."""
    after = found["after"]
    strange = [name for name in after if name not in new and Path(name).name != LOCK]
    assert [name for name in strange if not LEFT_OVER.fullmatch(Path(name).name)] == []
    for name in new:
        assert after[name] in (old[name], new[name]), name
    if after[MANIFEST] == new[MANIFEST]:
        assert {name: after[name] for name in new} == new
    assert found["next"] == new


def test_a_run_that_is_killed_at_any_step_leaves_whole_files(tmp_path: Path) -> None:
    """Old or new, each of them; where the manifest is new, all are. The next run leaves its own bytes and no others."""
    old, new, every = rounds(tmp_path / "out", "steps")
    assert all(old[name] != new[name] for name in new), "else nothing is tested"
    for found in every:
        check(old, new, found)
    assert [found["signal"] for found in every] == [signal.SIGKILL] * (len(every) - 1) + [0]
    assert len(every) > 30
    states = {tuple(found["after"][name] == new[name] for name in new) for found in every}
    assert len(states) == len(new) + 1, "killed before the first file, after the last, and between each two"


def test_a_run_that_is_killed_in_the_middle_of_a_file_leaves_the_old_ones(tmp_path: Path) -> None:
    old, new, every = rounds(tmp_path / "out", "bytes")
    for found in every:
        check(old, new, found)
        assert found["signal"] == signal.SIGXFSZ
        assert {name: found["after"][name] for name in old} == old
    assert len(every) == 8
