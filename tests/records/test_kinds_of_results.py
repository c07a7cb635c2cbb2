"""A result holds one kind of thing, and a summary what belongs together: the line that does not is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from metasacro.evidence.reported import Reported
from metasacro.problems import Location, Problem
from metasacro.records.scalars import read_scalar
from metasacro.records.shape import Number, Table
from metasacro.records.study_fields import STUDY

Read = Callable[..., Any]
LEAK = "  - outcome: leak\n    cohort: all\n    definition: cement outside\n    where: Table 3\n"


@pytest.mark.parametrize(
    ("fields", "reason", "hint"),
    [
        ("", "it has neither scores nor a count", "write `baseline` and `follow_up`, or `events`, `of` and `unit`"),
        (
            "    levels: [{level: mild, count: 2}]\n",
            "its levels have no denominator",
            "write `of` and `unit` beside `levels`",
        ),
        (
            "    baseline: {n: 27, mean: 8.2, sd: 1.9}\n    events: 1\n    of: 27\n    unit: patients\n",
            "it has scores and a count",
            "write two entries",
        ),
    ],
)
def test_scores_or_a_count_and_never_both_or_neither(read: Read, fields: str, reason: str, hint: str) -> None:
    found = read(more=LEAK + fields)
    assert (found.codes, found.place, found.hint) == (["MS123"], "20:5", hint)
    assert reason in found.message
    assert found.study is None


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        ("counted: {events: 2, reason: of the two}", "`counted` stands without a count"),
        ("events: 2\n    unit: patients", "`events` stands without `of`"),
        ("of: 27\n    unit: patients", "`of` stands without `events`"),
    ],
)
def test_half_a_count_is_named(read: Read, count: str, reason: str) -> None:
    found = read(more=f"{LEAK}    {count}\n")
    assert [(problem.code, reason in problem.message) for problem in found.problems[:1]] == [("MS123", True)]


@pytest.mark.parametrize(
    ("baseline", "reason", "hint"),
    [
        ("{mean: 8.2, sd: 1.9}", "`n` is missing", "write the number measured, or `n: not reported`"),
        ("{n: 27, median: 8, q1: 7}", "`q1` and `q3` come together", ""),
        ("{n: 27, median: 8, q1: 7, q3: 9, max: 10}", "`min` and `max` come together", ""),
        (
            "{n: 27, mean: 8, median: 8, sd: 1}",
            "it has a mean and a median",
            "write two entries, or record the one that the paper prints with its spread",
        ),
        (
            "{n: 27, median: 8, q1: 7, q3: 9, sd: 1}",
            "a median is not printed with `sd`",
            "if the paper does, record it in `notes`",
        ),
        ("{n: 27, median: 8}", "a median needs `q1` and `q3`, or `min` and `max`", ""),
        (
            "{n: 27, mean: 8}",
            "its spread is missing",
            "write `sd`, `se`, `ci` or `plus_minus`, or `sd: not reported`",
        ),
        ("{n: 27, mean: 8, sd: 1, se: 0.2}", "`sd` and `se` say the same thing twice", "keep the one that is printed"),
    ],
)
def test_a_summary_holds_what_belongs_together(read: Read, baseline: str, reason: str, hint: str) -> None:
    found = read(baseline=baseline)
    told = [(problem.code, problem.location.line, problem.hint) for problem in found.problems if problem.location]
    assert told == [("MS123", 13, hint)]
    assert reason in found.message


@pytest.mark.parametrize(("unit", "codes"), [("patients", ["MS135"]), ("procedures", [])])
def test_a_result_stands_once(read: Read, unit: str, codes: list[str]) -> None:
    """The same outcome of the same cohort, counted in the same unit; the second is named."""
    count = "    events: 1\n    of: 27\n"
    found = read(more=f"{LEAK}{count}    unit: patients\n{LEAK}{count}    unit: {unit}\n")
    assert found.codes == codes
    assert [str(problem.location) for problem in found.problems] == ["studies/smith2020.yaml:27:5"] * len(codes)


@pytest.mark.parametrize(("mean", "codes"), [("-5.1", []), ("5.1", ["MS211"])])
def test_a_change_has_the_sign_of_its_scores(read: Read, mean: str, codes: list[str]) -> None:
    """Pain falls from 8.2 to 3.1."""
    change = f"    change: [{{time: 1 month, n: 27, mean: {mean}, sd: 2}}]\n"
    assert read(more=change).codes == codes


def test_a_negative_standard_error_may_be_a_dash(read: Read) -> None:
    found = read(baseline="{n: 27, mean: 8.2, se: -0.4}")
    assert (found.codes, found.place) == (["MS112"], "13:38")
    assert found.hint == "write `se: 0.4` if the sign was a dash"


def test_no_field_is_of_a_kind_that_cannot_be_read() -> None:
    """A table holds more than one piece of text: asking for one is a fault of the program and says so."""
    at = Location(file="a.yaml", line=1, column=1, length=1, text="")
    number = read_scalar(Number(), "9.0", at, "mean", "")
    assert isinstance(number, Reported)
    assert not isinstance(number, Problem)
    with pytest.raises(AssertionError, match="holds more than one piece of text"):
        read_scalar(Table(shape=STUDY), "9.0", at, "study", "")
