"""A file by its kind: what is read of one that holds nothing of that kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro.records.imports.mapping import Mapping
from metasacro.records.imports.reading import read_import
from tests.records.imports.test_covidence import LISTED


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("a.ris", "words\n", "MS150"), ("a.csv", "", "MS162"), ("a.docx", "", "MS170")],
)
def test_a_file_without_anything_of_its_kind_is_named(tmp_path: Path, name: str, text: str, code: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_import(tmp_path / name, name, None, Mapping())
    assert [problem.code for problem in found.problems] == [code]
    assert (found.drafts, found.references, found.unmapped) == ((), (), ())


def test_a_table_of_covidence_is_told_by_its_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LISTED, encoding="utf-8")
    assert [citation.key for citation in read_import(tmp_path / "a.csv", "a.csv", None, Mapping()).references] == [
        "smith2020"
    ]
