"""Parts of a RevMan review that are missing, doubled or of another kind: each is told, and the rest is read."""

from __future__ import annotations

import pytest

from metasacro.problems import Problem
from metasacro.records.imports import xml_tree
from metasacro.records.imports.draft import Imported
from metasacro.records.imports.rm5 import read_rm5
from metasacro.records.imports.xml_tree import read_xml
from tests.records.imports.examples import RM5
from tests.records.imports.test_rm5 import PAIN, mapped, text_of

INCLUDED = '<STUDY ID="STD-Smith-2020" NAME="Smith 2020" YEAR="2020" DATA_SOURCE="PUB">'


def read(*changes: tuple[str, str]) -> Imported:
    """The small review with some of its text written otherwise."""
    text = RM5
    for old, new in changes:
        assert old in text, f"the review holds {old}"
        text = text.replace(old, new)
    return read_rm5(text_of(text), mapped(PAIN))


def lost(found: Imported) -> set[tuple[str, str, str]]:
    return {(item.what, item.text, item.reason) for item in found.unmapped}


def problems(found: Imported) -> list[tuple[str, int]]:
    return [(entry.code, entry.location.line) for entry in found.problems if entry.location]


def test_a_study_whose_name_has_no_letters_is_named() -> None:
    """And its numbers have no record to stand in."""
    found = read(('NAME="Smith 2020"', 'NAME="?"'))
    assert problems(found) == [("MS117", 6)]
    assert found.drafts == ()
    assert (
        "Cement versus none / Pain",
        "STD-Smith-2020",
        "no included study has this ID",
    ) in lost(found)
    assert ("risk of bias: Allocation concealment", "UNKNOWN", "no such study") in lost(found)


def test_two_studies_of_one_name_are_named() -> None:
    found = read((INCLUDED, f'<STUDY ID="STD-1" NAME="SMITH 2020"/>{INCLUDED}'))
    ((code, line),) = problems(found)
    assert (code, line) == ("MS174", 6)
    assert "`Smith 2020`" in found.problems[0].message
    assert "`SMITH 2020`" in found.problems[0].message


def test_an_outcome_without_arms_is_listed() -> None:
    """Generic inverse variance has an effect, and nobody's count or mean."""
    generic = '<IV_OUTCOME ID="CMP-001.03"><NAME>Hazard</NAME></IV_OUTCOME><CONT_OUTCOME ID="CMP-001.01"'
    found = read(('<CONT_OUTCOME ID="CMP-001.01"', generic))
    reason = "no arms with counts, or with means and SDs"
    assert ("outcome", "Cement versus none / Hazard", reason) in lost(found)
    assert len(found.drafts[0].fields["results"]) == 4


def test_an_arm_without_a_name_or_a_value_is_numbered_and_left_open() -> None:
    """Nothing becomes 0."""
    found = read(("<GROUP_LABEL_2>No cement</GROUP_LABEL_2>", ""), (' SD_1="1.10"', ""))
    (draft,) = found.drafts
    assert [cohort["cohort"] for cohort in draft.fields["cohorts"]] == ["cement", "group-2"]
    assert "label" not in draft.fields["cohorts"][1]
    assert draft.fields["results"][0]["follow_up"] == [{"time": "1 month", "n": "20", "mean": "3.0"}]


def test_words_about_a_study_that_are_too_many_or_of_another_kind_are_listed() -> None:
    long = "word " * 2_001
    found = read(
        ("<P>Made-up methods.</P>", f"<P>{long}</P>"),
        ("</CHAR_METHODS>", "</CHAR_METHODS><CHAR_FUNDING><P>Nobody.</P></CHAR_FUNDING><CHAR_NOTES/>"),
    )
    reason = "no known part of an included study, or too long"
    assert {("CHAR_METHODS", long.strip(), reason), ("CHAR_FUNDING", "Nobody.", reason)} <= lost(found)
    assert [item for item in found.unmapped if item.what == "CHAR_NOTES"] == []
    assert not any(note.startswith("Methods") for note in found.drafts[0].fields["notes"])


def test_of_two_references_none_is_taken_for_the_paper_unless_one_is_primary() -> None:
    """One without authors and title is told as left out."""
    letter = '<REFERENCE TYPE="OTHER"><AU>Doe B</AU><TI>A letter</TI></REFERENCE>'
    more = f"</REFERENCE>{letter}<REFERENCE><SO>J</SO></REFERENCE>"
    found = read(("</REFERENCE>", more))
    assert found.drafts[0].cites == found.references[0]
    assert ("reference", "J", "neither authors nor a title") in lost(found)
    found = read(("</REFERENCE>", more), ('PRIMARY="YES" ', ""))
    assert (found.drafts[0].cites, len(found.references)) == (None, 2)


def test_a_review_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 2_000)
    found = read_xml(text_of("<a>\n" + "<b/>\n" * 2_000 + "</a>"))
    assert isinstance(found, Problem)
    assert (found.code, str(found.location)) == ("MS190", "r.rm5:2001:1")
    assert "2 thousand elements" in found.message
    assert not isinstance(read_xml(text_of("<a>\n" + "<b/>\n" * 1_999 + "</a>\n words")), xml_tree.Element)
