"""`metasacro report`: the page and the Markdown, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import run
from tests.synthesis.small_folder import count, record, scores, write_folder

CHANGED = scores("mean: 8, sd: 1", "mean: 4, sd: 2")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("evidence"), {"one": CHANGED, "two": CHANGED})


def written(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_both_forms_are_written_with_the_figures_beside_them(small: Path, tmp_path: Path) -> None:
    found = run(["report", str(small), "--output", str(tmp_path / "filed")])
    assert found.code == 0, found.err
    names = sorted(path.name for path in (tmp_path / "filed").iterdir())
    assert names == ["report-figures", "report.html", "report.manifest.json", "report.md"]
    markdown = (tmp_path / "filed" / "report.md").read_text(encoding="utf-8")
    for figure in (tmp_path / "filed" / "report-figures").iterdir():
        assert f"report-figures/{figure.name}" in markdown


def test_one_form_can_be_asked_for(small: Path, tmp_path: Path) -> None:
    assert run(["report", str(small), "--output", str(tmp_path), "--format", "html"]).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.manifest.json"]


def test_the_same_evidence_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert run(["report", str(small), "--output", str(tmp_path / name)]).code == 0
    assert written(tmp_path / "first") == written(tmp_path / "second")


def test_an_unwritable_folder_is_said_and_nothing_is_left(small: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    found = run(["report", str(small), "--output", str(tmp_path / "taken" / "inside")])
    assert found.code == 2
    assert "error[MS196]" in found.err


def test_an_outcome_without_a_record_is_reported_as_such(small: Path, tmp_path: Path) -> None:
    run(["report", str(small), "--output", str(tmp_path)])
    assert "Nothing could be pooled" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_an_outcome_of_scores_without_a_cohort_is_reported_as_such(tmp_path: Path) -> None:
    """Its plots are left out, and nothing else."""
    counts = write_folder(tmp_path / "studies", {"one": count(1), "two": count(3)})
    found = run(["report", str(counts), "--output", str(tmp_path)])
    assert found.code == 0, found.err
    assert "Nothing could be pooled" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_every_tool_of_appraisal_has_its_picture(tmp_path: Path) -> None:
    """Also where the main set has none."""

    def judged(name: str, tool: str, answer: str) -> str:
        item = f"{{item: 1, answer: '{answer}', reason: because, where: Methods}}"
        return record(name, CHANGED) + f"risk_of_bias:\n  - {{tool: {tool}, by: one reader, items: [{item}]}}\n"

    two = {"one": judged("one", "jbi", "yes"), "two": judged("two", "minors", "2"), "three": CHANGED}
    for case, extended in (("main", ()), ("all", ("one", "two"))):
        folder = write_folder(tmp_path / case / "studies", two, extended=extended, index="three")
        assert run(["report", str(folder), "--output", str(tmp_path / case)]).code == 0
        names = {path.name for path in (tmp_path / case / "report-figures").iterdir()}
        assert {f"risk-of-bias-{case}-jbi.svg", f"risk-of-bias-{case}-minors.svg"} <= names


def test_broken_evidence_ends_the_program_before_anything_is_written(tmp_path: Path) -> None:
    broken = write_folder(tmp_path / "studies", {"one": scores("mean: 8, sd: -1", "mean: 4, sd: 2")})
    found = run(["report", str(broken), "--output", str(tmp_path / "out")])
    assert found.code == 1
    assert "MS112" in found.err
    assert not (tmp_path / "out").exists()
