"""Which folder of a repository holds the evidence, and what is said where none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro.problems import Refusal
from metasacro.records.revisions.git_program import repository
from metasacro.records.revisions.span import read_span
from metasacro.records.revisions.whereabouts import find_in_repository
from tests.records.revisions.repositories import Repository


def found(folder: Path, text: str, asked: str | None, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """As a command finds it that is called in `folder`."""
    monkeypatch.chdir(folder)
    git, top, prefix = repository(Path())
    return find_in_repository(git, top, prefix, read_span(git, text), asked)


def refused(folder: Path, text: str, asked: str | None, monkeypatch: pytest.MonkeyPatch) -> str:
    with pytest.raises(Refusal) as told:
        found(folder, text, asked, monkeypatch)
    assert told.value.code == "MS632"
    return told.value.message


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    """`review/studies` has a protocol in two commits; `later` only in the second."""
    made = Repository(tmp_path / "repository")
    made.write("review/studies/protocol.yaml", "question: made up\n")
    made.commit("first")
    made.write("later/protocol.yaml", "question: made up\n")
    made.commit("second")
    return made


def test_studies_below_is_found_without_being_named(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("HEAD", "HEAD~1..HEAD"):
        assert found(made.folder / "review", text, None, monkeypatch) == ("review/studies", "studies")


def test_the_folder_itself_is_the_other_usual_place(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = made.folder / "review" / "studies"
    assert found(inside, "HEAD", None, monkeypatch) == ("review/studies", ".")


def test_the_root_of_a_repository_is_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Repository(tmp_path)
    made.write("protocol.yaml", "question: made up\n")
    made.commit("first")
    assert found(tmp_path, "HEAD", None, monkeypatch) == ("", ".")


@pytest.mark.parametrize("asked", ["studies", "./studies", "../review/studies"])
def test_a_folder_is_named_from_where_the_command_is(
    made: Repository, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(made.folder / "review", "HEAD~1..HEAD", asked, monkeypatch) == ("review/studies", asked)


def test_a_whole_path_is_one_inside_the_repository(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = str(made.folder / "review" / "studies")
    assert found(made.folder, "HEAD", whole, monkeypatch) == ("review/studies", whole)


def test_a_side_without_the_evidence_is_named(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The older one, the newer one, or the folder as it lies here."""
    assert "HEAD~1" in refused(made.folder, "HEAD~1..HEAD", "later", monkeypatch)
    assert "HEAD~1" in refused(made.folder, "HEAD..HEAD~1", "later", monkeypatch)
    (made.folder / "later" / "protocol.yaml").unlink()
    assert "the folder as it lies here" in refused(made.folder, "HEAD", "later", monkeypatch)


def test_evidence_that_neither_side_has_is_named_as_it_was_asked_for(
    made: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`studies` where nothing was; a backtick of a name would end the quoted name."""
    assert "`studies`" in refused(made.folder, "HEAD", None, monkeypatch)
    message = refused(made.folder, "HEAD~1..HEAD", "no`where", monkeypatch)
    assert "`no'where`" in message
    assert "HEAD" in message


@pytest.mark.parametrize("asked", ["../elsewhere", "/", "a\0b"], ids=["above", "outside", "nul"])
def test_what_lies_outside_the_repository_is_nowhere_in_it(
    made: Repository, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(made.folder, "HEAD~1..HEAD", asked, monkeypatch)


def test_a_repository_without_files_has_no_place_for_a_whole_path(
    made: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name below it is one of its commits."""
    bare = tmp_path / "bare.git"
    made.git("clone", "--quiet", "--bare", str(made.folder), str(bare))
    assert found(bare, "HEAD~1..HEAD", "review/studies", monkeypatch) == ("review/studies", "review/studies")
    assert refused(bare, "HEAD~1..HEAD", str(bare), monkeypatch)
