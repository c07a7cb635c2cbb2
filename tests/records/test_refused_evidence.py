"""What the exception says of evidence that cannot be used."""

from __future__ import annotations

from typing import Any

import pytest

from metasacro.records.folder import EvidenceError, load


def said(folder: Any) -> str:
    with pytest.raises(EvidenceError) as caught:
        load(folder.path)
    return str(caught.value).replace(str(folder.path), "evidence")


def test_one_error_is_told_with_its_place(folder: Any) -> None:
    folder.change("smith2020.yaml", "sd: 1.9", "sd: -1.9")
    assert said(folder).startswith("1 error in the evidence: MS112 evidence/smith2020.yaml:12:38: ")


def test_of_several_errors_the_first_is_told(folder: Any) -> None:
    folder.change("smith2020.yaml", "sd: 1.9", "sd: -1.9")
    folder.change("smith2020.yaml", "sd: 2.4", "sd: -2.4")
    assert said(folder).startswith("2 errors in the evidence; the first: MS112 evidence/smith2020.yaml:12:38: ")


def test_an_error_without_a_place_names_none(folder: Any) -> None:
    """MS134: a folder that does not exist has no line."""
    for path in folder.path.iterdir():
        path.unlink()
    folder.path.rmdir()
    text = said(folder)
    assert text.startswith("1 error in the evidence: MS134: ")
    assert "None" not in text
