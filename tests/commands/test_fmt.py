"""`metasacro fmt`: which files it changes, which it leaves alone, and how it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metasacro.records.folder import shipped_folder
from tests.commands.running import run

NAMES = ["gupta2014.yaml", "kamel2009.yaml", "protocol.yaml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two shipped records and the protocol."""
    (tmp_path / "studies").mkdir()
    for name in NAMES:
        shutil.copy(shipped_folder() / name, tmp_path / "studies" / name)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "studies").iterdir()}


def untidy(folder: Path, name: str = "kamel2009.yaml") -> Path:
    path = folder / "studies" / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("label: Kamel 2009\n", "label:   'Kamel 2009'  # seen\n\n\n"), encoding="utf-8")
    return path


def test_tidy_files_stay(folder: Path) -> None:
    """Not even their dates change."""
    dates = [path.stat().st_mtime_ns for path in sorted((folder / "studies").iterdir())]
    ended = run(["fmt"], folder)
    assert (ended.code, ended.out, ended.err) == (0, "3 files read, 0 changed\n", "")
    assert dates == [path.stat().st_mtime_ns for path in sorted((folder / "studies").iterdir())]


def test_an_untidy_file_is_changed(folder: Path) -> None:
    """Named on standard output; the remark stays."""
    path = untidy(folder)
    ended = run(["fmt", "studies"], folder)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "changed: studies/kamel2009.yaml\n3 files read, 1 changed\n"
    assert "\nlabel: Kamel 2009 # seen\n\ncitation:" in path.read_text(encoding="utf-8")
    assert run(["fmt", "--check"], folder).code == 0


def test_check_changes_nothing(folder: Path) -> None:
    """And exits with 1."""
    untidy(folder)
    old = contents(folder)
    ended = run(["fmt", "--check", "studies/kamel2009.yaml", "studies"], folder)
    assert (ended.code, ended.err) == (1, "")
    assert ended.out == "would change: studies/kamel2009.yaml\n3 files read, 1 would change\n"
    assert contents(folder) == old


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"study: [\n", "MS105"),
        (b"study: \xff\n", "MS103"),
        (b"study: a\x1b]0;evil\x07\n", "MS104"),
        (b"a: &x 1\nb: *x\n", "MS107"),
        (b"study: bad2020\nlabel:\n", "MS126"),
        (b"", "MS125"),
        (b"[" * 5_000, "MS106"),
    ],
)
def test_a_bad_file_is_left_alone(bad: bytes, code: str, folder: Path) -> None:
    """With its code; the others are laid out all the same."""
    path = folder / "studies" / "bad2020.yaml"
    path.write_bytes(bad)
    untidy(folder)
    ended = run(["fmt"], folder)
    assert ended.code == 1
    assert f"error[{code}]" in ended.err
    assert "\x1b" not in ended.err
    assert "1 file left alone because of errors" in ended.err
    assert path.read_bytes() == bad
    assert ended.out == "changed: studies/kamel2009.yaml\n4 files read, 1 changed\n"


def test_line_ends_of_windows_stay(folder: Path) -> None:
    """All of them."""
    path = untidy(folder)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run(["fmt"], folder).code == 0
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert run(["fmt", "--check"], folder).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere"], 1, "MS101"),
        (["nowhere.yaml"], 1, "MS101"),
        (["notes.txt"], 1, "neither a folder nor a file that ends in `.yaml`"),
        (["--chekc"], 2, "No such option"),
    ],
)
def test_what_cannot_be_laid_out(arguments: list[str], code: int, said: str, folder: Path) -> None:
    """A code or a sentence, and nothing changes."""
    (folder / "notes.txt").write_text("x\n", encoding="utf-8")
    old = contents(folder)
    ended = run(["fmt", *arguments], folder)
    assert ended.code == code
    assert said in ended.err
    assert contents(folder) == old


def test_the_shipped_evidence_is_not_touched_unasked(tmp_path: Path) -> None:
    """Outside any folder of evidence the program asks for one."""
    assert run(["fmt"], tmp_path).code == 2
