"""The script that `metasacro export --to metafor` writes: R recomputes every answer, and stops where one differs."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from metasacro.commands.main import metasacro
from tests.second_opinion.test_metafor import without_metafor
from tests.synthesis.small_folder import HARM, count, record, scores, write_folder

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.r


@pytest.fixture(autouse=True)
def _needs_metafor() -> None:
    if reason := without_metafor():
        pytest.skip(reason)


def exported(output: Path, folder: Path = ROOT / "studies", *more: str) -> Path:
    done = CliRunner().invoke(metasacro, ["export", str(folder), "--to", "metafor", "--output", str(output), *more])
    assert done.exit_code == 0, done.output
    return output


def recomputed(folder: Path, elsewhere: Path) -> subprocess.CompletedProcess[str]:
    """How the script ends, started from another folder."""
    return subprocess.run(
        ["Rscript", "--vanilla", str(folder / "recompute.R")],
        cwd=elsewhere,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def agrees(folder: Path, elsewhere: Path) -> str:
    done = recomputed(folder, elsewhere)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "numbers recomputed, all agree" in done.stdout
    assert "DIFFERS" not in done.stdout
    return done.stdout


def change(path: Path, row: dict[str, str], column: str, value: str) -> None:
    """Write `value` into that column of the row in which these stand."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    (found,) = [entry for entry in rows if all(entry[name] == wanted for name, wanted in row.items())]
    assert found[column] != value
    found[column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def test_the_shipped_answers_are_recomputed_wherever_the_folder_lies(tmp_path: Path) -> None:
    """And what R cannot recompute is said: nothing is passed over."""
    exported(tmp_path / "first")
    moved = tmp_path / "moved to another place"
    shutil.move(tmp_path / "first", moved)
    said = agrees(moved, tmp_path)
    for about in ("pain / pool", "pain / without index", "pain / subgroup / noncancer", "pain / correlation / 0.3"):
        assert f"\n{about}\n" in said
    for about in ("major_complication / pool", "response / pool", "leak / pool"):
        assert f"\n{about}\n" in said
    for line in (
        "pain / pool: the NNF prediction interval needs the exact distribution of Q",
        "pain / Gupta 2014: mean and SD from a median by `exact-set`",
        "leak / pool: the weights of counts",
    ):
        assert line in said.partition("Not recomputed:")[2]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ({"outcome": "pain", "which": "pool"}, "estimate", "-5.25992"),
        ({"outcome": "pain", "which": "pool"}, "tau2_upper", "13.0219"),
        ({"outcome": "pain", "which": "pool"}, "se", ""),
        ({"outcome": "pain", "which": "subgroup", "group": "cancer"}, "upper", "8.0308"),
        ({"outcome": "pain", "which": "correlation", "group": "0.7"}, "lower", "-6.8358"),
    ],
    ids=["estimate", "tau2", "deleted", "subgroup", "correlation"],
)
def test_a_number_that_was_tampered_with_stops_the_script(
    row: dict[str, str], column: str, value: str, tmp_path: Path
) -> None:
    """The error is named, and the exit status says it to the next program."""
    folder = exported(tmp_path / "out", ROOT / "studies", "--outcome", "pain")
    change(folder / "answers.csv", row, column, value)
    done = recomputed(folder, tmp_path)
    assert done.returncode == 1
    named = " / ".join([row["outcome"], row["which"], *([row["group"]] if "group" in row else []), column])
    assert f"numbers differ: {named}" in done.stderr.replace("\n", " ")
    assert "DIFFERS" in done.stdout


def test_a_rate_that_was_tampered_with_stops_the_script(tmp_path: Path) -> None:
    folder = exported(tmp_path / "out", ROOT / "studies", "--outcome", "major_complication")
    change(folder / "answers.csv", {"which": "pool"}, "tau2", "0.3876")
    done = recomputed(folder, tmp_path)
    assert done.returncode == 1
    assert "1 of " in done.stderr
    assert "major_complication / pool / tau2" in done.stderr.replace("\n", " ")


def test_a_raw_number_that_was_tampered_with_stops_the_script(tmp_path: Path) -> None:
    """The effects no longer follow from the printed numbers."""
    folder = exported(tmp_path / "out", ROOT / "studies", "--outcome", "pain")
    change(folder / "cohorts.csv", {"slab": "Kamel 2009"}, "sd1i", "1.2")
    done = recomputed(folder, tmp_path)
    assert done.returncode == 1
    assert "pain / Kamel 2009 / vi" in done.stderr


def test_a_cohort_that_is_missing_stops_the_script(tmp_path: Path) -> None:
    folder = exported(tmp_path / "out", ROOT / "studies", "--outcome", "response")
    lines = (folder / "cohorts.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "cohorts.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    done = recomputed(folder, tmp_path)
    assert done.returncode == 1
    assert "response / pool: 2 cohorts, and not 3" in done.stderr


@pytest.mark.parametrize(
    "choices",
    [
        ("--method", "DL", "--test", "z", "--prediction", "metafor"),
        ("--method", "PM", "--test", "knha", "--prediction", "HTS", "--level", "0.9"),
        ("--method", "EE", "--test", "t"),
        ("--method", "SJ", "--prediction", "HK-PR", "--conversion", "luo/wan/shi"),
        ("--method", "ML", "--prediction", "V", "--correlation", "0.8"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_other_choices_are_recomputed_too(choices: tuple[str, ...], tmp_path: Path) -> None:
    said = agrees(exported(tmp_path / "out", ROOT / "studies", "--outcome", "pain", *choices), tmp_path)
    if choices[1] != "EE":
        assert "prediction_lower" in said


#: Six cohorts: from there on the interval of a rate comes from the profile likelihood. Nothing here is a result.
COUNTS = {"a": (4, 53), "b": (9, 43), "c": (2, 58), "d": (12, 57), "e": (6, 60), "f": (0, 31)}


def test_the_profile_interval_of_a_rate_is_recomputed(tmp_path: Path) -> None:
    records = {name: record(name, count(events, of), f"- {{cohort: all, n: {of}, where: Table 1}}")
               for name, (events, of) in COUNTS.items()}  # fmt: skip
    folder = write_folder(tmp_path / "e", records, outcomes=HARM)
    said = agrees(exported(tmp_path / "out", folder), tmp_path)
    assert ",profile," in (tmp_path / "out" / "answers.csv").read_text(encoding="utf-8")
    assert "the prediction interval of counts is drawn from" in said


def test_counts_without_any_event_have_an_exact_interval(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "e", {"a": count(0), "b": count(0)}, outcomes=HARM)
    said = agrees(exported(tmp_path / "out", folder), tmp_path)
    assert "exact_upper" in said


def test_a_label_is_text_whatever_it_says(tmp_path: Path) -> None:
    """Quotes, a comment sign, a line break and R code in a label neither end the table nor run."""
    one, other = scores("mean: 8, sd: 2", "mean: 3, sd: 2"), scores("mean: 7, sd: 2", "mean: 4, sd: 1")
    folder = write_folder(tmp_path / "e", {"a": one, "b": other})
    text = (folder / "a.yaml").read_text(encoding="utf-8")
    hostile = '"=cmd(), # \\"); stop(\'ran\') # \\n\\\\x41 `quit()`"'
    (folder / "a.yaml").write_text(text.replace("label: A\n", f"label: {hostile}\n"), encoding="utf-8")
    said = agrees(exported(tmp_path / "out", folder, "--outcome", "pain"), tmp_path)
    assert "'=cmd(), # \"); stop('ran') #" in said
