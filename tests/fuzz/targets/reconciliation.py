"""`reconcile` of two readers' records: `record %%%% record` → every difference settled, in a record that says so."""

from __future__ import annotations

from dataclasses import replace

from metasacro.problems import Problem
from metasacro.records.adjudicated_text import adjudicated_text
from metasacro.records.comparison import compare
from metasacro.records.extraction import ExtractedRecord, Extraction, read_record
from metasacro.records.file_text import FileText, decode
from metasacro.records.reconciliation_decisions import decisions_text, read_decisions_file, settle
from tests.fuzz.file import as_text, parts
from tests.fuzz.oracle import coded, must


def run(data: bytes) -> None:
    """Compare the two records, and let the first reader be right in all, then the second."""
    sides = []
    for name, text in zip("ab", parts(data), strict=True):
        source = as_text(text, f"{name}/one.yaml")
        record, problems = (None, []) if source is None else read_record(source)
        coded(problems)
        if record is None:
            return
        sides.append(Extraction(name=name, records={"one": record}, problems=()))
    comparison = compare(*sides)
    text = decode(decisions_text(comparison).encode(), "open.yaml")
    assert isinstance(text, FileText)
    decisions, problems = read_decisions_file(text)
    must(not problems, "a file of decisions that can be read", problems, text.text)
    must(len(decisions) == len(comparison.differences), "a place for every decision", decisions)
    for side in ("a", "b"):
        settled, problems = settle(
            comparison, [replace(each, decision=side, reason="read again") for each in decisions]
        )
        must(not problems, "every decision is followed", problems)
        first, second = (each.records["one"] for each in sides)
        agreed = adjudicated_text("one", first, second, settled["one"], "agreed/one.yaml")
        if isinstance(agreed, Problem):
            coded([agreed])
        else:
            _says(agreed, second if side == "b" else first)


def _says(text: str, right: ExtractedRecord) -> None:
    """The record has the values of the reader who was right, in all that both could differ in."""
    source = decode(text.encode(), "agreed/one.yaml")
    must(isinstance(source, FileText), "a record that can be read", source)
    assert isinstance(source, FileText)
    record, problems = read_record(source)
    must(record is not None, "a record that can be read", problems, text)
    assert record is not None
    wanted = {path: value.text for path, value in right.printed.values.items() if not path.startswith("adjudicated")}
    found = {path: value.text for path, value in record.printed.values.items() if not path.startswith("adjudicated")}
    must(wanted == found, "the values of the reader who was right", sorted(wanted.items() ^ found.items())[:4], text)
