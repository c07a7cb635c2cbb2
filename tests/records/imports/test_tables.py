"""What the rows of a table become, and where each slip of a table is named."""

from __future__ import annotations

from typing import Any

import pytest

from metasacro.problems import Problem
from metasacro.records.file_text import FileText, decode
from metasacro.records.imports.draft import Imported
from metasacro.records.imports.mapping import Mapping, mapping_text, read_mapping
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
        ("study,label\n\n \nsmith,A\n???,A", "", ["MS117 t.csv:5:1"]),
        ("study;label,\n???;A\n", 'separator: ";"', ["MS117 t.csv:2:1"]),
        (HEAD + f"smith,all,pain,{'8' * 20_001},1\n", "", ["MS102 t.csv:2:16"]),
        ("study,cohort,outcome,time,mean_after\nsmith,all,pain,soon,8\n", "", ["MS120 t.csv:2:16"]),
        ("study,cohort,outcome,time,mean\nsmith,all,pain,soon,8\n", "shape: long", ["MS120 t.csv:2:16"]),
        (HEAD + "smith,all,pain,8,1\n", "constants: {cohort.n: many}", ["MS114 t.csv:1:23"]),
        (HEAD + "smith,all,pain,8,1\n", "constants: {unmapped: many}", ["MS168 t.csv:1:23"]),
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


@pytest.mark.parametrize("text", ["\n\n", '\n""\n', '" "\n""\n'])
def test_quotes_around_nothing_are_an_empty_table(text: str) -> None:
    (found,) = read(text).problems
    assert (found.code, found.message) == ("MS162", "the table is empty")


def test_a_column_without_a_name_and_without_a_cell_is_nothing() -> None:
    found = read("study,label,\nsmith2020,A,\n")
    assert (found.problems, found.unmapped, len(found.drafts)) == ((), (), 1)


def test_the_place_in_the_paper_is_asked_for_where_no_column_has_it() -> None:
    text = f"{HEAD[:-1]},where\nsmith2020,all,pain,8,1,"
    assert "results.where" in read(f"{text}\n").drafts[0].left
    (draft,) = read(f"{text}Table 2\n").drafts
    assert "results.where" not in draft.left
    assert draft.fields["results"][0]["where"] == "Table 2"


def test_a_scale_of_every_row_stands_only_where_scores_of_that_time_do() -> None:
    """A time's own constant belongs to that time's numbers."""
    head = "study,cohort,pain.follow_up.1 month.mean,pain.follow_up.1 year.mean\n"
    constants = "constants: {pain.follow_up.1 month.where: Table 2, pain.follow_up.1 year.where: Table 3}"
    record = fields(f"{head}smith2020,all,3.0,\n", constants)
    assert record["results"][0]["follow_up"] == [{"time": "1 month", "mean": "3.0", "where": "Table 2"}]


def test_the_same_note_of_two_rows_stands_once() -> None:
    text = LONG.replace("unit\n", "unit,notes\n").replace("8.0,1.10,,,,", "8.0,1.10,,,,,checked")
    text = text.replace("2.40,<.001,,,", "2.40,<.001,,,,checked").replace("2.10,,,,", "2.10,,,,,other")
    text = text.replace("27,patients", "27,patients,")
    assert fields(text, "shape: long")["notes"] == ["checked", "other"]


@pytest.mark.parametrize(
    ("mapping", "shape", "expected"),
    [
        ("columns: [\n", None, ["MS105 t.csv:2:1"]),
        ("shape: long\n", "wide", ["MS168 t.csv:1:8"]),
        ("column: {a: label}\n", None, ["MS111 t.csv:1:1"]),
        ("decimal: ','\n", None, ["MS116 t.csv:1:10"]),
        ("- label\n", None, ["MS115 t.csv:1:1"]),
        ('constants: {study: "sm\\u202eith"}\n', None, ["MS104 t.csv:1:20"]),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_named(mapping: str, shape: str | None, expected: list[str]) -> None:
    found = read_mapping(text_of(mapping), shape)
    assert isinstance(found, list)
    assert told(tuple(found)) == expected


def test_a_mapping_is_written_as_it_is_read() -> None:
    """With every column, and what is open called so."""
    before = read_mapping(
        text_of('decimal: comma\nseparator: ";"\nmissing: [NR, k. A.]\nconstants: {seen: abstract}\n'), "long"
    )
    assert isinstance(before, Mapping)
    text = mapping_text(before, {"Autor": "study", "Alter": "unmapped", "leer": ""})
    assert text.splitlines()[0] == "# Column of the file: field of a record. `unmapped` is left out and listed."
    again = read_mapping(text_of(text.replace('  leer: ""\n', "")))
    assert isinstance(again, Mapping)
    assert (again.shape, again.decimal, again.separator, again.missing) == ("long", "comma", ";", {"NR", "k. A."})
    assert {name: told.text for name, told in again.columns.items()} == {"Autor": "study", "Alter": "unmapped"}
    assert {name: told.text for name, told in again.constants.items()} == {"seen": "abstract"}


def test_a_mapping_without_a_separator_leaves_it_to_the_header() -> None:
    assert mapping_text(Mapping(), {"Author": "study"}).splitlines()[1:] == [
        "shape: wide",
        "decimal: point",
        "columns:",
        "  Author: study",
    ]


def test_a_mapping_of_outcomes_says_how_to_name_them() -> None:
    text = mapping_text(Mapping(), {"Cement / Pain": "unmapped"}, outcomes=True)
    assert text == (
        "# Outcome of the file: field of a record. `unmapped` is left out and listed.\n"
        "# Counts: `leak`. Means: `pain.follow_up.1 month` if they are scores, `pain.change.1 month` if changes.\n"
        "outcomes:\n  Cement / Pain: unmapped\n"
    )


def test_what_has_no_place_is_listed_once_a_column() -> None:
    """Also the time of a count, and a P value beside scores before treatment."""
    long = LONG.replace("leak,,", "leak,1 month,").replace("8.0,1.10,,", "8.0,1.10,.5,")
    found = read(long, "shape: long\ncolumns: {label: unmapped}")
    assert [(item.what, item.text, item.location.line) for item in found.unmapped] == [
        ("label", "Smith 2020", 1),
        ("p", ".5", 2),
        ("time", "1 month", 5),
    ]
