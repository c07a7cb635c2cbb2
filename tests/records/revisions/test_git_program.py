"""What is said where git is not there, does not start, does not end, or refuses."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from metasacro.problems import Refusal
from metasacro.records.revisions import git_program
from metasacro.records.revisions.git_program import Git, repository
from metasacro.records.revisions.span import read_span
from metasacro.records.revisions.state import state_of_folder
from metasacro.records.revisions.tree import holds_evidence
from tests.records.revisions.repositories import Repository


def program(folder: Path, text: str) -> Path:
    """A folder with a program called git."""
    made = folder / "programs"
    made.mkdir()
    (made / "git").write_text(text, encoding="utf-8")
    (made / "git").chmod(stat.S_IRWXU)
    return made


def refused(folder: Path) -> str:
    with pytest.raises(Refusal) as told:
        repository(folder)
    assert told.value.code == "MS631"
    return told.value.message


def test_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "the program `git` is not installed" in refused(tmp_path)


def test_a_git_that_cannot_be_started_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program(tmp_path, "\0 no program")))
    assert "Exec format error" in refused(tmp_path)


def test_a_git_that_does_not_end_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{program(tmp_path, '#!/bin/sh' + chr(10) + 'exec sleep 60' + chr(10))}:{os.defpath}")
    monkeypatch.setattr(git_program, "LONGEST", 0.2)
    assert "no answer within 0.2 seconds" in refused(tmp_path)


def test_a_git_that_fails_without_a_word_gives_no_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{program(tmp_path, '#!/bin/sh' + chr(10) + 'exit 1' + chr(10))}:{os.defpath}")
    assert "it gives no reason" in refused(tmp_path)


def test_outside_a_repository_git_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain").mkdir()
    assert "not a git repository" in refused(tmp_path / "plain")


def test_a_filter_that_the_folder_names_is_not_run(tmp_path: Path) -> None:
    """Its settings are taken away, also the one that says it must run."""
    made = Repository(tmp_path)
    ran = tmp_path / "ran"
    made.write("a.yaml", "one\n")
    made.commit("first")
    made.write(".gitattributes", "*.yaml filter=own\n")
    made.git("config", "filter.own.clean", f"touch {ran}; cat")
    made.git("config", "filter.own.required", "true")
    made.write("a.yaml", "two\n")
    ran.unlink(missing_ok=True)
    git = Git(tmp_path)
    assert b"two" in git.ask("diff", "HEAD", "--", "a.yaml")
    assert not ran.exists()


def test_a_folder_that_a_commit_lacks_holds_no_evidence(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("studies/protocol.yaml", "question: made up\n")
    made.commit("first")
    git, _, _ = repository(tmp_path)
    commit = read_span(git, "HEAD").old
    assert holds_evidence(git, commit, "studies")
    assert holds_evidence(git, commit, "studies/")
    assert not holds_evidence(git, commit, "none")


def test_the_files_of_a_folder_are_named_as_it_is_asked_for(tmp_path: Path) -> None:
    """A file that is no text is a problem and no file; what is no evidence is neither."""
    (tmp_path / "protocol.yaml").write_text("question: made up\n", encoding="utf-8")
    (tmp_path / "ash.yaml").write_bytes(b"M\xfcller\n")
    (tmp_path / "notes.txt").write_text("words\n", encoding="utf-8")
    state = state_of_folder(tmp_path, "studies/")
    assert list(state.files) == ["protocol.yaml"]
    assert state.shown("protocol.yaml") == "studies/protocol.yaml"
    assert state.evidence is None
    assert "MS103" in [found.code for found in state.problems]
    assert state_of_folder(tmp_path / "none", "none").files == {}
