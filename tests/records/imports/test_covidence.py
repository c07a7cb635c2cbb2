"""Exports of Covidence: which rows count, and what the lists of references are good for."""

from __future__ import annotations

from metasacro.records.file_text import FileText, decode
from metasacro.records.imports.covidence import is_covidence, read_covidence
from metasacro.records.imports.draft import Imported
from metasacro.records.imports.mapping import Mapping, Told
from metasacro.records.imports.sheet import Sheet, read_sheet

EXTRACTED = """\
Covidence #,Study ID,Title,Reviewer Name,Pain before
12,Smith 2020,A made-up series,A. Reader,8
12,Smith 2020,A made-up series,Consensus,8.0
"""
LISTED = """\
Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #,\
Study,Notes,Tags
A made-up series,Smith A; Doe B,Words,2020,5,J Made Up,1,2,1-9,,10.1000/made.up,1,#12,Smith 2020,\
"Exclusion reason: Wrong outcomes;",
"""
MAPPING = Mapping(
    columns={"Pain before": Told("pain.baseline.mean"), "Reviewer Name": Told("risk_of_bias.jbi.by")},
    constants={"cohort": Told("all")},
)


def read(text: str, name: str = "review_1.csv", mapping: Mapping = MAPPING) -> Imported:
    source = decode(text.encode(), name)
    assert isinstance(source, FileText)
    sheet = read_sheet(source)
    assert isinstance(sheet, Sheet)
    assert is_covidence(sheet)
    return read_covidence(sheet, mapping)


def test_the_agreed_row_counts() -> None:
    """The others are listed."""
    found = read(EXTRACTED)
    (draft,) = found.drafts
    assert (draft.study, draft.fields["results"][0]["baseline"]) == ("smith2020", {"mean": "8.0"})
    assert [item.text for item in found.unmapped if item.location.line == 2] == ["A. Reader"]


def test_a_table_without_studies_is_named() -> None:
    """At its first cell."""
    found = read("Covidence #,Title,Reviewer Name\n12,A made-up series,A. Reader\n")
    assert [f"{entry.code} {entry.location}" for entry in found.problems] == ["MS167 review_1.csv:1:1"]
    assert "`Study ID`" in found.problems[0].message


def test_two_reviewers_who_have_not_agreed_are_a_problem() -> None:
    """Neither is preferred."""
    found = read(EXTRACTED.replace("Consensus", "B. Reader"))
    assert [f"{entry.code} {entry.location}" for entry in found.problems] == ["MS164 review_1.csv:3:1"]


def test_included_references_are_citations() -> None:
    """And count studies and reports for the flow."""
    found = read(LISTED, "review_1_included_csv_2.csv")
    (citation,) = found.references
    assert (citation.key, citation.authors, citation.number) == ("smith2020", ("Smith A", "Doe B"), "2")
    assert [proposal.text for proposal in found.proposals] == ["included: {studies: 1, reports: 1}\n"]
    assert "Ref" in [item.what for item in found.unmapped]


def test_excluded_references_are_counted_by_reason_and_not_added() -> None:
    """Their reasons stand in the notes."""
    found = read(LISTED, "review_1_excluded_csv_2.csv")
    assert found.references == ()
    assert "{reason: Wrong outcomes, n: 1}" in found.proposals[0].text
    assert "excluded on the full text: not added" in [item.reason for item in found.unmapped]


def test_a_list_of_an_unknown_stage_proposes_nothing() -> None:
    """Its references are citations like any others."""
    found = read(LISTED)
    assert (len(found.references), found.proposals) == (1, ())
