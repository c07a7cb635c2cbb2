"""`metasacro diff` as somebody types it: commits, folders, what is refused, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import Ended, run
from tests.records.revisions.repositories import ALONE, ANN, BEN, Repository
from tests.synthesis.change.two_states import OUTCOMES, RECORDS
from tests.synthesis.small_folder import record, scores, write_folder

SLIP = ("mean: 4.6, sd: 2.1", "mean: 7.90, sd: 2.1")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two commits by two people: the second one changes a mean, which flips the conclusion."""
    made = Repository(tmp_path / "review")
    write_folder(made.folder / "studies", RECORDS, outcomes=OUTCOMES)
    made.commit("Record four series")
    made.replace("studies/cedar.yaml", *SLIP)
    made.commit("Correct @cedar | `rm -rf` <b>\x1b[31m", author=BEN)
    return made


def diff(folder: Path, *arguments: str, **more: str) -> Ended:
    return run(["diff", *arguments], folder, **{**ALONE, **more})


def test_the_last_commit_is_told_with_its_author_and_line(repository: Repository) -> None:
    done = diff(repository.folder, "HEAD~1..HEAD", COLUMNS="140")
    assert (done.code, done.err) == (0, "")
    assert "HEAD:studies/cedar.yaml" in done.out
    assert "results › pain · all › follow_up › 30 days › mean" in done.out
    assert "4.6" in done.out
    assert "7.90" in done.out
    assert BEN in done.out
    assert "\x1b" not in done.out
    assert "! MS633 the conclusion flips" in done.out
    assert "the same on both sides: Harm" in done.out


def test_json_holds_everything_in_full_precision(repository: Repository) -> None:
    found = json.loads(diff(repository.folder, "HEAD~1..HEAD", "--format", "json").out)
    (file,) = found["files"]
    (value,) = file["values"]
    assert (value["old"]["text"], value["new"]["text"], value["new"]["line"]) == ("4.6", "7.90", 8)
    assert value["by"]["name"] == BEN
    assert value["by"]["commit"] == repository.git("rev-parse", "HEAD")
    pain = found["outcomes"][0]
    (part,) = pain["attribution"]["parts"]
    assert part["estimate"] == pytest.approx(pain["difference"]["estimate"], abs=1e-9)
    assert pain["conclusion"]["flips"]
    assert found["flips"] == ["pain"]
    assert pain["altered"][0]["label"] == "Cedar"


def test_markdown_marks_nothing_up_that_a_record_or_a_commit_says(repository: Repository) -> None:
    done = diff(repository.folder, "HEAD~1..HEAD", "--format", "markdown")
    assert "Correct @<!-- -->cedar \\| \\`rm -rf\\` \\<b\\>�\\[31m" in done.out
    assert "| **estimate** |" in done.out


def test_a_flip_fails_where_that_was_asked_for(repository: Repository) -> None:
    done = diff(repository.folder, "HEAD~1..HEAD", "--fail-on", "flip")
    assert done.code == 1
    assert "error[MS634]: the conclusion flips for `pain`" in done.err
    assert diff(repository.folder, "HEAD..HEAD", "--fail-on", "flip").code == 0


def test_the_files_as_they_lie_are_compared_with_a_commit(repository: Repository) -> None:
    repository.replace("studies/ash.yaml", "mean: 4,", "mean: 3.9,")
    done = diff(repository.folder, "HEAD", COLUMNS="120")
    assert done.code == 0
    assert "not committed yet" in done.out
    assert "HEAD:studies → studies" in done.out


def test_nothing_changed_is_said(repository: Repository) -> None:
    done = diff(repository.folder, "HEAD..HEAD")
    assert "What changed: nothing" in done.out


