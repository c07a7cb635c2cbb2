"""Two runs into one folder do not mix their files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from metasacro.problems import Refusal
from metasacro.render import lock
from metasacro.render.files import write_files
from metasacro.render.lock import LOCK, locked
from tests.commands.running import CHECKOUT, environment, run

HOLDING = """
import sys
from pathlib import Path
from metasacro.render.lock import locked
with locked(Path(sys.argv[1])) as held:
    print(held, flush=True)
    sys.stdin.read()
"""

WRITING = """
import sys
from pathlib import Path
from metasacro.problems import Refusal
from metasacro.render.files import write_files
content, done = sys.argv[2].encode(), 0
while done < 20:
    try:
        write_files(Path(sys.argv[1]), {f"file-{number}": content for number in range(5)})
    except Refusal as refusal:
        assert refusal.code == "MS195"
    else:
        done += 1
"""


def started(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=CHECKOUT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the folder's lock."""
    process = started(HOLDING, str(folder))
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_second_run_is_refused_with_a_code_and_writes_nothing(tmp_path: Path) -> None:
    """And a run that was killed locks nothing."""
    command = ["export", "--to", "ris", "--output", str(tmp_path)]
    with holder(tmp_path):
        found = run(command)
        assert (found.code, found.out) == (2, "")
        assert found.err.startswith(f"error[MS195]: another run is writing into `{tmp_path}`\n")
        assert [path.name for path in tmp_path.iterdir()] == [LOCK]
    assert (tmp_path / LOCK).exists(), "the holder was killed"
    assert run(command).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["references.ris", "ris.manifest.json"]


def test_the_lock_of_a_folder_below_is_held_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure may be written straight into the folder of a report's figures."""
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    (tmp_path / "parts").mkdir()
    with holder(tmp_path / "parts"), pytest.raises(Refusal, match=r"MS195.*parts"):
        write_files(tmp_path, {"a": b"1", "parts/b": b"2"})
    assert not (tmp_path / "a").exists()


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / LOCK).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refusal, match="MS196"):
        write_files(tmp_path, {"a": b"1"})
    assert not (tmp_path / "elsewhere").exists()


def test_who_waited_for_a_lock_that_was_taken_away_makes_a_new_one(tmp_path: Path) -> None:
    """Else two runs would hold locks of two files with one name."""
    with locked(tmp_path) as first, locked(tmp_path, patience=0.0) as second:
        assert (first, second) == (True, False)
    with locked(tmp_path) as third:
        assert third
    assert list(tmp_path.iterdir()) == []


def test_files_of_two_runs_never_mix(tmp_path: Path) -> None:
    """Both write again and again, or are refused because the other does; what stands there is of one run."""
    both = [started(WRITING, str(tmp_path), name) for name in ("first", "second")]
    for process in both:
        process.communicate()
        assert process.returncode == 0
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1
    assert len(list(tmp_path.iterdir())) == 5
