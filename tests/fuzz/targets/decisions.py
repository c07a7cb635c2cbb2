"""A file of decisions for `reconcile`: bytes → decisions that are followed, or coded problems."""

from __future__ import annotations

from functools import cache

from metasacro.problems import Problem
from metasacro.records.adjudicated_text import adjudicated_text
from metasacro.records.comparison import Comparison, compare
from metasacro.records.extraction import ExtractedRecord, Extraction, read_record
from metasacro.records.file_text import FileText, decode
from metasacro.records.reconciliation_decisions import decisions_text, read_decisions_file, settle
from tests.fuzz.file import as_text
from tests.fuzz.oracle import coded, must
from tests.fuzz.seeds import RECORD

#: What the second reader typed otherwise.
OTHERWISE = (("mean: 8.2", "mean: 8.3"), ("label: One", "label: 1"), ("events: 3", "events: 4"))


@cache
def readers() -> tuple[ExtractedRecord, ExtractedRecord, Comparison]:
    """The record `one` as two readers have it."""
    other = RECORD
    for old, new in OTHERWISE:
        assert other.count(old) == 1
        other = other.replace(old, new)
    first, second = (_read(text) for text in (RECORD, other))
    sides = [Extraction(name=name, records={"one": each}, problems=()) for name, each in (("a", first), ("b", second))]
    return first, second, compare(*sides)


def _read(text: str) -> ExtractedRecord:
    source = decode(text.encode(), "a/one.yaml")
    assert isinstance(source, FileText)
    record, problems = read_record(source)
    assert record is not None, problems
    return record


def run(data: bytes) -> None:
    """Read the bytes as decisions about two fixed records, and follow them."""
    source = as_text(data, "decided.yaml")
    if source is None:
        return
    decisions, problems = read_decisions_file(source)
    coded(problems)
    must(not (decisions and problems), "decisions, or problems", problems)
    first, second, comparison = readers()
    settled, unsettled = settle(comparison, decisions)
    coded(unsettled)
    must("one" in settled or bool(unsettled), "decided, or problems", source.text)
    for study, made in settled.items():
        text = adjudicated_text(study, first, second, made, "agreed/one.yaml")
        if isinstance(text, Problem):
            coded([text])
        else:
            written = decode(text.encode(), "agreed/one.yaml")
            must(isinstance(written, FileText) and read_record(written)[0] is not None, "a record", text)
    again = decode(decisions_text(comparison, decisions).encode(), "open.yaml")
    must(isinstance(again, FileText) and not read_decisions_file(again)[1], "a file that can be read", again)
