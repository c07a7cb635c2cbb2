"""`metasacro pool --watch` follows an editor."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from metasacro.records.evidence_files import shipped_folder
from tests.commands.running import environment, run

#: Seconds until a print counts as missing: nothing here is about time.
PATIENCE = 60


class Watching:
    """The process, and the lines it prints."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "metasacro", "pool", "--watch", "--outcome", "pain", *options],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def printed(self) -> str:
        """Everything up to the line that says that it waits."""
        text, end = "", time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except Empty:
                break
            if line.startswith("watching "):
                return text
            text += "" if line.startswith("written: ") else line
        raise AssertionError(f"it prints no more: {text}")

    def kill(self) -> None:
        """Whatever has happened."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    shutil.copytree(shipped_folder(), tmp_path / "studies")
    return tmp_path


@pytest.fixture
def watching(place: Path) -> Iterator[Watching]:
    started = Watching(place, "--output", "out")
    yield started
    started.kill()


def test_it_follows_an_editor(watching: Watching, place: Path) -> None:
    """Saves in place, by another file renamed over the old, and half a record; Ctrl-C ends with 0."""
    record = place / "studies" / "gupta2014.yaml"
    whole = record.read_text(encoding="utf-8")
    first = watching.printed()
    assert first == run(["pool", "--outcome", "pain"], place).out

    record.write_text(whole.replace("n: 27,", "n: 26,"), encoding="utf-8")
    assert watching.printed() == run(["pool", "--outcome", "pain"], place).out != first

    (place / "studies" / "gupta2014.yaml.new").write_text(whole + "nonsense: 1\n", encoding="utf-8")
    os.replace(place / "studies" / "gupta2014.yaml.new", record)
    assert "MS111" in watching.printed()

    (place / "studies" / "4913").write_text(whole, encoding="utf-8")
    os.replace(place / "studies" / "4913", record)
    assert watching.printed() == first
    assert (place / "out" / "pool.txt").is_file()
    assert watching.end() == 0


def test_a_tree_cannot_be_watched(place: Path) -> None:
    ended = run(["pool", "--watch", "--trace", "pain"], place)
    assert (ended.code, "--watch" in ended.err) == (2, True)


def test_a_folder_that_is_not_there_cannot_be_watched(place: Path) -> None:
    ended = run(["pool", "nowhere", "--watch"], place)
    assert (ended.code, "MS134" in ended.err) == (1, True)
