"""The example in outputs/ is what `metasacro pool --output outputs` and `metasacro report` write today.

After a wanted change run these commands in the checkout (`make pool report`), and read the difference in git.
"""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import CHECKOUT, run

EXAMPLE = CHECKOUT / "outputs"
#: Another processor or another numpy may round the last digits of an iteration differently.
RELATIVE, ABSOLUTE = 1e-9, 1e-12


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the command writes now."""
    folder = tmp_path_factory.mktemp("outputs")
    found = run(["pool", "--output", str(folder)])
    assert found.code == 0, found.err
    return folder


def same(old: Any, new: Any, path: str = "") -> None:
    """Equal, with numbers within the tolerance."""
    if isinstance(old, dict):
        assert list(old) == list(new), path
        for key in old:
            same(old[key], new[key], f"{path}.{key}")
    elif isinstance(old, list):
        assert len(old) == len(new), path
        for position, pair in enumerate(zip(old, new, strict=True)):
            same(*pair, f"{path}[{position}]")
    elif isinstance(old, float):
        assert new == pytest.approx(old, rel=RELATIVE, abs=ABSOLUTE), path
    else:
        assert old == new, path


def test_the_text_is_current(written: Path) -> None:
    old, new = ((folder / "pool.txt").read_text(encoding="utf-8") for folder in (EXAMPLE, written))
    assert old == new


def test_the_json_is_current(written: Path) -> None:
    old, new = (json.loads((folder / "pool.json").read_text(encoding="utf-8")) for folder in (EXAMPLE, written))
    for document in (old, new):
        del document["manifest"]["packages"]
    same(old, new)


def number(cell: str) -> float | str:
    """A cell as a number where it is one."""
    try:
        return float(cell)
    except ValueError:
        return cell


def test_the_csv_is_current(written: Path) -> None:
    old, new = (
        [
            [number(cell) for cell in row]
            for row in csv.reader((folder / "pool.csv").read_text(encoding="utf-8").splitlines())
        ]
        for folder in (EXAMPLE, written)
    )
    same(old, new)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report as it is written now."""
    folder = tmp_path_factory.mktemp("report")
    found = run(["report", "--output", str(folder)])
    assert found.code == 0, found.err
    return folder


def under_these_versions(text: str, written: Path) -> str:
    """The example's text with the versions of today's packages in the place of those that it was made with."""
    old, new = (
        json.loads((folder / "pool.json").read_text(encoding="utf-8"))["manifest"]["packages"]
        for folder in (EXAMPLE, written)
    )
    for name, version in old.items():
        text = text.replace(version, new[name])
    return text


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_the_report_is_current(name: str, written: Path, reported: Path) -> None:
    old = under_these_versions((EXAMPLE / name).read_text(encoding="utf-8"), written)
    new = (reported / name).read_text(encoding="utf-8")
    assert old == new


def test_the_figures_of_the_report_are_current(reported: Path) -> None:
    old, new = (
        {path.name: path.read_bytes() for path in (folder / "report-figures").iterdir()}
        for folder in (EXAMPLE, reported)
    )
    assert old.keys() == new.keys()
    assert [name for name in old if old[name] != new[name]] == []


@pytest.mark.parametrize("name", ["pool", "report"])
def test_the_manifest_is_current(name: str, written: Path, reported: Path) -> None:
    """But for versions, and the digests of files that name them."""
    old, new = (
        json.loads((folder / f"{name}.manifest.json").read_text(encoding="utf-8"))
        for folder in (EXAMPLE, {"pool": written, "report": reported}[name])
    )
    assert list(old["outputs"]) == list(new["outputs"])
    if old["packages"] != new["packages"]:
        del old["packages"], new["packages"], old["outputs"], new["outputs"]
    assert old == new
