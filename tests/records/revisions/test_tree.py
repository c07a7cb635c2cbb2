"""The files of a commit are read as those of a folder are, and nothing else is written."""

import os
from pathlib import Path

from metasacro.records.file_text import MOST_BYTES
from metasacro.records.revisions.git_program import repository
from metasacro.records.revisions.span import read_span
from metasacro.records.revisions.state import state_of_commit
from metasacro.records.revisions.tree import write_tree
from tests.records.revisions.repositories import Repository
from tests.synthesis.small_folder import scores, write_folder

RECORDS = {"ash": scores("mean: 8, sd: 2", "mean: 4, sd: 2"), "birch": scores("mean: 7, sd: 2", "mean: 4, sd: 1.5")}


def test_a_commit_is_read_without_touching_the_folder(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    write_folder(tmp_path / "deep" / "evidence", RECORDS)
    made.commit("first")
    made.write("deep/evidence/ash.yaml", "not: [yaml")
    git, _, _ = repository(tmp_path)
    state = state_of_commit(git, read_span(git, "HEAD").old, "deep/evidence")
    assert state.name == "HEAD:deep/evidence"
    assert state.problems == ()
    assert state.evidence is not None
    assert sorted(state.evidence.studies) == ["ash", "birch"]
    source = state.evidence.studies["ash"].source.location
    assert source is not None
    assert source.file == "HEAD:deep/evidence/ash.yaml"
    assert made.git("status", "--porcelain") == "M deep/evidence/ash.yaml"


def test_what_a_folder_may_not_hold_a_commit_may_not_hold(tmp_path: Path) -> None:
    """A link, a file too large, a file in a folder below: problems as in a folder, with the commit's name."""
    made = Repository(tmp_path)
    write_folder(tmp_path / "studies", RECORDS)
    os.symlink("/etc/hostname", tmp_path / "studies" / "link.yaml")
    made.write("studies/large.yaml", "#" * (MOST_BYTES + 1))
    made.write("studies/below/record.yaml", "study: below\n")
    made.commit("first")
    git, _, _ = repository(tmp_path)
    state = state_of_commit(git, read_span(git, "HEAD").old, "studies")
    assert state.evidence is None
    found = {(problem.code, problem.location.file if problem.location else "") for problem in state.problems}
    assert found == {("MS101", "HEAD:studies/link.yaml"), ("MS102", "HEAD:studies/large.yaml")}


def test_a_name_that_leaves_its_folder_is_not_written(tmp_path: Path) -> None:
    """Git refuses to make such a tree, but not to hold one."""
    made = Repository(tmp_path / "repository")
    made.write("a.yaml", "study: a\n")
    made.commit("first")
    blob = made.git("rev-parse", "HEAD:a.yaml")
    path = made.folder / ".git" / "listing"
    path.write_bytes(b"100644 ..\\owned.yaml\0" + bytes.fromhex(blob))
    tree = made.git("hash-object", "-t", "tree", "-w", "--literally", str(path))
    commit = made.git("commit-tree", tree, "-m", "hostile")
    git, _, _ = repository(made.folder)
    into = tmp_path / "into"
    into.mkdir()
    write_tree(git, read_span(git, commit).old, "", into)
    assert list(into.iterdir()) == []
