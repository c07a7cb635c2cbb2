"""What a file of references says beside its references is listed, and never left out silently."""

from __future__ import annotations

import pytest

from metasacro.records.file_text import FileText
from metasacro.records.imports.other_fields import REASON, other_fields

RIS = """\
TY  - JOUR
AU  - Example, A.
TI  - Made up
KW  - bone
KW  - pain
N2  - Words of an abstract
  that go on
ER  -
"""
NBIB = """\

PMID- 1
TI  - Made up
PST - ppublish
MH  - Bones

PMID- 2
TI  - Made up too
MH  - Pain
"""
BIBTEX = """\
@article{a,
  title = {Made up},
  keywords = {bone},
  Note = {one
    line},
}

@misc{b,
  year = {2020},
  note = {two},
}
"""


def told(text: str) -> list[tuple[str, str, str, int]]:
    found = other_fields(FileText(file="refs.txt", text=text, digest=""))
    assert {item.reason for item in found} <= {REASON}
    return [(item.what, item.text, str(item.location), item.count) for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RIS, [("KW", "bone", "refs.txt:4:1", 2), ("N2", "Words of an abstract", "refs.txt:6:1", 1)]),
        (NBIB, [("PST", "ppublish", "refs.txt:4:1", 1), ("MH", "Bones", "refs.txt:5:1", 2)]),
        (BIBTEX, [("keywords", "bone", "refs.txt:1:1", 1), ("note", "one line", "refs.txt:1:1", 2)]),
        (
            "% a remark of the program that wrote it\n" + BIBTEX,
            [("keywords", "bone", "refs.txt:2:1", 1), ("note", "one line", "refs.txt:2:1", 2)],
        ),
    ],
    ids=["RIS", "NBIB", "BibTeX", "BibTeX with a remark"],
)
def test_each_other_field_is_listed_once_with_its_first_value(
    text: str, expected: list[tuple[str, str, str, int]]
) -> None:
    """With its line (of an entry in BibTeX), and how often it stands in the file."""
    assert told(text) == expected


@pytest.mark.parametrize("text", ["", "TY  - JOUR\nTI  - Made up\nER  -\n", "PMID- 1\nTI  - Made up\n", "words\n"])
def test_a_file_of_nothing_else_lists_nothing(text: str) -> None:
    assert told(text) == []


def test_a_long_value_is_cut_and_made_safe() -> None:
    ((_, text, _, _),) = told(f"TY  - JOUR\nAB  - \u202e{'x' * 300}\nER  -\n")
    assert (text[:2], text[-1], len(text)) == ("�x", "…", 200)


@pytest.mark.parametrize(
    ("above", "text", "listed"),
    [
        ("Exported by a program\n", BIBTEX, ["keywords", "note"]),
        ("@home, 2 records\n", RIS, ["KW", "N2"]),
        ("PMID and more\n", RIS, ["KW", "N2"]),
    ],
)
def test_words_above_the_first_reference_hide_no_field(above: str, text: str, listed: list[str]) -> None:
    """The format is what the reader of the references takes it for."""
    assert [name for name, *_ in told(above + text)] == listed
