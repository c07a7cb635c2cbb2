"""A hostile record beside good ones: one coded error at its place, soon, and the others are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro.problems.printable import printable
from tests.hostile.case import Case
from tests.hostile.cases import ALONE, TOGETHER
from tests.hostile.evidence import GOOD, good_folder
from tests.hostile.limited import Ended, Told, assert_calm, limited


def told_of(case: Case) -> Told:
    return Told(code=case.code, file=printable(f"{case.name}.yaml"), at=case.at)


@pytest.mark.parametrize("case", ALONE, ids=lambda case: case.name)
def test_what_could_crash_or_hang_is_one_error(case: Case, tmp_path: Path) -> None:
    """In a process of its own: the one error, exit code 1, a screen of text."""
    folder = good_folder(tmp_path / "studies")
    case.write(folder / f"{case.name}.yaml")
    ended = limited(["check", folder])
    assert [told_of(case)] == ended.told
    assert ended.code == 1
    assert len(ended.err) < 2_000
    assert_calm(ended)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three good records among all the hostile ones."""
    folder = good_folder(tmp_path_factory.mktemp("hostile") / "studies")
    for case in TOGETHER:
        path = folder / f"{case.name}.yaml"
        assert not path.exists(), "every case has a name of its own"
        case.write(path)
    return folder


@pytest.fixture(scope="module")
def checked(crowded: Path) -> Ended:
    return limited(["check", crowded])


@pytest.mark.parametrize("case", TOGETHER, ids=lambda case: f"{case.row}-{printable(case.name)}")
def test_a_hostile_record_is_one_error(case: Case, checked: Ended) -> None:
    """At its file, line and column, whatever stands beside it."""
    wanted = told_of(case)
    assert [wanted] == [told for told in checked.told if told.file == wanted.file]


def test_the_rest_of_the_folder_is_read(crowded: Path, checked: Ended) -> None:
    """Nothing is told of a good record; left alone with the hostile ones left out, the good ones are pooled."""
    assert checked.code == 1
    assert len(TOGETHER) == len(checked.told)
    assert_calm(checked)
    pooled = limited(["pool", crowded, "--skip-invalid", "--format", "csv", "--outcome", "pain"])
    assert pooled.code == 0
    assert [label for label in GOOD.values() if label not in pooled.out] == []
    assert "Smith 2020" not in pooled.out
    assert_calm(pooled)


def test_a_mark_of_utf_8_is_read_over(tmp_path: Path) -> None:
    """Editors write it; alone among the encodings it changes nothing."""
    folder = good_folder(tmp_path / "studies")
    (folder / "good1.yaml").write_bytes(b"\xef\xbb\xbf" + (folder / "good1.yaml").read_bytes())
    ended = limited(["check", folder])
    assert ended.code == 0, ended.err
    assert "3 records" in ended.out


@pytest.mark.parametrize(
    "command", [("pool",), ("report",), ("forest",), ("export", "--to", "ris"), ("fmt", "--check")]
)
def test_no_verb_gets_further(command: tuple[str, ...], crowded: Path, tmp_path: Path) -> None:
    """Without `--skip-invalid` each verb tells the same errors and writes nothing."""
    out = tmp_path / "out"
    into = [] if command[0] in ("fmt", "pool") else ["--output", out / "forest.svg" if command[0] == "forest" else out]
    ended = limited([*command, crowded, *into])
    assert ended.code == 1
    assert {told.code for told in ended.told} >= {case.code for case in TOGETHER if case.code != "MS128"}
    assert not out.exists()
    assert_calm(ended)
