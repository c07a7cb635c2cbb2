"""Who wrote a line, and who removed it."""

from pathlib import Path

from metasacro.records.revisions.authorship import UNCOMMITTED, authors_of, removers_of
from metasacro.records.revisions.git_program import repository
from metasacro.records.revisions.span import read_span
from tests.records.revisions.repositories import ANN, BEN, Repository


def test_each_line_has_the_author_of_its_last_change(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("a.yaml", "one\ntwo\nthree\n")
    first = made.commit("Write three lines")
    made.replace("a.yaml", "two", "2")
    second = made.commit("Correct \x1b[31mthe second", author=BEN)
    git, _, _ = repository(tmp_path)
    found = authors_of(git, read_span(git, "HEAD").old, "a.yaml", [1, 2])
    assert [(found[line].name, found[line].commit) for line in (1, 2)] == [(ANN, first), (BEN, second)]
    assert found[2].subject == "Correct �[31mthe second"


def test_a_line_that_is_not_committed_has_no_author_yet(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("a.yaml", "one\ntwo\n")
    made.commit("first")
    made.replace("a.yaml", "two", "2")
    made.write("new.yaml", "one\n")
    git, _, _ = repository(tmp_path)
    assert authors_of(git, None, "a.yaml", [2]) == {2: UNCOMMITTED}
    assert authors_of(git, None, "new.yaml", [1]) == {1: UNCOMMITTED}


def test_a_line_that_is_gone_has_who_removed_it(tmp_path: Path) -> None:
    """Also where later commits touched the file, and where the whole file went."""
    made = Repository(tmp_path)
    made.write("a.yaml", "one\ntwo\nthree\n")
    made.write("b.yaml", "one\n")
    made.commit("first")
    made.replace("a.yaml", "two\n", "")
    second = made.commit("Remove the second", author=BEN)
    made.replace("a.yaml", "three", "3")
    (tmp_path / "b.yaml").unlink()
    third = made.commit("Remove a file")
    git, _, _ = repository(tmp_path)
    span = read_span(git, "HEAD~2..HEAD")
    assert removers_of(git, span, "a.yaml", [2])[2].commit == second
    assert removers_of(git, span, "b.yaml", [1])[1].commit == third


def test_a_line_that_somebody_removed_without_committing_has_no_author_yet(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("a.yaml", "one\ntwo\n")
    made.commit("first")
    made.replace("a.yaml", "two\n", "")
    git, _, _ = repository(tmp_path)
    assert removers_of(git, read_span(git, "HEAD"), "a.yaml", [2]) == {2: UNCOMMITTED}
    made.git("stash", "--quiet")
    made.write("b.yaml", "one\n")
    made.commit("second")
    made.git("stash", "pop", "--quiet")
    assert removers_of(git, read_span(git, "HEAD~1"), "a.yaml", [2]) == {2: UNCOMMITTED}


def test_no_line_has_no_author(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("a.yaml", "one\n")
    made.commit("first")
    git, _, _ = repository(tmp_path)
    assert authors_of(git, None, "a.yaml", []) == {}


def test_a_file_that_a_commit_lacks_has_no_authors(tmp_path: Path) -> None:
    """Nor has a line that the older side has and no commit on the way removed."""
    made = Repository(tmp_path)
    made.write("a.yaml", "one\ntwo\n")
    made.commit("first")
    made.git("checkout", "--quiet", "-b", "side")
    made.replace("a.yaml", "two", "2")
    made.commit("on the side")
    made.git("checkout", "--quiet", "main")
    made.replace("a.yaml", "one", "1")
    made.commit("on main")
    git, _, _ = repository(tmp_path)
    assert authors_of(git, read_span(git, "HEAD").old, "none.yaml", [1]) == {}
    span = read_span(git, "side..main")
    assert removers_of(git, span, "a.yaml", [2]) == {}
    assert removers_of(git, span, "none.yaml", [1]) == {}


def test_a_line_that_still_stands_has_no_remover(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("a.yaml", "one\n")
    made.commit("first")
    made.write("b.yaml", "one\n")
    made.commit("second")
    git, _, _ = repository(tmp_path)
    assert removers_of(git, read_span(git, "HEAD~1..HEAD"), "a.yaml", [1]) == {}
