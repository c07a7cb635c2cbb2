"""What the rows of a table become, and where each slip of a table is named."""

from __future__ import annotations

from typing import Any

import pytest

from metasacro.problems import Problem
from metasacro.records.file_text import FileText, decode
from metasacro.records.imports.draft import Imported
from metasacro.records.imports.mapping import Mapping, read_mapping
from metasacro.records.imports.sheet import MOST_COLUMNS, read_sheet
from metasacro.records.imports.study_rows import read_study_rows

LONG = """\
study,label,seen,cohort,cohort.n,outcome,time,n,mean,sd,p,events,of,unit
smith2020,Smith 2020,abstract,all,27,pain,baseline,27,8.0,1.10,,,,
smith2020,,,all,,pain,1 month,26,3.0,2.40,<.001,,,
smith2020,,,all,,pain,change 1 month,26,-5.0,2.10,,,,
smith2020,,,all,,leak,,,,,,0,27,patients
"""


def text_of(text: str | bytes) -> FileText:
    source = decode(text if isinstance(text, bytes) else text.encode(), "t.csv")
    assert isinstance(source, FileText)
    return source


def read(text: str | bytes, mapping: str = "shape: wide") -> Imported:
    mapped = read_mapping(text_of(mapping))
    assert isinstance(mapped, Mapping), mapped
    sheet = read_sheet(text_of(text), mapped.separator)
    return Imported(problems=tuple(sheet)) if isinstance(sheet, list) else read_study_rows(sheet, mapped)


def fields(text: str | bytes, mapping: str = "shape: wide") -> Any:
    found = read(text, mapping)
    assert found.problems == ()
    return found.drafts[0].fields


def told(found: tuple[Problem, ...]) -> list[str]:
    return [f"{entry.code} {entry.location}" for entry in found]


def test_a_long_table_gives_one_record_a_study() -> None:
    """Scores before, after, a change, and a count without a time."""
    record = fields(LONG, "shape: long")
    assert record["cohorts"] == [{"cohort": "all", "n": "27"}]
    pain, leak = record["results"]
    assert pain["baseline"] == {"n": "27", "mean": "8.0", "sd": "1.10"}
    assert pain["follow_up"] == [{"time": "1 month", "n": "26", "mean": "3.0", "sd": "2.40", "p": "<.001"}]
    assert pain["change"] == [{"time": "1 month", "n": "26", "mean": "-5.0", "sd": "2.10"}]
    assert (leak["events"], leak["of"], leak["unit"]) == ("0", "27", "patients")


def test_a_mapping_says_where_columns_go() -> None:
    """By paths, and with values for all rows where a row has something that they describe."""
    mapping = """
missing: [NR]
columns:
  Author: study
  Vor: pain.baseline.mean
  SD: pain.baseline.sd
  N: cohort.n, leak.of
  Leaks: leak.events
  Age: characteristics.age.mean
  Low: pain.follow_up.1 month.ci_lower
  High: pain.follow_up.1 month.ci_upper
  Judged: risk_of_bias.jbi.4.answer
constants: {cohort: all, pain.scale: 0-10, seen: abstract, leak.unit: patients, stroke.unit: patients}
"""
    row = "Author,Vor,SD,N,Leaks,Age,Low,High,Judged\nMüller 2019,8.0,NR,27,0,70.5,1.0,2.0,unclear\n"
    record = fields(row, mapping)
    assert (record["study"], record["label"]) == ("muller2019", "Müller 2019")
    pain, leak = record["results"]
    assert (pain["scale"], pain["baseline"]) == ("0-10", {"mean": "8.0", "sd": "not reported"})
    assert pain["follow_up"][0]["ci"] == ["1.0", "2.0"]
    assert (leak["events"], leak["of"], leak["unit"]) == ("0", "27", "patients")
    assert record["characteristics"] == [{"name": "age", "cohort": "all", "mean": "70.5"}]
    assert record["risk_of_bias"] == [
        {"tool": "jbi", "by": "", "items": [{"item": "4", "answer": "unclear", "reason": ""}]}
    ]


def test_the_sheets_of_other_places_are_read() -> None:
    """A byte order mark, semicolons, decimal commas and the minus of typesetters; decimals stay."""
    text = "\ufeffstudy;cohort;outcome;time;change.1 month.mean\r\nsmith2020;all;pain;1 month;\u22125,10\r\n"
    record = fields(text, "decimal: comma")
    assert record["results"][0]["change"] == [{"time": "1 month", "mean": "-5.10"}]


def test_formulas_and_quoted_line_breaks_are_text() -> None:
    """Nothing is computed."""
    record = fields('study,label,notes\nsmith2020,=1+1,"two\nlines"\n')
    assert (record["label"], record["notes"]) == ("=1+1", ["two lines"])


