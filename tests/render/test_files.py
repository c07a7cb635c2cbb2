"""A file is written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from metasacro.render.files import write_whole


def test_the_folder_is_made_and_nothing_else_is_left_in_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "pool.txt"
    write_whole(path, "τ² 1.94\n")
    assert path.read_bytes() == "τ² 1.94\n".encode()
    assert os.listdir(path.parent) == ["pool.txt"]


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pool.txt"
    write_whole(path, "a longer old text\n")
    write_whole(path, "new\n")
    assert path.read_text(encoding="utf-8") == "new\n"


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "pool.txt"
    write_whole(path, "old\n")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "old\n"
    assert os.listdir(tmp_path) == ["pool.txt"]


def test_others_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "pool.txt"
    write_whole(path, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_link_in_its_place_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere, path = tmp_path / "elsewhere.txt", tmp_path / "pool.txt"
    elsewhere.write_text("untouched\n", encoding="utf-8")
    path.symlink_to(elsewhere)
    write_whole(path, "new\n")
    assert elsewhere.read_text(encoding="utf-8") == "untouched\n"
    assert not path.is_symlink()
