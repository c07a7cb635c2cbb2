"""`metasacro pool` as a user types it: what it prints where, and how it ends."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.formats import FORMATS
from metasacro.commands.main import metasacro
from tests.commands.running import CHECKOUT, run
from tests.synthesis.shipped import analysis
from tests.synthesis.small_folder import count, record, write_folder

STUDIES = CHECKOUT / "studies"


def inside(*arguments: str) -> Result:
    """The command in this process, with its output and its exit code."""
    return CliRunner().invoke(metasacro, ["pool", *arguments])


@pytest.fixture
def studies(tmp_path: Path) -> Path:
    """A copy of the shipped evidence that a test may change."""
    return Path(shutil.copytree(STUDIES, tmp_path / "studies"))


def change(path: Path, old: str, new: str) -> int:
    """Replace what stands once in a record; the line of it."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def document(*arguments: str) -> dict[str, Any]:
    """What `--format json` prints."""
    found = inside("--format", "json", *arguments)
    assert found.exit_code == 0, found.output
    parsed: dict[str, Any] = json.loads(found.stdout)
    return parsed


def pain(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = document(str(folder), "--outcome", "pain")["outcomes"][0]
    return found


# ---- one digit


def test_change_one_digit_of_a_record_and_the_answer_follows(studies: Path) -> None:
    before = pain(studies)
    change(studies / "pereira2013.yaml", "mean: 5.3", "mean: 6.3")
    after = pain(studies)
    moved = [
        (old["label"], round(new["yi"] - old["yi"], 12))
        for old, new in zip(before["studies"], after["studies"], strict=True)
        if old["yi"] != new["yi"]
    ]
    assert moved == [("Pereira 2013", -1.0)]
    assert after["estimate"] < before["estimate"]


def test_change_one_count_and_its_rate_and_the_manifest_follow(studies: Path) -> None:
    before = document(str(studies), "--outcome", "response")
    change(studies / "dougherty2014.yaml", "events: 37", "events: 36")
    after = document(str(studies), "--outcome", "response")
    assert after["outcomes"][0]["proportion"]["estimate"] < before["outcomes"][0]["proportion"]["estimate"]
    old, new = before["manifest"]["inputs"], after["manifest"]["inputs"]
    assert [Path(name).name for name in old if old[name] != new[name]] == ["dougherty2014.yaml"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (
            "kamel2009.yaml",
            "time: 4 weeks, n: 19, mean: 3, sd: 1.1",
            "time: 4 weeks, n: 19, mean: 3, sd: -1.1",
            "MS112",
        ),
        ("dougherty2014.yaml", "events: 37", "events: 73", "MS201"),
        ("trouvin2012.yaml", "design: retro", "desing: retro", "MS111"),
        ("pereira2013.yaml", "mean: 5.3", "mean: 5,3", ""),
        ("kortman2013.yaml", "n: 243\n    where: abstract\n", "n: 243\n    n: 244\n    where: abstract\n", ""),
    ],
)
def test_break_a_record_and_the_error_points_at_the_line(
    studies: Path, file: str, old: str, new: str, code: str
) -> None:
    line = change(studies / file, old, new)
    found = inside(str(studies))
    assert found.exit_code == 1
    assert found.stdout == ""
    lines = (line, line + 1) if new.count("\n") > old.count("\n") else (line,)
    assert any(f"{file}:{at}:" in found.stderr for at in lines), found.stderr
    assert f"error[{code}" in found.stderr
    assert "nothing was pooled" in found.stderr


# ---- a record with an error


def test_a_record_with_an_error_is_never_pooled_silently(studies: Path) -> None:
    change(studies / "pereira2013.yaml", "mean: 5.3", "mean: 53")
    assert inside(str(studies)).exit_code == 1


def test_skip_invalid_pools_the_rest_and_says_so(studies: Path) -> None:
    change(studies / "pereira2013.yaml", "mean: 5.3", "mean: 53")
    found = inside(str(studies), "--skip-invalid", "--outcome", "pain")
    assert found.exit_code == 0
    assert "MS447" in found.stdout
    assert "pereira2013" in found.stdout
    assert "pereira2013.yaml" in found.stderr
    assert "5 cohorts of 4 studies" in " ".join(found.stdout.split())


