"""One reader's folder: what can be read of it, and what is said of the rest."""

from __future__ import annotations

import shutil
from pathlib import Path

from metasacro.problems import Problem
from metasacro.records.extraction import read_extraction
from metasacro.records.file_text import decode
from metasacro.records.file_values import record_values
from metasacro.records.study_fields import STUDY

GOOD = Path(__file__).parent / "good"


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("study: ash\n", encoding="utf-8")
    for name in ("file", "gone"):
        found = read_extraction(tmp_path / name, f"{name}/")
        (told,) = found.problems
        assert (found.name, found.records, told.code) == (name, {}, "MS134")
        assert f"`{name}`" in told.message
        assert found.errors


def test_records_that_cannot_be_read_are_named_and_the_others_kept(tmp_path: Path) -> None:
    """The protocol is no record; a file of no text and a file that is no record are problems of their own."""
    folder = shutil.copytree(GOOD, tmp_path / "a")
    whole = read_extraction(folder, "a")
    assert whole.problems == ()
    assert not whole.errors
    (folder / "ash.yaml").write_bytes(b"study: M\xfcller\n")
    (folder / "birch.yaml").write_text("study: birch\n", encoding="utf-8")
    found = read_extraction(folder, "a")
    assert found.records.keys() == whole.records.keys()
    assert "protocol" not in found.records
    assert found.errors
    told = {problem.location.file: problem.code for problem in found.problems if problem.location}
    assert told == {"a/ash.yaml": "MS103", "a/birch.yaml": "MS113"}


def test_what_is_no_yaml_has_no_values() -> None:
    source = decode(b"study: [ash\n", "ash.yaml")
    assert not isinstance(source, Problem)
    found = record_values(source, STUDY)
    assert isinstance(found, Problem)
    assert (found.code, found.location and found.location.file) == ("MS105", "ash.yaml")
