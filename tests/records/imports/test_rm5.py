"""A RevMan review: what becomes of arms, and what hostile XML meets."""

from __future__ import annotations

import pytest

from metasacro.records.file_text import FileText, decode
from metasacro.records.imports.mapping import Mapping, read_mapping
from metasacro.records.imports.rm5 import read_rm5
from tests.records.imports.examples import RM5


def text_of(text: str) -> FileText:
    source = decode(text.encode(), "r.rm5")
    assert isinstance(source, FileText)
    return source


def mapped(text: str) -> Mapping:
    mapping = read_mapping(text_of(text))
    assert isinstance(mapping, Mapping)
    return mapping


PAIN = "outcomes: {Cement versus none / Pain: pain.follow_up.1 month, Cement versus none / Leak / Early: leak}"


def test_each_arm_is_a_cohort() -> None:
    """Numbers as the file has them; the size of the arm is not in it."""
    found = read_rm5(text_of(RM5), mapped(PAIN))
    (draft,) = found.drafts
    assert [cohort["cohort"] for cohort in draft.fields["cohorts"]] == ["cement", "no-cement"]
    assert {"cohorts.n", "seen", "citation", "results.where"} == set(draft.left)
    pain = draft.fields["results"][0]
    assert pain["follow_up"] == [{"time": "1 month", "n": "20", "mean": "3.0", "sd": "1.10"}]
    assert draft.cites == found.references[0]


def test_what_cannot_be_kept_is_listed() -> None:
    """An SD of 0, pooled answers, tools that a record does not have, studies left out."""
    found = read_rm5(text_of(RM5), mapped(PAIN))
    assert {item.reason.split(":")[0] for item in found.unmapped} == {
        "MS112",
        "an answer and not evidence",
        "kept as a note; a record has no such tool",
        "not among the included studies",
    }
    (draft,) = found.drafts
    assert draft.fields["notes"][1] == ("Risk of bias in the RevMan file, Allocation concealment: UNKNOWN. Not said.")


def test_without_a_mapping_no_outcome_is_placed() -> None:
    """Whether a mean is a score or a change is not in the file."""
    found = read_rm5(text_of(RM5), Mapping())
    assert found.drafts[0].fields["results"] == []
    assert set(found.columns.values()) == {"unmapped"}
    assert [item.what for item in found.unmapped if "mapping" in item.reason] == list(found.columns)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><COCHRANE_REVIEW>&b;</COCHRANE_REVIEW>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><COCHRANE_REVIEW>&a;</COCHRANE_REVIEW>'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "MS171"),
        (OUTSIDE, "MS171"),
        ('<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><COCHRANE_REVIEW/>', "MS171"),
        ("<COCHRANE_REVIEW>", "MS172"),
        ("<COCHRANE_REVIEW>&undefined;</COCHRANE_REVIEW>", "MS172"),
        ("<a>" * 100_000, "MS172"),
        ("", "MS172"),
        ("<html/>", "MS173"),
    ],
    ids=["laughs", "outside", "dtd", "open", "entity", "deep", "empty", "other"],
)  # fmt: skip
def test_hostile_xml_is_refused(text: str, code: str) -> None:
    """With a code, before anything is read from it."""
    found = read_rm5(text_of(text), Mapping())
    assert [entry.code for entry in found.problems] == [code]
    assert found.drafts == ()


def test_a_mapping_that_names_no_outcome_is_refused() -> None:
    """A misspelt line would be left out without a word."""
    found = read_rm5(text_of(RM5), mapped("outcomes: {Pain: pain.change.1 month}"))
    assert [entry.code for entry in found.problems] == ["MS167"]
    found = read_rm5(text_of(RM5), mapped("outcomes: {Cement versus none / Pain: pain}"))
    assert [entry.code for entry in found.problems] == ["MS168"]


def test_constants_hold_for_every_arm() -> None:
    """The unit of a count, how the values were seen; what would be the same score of every arm is refused."""
    found = read_rm5(text_of(RM5), mapped(PAIN + "\nconstants: {leak.unit: patients, seen: secondary source}"))
    fields = found.drafts[0].fields
    assert fields["seen"] == "secondary source"
    assert [result.get("unit") for result in fields["results"]] == [None, None, "patients", "patients"]
    found = read_rm5(text_of(RM5), mapped(PAIN + "\nconstants: {pain.baseline.mean: 3}"))
    assert [entry.code for entry in found.problems] == ["MS168"]


def test_parts_and_references_that_are_not_read_are_listed() -> None:
    """The text of the review; references of other studies."""
    more = "<MAIN_TEXT><P>Words.</P></MAIN_TEXT><STUDIES_AND_REFERENCES>"
    text = RM5.replace("<STUDIES_AND_REFERENCES>", more, 1)
    text = text.replace('YEAR="2019"/>', 'YEAR="2019"><REFERENCE><TI>Other</TI></REFERENCE></STUDY>')
    told = {(item.what, item.text) for item in read_rm5(text_of(text), mapped(PAIN)).unmapped}
    assert {("MAIN_TEXT", "Words."), ("reference", "Other")} <= told


def test_groups_of_one_name_are_told_apart_and_names_are_safe() -> None:
    """By their number; a character that reorders text becomes a sign that says so."""
    text = RM5.replace("<GROUP_LABEL_2>No cement", "<GROUP_LABEL_2>cement").replace("Smith 2020", "Smith &#x202E;2020")
    (draft,) = read_rm5(text_of(text), mapped(PAIN)).drafts
    assert [cohort["cohort"] for cohort in draft.fields["cohorts"]] == ["group-1", "group-2"]
    assert draft.fields["label"] == "Smith �2020"