def test_skip_invalid_pools_without_the_index_study_too(studies: Path) -> None:
    change(studies / "gupta2014.yaml", "median: 9.5", "median: 95")
    found = inside(str(studies), "--skip-invalid", "--outcome", "pain")
    assert found.exit_code == 0
    assert "Reanalysis" not in found.stdout
    assert "MS447" in found.stdout


# ---- exit codes and streams


@pytest.mark.parametrize(
    "arguments",
    [
        ["--outcome", "pian"],
        ["--method", "XX"],
        ["--level", "95"],
        ["--level", "0"],
        ["--correlation", "1.5"],
        ["--format", "xml"],
        ["--study-set", "none"],
        ["--nonsense"],
    ],
)
def test_a_command_line_that_cannot_be_understood_ends_with_2(arguments: list[str]) -> None:
    found = inside(*arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr != ""


def test_a_misspelt_outcome_is_answered_with_the_nearest() -> None:
    assert "did you mean `pain`?" in inside("--outcome", "pian").stderr


def test_a_folder_that_does_not_exist_ends_with_1(tmp_path: Path) -> None:
    found = inside(str(tmp_path / "nowhere"))
    assert (found.exit_code, found.stdout) == (1, "")


def test_nothing_to_estimate_ends_with_3_and_still_says_why(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"smith": count("not reported")})
    found = inside(str(folder), "--outcome", "harm")
    assert found.exit_code == 3
    assert "MS448" in found.stdout
    assert "MS437" in found.stdout


def test_no_event_anywhere_is_an_answer(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"smith": count(0), "jones": count(0)})
    found = inside(str(folder), "--outcome", "harm")
    assert found.exit_code == 0
    assert "0.0 [0.0, 8.8]" in found.stdout
    assert "no event in any of 2 cohorts (0/40)" in found.stdout


