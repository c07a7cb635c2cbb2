"""A folder that is read a second time, or that changes while it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from metasacro.problems import Problem
from metasacro.records import folder as folder_module
from metasacro.records.file_text import FileText, read_text
from metasacro.records.folder import Known, read_folder


def test_what_is_known_is_not_read_again(folder: Any) -> None:
    """The same bytes under the same name give the same value; other bytes a new one."""
    known: Known = {}
    first, problems = read_folder(folder.path, "studies", known=known)
    assert first is not None
    assert problems == ()
    folder.change("smith2020.yaml", "label: Smith 2020", "label: Smith and Doe 2020")
    second, _ = read_folder(folder.path, "studies", known=known)
    assert second is not None
    assert second.studies["jones2021"] is first.studies["jones2021"]
    assert second.protocol is first.protocol
    assert (first.studies["smith2020"].label, second.studies["smith2020"].label) == ("Smith 2020", "Smith and Doe 2020")


def test_a_file_that_goes_while_it_is_read_is_named_without_a_line(
    folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The protocol is read, lists a record that is not there, and is gone when its line is looked for."""
    folder.change("protocol.yaml", "studies: [smith2020]", "studies: [smith2020, jones2012]")

    def once(path: Path, shown: str, **limits: Any) -> FileText | Problem:
        found = read_text(path, shown, **limits)
        if path.name == "protocol.yaml":
            path.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(folder_module, "read_text", once)
    _, problems = folder.read()
    assert [(found.code, str(found.location)) for found in problems if found.code == "MS133"] == [
        ("MS133", "studies/protocol.yaml:1:1")
    ]
