"""The committed corpus and the finds, given again to every target in a process with limits."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.found import FINDS, Find
from tests.fuzz.registry import TARGETS

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
ROOT = HERE.parents[1]
#: The corpus is read in every run of the tests, so it stays small.
MOST_FILES, MOST_BYTES = 400, 1_000_000


def replayed(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """One process for a target and all its files."""
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz.replay", name, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=600,
        check=False,
    )


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_keeps_every_promise(name: str) -> None:
    """What coverage led to: every input gives a typed value or coded problems, in bounded memory and time."""
    done = replayed(name, CORPUS / name)
    assert done.returncode == 0, done.stderr[-4_000:]
    assert int(done.stdout) == len(list((CORPUS / name).iterdir())) > 0


def test_the_corpus_is_small() -> None:
    """A file is named by its content, so that the same input is not kept twice."""
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert len(files) <= MOST_FILES
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    wrong = [path for path in files if path.name != hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()]
    assert wrong == []


@pytest.mark.parametrize("find", FINDS, ids=lambda find: find.file)
def test_a_find_stays_mended(find: Find) -> None:
    """What fuzzing once found wrong."""
    TARGETS[find.target].run((HERE / "finds" / find.file).read_bytes())


def test_every_find_is_told() -> None:
    """A row for every file, and a file for every row."""
    files = {path.name for path in (HERE / "finds").iterdir() if path.is_file()}
    assert files == {find.file for find in FINDS}
