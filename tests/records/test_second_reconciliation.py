"""Records and decisions that have been through a reconciliation before, or that nobody can follow."""

from __future__ import annotations

import pytest

from metasacro.records import printed_values, shape
from metasacro.records.comparison import Comparison, Verdict, compare
from metasacro.records.file_text import FileText, decode
from metasacro.records.reconciliation_decisions import decisions_text, read_decisions_file, settle
from tests.records.test_reconciliation import RECORD, compared, decided, extraction, written

EARLIER = """\
adjudicated:
  - field: "results · pain · all · baseline · mean"
    a: 8.0
    b: 9.0
    decision: b
    reason: Table 2 prints 9.0
"""


def read(text: str) -> tuple[int, list[str]]:
    """How many decisions, and each problem with its place."""
    source = decode(text.encode(), "decided.yaml")
    assert isinstance(source, FileText)
    decisions, problems = read_decisions_file(source)
    return len(decisions), [f"{found.code} {found.location}" for found in problems]


def test_what_was_adjudicated_before_stays_and_the_new_stands_below() -> None:
    a = extraction("a", RECORD + EARLIER)
    b = extraction("b", RECORD.replace("sd: 2.4", "sd: 2.1") + EARLIER)
    comparison = compare(a, b)
    assert [each.path for each in comparison.differences] == ["results · pain · all · follow_up · 1 month · sd"]
    text = written(a, b, comparison, decided(comparison, "b"))
    assert text.count("adjudicated:") == 1
    before, _, after = text.partition("reason: Table 2 prints 9.0\n")
    assert "a: 8.0" in before
    assert "decision: b" in after
    assert "reason: looked again" in after


def test_an_earlier_adjudication_of_one_reader_is_no_value_of_the_paper() -> None:
    """It is decided about as any entry, and kept or left out with it."""
    a, b = extraction("a", RECORD + EARLIER), extraction("b", RECORD)
    comparison = compare(a, b)
    (difference,) = comparison.differences
    assert (difference.path.partition(" ")[0], difference.verdict) == ("adjudicated", Verdict.ONLY_A)
    text = written(a, b, comparison, decided(comparison, "a"))
    assert "reason: Table 2 prints 9.0" in text
    assert "mean: 9.0" in text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("decisions: [\n", "MS105 decided.yaml:2:1"),
        ("decisions: none\n", "MS115 decided.yaml:1:12"),
        ("by: A. Reader\n", "MS113 decided.yaml:1:1"),
        ("decisions: []\nb: A. Reader\n", "MS111 decided.yaml:2:1"),
    ],
)
def test_a_decisions_file_that_cannot_be_read_is_named_and_nothing_of_it_followed(text: str, problem: str) -> None:
    assert read(text) == (0, [problem])


def test_no_differences_need_no_decisions() -> None:
    _, _, comparison = compared()
    assert decisions_text(comparison).splitlines()[-1] == "decisions: []"
    assert read(decisions_text(comparison)) == (0, [])


def words_and_number() -> Comparison:
    """One difference of words, one of a number."""
    a = extraction("a", RECORD)
    b = extraction("b", RECORD.replace("as typed", "as read").replace("sd: 2.4", "sd: 2.1"))
    return compare(a, b)


def test_where_only_words_differ_one_reader_s_may_stand_for_all() -> None:
    """A number is still undecided, and where both stand is said."""
    a = extraction("a", RECORD)
    b = extraction("b", RECORD.replace("where: Table 1", "where: table 1"))
    comparison = compare(a, b)
    settled, problems = settle(comparison, [], words="b")
    assert problems == ()
    (made,) = settled["smith2020"]
    assert (made.origin, made.value, made.by) == ("b", None, "")
    assert made.reason == "only words differ; those of b stand, as was asked for all of them"
    _, problems = settle(words_and_number(), [], words="a")
    numbers = [found for found in problems if found.hint]
    assert [(found.code, str(found.location), found.hint) for found in numbers] == [
        ("MS180", "a/smith2020.yaml:15:47", "the other stands at b/smith2020.yaml:15:47")
    ]


def test_neither_about_a_whole_entry_cannot_be_followed() -> None:
    _, _, comparison = compared("time: 1 month", "time: 6 weeks")
    _, problems = settle(comparison, decided(comparison, "neither"))
    assert {found.code for found in problems} == {"MS183"}
    assert all("it is about a whole entry, which one reader has or not" in found.message for found in problems)


def test_a_long_value_is_cut_in_the_message() -> None:
    _, _, comparison = compared("Table 2  # page 4", f"Table 3 {'and on ' * 40}")
    _, (problem,) = settle(comparison, [])
    assert problem.message.startswith(
        "`results · pain · all · where` is `Table 2` in one extraction and `Table 3 and on"
    )
    assert problem.message.endswith("on an…` in the other, and nobody has decided")


def test_a_decision_that_both_readers_were_wrong_is_kept_with_its_value() -> None:
    """Written again, with the value in its place."""
    _, _, comparison = compared("sd: 2.4", "sd: 2.1")
    text = decisions_text(comparison, decided(comparison, "neither", "2.30"))
    assert "    decision: neither\n    value: 2.30\n    reason: looked again\n" in text


def test_what_was_decided_about_other_values_is_asked_again() -> None:
    _, _, before = compared("sd: 2.4", "sd: 2.1")
    _, _, now = compared("sd: 2.4", "sd: 2.2")
    text = decisions_text(now, decided(before, "b"))
    assert "decision: undecided\n    reason: undecided" in text


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (shape.Number(), "measurements"),
        (shape.Number(whole=True), "counts"),
        (shape.PValue(), "P values"),
        (shape.Bounds(), "scales"),
        (shape.Period(), "times"),
        (shape.Choice(options=("yes", "no")), "choices"),
        (shape.Identifier(), "names"),
        (shape.Text(), "words"),
    ],
)
def test_each_kind_of_field_has_a_name_in_the_tables_of_agreement(kind: shape.Kind, name: str) -> None:
    assert printed_values._kind_name(kind) == name


def test_two_readers_who_explain_a_value_otherwise_differ_in_that_reason() -> None:
    """Reasons by field; of two ends of an interval each is a value."""
    derived = "scale: 0-10\n    derived: {sd: from the interval}"
    a = extraction("a", RECORD.replace("scale: 0-10", derived))
    b = extraction("b", RECORD.replace("scale: 0-10", derived.replace("the interval", "a figure")))
    (difference,) = compare(a, b).differences
    assert difference.path == "results · pain · all · derived · sd"
    a = extraction("a", RECORD.replace("sd: 2.4", "ci: [2.1, 4.1]"))
    b = extraction("b", RECORD.replace("sd: 2.4", "ci: [2.1, 4.2]"))
    (difference,) = compare(a, b).differences
    assert difference.path == "results · pain · all · follow_up · 1 month · ci 2"


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_says_whether_there_is_a_partner_and_one_number(verdict: Verdict) -> None:
    assert verdict.one_sided is (verdict in (Verdict.ONLY_A, Verdict.ONLY_B))
    assert verdict.same_value is (verdict.value in ("as printed", "other decimals", "written otherwise"))
