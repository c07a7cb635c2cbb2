"""Reference files: what is read of them, and that what is not read is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.problems import Location
from metasacro.problems.printable import UNSAFE
from metasacro.records.bibliography import read_bibliography
from metasacro.records.citations.bibtex import bibtex_entry
from metasacro.records.citations.citation import Citation, family_name, proposed_key
from metasacro.records.citations.reading import read_citation_file, read_citations
from metasacro.records.file_text import FileText, decode

RIS = """\
TY  - JOUR
AU  - Example, Anna B.
AU  - Other, C.
TI  - A series: made up
  for a test
T2  - Journal of Tests
JO  - J Tests
PY  - 2020/03/01/
VL  - 12
IS  - 3
SP  - 101
EP  - 109
DO  - https://doi.org/10.1234/made.up.
ID  - its own
ER  -

TY  - JOUR
AU  - Example, A.
TI  - Second
PY  - 2020
ER  -
"""
NBIB = """\

PMID- 12345678
OWN - NLM
DP  - 2021 Mar
TI  - Sacral fractures, made up for
      a test.
PG  - 882-6
LID - S1234 [pii]
LID - 10.1234/nbib [doi]
FAU - Example, Anna
AU  - Example A
FAU - Consortium of a very long
      name
TA  - J Tests
JT  - Journal of tests
VI  - 4
IP  - 2

PMID- 12345679
DP  - 2019
TI  - Another.
FAU - Österberg, Ö
"""
BIB = """\
@article{mine,
  author = {M{\\"u}ller, A. and Doe, B.},
  title = {The {SACRUM} again},
  journal = {J Tests},
  year = {2018},
  pages = {1--2},
}
"""


def source(text: str, name: str = "refs.txt") -> FileText:
    decoded = decode(text.encode(), name)
    assert isinstance(decoded, FileText), decoded
    return decoded


def codes(text: str) -> list[str]:
    return [found.code for found in read_citations(source(text))[1]]


def test_ris() -> None:
    """Everything that a bibliography needs, with a key and the line of the entry."""
    (first, second), problems = read_citations(source(RIS))
    assert problems == []
    assert first == Citation(
        key="example2020a",
        authors=("Example, Anna B.", "Other, C."),
        title="A series: made up for a test",
        journal="J Tests",
        year="2020",
        volume="12",
        number="3",
        pages="101--109",
        doi="10.1234/made.up",
        own_key="its own",
        location=first.location,
    )
    assert (first.label, second.key) == ("Example 2020", "example2020b")
    assert (str(first.location), str(second.location)) == ("refs.txt:1:1", "refs.txt:17:1")


def test_nbib() -> None:
    """Folded lines are one value; the DOI is the identifier that says so; the last entry needs no end."""
    (first, second), problems = read_citations(source(NBIB))
    assert problems == []
    assert first.authors == ("Example, Anna", "Consortium of a very long name")
    assert (first.title, first.pages) == ("Sacral fractures, made up for a test", "882--6")
    assert (first.doi, first.pmid, first.year, first.journal) == ("10.1234/nbib", "12345678", "2021", "J Tests")
    assert (second.key, second.location.line) == ("osterberg2019", 19)


def test_bibtex() -> None:
    """Braces round a word and TeX's accents do not reach the key."""
    (only,), problems = read_citations(source(BIB))
    assert problems == []
    assert (only.key, only.own_key, only.title) == ("muller2018", "mine", "The SACRUM again")
    assert only.pages == "1--2"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("just words\n", "MS150", 1),
        ("", "MS150", 1),
        ("lost words\nTY  - JOUR\nTI  - x\nER  - \n", "MS151", 1),
        ("lost words\nPMID- 1\nTI  - x\n", "MS151", 1),
        ("TY  - JOUR\nTI  - cut\n", "MS152", 1),
        ("TY  - JOUR\nTI  - cut\nTY  - JOUR\nTI  - x\nER  - \n", "MS152", 1),
        ("TY  - JOUR\nPY  - 2020\nER  - \n", "MS153", 1),
        ("@article{a,\n year = {2020}\n}\n", "MS153", 1),
        (f"TY  - JOUR\nTI  - {'x' * 20_001}\nER  - \n", "MS154", 1),
        (f"\nPMID- 1\nTI  - {'x' * 20_001}\n", "MS154", 2),
        ("TY  - JOUR\nER  - \n" * 30_001, "MS190", 60_001),
        ("TY  - JOUR\n" + "AU  - x\n" * 6_000 + "ER  - \n", "MS154", 1),
        (f"@article{{a, title = {{{'x' * 20_001}}}}}\n", "MS154", 1),
        ("@article{a,\n title = {x}\n}\n@article{a,\n title = {y}\n}\n", "MS155", 4),
    ],
)
def test_what_cannot_be_read_is_said(text: str, code: str, line: int) -> None:
    """With its code, at its line."""
    (found,) = read_citations(source(text))[1]
    assert found.location is not None
    assert (found.code, found.location.line) == (code, line)


