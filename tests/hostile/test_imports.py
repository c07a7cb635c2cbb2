"""What is imported is refused with one coded error, or becomes files inside the folder and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.case import Case
from tests.hostile.evidence import good_folder
from tests.hostile.import_cases import CASES
from tests.hostile.limited import Told, assert_calm, limited


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_is_not_imported(case: Case, tmp_path: Path) -> None:
    """Nothing is written, and the error stands at its place."""
    folder = good_folder(tmp_path / "studies")
    case.write(tmp_path / case.name)
    before = files(tmp_path)
    ended = limited(["import", tmp_path / case.name, "--into", folder])
    assert [Told(code=case.code, file=case.name, at=case.at)] == ended.told
    assert ended.code == 1
    assert before == files(tmp_path)
    assert_calm(ended)


def test_names_of_studies_lead_nowhere(tmp_path: Path) -> None:
    """A path, a device and a formula as the name of a study become names of records in the folder, or are refused."""
    folder = good_folder(tmp_path / "in" / "studies")
    names = ["../../away", "/etc/passwd", "a/../../b", "..\\..\\c", "=HYPERLINK(1)"]
    (tmp_path / "in" / "a.csv").write_text("study\n" + "\n".join(names) + "\n", encoding="utf-8")
    ended = limited(["import", tmp_path / "in" / "a.csv", "--into", folder])
    assert ended.code == 0, ended.err
    drafted = {path.name for path in folder.glob("*.yaml")} - {f"good{n}.yaml" for n in (1, 2, 3)} - {"protocol.yaml"}
    assert drafted == {"away.yaml", "etcpasswd.yaml", "ab.yaml", "c.yaml", "hyperlink1.yaml"}
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert {path.name for path in (tmp_path / "in").iterdir()} == {"a.csv", "studies"}
    assert_calm(ended)


@pytest.mark.parametrize("name", ["con", "???", "LPT1"])
def test_what_gives_no_name_is_refused(name: str, tmp_path: Path) -> None:
    """A device, or nothing that a file could be called."""
    folder = good_folder(tmp_path / "studies")
    (tmp_path / "a.csv").write_text(f"study\n{name}\n", encoding="utf-8")
    before = files(folder)
    ended = limited(["import", tmp_path / "a.csv", "--into", folder])
    assert [told.code for told in ended.told] == ["MS117"]
    assert [told.at for told in ended.told] == ["2:1"]
    assert before == files(folder)


def test_references_cannot_end_their_entry(tmp_path: Path) -> None:
    """What closes a brace, begins an entry or a string in a title stays a title when it is read again."""
    from bibtexparser.entrypoint import parse_string

    title = "x}, } @string{a = {b}} @article{stolen, title={y}} \\input{z} % # $ end"
    folder = good_folder(tmp_path / "studies")
    ris = f"TY  - JOUR\nAU  - Doe, J.\nPY  - 2020\nTI  - {title}\nER  - \n"
    (tmp_path / "a.ris").write_text(ris, encoding="utf-8")
    ended = limited(["import", tmp_path / "a.ris", "--into", folder])
    assert ended.code == 0, ended.err
    library = parse_string((folder / "references.bib").read_text(encoding="utf-8"))
    assert [entry.key for entry in library.entries][:3] == ["good1", "good2", "good3"]
    assert len(library.entries) == 4
    assert library.strings == []
    assert library.failed_blocks == []
