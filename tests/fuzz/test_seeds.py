"""What fuzzing begins with is read to the end: a seed that is refused at the door would test the door alone."""

from __future__ import annotations

from random import Random

import pytest

from metasacro.records.file_text import FileText, decode
from metasacro.records.imports.reading import read_import
from metasacro.records.reconciliation_decisions import read_decisions_file, settle
from metasacro.records.study_text import read_study
from tests.fuzz import seeds
from tests.fuzz.file import parts, written
from tests.fuzz.readable import readable
from tests.fuzz.targets.decisions import readers
from tests.fuzz.targets.drafts import mapping_of

#: Of a hundred made-up records at least so many can be read.
MOST_READ = 75


def is_read(data: bytes) -> bool:
    source = decode(data, "studies/one.yaml")
    return isinstance(source, FileText) and read_study(source)[0] is not None


def test_every_record_is_read() -> None:
    """The small ones, and the shipped ones under another name."""
    assert [data[:60] for data in seeds.records() if not is_read(data)] == []


def test_most_made_up_records_are_read() -> None:
    """The rest contradict themselves, which is a way of being read too."""
    assert sum(is_read(readable(Random(seed))) for seed in range(100)) >= MOST_READ


@pytest.mark.parametrize(
    ("text", "name", "drafts", "references"),
    [
        (seeds.WIDE, "scores.csv", 2, 0),
        (seeds.LONG, "scores.csv", 2, 0),
        (seeds.COVIDENCE, "review_1_included_csv.csv", 2, 0),
        (seeds.COVIDENCE_LIST, "review_1_included_csv.csv", 0, 1),
        (seeds.REVMAN, "review.rm5", 1, 1),
        (seeds.REVIEW, "review.rm5", 1, 1),
        ("\n%%%%\n" + seeds.RIS, "search.ris", 0, 1),
        ("\n%%%%\n" + seeds.NBIB, "search.nbib", 0, 1),
        ("\n%%%%\n" + seeds.BIBTEX, "search.bib", 0, 2),
    ],
)
def test_every_import_has_something_in_it(text: str, name: str, drafts: int, references: int) -> None:
    """Drafts or references, and no problem."""
    about, file = parts(text.encode())
    mapping = mapping_of(about)
    assert mapping is not None
    found = read_import(written(name, file), name, None, mapping)
    assert (found.problems, len(found.drafts), len(found.references)) == ((), drafts, references)


def test_the_decisions_are_followed() -> None:
    """Each of the three differences is settled."""
    source = decode(seeds.DECISIONS.encode(), "decided.yaml")
    assert isinstance(source, FileText)
    decisions, problems = read_decisions_file(source)
    settled, unsettled = settle(readers()[2], decisions)
    assert (problems, unsettled) == ([], ())
    assert len(settled["one"]) == len(decisions) == 3
