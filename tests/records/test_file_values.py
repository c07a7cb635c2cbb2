"""The values of a file as printed, and what is none."""

from metasacro.problems import Problem
from metasacro.records.file_text import FileText
from metasacro.records.file_values import bibliography_values, record_values
from metasacro.records.study_fields import STUDY

RECORD = """\
study: ash
results:
  - {outcome: pain, cohort: all, baseline: {n: 20, mean: 9.0, sd: 2}}
comparisons:
  - {outcome: pain, cohorts: [a, b], p: .04}
  - {outcome: pain, cohorts: [a, c], p: .5}
notes:
  - one   note
"""


def values(text: str) -> dict[tuple[str, ...], str]:
    found = record_values(FileText(file="ash.yaml", text=text, digest=""), STUDY)
    assert not isinstance(found, Problem)
    assert len({value.way for value in found}) == len(found)
    return {value.way: value.text for value in found}


def test_a_value_is_its_characters_and_the_way_to_it() -> None:
    found = values(RECORD)
    assert found["results", "pain · all", "baseline", "mean"] == "9.0"
    assert found["comparisons", "pain", "cohorts", "2"] == "b"
    assert found["comparisons", "pain (2)", "cohorts", "2"] == "c"
    assert found["notes", "“one note”"] == "one note"


def test_layout_quotes_and_remarks_are_no_values() -> None:
    other = RECORD.replace("{n: 20, mean: 9.0, sd: 2}", '{sd: "2", n: 20,\n      mean: 9.0}').replace(
        ".04}", ".04} # a remark"
    )
    assert other != RECORD
    assert values(other) == values(RECORD)


def test_a_field_that_nobody_knows_is_a_value_too() -> None:
    assert values("strange: {deep: [1, {a: 2}]}")["strange", "deep", "2", "a"] == "2"


def test_a_bibliography_has_keys_and_fields() -> None:
    text = "@article{ash,\n  title = {A   title},\n  year = 2020,\n}\n@article{ash,\n  title = {B},\n}\n"
    found = bibliography_values(FileText(file="references.bib", text=text, digest=""))
    assert ("ash", "title") in [value.way for value in found]
    assert {value.text: value.line for value in found}["A title"] == 2
