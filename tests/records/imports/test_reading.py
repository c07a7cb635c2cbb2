"""A file by its kind: what is read of it, and of one that holds nothing of that kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro.problems import Location
from metasacro.records.imports.draft import Imported
from metasacro.records.imports.mapping import Mapping, Told
from metasacro.records.imports.reading import read_import
from tests.records.imports.examples import RIS, RM5
from tests.records.imports.test_covidence import LISTED

TABLE = "study,label\nsmith2020,Smith 2020\n"


def reading(folder: Path, name: str, text: str, mapping: Mapping, kind: str | None = None) -> Imported:
    (folder / name).write_text(text, encoding="utf-8")
    return read_import(folder / name, name, kind, mapping)


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


def test_references_come_with_what_is_left_out_of_them(tmp_path: Path) -> None:
    found = reading(tmp_path, "a.ris", RIS.replace("PY  - 2020", "PY  - 2020\nKW  - bone"), Mapping())
    assert [citation.key for citation in found.references] == ["smith2020", "doe2021"]
    assert [(item.what, item.text, item.location.line) for item in found.unmapped] == [("KW", "bone", 5)]
    assert (found.problems, found.drafts) == ((), ())


def test_a_review_and_a_table_give_drafts(tmp_path: Path) -> None:
    """The kind that is asked for counts more than the file's name."""
    review = reading(tmp_path, "review.xml", RM5, Mapping(), "rm5")
    assert (review.problems, [draft.study for draft in review.drafts]) == ((), ["smith2020"])
    table = reading(tmp_path, "table.CSV", TABLE, Mapping())
    assert (table.problems, [draft.fields["label"] for draft in table.drafts]) == ((), ["Smith 2020"])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (found,) = read_import(tmp_path / "none.csv", "none.csv", None, Mapping()).problems
    assert (found.code, str(found.location)) == ("MS101", "none.csv:1:1")


@pytest.mark.parametrize(
    ("name", "text", "part"), [("a.csv", TABLE, "outcomes"), ("a.rm5", RM5, "columns")], ids=["table", "review"]
)
def test_each_line_of_a_mapping_for_another_kind_of_file_is_named(
    tmp_path: Path, name: str, text: str, part: str
) -> None:
    """At its place in the mapping; it would be passed over without a word."""
    lines = {"Pain": Told("pain", Location(file="map.yaml", line=2, column=3)), "Leak": Told("leak")}
    found = reading(tmp_path, name, text, Mapping(**{part: lines}))
    assert [(problem.code, str(problem.location)) for problem in found.problems] == [
        ("MS167", "map.yaml:2:3"),
        ("MS167", "None"),
    ]
    assert ["`Pain`" in found.problems[0].message, "`Leak`" in found.problems[1].message] == [True, True]
    assert found.drafts == ()