def test_a_folder_below_and_a_folder_that_is_named(repository: Repository) -> None:
    """From wherever one stands in the repository."""
    inside = diff(repository.folder / "studies", "HEAD~1..HEAD")
    named = diff(repository.folder / "studies", "HEAD~1..HEAD", "--folder", "../studies")
    absolute = diff(repository.folder, "HEAD~1..HEAD", "--folder", str(repository.folder / "studies"))
    assert (inside.code, named.code, absolute.code) == (0, 0, 0)
    assert inside.out == named.out == absolute.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["no-such-branch..HEAD"], "MS630"),
        (["--", "--output=owned"], "MS630"),
        (["HEAD..--all"], "MS630"),
        (["HEAD~1..HEAD", "--folder", "nowhere"], "MS632"),
        (["HEAD~1..HEAD", "--folder", "../outside"], "MS632"),
        (["HEAD~1", "HEAD"], "MS638"),
        (["studies", "studies", "studies"], "MS638"),
        (["studies", "studies", "--folder", "studies"], "MS638"),
    ],
)
def test_what_cannot_be_compared_is_a_mistake_of_usage(repository: Repository, arguments: list[str], code: str) -> None:
    done = diff(repository.folder, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error[{code}]: ")
    assert not (repository.folder / "owned").exists()


def test_without_a_common_ancestor(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "alone")
    repository.commit("another root")
    done = diff(repository.folder, "main...alone")
    assert done.code == 2
    assert "error[MS635]" in done.err
    assert diff(repository.folder, "main..alone").code == 0


def test_outside_a_repository(tmp_path: Path) -> None:
    done = diff(tmp_path, "HEAD~1..HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert done.code == 2
    assert done.err.startswith("error[MS631]: git cannot answer here: ")


def test_two_folders_have_no_authors(tmp_path: Path) -> None:
    for name, records in (("old", RECORDS), ("new", RECORDS | {"cedar": RECORDS["cedar"].replace(*SLIP)})):
        write_folder(tmp_path / name, records, outcomes=OUTCOMES)
    done = diff(tmp_path, "old/", "new/", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (done.code, done.err) == (0, "")
    assert "new/cedar.yaml" in done.out
    assert "By" not in done.out


def test_a_renamed_record_is_told_as_one(repository: Repository) -> None:
    repository.git("mv", "studies/elm.yaml", "studies/larch.yaml")
    for file in ("studies/larch.yaml", "studies/protocol.yaml", "studies/references.bib"):
        path = repository.folder / file
        text = path.read_text(encoding="utf-8").replace("elm", "larch").replace("Elm", "Larch")
        path.write_text(text, encoding="utf-8")
    repository.commit("Rename a record")
    done = diff(repository.folder, "HEAD~1..HEAD", COLUMNS="120")
    assert "HEAD~1:studies/elm.yaml → HEAD:studies/larch.yaml: renamed" in done.out
    assert "0 of 2 outcomes moved" in done.out


def test_a_broken_record_is_named_with_its_commit(repository: Repository) -> None:
    repository.replace("studies/ash.yaml", "mean: 4,", "mean: 4,5,")
    repository.commit("A comma")
    done = diff(repository.folder, "HEAD~1..HEAD")
    assert (done.code, done.out) == (1, "")
    assert "--> HEAD:studies/ash.yaml:8:" in done.err
    assert "nothing was compared" in done.err
    rest = diff(repository.folder, "HEAD~1..HEAD", "--skip-invalid")
    assert rest.code == 0
    assert "left: Ash; now, its record has errors there" in rest.out


def test_more_files_than_are_exact_are_said_to_be_sampled(tmp_path: Path) -> None:
    for name, step in (("old", 0.0), ("new", 0.3)):
        records = {
            f"r{at}": RECORDS["cedar"].replace("mean: 8.1", f"mean: {7 + at / 10 + at * step / 5:g}")
            for at in range(11)
        }
        write_folder(tmp_path / name, records, outcomes=OUTCOMES)
    done = diff(tmp_path, "old", "new", COLUMNS="140")
    assert done.code == 0
    assert "MS636 10 files changed: their parts are means over 64 random orders" in done.out


def test_no_answer_in_between_is_said(tmp_path: Path) -> None:
    """The only record goes and another comes, so that there is a moment without any."""
    write_folder(tmp_path / "old", {"ash": RECORDS["ash"]}, outcomes=OUTCOMES)
    result = scores("mean: 5.5, sd: 1.1", "mean: 2.1, sd: 1.2", time="4 weeks")
    cohort = "- {cohort: all, n: 31, etiology: cancer, where: Methods}"
    other = record("fir", result.replace("n: 20", "n: 31").replace("Table 2", "Results"), cohort)
    write_folder(tmp_path / "new", {"fir": other.replace("full text", "abstract")}, outcomes=OUTCOMES)
    done = diff(tmp_path, "old", "new", COLUMNS="140")
    assert "new/fir.yaml: added" in done.out
    assert "! MS637 no parts: with some of the changed files old and others new, nothing can be pooled" in done.out


@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_no_number_is_cut_on_a_narrow_screen(repository: Repository, columns: str) -> None:
    done = diff(repository.folder, "HEAD~1..HEAD", COLUMNS=columns)
    assert max(len(line) for line in done.out.splitlines()) <= int(columns)
    assert "7.90" in done.out
    assert ANN not in done.out
