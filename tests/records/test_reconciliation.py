"""Two extractions compared, and the record that follows from the decisions between them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from metasacro.problems import Problem
from metasacro.records import shape
from metasacro.records.adjudicated_text import adjudicated_text
from metasacro.records.comparison import Comparison, Verdict, compare, verdict
from metasacro.records.extraction import Extraction, read_extraction, read_record
from metasacro.records.file_text import FileText, decode
from metasacro.records.reconciliation_decisions import Decision, decisions_text, read_decisions_file, settle
from metasacro.records.study_text import read_study

SHIPPED = Path(__file__).parents[2] / "studies"

RECORD = """\
# a remark that stays
study: smith2020
label: Smith 2020
citation: smith2020
seen: full text
cohorts:
  - {cohort: all, n: 27, where: Table 1}
results:
  - outcome: pain
    cohort: all
    scale: 0-10
    where: Table 2  # page 4
    baseline: {n: 27, mean: 9.0, sd: 1.9}
    follow_up:
      - {time: 1 month, n: 27, mean: 3.1, sd: 2.4, p: <.001}
notes:
  - as typed
"""


def extraction(name: str, text: str) -> Extraction:
    source = decode(text.encode(), f"{name}/smith2020.yaml")
    assert isinstance(source, FileText)
    record, problems = read_record(source)
    assert record is not None, problems
    return Extraction(name=name, records={"smith2020": record}, problems=())


def compared(old: str = "", new: str = "") -> tuple[Extraction, Extraction, Comparison]:
    """The record against itself with one text changed in b."""
    assert old in RECORD
    a, b = extraction("a", RECORD), extraction("b", RECORD.replace(old, new) if old else RECORD)
    return a, b, compare(a, b)


def decided(comparison: Comparison, origin: str, value: str | None = None) -> list[Decision]:
    """The same decision about every difference."""
    text = decisions_text(comparison).replace("decision: undecided", f"decision: {origin}")
    source = decode(text.replace("reason: undecided", "reason: looked again").encode(), "decided.yaml")
    assert isinstance(source, FileText)
    decisions, problems = read_decisions_file(source)
    assert problems == []
    return [replace(each, value=value) for each in decisions]


def written(a: Extraction, b: Extraction, comparison: Comparison, decisions: list[Decision]) -> str:
    settled, problems = settle(comparison, decisions)
    assert problems == ()
    text = adjudicated_text(
        "smith2020", a.records["smith2020"], b.records["smith2020"], settled["smith2020"], "out/smith2020.yaml"
    )
    assert isinstance(text, str), text
    return text


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Extraction, Extraction]:
    other = tmp_path_factory.mktemp("other") / "studies"
    shutil.copytree(SHIPPED, other)
    return read_extraction(SHIPPED, "a"), read_extraction(other, "b")


def test_a_record_agrees_with_itself_and_is_written_unchanged(shipped: tuple[Extraction, Extraction]) -> None:
    """To the byte, for every shipped record."""
    a, b = shipped
    comparison = compare(a, b)
    assert comparison.differences == ()
    assert {each.verdict for each in comparison.compared} == {Verdict.SAME}
    for study, record in a.records.items():
        assert adjudicated_text(study, record, b.records[study], (), f"out/{study}.yaml") == record.source.text


def test_every_value_of_a_record_is_compared(shipped: tuple[Extraction, Extraction]) -> None:
    """A walk that left a table out would drop it without a word; only what entries are matched by is not compared."""
    record = shipped[0].records["gupta2014"]
    assert {value.way[0] for value in record.printed.values.values()} >= {
        "label", "citation", "seen", "accrual", "cohorts", "characteristics", "results", "discrepancies",
        "risk_of_bias", "notes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "first", "second", "found"),
    [
        (shape.Number(), "9.0", "9", Verdict.PRECISION),
        (shape.Number(), ".5", "0.5", Verdict.NOTATION),
        (shape.Number(), "9.0", "9.1", Verdict.OTHER),
        (shape.Number(), "not reported", "9.1", Verdict.REPORTED),
        (shape.PValue(), "<.001", "< 0.001", Verdict.NOTATION),
        (shape.PValue(), "<.001", ".001", Verdict.OTHER),
        (shape.PValue(), ".02", ".020", Verdict.PRECISION),
        (shape.Bounds(), "0-10", "0 to 10", Verdict.NOTATION),
        (shape.Period(), "1 month", "1 months", Verdict.NOTATION),
        (shape.Period(), "1 month", "1.0 month", Verdict.PRECISION),
        (shape.Period(), "4 weeks", "4 days", Verdict.OTHER),
        (shape.Text(), "Table 2", "table 2", Verdict.OTHER),
        (shape.Choice(options=("yes", "no")), "yes", "no", Verdict.OTHER),
    ],
)
def test_values_are_compared_as_printed(kind: shape.Kind, first: str, second: str, found: Verdict) -> None:
    assert verdict(kind, first, second) is found
    assert verdict(kind, second, first) is found


def test_a_difference_knows_both_places() -> None:
    _, _, comparison = compared("sd: 2.4", "sd: 2.1")
    (found,) = comparison.differences
    assert found.path == "results · pain · all · follow_up · 1 month · sd"
    assert found.a is not None
    assert found.b is not None
    assert (str(found.a.location), found.b.text) == ("a/smith2020.yaml:15:47", "2.1")


def test_what_has_no_partner_is_kept() -> None:
    """A field of one reader alone, and a whole entry, told as one."""
    assert [each.path for each in compared(", p: <.001", "")[2].differences] == [
        "results · pain · all · follow_up · 1 month · p"
    ]
    _, _, comparison = compared("time: 1 month", "time: 6 weeks")
    assert [(each.path, each.verdict, each.values) for each in comparison.differences] == [
        ("results · pain · all · follow_up · 1 month", Verdict.ONLY_A, 4),
        ("results · pain · all · follow_up · 6 weeks", Verdict.ONLY_B, 4),
    ]


CHANGES = [
    ("sd: 2.4", "sd: 2.1"),
    ("mean: 9.0", "mean: 9"),
    (", p: <.001", ""),
    ("time: 1 month", "time: 6 weeks"),
    ("Table 2", "Table 3, page 5?"),
    ("    baseline: {n: 27, mean: 9.0, sd: 1.9}\n", ""),
    ("notes:\n  - as typed\n", ""),
    ("label: Smith 2020\n", "label: Smith 2020\naccrual: {from: 2001-01, to: 2004, where: Methods}\n"),
    ("  - as typed", "  - as typed\n  - 'a second: note'"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_swapping_the_readers_swaps_the_sides_only(old: str, new: str) -> None:
    a, b, comparison = compared(old, new)
    swap = {Verdict.ONLY_A: Verdict.ONLY_B, Verdict.ONLY_B: Verdict.ONLY_A}
    assert [
        replace(each, a=each.b, b=each.a, verdict=swap.get(each.verdict, each.verdict)) for each in comparison.compared
    ] == list(compare(b, a).compared)


@pytest.mark.parametrize(("old", "new"), CHANGES)
@pytest.mark.parametrize("origin", ["a", "b"])
def test_the_chosen_values_are_written_and_both_origins_kept(old: str, new: str, origin: str) -> None:
    a, b, comparison = compared(old, new)
    text = written(a, b, comparison, decided(comparison, origin))
    again = extraction("out", text)
    wanted = (a if origin == "a" else b).records["smith2020"].printed.values
    kept = {
        path: value.text for path, value in again.records["smith2020"].printed.values.items()
        if value.way[0] != "adjudicated"
    }  # fmt: skip
    assert kept == {path: value.text for path, value in wanted.items()}
    study, problems = read_study(again.records["smith2020"].source)
    assert problems == []
    assert study is not None
    assert [(each.field, each.decision, each.a, each.b) for each in study.adjudicated] == [
        (each.path, origin, each.a.text if each.a else None, each.b.text if each.b else None)
        for each in comparison.differences
    ]
    assert text.startswith("# a remark that stays\n")


def test_neither_is_written_too() -> None:
    a, b, comparison = compared("sd: 2.4", "sd: 2.1")
    text = written(a, b, comparison, decided(comparison, "neither", "2.30"))
    assert "sd: 2.30, p: <.001" in text
    assert "decision: neither" in text


def test_appraisals_of_both_readers_are_signed_by_both() -> None:
    item = "{{item: 1, answer: yes, reason: all of them}}"
    signed = f"risk_of_bias:\n  - tool: jbi\n    by: {{by}}\n    items:\n      - {item}\n"
    a = extraction("a", RECORD + signed.format(by="A. Reader"))
    b = extraction("b", RECORD + signed.format(by="[B. Reader, A. Reader]"))
    comparison = compare(a, b)
    assert comparison.differences == ()
    assert "by: [A. Reader, B. Reader]" in written(a, b, comparison, [])


def codes(comparison: Comparison, decisions: list[Decision]) -> list[str]:
    settled, problems = settle(comparison, decisions)
    assert not settled.get("smith2020")
    return [found.code for found in problems]


def test_decisions_that_cannot_be_followed_are_named() -> None:
    _, _, comparison = compared("sd: 2.4", "sd: 2.1")
    (good,) = decided(comparison, "b")
    assert codes(comparison, []) == ["MS180"]
    assert codes(comparison, [replace(good, decision="undecided")]) == ["MS180"]
    assert "MS181" in codes(comparison, [good, replace(good, field="results · pain · sd")])
    assert codes(comparison, [replace(good, a="2.5", b="2.6")]) == ["MS182"]
    assert codes(comparison, [replace(good, b=None)]) == ["MS182"]
    assert codes(comparison, [replace(good, reason="undecided")]) == ["MS183"]
    assert codes(comparison, [replace(good, value="2.2")]) == ["MS183"]
    assert codes(comparison, [replace(good, decision="neither")]) == ["MS183"]
    assert codes(comparison, [good, good]) == ["MS184"]


def test_a_decision_about_a_record_that_nobody_has_is_named() -> None:
    _, _, comparison = compared("sd: 2.4", "sd: 2.1")
    (good,) = decided(comparison, "b")
    _, problems = settle(comparison, [good, replace(good, study="jones2021")])
    assert [found.code for found in problems] == ["MS181"]


def test_values_that_contradict_each_other_are_not_written() -> None:
    a, b, comparison = compared("sd: 2.4", "sd: 2.1")
    settled, _ = settle(comparison, decided(comparison, "neither", "-3"))
    found = adjudicated_text(
        "smith2020", a.records["smith2020"], b.records["smith2020"], settled["smith2020"], "out/smith2020.yaml"
    )
    assert isinstance(found, Problem)
    assert (found.code, "MS112" in found.message) == ("MS187", True)


def test_hostile_words_come_back_as_they_were() -> None:
    """Signs of YAML in a text, in a path and in a value, through the decisions file and into the record."""
    words = '"yes: {no} # & *x ! | > %@` \\" — ü [1, 2] ? · ~"'
    a, b, comparison = compared("  - as typed", f"  - {words}\n  - null-like")
    text = written(a, b, comparison, decided(comparison, "b"))
    note = extraction("out", text).records["smith2020"].source
    study, problems = read_study(note)
    assert (study is not None, problems) == (True, [])
    assert study is not None
    assert study.notes[0].startswith("yes: {no} # & *x !")


def test_what_was_decided_is_kept_when_the_file_is_written_again() -> None:
    _, _, comparison = compared("sd: 2.4", "sd: 2.1")
    text = decisions_text(comparison, decided(comparison, "b"))
    assert "decision: b" in text
    assert "reason: looked again" in text
