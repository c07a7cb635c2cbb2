"""The records of a folder are parsed in pieces that an engine may hand to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from metasacro.records import known_files
from metasacro.records.folder import Known, read_folder

#: The files of each piece that an engine was given.
Pieces = list[list[str]]


@pytest.fixture
def three(folder: Any) -> Any:
    """The good folder with a third record; the text of each is longer than 100 characters."""
    text = (folder.path / "smith2020.yaml").read_text(encoding="utf-8")
    folder.write("zhang2020.yaml", text.replace("study: smith2020", "study: zhang2020"))
    folder.change("protocol.yaml", "studies: [jones2021]", "studies: [jones2021, zhang2020]")
    assert folder.codes == []
    return folder


def noted(pieces: Pieces) -> Callable[..., Iterator[Any]]:
    """An engine that does everything here and notes what it was given."""

    def spread(work: Callable[[Any], Any], given: Iterable[Any]) -> Iterator[Any]:
        every = list(given)
        pieces.extend([file.removeprefix("studies/") for _, file, _ in piece] for piece in every)
        return map(work, every)

    return spread


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1_000_000, [["jones2021.yaml", "smith2020.yaml", "zhang2020.yaml"]]),
        (100, [["jones2021.yaml"], ["smith2020.yaml"], ["zhang2020.yaml"]]),
    ],
)
def test_a_piece_is_full_at_its_size(size: int, expected: Pieces, three: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small records go together, a large one goes alone; what is read is the same."""
    monkeypatch.setattr(known_files, "PIECE", size)
    pieces: Pieces = []
    assert read_folder(three.path, "studies", spread=noted(pieces)) == three.read()
    assert pieces == expected


def test_the_last_piece_may_be_smaller(three: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    length = (three.path / "jones2021.yaml").stat().st_size
    monkeypatch.setattr(known_files, "PIECE", length + 1)
    pieces: Pieces = []
    read_folder(three.path, "studies", spread=noted(pieces))
    assert pieces == [["jones2021.yaml", "smith2020.yaml"], ["zhang2020.yaml"]]


def test_only_what_is_not_known_is_parsed(three: Any) -> None:
    """A record that was changed since; the others are the very values of before."""
    known: Known = {}
    before, _ = read_folder(three.path, "studies", known=known)
    three.change("smith2020.yaml", "label: Smith 2020", "label: Smith and Doe 2020")
    base, _ = read_folder(three.path, "studies", known=known)
    assert before is not None
    assert base is not None
    assert {study for study in base.studies if base.studies[study] is before.studies[study]} == {
        "jones2021",
        "zhang2020",
    }
    assert base.studies["smith2020"].label == "Smith and Doe 2020"


def test_a_record_that_cannot_be_read_is_not_known(three: Any) -> None:
    """It may be readable next time, with the same name."""
    (three.path / "smith2020.yaml").unlink()
    (three.path / "smith2020.yaml").mkdir()
    known: Known = {}
    _, problems = read_folder(three.path, "studies", known=known)
    assert [problem.code for problem in problems] == ["MS101"]
    assert "studies/smith2020.yaml" not in known


def test_of_an_engine_that_was_stopped_nothing_is_known(three: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of a folder is no evidence."""
    monkeypatch.setattr(known_files, "PIECE", 100)
    known: Known = {}
    with pytest.raises(KeyboardInterrupt):
        read_folder(three.path, "studies", known=known, spread=lambda work, pieces: map(work, list(pieces)[:2]))
    assert known == {}