@pytest.mark.parametrize("text", ["@comment{no entry}\n", "\n@string{j = {J Tests}}\n", "@preamble{x}\n"])
def test_a_bibliography_without_an_entry_is_told_so(text: str) -> None:
    """Remarks and abbreviations alone are no reference, and no fault of an entry."""
    citations, (found,) = read_citations(source(text))
    assert (citations, found.code, str(found.location)) == ((), "MS150", "refs.txt:1:1")
    assert found.hint == "it looks like one of them, but has no reference"


def test_one_bad_entry_does_not_hide_the_good_ones() -> None:
    """They are read, and the bad one is said."""
    text = RIS + "TY  - JOUR\nPY  - 2001\nER  - \n" + "TY  - JOUR\nTI  - Last\nER  - \n"
    citations, problems = read_citations(source(text))
    assert [found.key for found in citations] == ["example2020a", "example2020b", "last"]
    assert [found.code for found in problems] == ["MS153"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (RIS.replace("Anna", "Änna").encode("latin-1"), "MS103"),
        (RIS.encode("utf-16"), "MS103"),
        (RIS.replace("Anna", "\x1b]8;;http://evil\x07Anna").encode(), "MS104"),
        (RIS.replace("Anna", "Anna\x9b2J").encode(), "MS104"),
    ],
)
def test_a_hostile_file_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    """Nothing that a terminal obeys gets past the door."""
    (tmp_path / "refs.ris").write_bytes(data)
    citations, (found,) = read_citation_file(tmp_path / "refs.ris", "refs.ris")
    assert (citations, found.code) == ((), code)
    assert not UNSAFE.search(found.message)


def test_a_large_export_is_read(tmp_path: Path) -> None:
    """More than a record may have; windows line ends, a byte order mark."""
    text = "\ufeff" + RIS.replace("\n", "\r\n").replace("made up", "made up " * 1_000) * 40
    (tmp_path / "refs.ris").write_text(text, encoding="utf-8", newline="")
    citations, problems = read_citation_file(tmp_path / "refs.ris", "refs.ris")
    assert (len(citations), problems) == (80, [])
    assert len({found.key for found in citations}) == 80


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """MS101, as for a record."""
    assert [found.code for found in read_citation_file(tmp_path / "none.ris", "none.ris")[1]] == ["MS101"]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Smith, A.", "Smith"),
        ("A. B. Smith", "Smith"),
        ("Smith AB", "Smith"),
        ("", ""),
        ("de Vries, X", "de Vries"),
    ],
)
def test_family_names(author: str, name: str) -> None:
    """However the name is written."""
    assert family_name(author) == name


def test_a_key_is_always_a_name() -> None:
    """Also where there is nothing to make one of."""
    assert proposed_key((), "", "") == "reference"
    assert proposed_key(("王, 伟",), "", "2020") == "reference2020"


SIGNS = st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" {}\\@%")
#: Some marks of the category M are unsafe too, such as the selectors of variants; no file with one is read.
TEXTS = st.text(SIGNS.filter(lambda sign: not UNSAFE.match(sign)), max_size=40)


@given(st.lists(TEXTS.map(str.strip).filter(bool), min_size=1, max_size=3), TEXTS, TEXTS)
def test_an_entry_of_any_text_can_be_read(authors: list[str], title: str, journal: str) -> None:
    """The bibliography that it is added to stays whole."""
    cited = Citation(
        key="x", authors=tuple(authors), title=title, journal=journal, location=Location(file="refs.txt", line=1)
    )
    before = "@misc{a,\n  title = {before},\n}\n\n"
    after = "\n@misc{b,\n  title = {after},\n}\n"
    references, problems = read_bibliography(source(before + bibtex_entry(cited, "smith2020") + after))
    assert problems == []
    assert list(references) == ["a", "smith2020", "b"]
    assert references["b"].fields["title"] == "after"


@pytest.mark.parametrize("text", [RIS, NBIB, BIB])
def test_what_is_read_can_be_written_and_read_again(text: str) -> None:
    """As BibTeX, with the same values."""
    citations, _ = read_citations(source(text))
    again, problems = read_citations(source("\n".join(bibtex_entry(found, found.key) for found in citations)))
    assert problems == []
    shown = ("authors", "title", "journal", "year", "volume", "number", "pages", "doi", "pmid")
    assert [[getattr(found, name) for name in shown] for found in again] == [
        [getattr(found, name) for name in shown] for found in citations
    ]


@given(st.text(max_size=200), st.sampled_from([RIS, NBIB, BIB]), st.integers(0, 400))
def test_any_text_is_answered(junk: str, text: str, position: int) -> None:
    """Citations and problems, never an exception."""
    decoded = decode((text[:position] + junk + text[position:]).encode("utf-8", "replace"), "refs.txt")
    if isinstance(decoded, FileText):
        citations, problems = read_citations(decoded)
        assert citations or problems
