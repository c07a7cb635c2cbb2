"""A disk that refuses: a code that names the file, exit code 2, and the old files as they were."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from errno import ENOSPC
from pathlib import Path

import pytest

from metasacro.problems import Refusal
from metasacro.render import files
from metasacro.render.files import write_files
from tests.commands.running import CHECKOUT, Ended, environment, run

ONE = ["export", "--to", "metafor", "--outcome", "pain"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mounted(folder: Path, *options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(folder)]
    return shutil.which("mount") is not None and subprocess.run(command, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 KiB; where nobody may mount one, the test with a limit on the size of files has to do."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted(folder, "size=128k"):
        pytest.skip("no disk can be mounted here: `test_a_file_that_grows_too_large` stands in for a full one")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def filled(folder: Path) -> None:
    """Write into one file until not a byte more fits."""
    with (folder / "other.bin").open("wb", buffering=0) as handle:
        try:
            while handle.write(bytes(512)):
                pass
        except OSError as full:
            if full.errno != ENOSPC:
                raise


def test_on_a_full_disk_the_old_files_stand(small_disk: Path) -> None:
    """Real files of a real command, and a disk without room for them a second time."""
    assert run([*ONE, "--output", str(small_disk)]).code == 0
    filled(small_disk)
    before = contents(small_disk)
    found = run([*ONE, "--level", "0.9", "--output", str(small_disk)])
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"error[MS196]: `{small_disk}/cohorts.csv` cannot be written: No space left on device;")
    assert contents(small_disk) == before
    (small_disk / "other.bin").unlink()
    assert run([*ONE, "--level", "0.9", "--output", str(small_disk)]).code == 0
    assert contents(small_disk)["answers.csv"] != before["answers.csv"]


def test_on_a_disk_that_is_read_only_the_old_files_stand(small_disk: Path) -> None:
    assert run([*ONE, "--output", str(small_disk)]).code == 0
    before = contents(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    found = run([*ONE, "--level", "0.9", "--output", str(small_disk)])
    assert (found.code, found.out) == (2, "")
    assert "error[MS196]" in found.err
    assert "Read-only file system" in found.err
    assert contents(small_disk) == before


def limited(arguments: list[str], most: int) -> Ended:
    """Run the command so that no file may have more than so many bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "metasacro", *arguments],
        cwd=CHECKOUT,
        env=environment(METASACRO_CACHE="off"),
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_file_that_grows_too_large_for_the_disk_is_named(tmp_path: Path) -> None:
    """The second file of three is the first that does not fit; the first one is not changed either."""
    assert run([*ONE, "--output", str(tmp_path)]).code == 0
    before = contents(tmp_path)
    sizes = [len(before[name]) for name in ("cohorts.csv", "answers.csv", "recompute.R")]
    assert max(sizes[:2]) < sizes[2]
    found = limited([*ONE, "--level", "0.9", "--output", str(tmp_path)], max(sizes[:2]) + 100)
    assert found.code == 2
    assert f"error[MS196]: `{tmp_path}/recompute.R` cannot be written: File too large; no file was changed" in found.err
    assert contents(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such rights")
def test_without_permission_nothing_is_written() -> None:
    """Root may write everywhere, so it is nobody who tries."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o555)
        was = os.geteuid()
        if was == 0:
            os.seteuid(65534)
        try:
            with pytest.raises(Refusal, match=r"MS196.*/a` cannot be written: Permission denied"):
                write_files(Path(place), {"a": b""})
        finally:
            os.seteuid(was)
        assert os.listdir(place) == []
        Path(place).chmod(0o755)


def failing(monkeypatch: pytest.MonkeyPatch, turn: int, first: Callable[[], object]) -> None:
    """The move of the n-th file fails, after `first`."""
    plain, turns = os.replace, iter(range(1, 100))

    def replace(source: Path, target: Path) -> None:
        if next(turns) == turn:
            first()
            raise OSError(5, "Input/output error")
        plain(source, target)

    monkeypatch.setattr(files.os, "replace", replace)


def test_a_folder_that_vanishes_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    failing(monkeypatch, 1, lambda: shutil.rmtree(folder))
    with pytest.raises(Refusal, match=r"MS196.*`.*/a` cannot be written"):
        write_files(folder, {"a": b"1", "b": b"2"})
    assert not folder.exists()


def test_a_disk_that_fails_between_two_files_is_said_and_the_manifest_is_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("a", "b", "manifest")
    write_files(tmp_path, dict.fromkeys(names, b"old"))
    failing(monkeypatch, 2, lambda: None)
    with pytest.raises(Refusal) as told:
        write_files(tmp_path, dict.fromkeys(names, b"new"))
    assert told.value.code == "MS197"
    assert "only 1 of 3 new files stand in" in told.value.message
    assert contents(tmp_path) == {"a": b"new", "b": b"old", "manifest": b"old"}


def test_a_folder_inside_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "parts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refusal, match=r"MS196.*is a link"):
        write_files(tmp_path / "out", {"parts/a": b"1"})
    assert contents(tmp_path / "elsewhere") == {}


def test_a_folder_with_the_name_of_a_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(Refusal, match=r"MS196.*a folder has that name"):
        write_files(tmp_path, {"a": b"1", "b": b"2"})
    assert contents(tmp_path) == {}
