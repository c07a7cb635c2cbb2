"""What is kept is what comes back, or nothing does."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from metasacro.records import cache
from metasacro.records.evidence_files import shipped_folder
from metasacro.records.fingerprint import LARGEST, fingerprint
from tests.commands.running import environment


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    return folder


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_folder(), tmp_path / "studies"))


def only(folder: Path) -> Path:
    (entry,) = folder.iterdir()
    return entry


def test_text_comes_back(kept: Path) -> None:
    key = cache.key_of("a question")
    assert cache.recall(key) is None
    cache.keep(key, "ünï\ncode")
    assert cache.recall(key) == "ünï\ncode"
    assert cache.recall(cache.key_of("another")) is None


def test_off_keeps_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, cache.OFF)
    cache.keep("a", "b")
    assert cache.recall("a") is None
    assert not kept.exists()


@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b"no digest", b"0" * 64 + b"\nother text"], ids=repr)
def test_a_damaged_entry_is_no_entry(kept: Path, damage: bytes) -> None:
    cache.keep("a", "text")
    only(kept).write_bytes(damage)
    assert cache.recall("a") is None
    cache.keep("a", "text")
    assert cache.recall("a") == "text"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of POSIX")
def test_a_folder_that_others_may_write_into_is_not_used(kept: Path) -> None:
    cache.keep("a", "text")
    kept.chmod(0o777)
    assert cache.recall("a") is None
    cache.keep("b", "text")
    assert [entry.name for entry in kept.iterdir()] == ["a.entry"]


def test_a_folder_behind_a_link_is_not_used(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    kept.symlink_to(tmp_path / "elsewhere")
    cache.keep("a", "text")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the folder would."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file" / "kept"))
    cache.keep("a", "text")
    assert cache.recall("a") is None


def test_without_the_variable_it_is_the_usual_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    usual = cache.cache_folder()
    assert usual is not None
    assert (usual.name, usual.is_absolute()) == ("metasacro", True)


def test_an_entry_that_cannot_be_moved_into_its_place_leaves_nothing(kept: Path) -> None:
    """A folder stands there."""
    cache.keep("a", "text")
    (kept / "b.entry").mkdir()
    cache.keep("b", "text")
    assert cache.recall("b") is None
    assert sorted(entry.name for entry in kept.iterdir()) == ["a.entry", "b.entry"]


def test_a_disk_without_room_for_an_entry_is_no_error(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> tuple[int, str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    cache.keep("a", "text")
    monkeypatch.setattr(tempfile, "mkstemp", full)
    cache.keep("b", "text")
    assert (cache.recall("a"), cache.recall("b")) == ("text", None)


def test_the_oldest_go_first(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 1000)
    for number in range(20):
        cache.keep(f"{number}", "x" * 50)
        os.utime(kept / f"{number}.entry", ns=(number, number))
    cache.keep("last", "x")
    assert sum(entry.stat().st_size for entry in kept.iterdir()) <= 1000
    assert cache.recall("0") is None
    assert cache.recall("last") == "x"


def test_a_quarter_goes_at_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eleven entries of 115 bytes are above 1100; the newest that fit into 825 stay."""
    for number in range(10):
        cache.keep(f"{number}", "x" * 50)
        os.utime(kept / f"{number}.entry", ns=(number, number))
    monkeypatch.setattr(cache, "MOST_BYTES", 1100)
    cache.keep("last", "x" * 50)
    assert {entry.stat().st_size for entry in kept.iterdir()} == {115}
    assert sorted(entry.stem for entry in kept.iterdir()) == [*"456789", "last"]


def test_every_byte_and_every_name_is_part_of_the_fingerprint(kept: Path, evidence: Path) -> None:
    first = fingerprint(evidence, "studies")
    assert first == fingerprint(evidence, "studies") is not None
    assert first != fingerprint(evidence, "other")
    assert first != fingerprint(evidence, "studies", "--level")
    (evidence / "notes.txt").write_text("no evidence")
    assert first == fingerprint(evidence, "studies")
    (evidence / "new.yml").write_text("")
    assert first != fingerprint(evidence, "studies")
    (evidence / "new.yml").unlink()
    record = evidence / "gupta2014.yaml"
    record.write_bytes(record.read_bytes() + b"\n")
    assert first != fingerprint(evidence, "studies")


def test_what_is_no_plain_file_has_no_fingerprint(kept: Path, evidence: Path) -> None:
    (evidence / "linked.yaml").symlink_to(evidence / "gupta2014.yaml")
    assert fingerprint(evidence, "studies") is None


def test_a_file_too_large_to_be_read_has_no_fingerprint(kept: Path, evidence: Path) -> None:
    (evidence / "gupta2014.yaml").write_bytes(b"#" * (LARGEST + 1))
    assert fingerprint(evidence, "studies") is None


def test_a_file_that_shrinks_while_it_is_read_has_no_fingerprint(
    kept: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a file is not what a second run would read."""
    whole = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, most: whole(descriptor, most)[:-1])
    assert fingerprint(evidence, "studies") is None


def test_nothing_is_kept_inside_the_evidence(evidence: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(evidence / "kept"))
    assert fingerprint(evidence, "studies") is None


def test_the_program_is_part_of_every_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.key_of("a")
    monkeypatch.setattr(cache, "program", lambda: "another")
    assert before != cache.key_of("a")


def test_two_processes_at_once_see_whole_entries(kept: Path) -> None:
    """Both write one entry again and again, and read it."""
    script = """
from metasacro.records.cache import keep, recall
texts = {letter * 50_000 for letter in "ab"}
for turn in range(150):
    keep("shared", "ab"[turn % 2] * 50_000)
    assert recall("shared") in texts
"""
    started = [subprocess.Popen([sys.executable, "-c", script], env=environment()) for _ in range(2)]
    assert [process.wait(timeout=60) for process in started] == [0, 0]
    assert [entry.name for entry in kept.iterdir()] == ["shared.entry"]
