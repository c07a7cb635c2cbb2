"""Two states of a record: `record %%%% record` → which values changed, each by one way, whatever the files hold."""

from __future__ import annotations

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.problems import Problem
from metasacro.problems.printable import UNSAFE
from metasacro.records.file_text import FileText
from metasacro.records.file_values import record_values
from metasacro.records.revisions.state import State
from metasacro.records.study_fields import STUDY
from metasacro.synthesis.change.files import changed_files
from tests.fuzz.file import as_text, parts
from tests.fuzz.oracle import must

NAME = "one.yaml"


def run(data: bytes) -> None:
    """What `diff` makes of the two texts of one file."""
    texts = [as_text(text, f"studies/{NAME}") for text in parts(data)]
    first, second = texts
    if first is None or second is None:
        return
    changes = changed_files(_state("old", first), _state("new", second))
    for text in (first, second):
        values = record_values(text, STUDY)
        if not isinstance(values, Problem):
            ways = [value.way for value in values]
            must(len(ways) == len(set(ways)), "each value by a way of its own", ways)
    must(changed_files(_state("old", first), _state("new", first)) == (), "nothing changed in the same text")
    for change in changes:
        must(not change.readable or bool(change.values), "a change of values", change)
        for value in change.values:
            must(not UNSAFE.search("".join(value.way)), "nothing unsafe in a way", value)
            must(value.old != value.new, "two values that differ", value)


def _state(name: str, source: FileText) -> State:
    evidence: EvidenceBase | None = None
    return State(name=name, evidence=evidence, problems=(), files={NAME: source})
