"""`fmt`: a second layout changes nothing, and the record says the same before and after."""

from __future__ import annotations

from metasacro.problems import Problem
from metasacro.records.file_text import decode
from metasacro.records.record_layout import laid_out
from metasacro.records.study_text import read_study
from tests.fuzz.file import as_text
from tests.fuzz.oracle import broken, coded, must, unplaced
from tests.fuzz.targets.record import FILE


def run(data: bytes) -> None:
    """Lay the record out, and read it before and after."""
    source = as_text(data, FILE)
    if source is None:
        return
    text = laid_out(source)
    if isinstance(text, list):
        coded(text)
        must(bool(text), "a layout, or problems", source.text)
        must(all(found.code != "MS159" for found in text), "a layout that keeps every value", text, source.text)
        return
    again = decode(text.encode(), FILE)
    if isinstance(again, Problem):
        broken("a layout that can be read", again, text)
    must(laid_out(again) == text, "a second layout changes nothing", text, laid_out(again))
    before, of_before = read_study(source)
    after, of_after = read_study(again)
    must(unplaced(before) == unplaced(after), "the same record", before, after)
    must(sorted(each.code for each in of_before) == sorted(each.code for each in of_after), "the same problems")