HEAD = "study,cohort,outcome,mean_before,sd_before\n"


@pytest.mark.parametrize(
    ("text", "mapping", "expected"),
    [
        ("study,label,label\na,b,c\n", "", ["MS160 t.csv:1:13"]),
        (HEAD + "smith,all,pain,8,1\ndoe,all,pain,8\n", "", ["MS161 t.csv:3:1"]),
        (HEAD + "smith,all,pain,8,0,1\n", "", ["MS161 t.csv:2:1"]),
        ("", "", ["MS162 t.csv:1:1"]),
        ("study,label\n", "", ["MS162 t.csv:1:1"]),
        ("study,\na,b\n", "", ["MS162 t.csv:1:7"]),
        ("a,b;c\n1,2;3\n", "", ["MS162 t.csv:1:1"]),
        ('study,label\na,"b\n', "", ["MS162 t.csv:1:1"]),
        (HEAD + 'smith,all,pain,"8,0",1\n', "", ["MS163 t.csv:2:16"]),
        (HEAD + "smith,all,pain,8.0,1\n", "decimal: comma", ["MS163 t.csv:2:16"]),
        (HEAD + "smith,all,pain,8,1\nsmith,all,pain,8,1\n", "", ["MS164 t.csv:3:1"]),
        ("study,label,cohort,n\ns,A,a,1\ns,B,b,1\n", "", ["MS165 t.csv:3:3"]),
        (HEAD + "smith,all,pain,8,1\n", "columns: {Age: label}", ["MS167 t.csv:1:16"]),
        (HEAD + "smith,all,pain,8,1\n", "columns: {cohort: kohorte}", ["MS168 t.csv:1:19"]),
        (HEAD + "smith,all,pain,8,1\n", "constants: {pain.follow_up.soon.mean: 1}", ["MS168 t.csv:1:39"]),
        (HEAD + ",all,pain,8,1\n", "", ["MS169 t.csv:2:1"]),
        (HEAD + "smith,,pain,8,1\n", "", ["MS169 t.csv:2:1"]),
        (HEAD + "smith,all,,8,1\n", "", ["MS169 t.csv:2:1"]),
        ("study,cohort,outcome,n\ns,a,pain,3\n", "shape: long", ["MS169 t.csv:2:1"]),
        ("study,label\nSmith 2020,A\nSMITH2020,A\n", "", ["MS174 t.csv:3:1"]),
        ("Author,label\nSmith,A\nDoe,A\n", "", ["MS176 t.csv:1:1"]),
        ('study,label,label\na"b,"c ""d"", e",f\n', "", ["MS160 t.csv:1:13"]),
        (HEAD + 'smith,all,pain,"8 ""x"" ,",1\n', "", ["MS114 t.csv:2:16"]),
        ('study,notes,cohort,n\ns,5" long,a,x\n', "", ["MS114 t.csv:2:13"]),
        ("study,label\n???,A\n", "", ["MS117 t.csv:2:1"]),
        (HEAD + "smith,all,pain,eight,1\n", "", ["MS114 t.csv:2:16"]),
        (HEAD + "smith,all,pain,=2+2,1\n", "", ["MS114 t.csv:2:16"]),
        (HEAD + "smith,all,pain,8,-1\n", "", ["MS112 t.csv:2:18"]),
        (HEAD + "smith,all,pain,NR,1\n", "missing: NR", ["MS119 t.csv:2:16"]),
    ],
)  # fmt: skip
def test_a_slip_is_named_at_its_place(text: str, mapping: str, expected: list[str]) -> None:
    """By file, line and column."""
    assert told(read(text, mapping or "shape: wide").problems) == expected


def test_another_encoding_is_named_at_its_byte() -> None:
    """`Müller` in Latin 1."""
    found = decode("study,label\na,M\xfcller\n".encode("latin-1"), "t.csv")
    assert isinstance(found, Problem)
    assert told((found,)) == ["MS103 t.csv:2:4"]


def test_a_million_columns_are_refused_quickly() -> None:
    """Before anything is made of them."""
    found = read("study" + ",x" * 1_000_000 + "\na\n")
    assert [entry.code for entry in found.problems] == ["MS162"]
    assert str(MOST_COLUMNS) in found.problems[0].message


def test_what_has_no_place_is_listed_once_a_column() -> None:
    """Also the time of a count, and a P value beside scores before treatment."""
    long = LONG.replace("leak,,", "leak,1 month,").replace("8.0,1.10,,", "8.0,1.10,.5,")
    found = read(long, "shape: long\ncolumns: {label: unmapped}")
    assert [(item.what, item.text, item.location.line) for item in found.unmapped] == [
        ("label", "Smith 2020", 1),
        ("p", ".5", 2),
        ("time", "1 month", 5),
    ]