def test_a_fault_of_ours_ends_with_70_and_says_that_it_is_ours(tmp_path: Path) -> None:
    """The module that pools is made to fail by standing in its way."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['metasacro.synthesis.run'] = None\n", encoding="utf-8"
    )
    found = run(["pool"], PYTHONPATH=f"{tmp_path}:{CHECKOUT}")
    assert (found.code, found.out) == (70, "")
    assert "error[MS900]: this is a fault of metasacro, not of your evidence" in found.err
    assert "Traceback" not in found.err


@pytest.mark.parametrize("form", FORMATS)
def test_data_goes_to_stdout_and_all_else_to_stderr(tmp_path: Path, form: str) -> None:
    found = inside("--format", form, "--output", str(tmp_path))
    assert found.exit_code == 0
    assert "written:" in found.stderr
    assert "written:" not in found.stdout


# ---- forms


def test_json_is_the_same_bytes_twice() -> None:
    first, second = (run(["pool", "--format", "json"], PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert (first.code, first.err) == (0, "")
    assert first.out == second.out


def test_json_has_ten_digits() -> None:
    pooled = analysis("pain").pooled
    assert pooled is not None
    assert document()["outcomes"][0]["estimate"] == float(f"{pooled.estimate:.10g}")


def test_csv_is_one_table() -> None:
    rows = list(csv.reader(io.StringIO(inside("--format", "csv").stdout)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [row[0] for row in rows].count("outcome") == 1


def test_a_label_that_a_spreadsheet_would_run_is_defused(tmp_path: Path) -> None:
    hostile = record("smith", count(1)).replace("label: Smith", "label: '=HYPERLINK(1)'")
    folder = write_folder(tmp_path, {"smith": hostile, "jones": count(2)})
    rows = csv.DictReader(io.StringIO(inside(str(folder), "--outcome", "harm", "--format", "csv").stdout))
    assert [row["label"] for row in rows if row["study"] == "smith" and row["label"]] == ["'=HYPERLINK(1)"]


@pytest.mark.parametrize("label", ["'[red]Smith[/red] [/2013]'", "'[link=http://x]Smith'", "':smile: Smith'"])
def test_markup_in_a_label_is_printed_to_the_letter(tmp_path: Path, label: str) -> None:
    hostile = record("smith", count(1)).replace("label: Smith", f"label: {label}")
    folder = write_folder(tmp_path, {"smith": hostile, "jones": count(2)})
    assert label.strip("'") in inside(str(folder), "--outcome", "harm").stdout


def test_options_reach_every_outcome_that_was_asked_for() -> None:
    found = document("--outcome", "pain", "--outcome", "leak", "--level", "0.9", "--test", "z")
    assert [(outcome["id"], outcome["level"], outcome["test"]) for outcome in found["outcomes"]] == [
        ("pain", 0.9, "z"),
        ("leak", 0.9, "z"),
    ]


@pytest.mark.parametrize("asked", [("pain",), ("response",), ("leak",), ("pain", "major_complication")])
def test_an_outcome_that_was_not_asked_for_is_nowhere(asked: tuple[str, ...]) -> None:
    """Neither in the pool nor in the reanalysis of the index study, in no form of output."""
    options = [word for outcome in asked for word in ("--outcome", outcome)]
    rows = list(csv.DictReader(io.StringIO(inside(*options, "--format", "csv").stdout)))
    assert {row["outcome"] for row in rows} == set(asked)
    found = document(*options)["reanalysis"]
    shown = {entry["outcome"] for part in ("scales", "counts") for entry in found[part]}
    assert shown == set(asked) - {"leak"}  # the index study counts no leaks
    text = inside(*options).stdout
    assert ("Reanalysis of the single-center cohort" in text) is bool(shown)
    assert ("Functional Mobility" in text, "Complete response" in text) == (False, False)


def test_without_a_choice_of_outcomes_the_whole_panel_is_shown() -> None:
    found = document()["reanalysis"]
    assert {scale["outcome"] for scale in found["scales"]} == {"pain", "mobility", "analgesic_use"}
    assert {one["outcome"] for one in found["counts"]} == {"response", "complete_response", "major_complication"}


@pytest.mark.parametrize("study_set", ["main", "extended", "all"])
def test_a_study_set_can_be_asked_for(study_set: str) -> None:
    found = document("--study-set", study_set)
    assert {outcome["study_set"] for outcome in found["outcomes"]} == {study_set}


# ---- files


def test_output_writes_the_same_tables_as_text_csv_and_json(tmp_path: Path) -> None:
    printed = inside("--format", "json", "--output", str(tmp_path / "deep" / "out"))
    assert printed.exit_code == 0
    folder = tmp_path / "deep" / "out"
    assert sorted(path.name for path in folder.iterdir()) == ["pool.csv", "pool.json", "pool.manifest.json", "pool.txt"]
    assert (folder / "pool.json").read_text(encoding="utf-8") == printed.stdout
    assert (folder / "pool.csv").read_text(encoding="utf-8") == inside("--format", "csv").stdout
    assert "Pain reduction" in (folder / "pool.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "more", [{"FORCE_COLOR": "1"}, {"COLUMNS": "200"}, {"PYTHONIOENCODING": "ascii"}, {"TERM": "dumb"}]
)
def test_files_are_the_same_in_every_terminal(tmp_path: Path, more: dict[str, str]) -> None:
    for name, settings in (("plain", {}), ("other", more)):
        assert run(["pool", "--output", str(tmp_path / name)], **settings).code == 0
    for ending in ("txt", "csv", "json"):
        plain, other = ((tmp_path / name / f"pool.{ending}").read_bytes() for name in ("plain", "other"))
        assert plain == other


def test_a_folder_that_cannot_be_written_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    found = inside("--output", str(tmp_path / "file" / "out"))
    assert found.exit_code == 2
    assert "error[MS196]" in found.stderr


def test_every_option_is_explained_with_examples() -> None:
    text = inside("--help").stdout
    for option in (
        "--outcome",
        "--study-set",
        "--method",
        "--test",
        "--correlation",
        "--level",
        "--format",
        "--output",
    ):
        assert option in text
    assert "Examples:" in text
