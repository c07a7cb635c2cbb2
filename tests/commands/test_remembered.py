"""`check` and `pool` say a second time what they said the first time, and compute nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metasacro.commands.checked import Checked, as_text, checked, from_text
from metasacro.problems import Problem
from metasacro.records.evidence_files import shipped_folder
from metasacro.records.file_text import read_text
from metasacro.records.study_text import read_study
from tests.commands.running import CHECKOUT, run
from tests.house.test_start_up import LIGHT, loaded, verb


@pytest.mark.parametrize(
    "arguments", [("check",), ("pool", "--outcome", "pain"), ("pool", "--format", "csv")], ids=" ".join
)
def test_the_second_time_is_as_the_first(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """And as without a cache: text, messages and exit code."""
    without, first, second = (run(arguments, METASACRO_CACHE=where) for where in ("off", *[str(tmp_path / "kept")] * 2))
    assert without == first == second
    assert len(list((tmp_path / "kept").iterdir())) == 1


RECORDS = sorted([*(CHECKOUT / "tests" / "records").rglob("*.yaml"), *shipped_folder().glob("*.yaml")])


@pytest.mark.parametrize("arguments", [("check",), ("pool",)], ids=" ".join)
def test_the_second_time_loads_no_numerics(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor the parser of records."""
    monkeypatch.setenv("METASACRO_CACHE", str(tmp_path / "kept"))
    loaded(verb(*arguments))
    assert loaded(verb(*arguments)) & {*LIGHT, "yaml", "bibtexparser"} == set()


def test_a_changed_record_is_read_again(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shipped_folder(), tmp_path / "studies"))
    kept = str(tmp_path / "kept")
    before = run(["check"], tmp_path, METASACRO_CACHE=kept)
    record = folder / "gupta2014.yaml"
    record.write_text(record.read_text(encoding="utf-8") + "nonsense: 1\n", encoding="utf-8")
    after = run(["check"], tmp_path, METASACRO_CACHE=kept)
    assert (before.code, after.code) == (0, 1)
    assert "MS111" in after.err


def test_other_options_are_another_question(tmp_path: Path) -> None:
    kept = {"METASACRO_CACHE": str(tmp_path / "kept")}
    narrow, wide = (run(["pool", "--outcome", "pain"], COLUMNS=width, **kept).out for width in ("80", "140"))
    level = run(["pool", "--outcome", "pain", "--level", "0.9"], COLUMNS="140", **kept).out
    assert len({narrow, wide, level}) == 3


@pytest.mark.parametrize("damage", ["", "nonsense", "[]", '[[["MS101"]], null, 0]'])
def test_what_check_did_not_write_is_not_read(damage: str) -> None:
    assert from_text(damage) is None


def test_every_finding_survives() -> None:
    found = checked(shipped_folder(), "studies")
    assert found.problems
    assert from_text(as_text(found)) == found


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_problem_of_every_record_survives(path: Path) -> None:
    source = read_text(path, path.name)
    problems = (source,) if isinstance(source, Problem) else tuple(read_study(source)[1])
    told = Checked(problems=problems)
    assert from_text(as_text(told)) == told
