"""Which citations of a file a bibliography has already, and what a new one is called."""

from __future__ import annotations

import pytest

from metasacro.evidence.evidence_base import Reference
from metasacro.problems import Location
from metasacro.records.bibliography import read_bibliography
from metasacro.records.citations.citation import Citation
from metasacro.records.file_text import FileText
from metasacro.records.imports.references import new_references, with_entries

AT = Location(file="refs.ris", line=1, column=1)


def cited(key: str = "smith2020", **fields: object) -> Citation:
    return Citation(key=key, location=AT, **fields)  # type: ignore[arg-type] # each test names the fields it means


def held(key: str = "made-up", **fields: str) -> dict[str, Reference]:
    return {key: Reference(key=key, fields=fields)}


@pytest.mark.parametrize(
    ("citation", "references", "mark"),
    [
        (cited(doi="10.1000/Made.Up"), held(doi="https://doi.org/10.1000/made.up"), "DOI"),
        (cited(pmid="12345678"), held(pmid=" 12345678 "), "PMID"),
        (
            cited(title="A made-up Series.", year="2020"),
            held(title="A {Made-Up} series", year="2020"),
            "title and year",
        ),
        (
            cited(own_key="Mine", authors=("Smith, A.", "Doe, B."), year="2020"),
            held("mine", author="Smith, A. and Other, C.", year="2020"),
            "key, first author and year",
        ),
    ],
)
def test_a_publication_that_is_there_is_not_added(
    citation: Citation, references: dict[str, Reference], mark: str
) -> None:
    """It is listed with what it equals, and keeps the key that it has."""
    (key,) = references
    fresh, (there,), keys = new_references([citation], references)
    assert (fresh, keys) == ({}, {citation: key})
    assert (there.text, there.reason, there.location) == (citation.label, f"`{key}` has the same {mark}", AT)


@pytest.mark.parametrize(
    ("citation", "references"),
    [
        (cited(title="A series", year="2020"), held(title="A series", year="2021")),
        (cited(title="A series"), held(title="A series")),
        (cited(own_key="mine", year="2020"), held("mine", year="2020")),
        (cited(own_key="mine", authors=("Smith, A.",), year="2020"), held("other", author="Smith, A.", year="2020")),
        (cited(), held()),
    ],
    ids=["another year", "no year", "no author", "another key", "nothing"],
)
def test_what_may_be_another_publication_is_added(citation: Citation, references: dict[str, Reference]) -> None:
    fresh, there, keys = new_references([citation], references)
    (key,) = fresh
    assert (fresh[key], there, keys[citation]) == (citation, [], key)
    assert key not in references


def test_a_publication_that_stands_twice_in_the_file_is_added_once() -> None:
    """The second has the same DOI; another title does not make it another one."""
    first, second = cited(title="A", doi="10.1000/a", pmid="1"), cited("doe2020", title="B", doi="10.1000/a")
    third = cited("roe2020", pmid="1")
    fresh, there, keys = new_references([first, second, third], {})
    assert fresh == {"smith2020": first}
    assert set(keys.values()) == {"smith2020"}
    assert [item.reason for item in there] == ["`smith2020` has the same DOI", "`smith2020` has the same PMID"]


@pytest.mark.parametrize(
    ("own_key", "key"), [("mine", "mine"), ("Not A Name", "smith2020"), ("", "smith2020"), ("con", "smith2020")]
)
def test_a_citation_keeps_its_own_key_where_that_is_a_name(own_key: str, key: str) -> None:
    assert list(new_references([cited(own_key=own_key)], {})[0]) == [key]


def test_a_key_that_is_taken_gets_a_letter_and_later_a_number() -> None:
    """By the bibliography or by the file itself; the alphabet ends."""
    many = [cited(title=f"Series {number}", year="2020") for number in range(28)]
    fresh, _, _ = new_references(many, held("smith2020", title="Another"))
    assert list(fresh)[:2] == ["smith2020a", "smith2020b"]
    assert list(fresh)[25:] == ["smith2020z", "smith2020-26", "smith2020-27"]
    assert list(fresh.values()) == many


@pytest.mark.parametrize(
    ("before", "gap"),
    [(b"", b""), (b"@misc{a,\r\n}\r\n", b"\n"), (b"@misc{a,\n}", b"\n\n")],
    ids=["nothing", "ends its line", "does not end its line"],
)
def test_entries_stand_below_what_was_there(before: bytes, gap: bytes) -> None:
    """Which stays byte for byte."""
    after = with_entries(before, {"x": cited(title="One"), "y": cited(title="Two")})
    entries = b"@article{x,\n  title = {One},\n}\n\n@article{y,\n  title = {Two},\n}\n"
    assert after == before + gap + entries
    references, problems = read_bibliography(FileText(file="references.bib", text=after.decode(), digest=""))
    assert problems == []
    assert list(references)[-2:] == ["x", "y"]
