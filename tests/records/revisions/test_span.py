"""Which commits a range names, and which names never reach git."""

from pathlib import Path

import pytest

from metasacro.problems import Refusal
from metasacro.records.revisions.git_program import repository
from metasacro.records.revisions.span import read_span
from tests.records.revisions.repositories import Repository


@pytest.fixture
def forked(tmp_path: Path) -> Repository:
    """`main` and `other`, which parted after the first commit."""
    made = Repository(tmp_path / "forked")
    made.commit("first")
    made.git("branch", "other")
    made.commit("second")
    made.git("checkout", "--quiet", "other")
    made.commit("third")
    return made


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("main..other", "main", "other"),
        ("main...other", "main~1", "other"),
        ("main..", "main", "other"),
        ("..main", "other", "main"),
        ("main", "main", None),
        ("main~1", "main~1", None),
    ],
)
def test_a_range_is_what_git_means_by_it(forked: Repository, text: str, old: str, new: str | None) -> None:
    git, _, _ = repository(forked.folder)
    span = read_span(git, text)
    assert span.old.id == forked.git("rev-parse", old)
    assert (span.new.id if span.new else None) == (forked.git("rev-parse", new) if new else None)


@pytest.mark.parametrize(
    "text",
    ["--output=owned", "-O", "main..--output=owned", "--all..main", "", " ", "a\0b", "main\nother", "\x1b[2J",
     "no-such-branch", "main..other..main", "$(touch owned)", "`touch owned`", "main:studies", "main; touch owned",
     "^main", "^main..main", "main^@"],
)  # fmt: skip
def test_a_name_that_is_no_commit_is_refused_and_does_nothing(forked: Repository, text: str) -> None:
    git, _, _ = repository(forked.folder)
    with pytest.raises(Refusal) as refused:
        read_span(git, text)
    assert refused.value.code == "MS630"
    assert "\x1b" not in refused.value.message
    assert refused.value.message.count("`") in (2, 4)
    assert [path.name for path in forked.folder.iterdir()] == [".git"]


def test_histories_without_a_common_commit_have_no_parting(forked: Repository) -> None:
    forked.git("checkout", "--quiet", "--orphan", "alone")
    forked.commit("another root")
    git, _, _ = repository(forked.folder)
    with pytest.raises(Refusal) as refused:
        read_span(git, "main...alone")
    assert refused.value.code == "MS635"


def test_a_shallow_clone_says_that_it_lacks_a_commit(forked: Repository, tmp_path: Path) -> None:
    forked.git("clone", "--quiet", "--depth", "1", forked.folder.as_uri(), str(tmp_path / "shallow"))
    git, _, _ = repository(tmp_path / "shallow")
    assert read_span(git, "HEAD..HEAD").new is not None
    with pytest.raises(Refusal, match="MS630"):
        read_span(git, "HEAD~1..HEAD")


def test_outside_a_repository_git_cannot_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(Refusal, match="MS631"):
        repository(tmp_path)


def test_without_the_program_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match="not installed"):
        repository(tmp_path)
