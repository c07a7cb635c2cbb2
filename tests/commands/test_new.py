"""`metasacro new`: what it writes, what it leaves open, and what it never touches."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metasacro.records.file_text import FileText, decode
from metasacro.records.folder import read_folder, shipped_folder
from metasacro.records.study_text import read_study
from metasacro.render import files
from tests.commands.running import Ended, run

RIS = """\
TY  - JOUR
AU  - Example, Anna
TI  - A made up series
JO  - J Tests
PY  - 2020
DO  - 10.1234/made.up
ER  -
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds a copy of the shipped evidence and a reference file."""
    shutil.copytree(shipped_folder(), tmp_path / "studies")
    (tmp_path / "refs.ris").write_text(RIS, encoding="utf-8")
    (tmp_path / "two.ris").write_text(RIS + RIS.replace("Example, Anna", "Other, B").replace("made.up", "two"), "utf-8")
    return tmp_path


def before(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "studies").iterdir()}


def changed(folder: Path, old: dict[str, bytes]) -> list[str]:
    now = before(folder)
    return sorted(name for name in now if now[name] != old.get(name))


def test_from_nothing(folder: Path) -> None:
    """A record with the fields of every outcome; the output says what to do next."""
    old = before(folder)
    ended = run(["new", "smith2020"], folder)
    assert (ended.code, ended.out) == (0, "")
    assert changed(folder, old) == ["smith2020.yaml"]
    assert ended.err.startswith("written: studies/smith2020.yaml\nnext:\n1. open studies/smith2020.yaml")
    for words in ("add the paper to studies/references.bib", "study_sets", "`metasacro check studies`"):
        assert words in ended.err
    text = (folder / "studies" / "smith2020.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=record.schema.json\n")
    for outcome in ("pain", "major_complication", "response", "leak"):
        assert f"  - outcome: {outcome}\n" in text


def test_check_names_every_open_line(folder: Path) -> None:
    """Each field that was left open, at its line; and nothing else of this record."""
    run(["new", "smith2020", "--outcome", "pain"], folder)
    lines = (folder / "studies" / "smith2020.yaml").read_text(encoding="utf-8").split("\n")
    heads = ("cohorts", "results", "baseline", "follow_up")
    left = [
        number
        for number, line in enumerate(lines, start=1)
        if line.partition(" #")[0].rstrip().endswith(":") and line.partition(":")[0].strip(" -") not in heads
    ]
    problems = [found for found in read_folder(folder / "studies", "studies")[1] if found.code in ("MS126", "MS113")]
    assert [found.location.line for found in problems if found.location] == left
    assert len(left) > 10


def test_a_filled_record_is_read(folder: Path) -> None:
    """Typing a value into each open field is all that a record needs."""
    run(["new", "smith2020", "--outcome", "pain", "--outcome", "leak"], folder)
    text = (folder / "studies" / "smith2020.yaml").read_text(encoding="utf-8")
    typed = {
        "label": "Smith 2020", "seen": "full text", "etiology": "cancer", "n": "20", "where": "Table 1", "mean": "5.0",
        "sd": "2.0", "time": "4 weeks", "p": "<.001", "instrument": "VAS", "scale": "0-10", "definition": "any leak",
        "events": "0", "of": "20",
    }  # fmt: skip
    filled = []
    for line in text.split("\n"):
        name, colon, rest = line.partition(":")
        value = typed.get(name.strip(" -"), "")
        filled.append(f"{name}: {value}{rest}" if colon and (not rest or rest.startswith(" #")) and value else line)
    source = decode("\n".join(filled).encode(), "studies/smith2020.yaml")
    assert isinstance(source, FileText)
    study, problems = read_study(source)
    assert problems == []
    assert study is not None
    assert [result.outcome for result in study.results] == ["pain", "leak"]


def test_from_a_reference(folder: Path) -> None:
    """Label and citation are filled in, and the bibliography grows at its end only."""
    old = before(folder)
    ended = run(["new", "example2020", "--from", "refs.ris"], folder)
    assert ended.code == 0
    assert changed(folder, old) == ["example2020.yaml", "references.bib"]
    grown = (folder / "studies" / "references.bib").read_bytes()
    assert grown.startswith(old["references.bib"])
    assert b"\n\n@article{example2020,\n  author = {Example, Anna},\n" in grown[len(old["references.bib"]) - 2 :]
    text = (folder / "studies" / "example2020.yaml").read_text(encoding="utf-8")
    assert "label: Example 2020 #" in text
    assert "  - https://doi.org/10.1234/made.up\n" in text
    assert "add the paper" not in ended.err


def test_a_paper_that_is_cited_already_keeps_its_key(folder: Path) -> None:
    """Found by its DOI, under another key."""
    run(["new", "first2020", "--from", "refs.ris"], folder)
    old = before(folder)
    assert run(["new", "second2020", "--from", "refs.ris"], folder).code == 0
    assert changed(folder, old) == ["second2020.yaml"]
    assert "\ncitation: first2020 #" in (folder / "studies" / "second2020.yaml").read_text(encoding="utf-8")


def test_windows_line_ends_stay(folder: Path) -> None:
    """The new entry has them too."""
    path = folder / "studies" / "references.bib"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").rstrip())
    old = path.read_bytes()
    assert run(["new", "example2020", "--from", "refs.ris"], folder).code == 0
    assert path.read_bytes().startswith(old + b"\r\n\r\n@article{example2020,\r\n")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("entry", "label"), [("2", "Other 2020"), ("other2020", "Other 2020"), ("1", "Example 2020")]
)  # fmt: skip
def test_one_entry_of_several(entry: str, label: str, folder: Path) -> None:
    """By its place or its name."""
    assert run(["new", "x2020", "--from", "two.ris", "--entry", entry], folder).code == 0
    assert f"label: {label} #" in (folder / "studies" / "x2020.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["gupta2014"], 1, "MS156"),
        (["gupta2014", "--from", "refs.ris"], 1, "MS158"),
        (["x", "--from", "two.ris"], 1, "MS157"),
        (["x", "--from", "two.ris", "--entry", "3"], 1, "1 `example2020`, 2 `other2020`"),
        (["x", "--from", "two.ris", "--entry", "0"], 1, "MS157"),
        (["x", "--from", "two.ris", "--entry", "nobody"], 1, "no entry `nobody`"),
        (["x", "--from", "none.ris"], 1, "MS101"),
        (["x", "--from", "studies/README.md"], 1, "MS150"),
        (["x", "--entry", "2"], 2, "needs `--from`"),
        (["Smith 2020"], 2, "cannot name a record"),
        (["../x"], 2, "cannot name a record"),
        (["protocol"], 2, "cannot name a record"),
        (["con"], 2, "cannot name a record"),
        (["x", "--outcome", "pian"], 2, "did you mean `pain`?"),
        (["x", "--into", "nowhere"], 1, "MS134"),
        (["x", "--into", "."], 1, "MS132"),
        ([], 2, "Missing argument 'KEY'"),
    ],
)
def test_what_cannot_be_done_changes_nothing(arguments: list[str], code: int, said: str, folder: Path) -> None:
    """With a code or a sentence that helps, and the right exit code."""
    old = before(folder)
    ended = run(["new", *arguments], folder)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert changed(folder, old) == []
    assert sorted(path.name for path in folder.iterdir()) == ["refs.ris", "studies", "two.ris"]


def test_the_shipped_evidence_is_not_written_into(tmp_path: Path) -> None:
    """Outside any folder of evidence the program asks for one."""
    ended = run(["new", "x2020"], tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "--into" in ended.err


def test_a_broken_bibliography_is_left_alone(folder: Path) -> None:
    """Adding to what cannot be read might make it worse."""
    with (folder / "studies" / "references.bib").open("a", encoding="utf-8") as handle:
        handle.write("\n@article{open,\n")
    old = before(folder)
    ended = run(["new", "x2020", "--from", "refs.ris"], folder)
    assert ended.code == 1
    assert "MS131" in ended.err
    assert changed(folder, old) == []


def test_hostile_text_does_not_reach_the_terminal(folder: Path) -> None:
    """A title that is a command for terminals is refused; one in a key is made safe."""
    (folder / "evil.ris").write_text(RIS.replace("A made", "\x1b]8;;http://evil\x07A made"), encoding="utf-8")
    ended: Ended = run(["new", "x2020", "--from", "evil.ris", "--entry", "\x1b[2J"], folder)
    assert ended.code == 1
    assert "\x1b" not in ended.err
    assert "MS104" in ended.err


def test_a_link_is_not_written_through(folder: Path) -> None:
    """A dangling link has the name already."""
    (folder / "studies" / "x2020.yaml").symlink_to(folder / "elsewhere.yaml")
    assert "MS156" in run(["new", "x2020"], folder).err
    assert not (folder / "elsewhere.yaml").exists()


def test_a_new_file_is_whole_also_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some disks have none; what exists is kept there too."""

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(files.os, "link", refuse)
    files.write_files(tmp_path, {"a.yaml": "ä\n".encode()}, new={"a.yaml"})
    assert (tmp_path / "a.yaml").read_bytes() == "ä\n".encode()
    with pytest.raises(FileExistsError):
        files.write_files(tmp_path, {"a.yaml": b"b\n"}, new={"a.yaml"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
