"""What is written of values is read back as these values, in the layout of the shipped records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from metasacro.records.file_text import FileText, decode
from metasacro.records.folder import shipped_folder
from metasacro.records.record_writing import SCHEMA_LINE, record_text
from metasacro.records.study_text import read_study

SHIPPED = sorted(path for path in shipped_folder().glob("*.yaml") if path.name != "protocol.yaml")

FIELDS: dict[str, Any] = {
    "results": [
        {
            "follow_up": [{"sd": "2.40", "time": "1 month", "n": 27, "mean": "3.0", "p": "<.001"}],
            "baseline": {"n": "27", "mean": "8.0", "sd": "not reported"},
            "outcome": "pain",
            "cohort": "all",
            "where": "Table 2, last row: all patients",
        }
    ],
    "label": "Smith 2020",
    "study": "smith2020",
    "citation": "smith2020",
    "seen": "full text",
    "cohorts": [{"cohort": "all", "n": "27"}],
    "accrual": {"from": "2004", "to": "2013-09"},
    "design": None,
    "notes": [],
}

TEXT = """\
# yaml-language-server: $schema=record.schema.json
study: smith2020
label: Smith 2020
citation: smith2020
seen: full text # or: abstract
accrual:
  from: "2004"
  to: 2013-09

cohorts:
  - cohort: all
    n: 27 # Table 1

results:
  - outcome: pain
    cohort: all
    where: "Table 2, last row: all patients"
    baseline: {n: 27, mean: 8.0, sd: not reported}
    follow_up: # one row a time
      - {time: 1 month, n: 27, mean: 3.0, sd: 2.40, p: <.001}
"""
COMMENTS = {
    ("seen",): "or: abstract",
    ("cohorts", 0, "n"): "Table 1",
    ("results", 0, "follow_up"): "one row\n a time",
}


def source(text: str, name: str = "smith2020") -> FileText:
    decoded = decode(text.encode(), f"{name}.yaml")
    assert isinstance(decoded, FileText)
    return decoded


def plain(text: str) -> Any:
    """The values as texts."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def test_a_record_is_written_as_the_shipped_ones_are() -> None:
    """To the letter: order, rows in braces, quotes only where YAML needs them, remarks beside."""
    assert record_text(FIELDS, comments=COMMENTS) == TEXT


def test_what_is_written_can_be_read() -> None:
    """Without a problem, and with the printed decimals."""
    study, problems = read_study(source(record_text(FIELDS, comments=COMMENTS)))
    assert problems == []
    assert study is not None
    assert study.results[0].follow_ups[0].summary.sd.text == "2.40"  # type: ignore[union-attr] # it is a mean with an SD


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_record_survives(path: Path) -> None:
    """Its values, written and read again, are equal; lines keep within 120 characters unless a word is longer."""
    fields = plain(path.read_text(encoding="utf-8"))
    text = record_text(fields)
    assert plain(text) == fields
    assert read_study(source(text, path.stem))[0] is not None
    assert [line for line in text.splitlines() if len(line) > 120 and len(line.split()) > 2] == []


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1).filter(lambda text: text.strip()))
def test_any_text_survives(text: str) -> None:
    """In a block, in braces, as a list's entry; only its spaces may change."""
    words = " ".join(text.split())
    fields = {
        "study": "smith2020",
        "design": words,
        "results": [{"outcome": "pain", "baseline": {"n": "3", "where": words}, "assumed": {"n": words, words: "x"}}],
        "notes": [words, words],
    }
    assert plain(record_text(fields)) == fields


@pytest.mark.parametrize("width", range(20, 260, 7))
def test_long_texts_are_folded(width: int) -> None:
    """At every length, also where a remark takes the room."""
    words = ("word " * 60)[:width].strip()
    fields = {"study": "smith2020", "centre": words, "notes": [words]}
    text = record_text(fields, comments={("centre",): "where is it?"})
    assert plain(text) == fields
    assert max(map(len, text.splitlines())) <= 120
    assert "# where is it?" in text


def test_a_number_is_never_computed() -> None:
    """A float has lost its decimals, so it is refused."""
    with pytest.raises(TypeError, match="given as its text"):
        record_text({"study": "smith2020", "cohorts": [{"n": 5.0}]})


@pytest.mark.parametrize(
    ("words", "block", "row"),
    [
        (":0", ":0", '":0"'),
        ("?a", "?a", '"?a"'),
        ("null", '"null"', '"null"'),
        ("a, b", "a, b", '"a, b"'),
        ("a: b", '"a: b"', '"a: b"'),
        ("Table 2", "Table 2", "Table 2"),
    ],
)
def test_a_text_has_quotes_only_where_a_reader_needs_them(words: str, block: str, row: str) -> None:
    """`{where: :0}` is fine in YAML 1.2, and refused by the parser that reads records."""
    text = record_text({"design": words, "results": [{"outcome": "pain", "baseline": {"n": "3", "where": words}}]})
    assert f"design: {block}\n" in text
    assert f"baseline: {{n: 3, where: {row}}}\n" in text
    assert plain(text)["results"][0]["baseline"] == {"n": "3", "where": words}


def test_a_remark_moves_a_row_out_of_its_braces() -> None:
    """Braces have no room for remarks."""
    text = record_text(
        {"results": [{"outcome": "pain", "baseline": {"n": "3", "mean": "8"}}]},
        comments={("results", 0, "baseline", "mean"): "as printed", (): "a record", ("results", 0): "one an outcome"},
    )
    assert text == (
        f"{SCHEMA_LINE}\n# a record\nresults:\n  # one an outcome\n  - outcome: pain\n    baseline:\n      n: 3\n"
        "      mean: 8 # as printed\n"
    )
