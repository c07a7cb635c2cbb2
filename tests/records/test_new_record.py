"""The record of a new paper, and the entry of the bibliography that it cites."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from metasacro.problems import Location
from metasacro.records.citations.citation import Citation
from metasacro.records.file_text import FileText
from metasacro.records.folder import load
from metasacro.records.imports.draft import Draft, citing
from metasacro.records.new_record import new_record
from metasacro.records.references_file import Cited, cited
from metasacro.records.study_text import read_study

AT = Location(file="refs.ris", line=1)
PAPER = Citation(
    key="smith2020", authors=("Smith, A.",), title="Made up", year="2020", doi="10.1000/made.up", location=AT
)
OUTCOMES = load().protocol.outcomes
BIB = "@article{smith2020,\n  title = {Made up},\n  doi = {10.1000/MADE.UP},\n}\n"


def written(citation: Citation | None = PAPER) -> str:
    return new_record("smith2020", "smith2020", citation, OUTCOMES)


def test_every_outcome_has_an_entry_with_its_own_fields() -> None:
    """A count where the protocol counts, else scores before and after; nothing is filled in but what is known."""
    record = yaml.load(written(), Loader=yaml.BaseLoader)
    assert [result["outcome"] for result in record["results"]] == [outcome.id for outcome in OUTCOMES]
    assert {outcome.measure == "PLO" for outcome in OUTCOMES} == {True, False}
    for outcome, result in zip(OUTCOMES, record["results"], strict=True):
        if outcome.measure == "PLO":
            assert result == {
                "outcome": outcome.id, "cohort": "all", "definition": "", "where": "", "events": "", "of": "",
                "unit": "patients",
            }  # fmt: skip
        else:
            empty = {"n": "", "mean": "", "sd": ""}
            assert (result["baseline"], result["follow_up"]) == (empty, [{"time": "", **empty, "p": ""}])
    assert (record["label"], record["citation"]) == ("Smith 2020", "smith2020")
    assert record["read_at"] == ["https://doi.org/10.1000/made.up"]


def test_every_open_line_is_a_problem_and_no_number_is_guessed() -> None:
    text = written(None)
    study, problems = read_study(FileText(file="smith2020.yaml", text=text, digest=""))
    assert study is None
    assert {found.code for found in problems} == {"MS126"}
    asked = {found.location.line for found in problems if found.location}
    assert {text.splitlines()[line - 1].split(":")[0].strip(" -") for line in asked} >= {"label", "seen", "n", "events"}
    assert "read_at" not in text
    assert not any(line.split("#")[0].strip().endswith(": 0") for line in text.splitlines())


def test_a_remark_says_what_to_type() -> None:
    text = written()
    for words in ("# how many patients", "# since treatment, as in 4 weeks", "a count; take the entry out if"):
        assert words in text


def answer(folder: Path, text: str | None, key: str = "smith2020", citation: Citation | None = PAPER) -> Cited:
    if text is not None:
        (folder / "references.bib").write_bytes(text.encode())
    found = cited(folder / "references.bib", "references.bib", key, citation)
    assert isinstance(found, Cited), found
    return found


def test_a_paper_that_the_bibliography_has_keeps_its_key(tmp_path: Path) -> None:
    """By its DOI, whatever its letters; or by its key."""
    assert answer(tmp_path, BIB, "new2020") == Cited(key="smith2020", content=None, found=True)
    assert answer(tmp_path, BIB) == Cited(key="smith2020", content=None, found=True)
    assert answer(tmp_path, BIB, citation=None) == Cited(key="smith2020", content=None, found=True)


def test_without_a_citation_nothing_is_added(tmp_path: Path) -> None:
    assert answer(tmp_path, BIB, "doe2021", None) == Cited(key="doe2021", content=None, found=False)


@pytest.mark.parametrize(
    ("before", "gap"),
    [(None, ""), ("", ""), ("@misc{a, title = {A}}\n", "\n"), ("@misc{a, title = {A}}", "\n\n")],
)
def test_a_new_entry_stands_behind_the_others_byte_for_byte(tmp_path: Path, before: str | None, gap: str) -> None:
    found = answer(tmp_path, before)
    entry = "@article{smith2020,\n  author = {Smith, A.},\n  title = {Made up},\n  year = {2020},\n"
    assert found.content is not None
    assert found.content.decode().startswith((before or "") + gap + entry)
    assert found.found


def test_the_ends_of_lines_are_those_of_the_file(tmp_path: Path) -> None:
    found = answer(tmp_path, "@misc{a,\r\n  title = {A},\r\n}\r\n")
    assert found.content is not None
    assert found.content.count(b"\n") == found.content.count(b"\r\n")
    assert b"}\r\n\r\n@article{smith2020,\r\n" in found.content


@pytest.mark.parametrize(
    ("text", "code"),
    [(BIB.replace("MADE.UP", "other"), "MS158"), ("@article{smith2020,\n  title = {Made", "MS131"), ("\x07", "MS104")],
)
def test_what_stands_in_the_way_is_named(tmp_path: Path, text: str, code: str) -> None:
    """Another paper of that key, an entry that does not end, a file that is no text."""
    (tmp_path / "references.bib").write_text(text, encoding="utf-8")
    found = cited(tmp_path / "references.bib", "references.bib", "smith2020", PAPER)
    assert isinstance(found, list)
    assert [(problem.code, problem.location and problem.location.file) for problem in found] == [
        (code, "references.bib")
    ]


def test_a_draft_that_cites_its_paper_has_nothing_left_to_fill_in_there() -> None:
    draft = Draft(
        study="smith2020",
        fields={"study": "smith2020", "citation": ""},
        left=("citation", "seen"),
        comments={("citation",): "its key", ("seen",): "how"},
        location=AT,
    )
    found = citing(draft, "smith2020")
    assert (found.fields["citation"], found.left, found.comments) == ("smith2020", ("seen",), {("seen",): "how"})
