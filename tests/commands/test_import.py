"""`metasacro import`: what is written, what is listed, what is refused, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import metasacro
from metasacro.records.folder import read_folder, shipped_folder
from tests.records.imports.examples import RIS, RM5

HEADER = "study,seen,cohort,outcome,n,n_before,mean_before,sd_before,time,n_after,mean_after,sd_after"
SMITH = "smith2020,abstract,all,pain,27,27,8.0,1.10,1 month,26,3.0,2.40"
GOOD = Path(__file__).parents[1] / "records" / "good"


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(metasacro, list(arguments))


def imported(folder: Path, text: str, *options: str, name: str = "table.csv") -> Result:
    (folder / name).write_text(text, encoding="utf-8")
    into = folder / "into"
    into.mkdir(exist_ok=True)
    return run("import", str(folder / name), "--into", str(into), *options)


def test_a_record_holds_what_the_table_prints(tmp_path: Path) -> None:
    """With its decimals; what the table lacks is left empty."""
    result = imported(tmp_path, f"{HEADER}\n{SMITH}\n")
    assert (result.exit_code, result.stderr.splitlines()[-1][:17]) == (0, "written: 1 record")
    text = (tmp_path / "into" / "smith2020.yaml").read_text(encoding="utf-8")
    assert "baseline: {n: 27, mean: 8.0, sd: 1.10}" in text
    assert "{time: 1 month, n: 26, mean: 3.0, sd: 2.40}" in text
    assert "\ncitation: # " in text


def test_what_is_left_to_fill_in_is_asked_for_at_its_line(tmp_path: Path) -> None:
    """`check` names each field that the table does not have."""
    imported(tmp_path, f"{HEADER}\n{SMITH.replace('abstract', '')}\n")
    _, problems = read_folder(tmp_path / "into", "into")
    text = (tmp_path / "into" / "smith2020.yaml").read_text(encoding="utf-8").splitlines()
    asked = {
        text[found.location.line - 1].split(":")[0].strip()
        for found in problems
        if found.code == "MS126" and found.location
    }
    assert asked == {"label", "citation", "seen", "where"}


def test_imported_records_are_checked_and_pooled(tmp_path: Path) -> None:
    """Pain of two shipped records, taken out into a table and imported, gives the shipped answer."""
    shipped = shutil.copytree(shipped_folder(), tmp_path / "studies")
    before = json.loads(run("pool", str(shipped), "--format", "json").stdout)
    columns = "study,label,citation,seen,cohort,etiology,n,pain.instrument,pain.scale,pain.where"
    scores = [f"pain.{part}.{field}" for part in ("baseline", "follow_up.4 weeks") for field in ("n", "mean", "sd")]
    row = 'kamel2009,Kamel 2009,kamel2009,abstract,all,noncancer,19,VAS,0-10,"abstract, results",19,8,1.9,19,3,1.1'
    (tmp_path / "t.csv").write_text(f"{columns},{','.join(scores)}\n{row}\n", encoding="utf-8")
    (shipped / "kamel2009.yaml").unlink()
    result = run("import", str(tmp_path / "t.csv"), "--into", str(shipped))
    assert result.exit_code == 0, result.output
    assert run("check", str(shipped)).exit_code == 0
    after = json.loads(run("pool", str(shipped), "--format", "json").stdout)
    pain = [next(found for found in document["outcomes"] if found["id"] == "pain") for document in (before, after)]
    assert pain[0]["estimate"] == pain[1]["estimate"]
    assert pain[0]["k"] == pain[1]["k"]


def test_a_file_that_exists_is_not_overwritten_and_nothing_else_is_written(tmp_path: Path) -> None:
    """Whole or not at all."""
    (tmp_path / "into").mkdir()
    (tmp_path / "into" / "smith2020.yaml").write_text("mine", encoding="utf-8")
    result = imported(tmp_path, f"{HEADER}\njones2021{SMITH[9:]}\n{SMITH}\n")
    assert result.exit_code == 1
    assert "error[MS166]" in result.stderr
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "into").iterdir()} == {
        "smith2020.yaml": "mine"
    }


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """And says what it would."""
    result = imported(tmp_path, f"{HEADER}\n{SMITH}\n", "--dry-run")
    assert result.exit_code == 0
    assert result.stderr.startswith("would be written: 1 record")
    assert list((tmp_path / "into").iterdir()) == []


def test_what_was_not_mapped_is_listed(tmp_path: Path) -> None:
    """A column with its place, its first value and how many there are; in JSON too."""
    text = f"{HEADER},who\n{SMITH},=1+1\n"
    result = imported(tmp_path, text, "--dry-run", "--format", "json")
    (row,) = json.loads(result.stdout)["tables"][-1]["rows"]
    cells = {key: cell["text"] for key, cell in row["cells"].items()}
    assert cells["where"] == f"1:{len(HEADER) + 2}"
    assert (cells["what"], cells["text"], cells["count"]) == ("who", "=1+1", "1")
    csv = imported(tmp_path, text, "--dry-run", "--format", "csv").stdout
    assert ",=1+1" not in csv


def test_a_saved_mapping_gives_the_same_again(tmp_path: Path) -> None:
    """Every column stands in it; what is open is `unmapped`. It is not overwritten."""
    path = tmp_path / "map.yaml"
    imported(tmp_path, f"{HEADER},who\n{SMITH},A\n", "--dry-run", "--save-map", str(path))
    assert "who: unmapped" in path.read_text(encoding="utf-8")
    again = imported(tmp_path, f"{HEADER},who\n{SMITH},A\n", "--map", str(path))
    assert again.exit_code == 0
    assert (tmp_path / "into" / "smith2020.yaml").is_file()
    refused = imported(tmp_path, f"{HEADER}\n{SMITH}\n", "--dry-run", "--save-map", str(path))
    assert (refused.exit_code, "MS166" in refused.stderr) == (1, True)


def test_references_are_added_and_the_rest_stays_byte_for_byte(tmp_path: Path) -> None:
    """Also the line ends; what is there already is listed with what it equals."""
    into = tmp_path / "into"
    into.mkdir()
    old = b"@article{smith,\r\n  author = {Smith, A.},\r\n  title = {A {Made-Up} series},\r\n  year = {2020},\r\n}\r\n"
    (into / "references.bib").write_bytes(old)
    result = imported(tmp_path, RIS, name="refs.ris")
    assert result.exit_code == 0, result.output
    assert "`smith` has the same title and year" in result.stdout
    new = (into / "references.bib").read_bytes()
    assert new.startswith(old)
    assert b"@article{doe2021," in new
    assert new.count(b"@article") == 2
    again = imported(tmp_path, RIS, name="refs.ris")
    assert "0 references" in again.stderr
    assert (into / "references.bib").read_bytes() == new
    assert [path.name for path in into.iterdir()] == ["references.bib"]


def test_a_bibliography_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """It could lead anywhere."""
    (tmp_path / "into").mkdir()
    (tmp_path / "other.bib").write_text("", encoding="utf-8")
    (tmp_path / "into" / "references.bib").symlink_to(tmp_path / "other.bib")
    result = imported(tmp_path, RIS, name="refs.ris")
    assert (result.exit_code, "MS101" in result.stderr) == (1, True)
    assert (tmp_path / "other.bib").read_text(encoding="utf-8") == ""


def test_a_revman_file_gives_cohorts_by_arm(tmp_path: Path) -> None:
    """With the outcomes that a mapping places; its references, and their keys in the records."""
    path = tmp_path / "map.yaml"
    path.write_text("outcomes:\n  Cement versus none / Leak / Early: leak\n", encoding="utf-8")
    result = imported(tmp_path, RM5, "--map", str(path), name="review.rm5")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "into" / "smith2020.yaml").read_text(encoding="utf-8")
    assert "citation: smith2020" in text
    assert "  - outcome: leak\n    cohort: no-cement\n    events: 0\n    of: 21\n" in text
    assert "needs a line in the mapping" in result.stdout


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("r.ris", "TY  - JOUR\nTI  - Made up\nKW  - bone\nKW  - pain\nER  -\n", "KW"),
        ("r.nbib", "PMID- 1\nTI  - Made up\nPST - p\nPST - q\n", "PST"),
        (
            "r.bib",
            "@article{a,\n  title = {A},\n  note = {b}\n}\n@misc{c,\n  title = {C},\n  note = {d}\n}\n",
            "note",
        ),
    ],
)
def test_fields_of_references_that_are_left_out_are_listed(name: str, text: str, field: str, tmp_path: Path) -> None:
    """Each once, with how often it stands there."""
    result = imported(tmp_path, text, "--dry-run", "--format", "json", name=name)
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.stdout)["tables"][-1]["rows"]
    assert (row["cells"]["what"]["text"], row["cells"]["count"]["text"]) == (field, "2")


@pytest.mark.parametrize(
    ("name", "text", "mapping"),
    [("t.csv", f"{HEADER}\n{SMITH}\n", "outcomes: {Pain: pain}"), ("r.rm5", RM5, "columns: {Pain: pain}")],
)
def test_a_mapping_for_another_kind_of_file_is_refused(name: str, text: str, mapping: str, tmp_path: Path) -> None:
    """Its lines would be passed over without a word."""
    (tmp_path / "map.yaml").write_text(mapping + "\n", encoding="utf-8")
    result = imported(tmp_path, text, "--map", str(tmp_path / "map.yaml"), name=name)
    assert (result.exit_code, "error[MS167]" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("table.csv",), 2, "--into"),
        (("none.csv", "--into", "."), 1, "MS101"),
        (("table.docx", "--into", "."), 1, "MS170"),
        (("table.csv", "--into", "nowhere"), 1, "MS134"),
        (("table.csv", "--into", ".", "--from", "xls"), 2, "xls"),
        (("table.csv", "--into", ".", "--map", "none.yaml"), 1, "MS101"),
        (("table.csv", "--into", ".", "--from", "rm5"), 1, "MS172"),
    ],
)
def test_what_cannot_be_imported_ends_with_its_code(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2: the command line; 1: the file. Nothing is written."""
    monkeypatch.chdir(tmp_path)
    for name in ("table.csv", "table.docx"):
        (tmp_path / name).write_text(f"{HEADER}\n{SMITH}\n", encoding="utf-8")
    result = run("import", *arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.csv", "table.docx"]


def test_a_failing_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made before the failure is taken away again. Neither a link nor a copy finds room."""
    linked, opened = os.link, Path.open

    def full(source: Path, target: Path) -> None:
        if target.name == "smith2020.yaml":
            raise OSError(28, "No space left on device")
        linked(source, target)

    def full_too(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        if mode == "xb":
            raise OSError(28, "No space left on device")
        return opened(path, mode, *more, **named)

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(Path, "open", full_too)
    result = imported(tmp_path, f"{HEADER}\njones2021{SMITH[9:]}\n{SMITH}\n")
    assert (result.exit_code, "MS175" in result.stderr) == (1, True)
    assert list((tmp_path / "into").iterdir()) == []
