"""Files that are not files, names that are not names, bytes that are not text."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metasacro.problems.printable import UNSAFE
from metasacro.records.bibliography import read_bibliography
from metasacro.records.file_text import FileText, read_text


def test_a_pipe_without_a_writer_is_refused_at_once(folder: Any) -> None:
    """Opening it must not wait for ever."""
    os.mkfifo(folder.path / "pipe.yaml")
    start = time.perf_counter()
    assert folder.codes == ["MS101"]
    assert time.perf_counter() - start < 2


def test_an_endless_device_is_refused() -> None:
    """/dev/zero is not read."""
    found = read_text(Path("/dev/zero"), "zero.yaml")
    assert not isinstance(found, FileText)
    assert found.code == "MS101"


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/hostname", "jones2021.yaml", "nowhere"])
@pytest.mark.parametrize("name", ["smith2020.yaml", "protocol.yaml", "references.bib"])
def test_a_link_is_not_followed(name: str, target: str, folder: Any) -> None:
    """It can lead anywhere; nothing of its target is printed."""
    (folder.path / name).unlink()
    (folder.path / name).symlink_to(target)
    assert [found.code for found in folder.read()[1] if found.code == "MS101"] == ["MS101"]
    assert f"studies/{name}:1:1" in folder.printed


@pytest.mark.parametrize("name", ["x.yaml", "protocol.yaml", "references.bib"])
def test_a_directory_named_like_a_file_is_refused(name: str, folder: Any) -> None:
    """As one problem, not as a fault of ours."""
    (folder.path / name).unlink(missing_ok=True)
    (folder.path / name).mkdir()
    assert [found.code for found in folder.read()[1] if found.code == "MS101"] == ["MS101"]


def test_a_folder_that_cannot_be_listed_is_named(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without permission is a problem of the folder."""

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert "MS101" in folder.codes
    assert "Permission denied" in folder.printed


def test_a_byte_order_mark_is_accepted(read: Callable[..., Any], write: Callable[..., str]) -> None:
    """Editors of Windows write one; it changes nothing."""
    assert read(b"\xef\xbb\xbf" + write().encode()).codes == []


def test_line_ends_of_windows_are_accepted(read: Callable[..., Any], write: Callable[..., str]) -> None:
    """And lines count as before."""
    assert read(write().replace("\n", "\r\n")).codes == []
    assert read(write(sd="-1").replace("\n", "\r\n")).place == "18:13"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])
def test_other_encodings_are_refused_at_their_first_wrong_byte(
    encoding: str, read: Callable[..., Any], write: Callable[..., str]
) -> None:
    """They would turn ± or – into other signs."""
    reading = read(write(label="Müller 2020").encode(encoding))
    assert len(reading.problems) == 1
    assert reading.codes[0] in ("MS103", "MS104")


def test_the_size_limit_is_exact(folder: Any) -> None:
    """262,144 bytes are read, one more is not."""
    text = (folder.path / "smith2020.yaml").read_text(encoding="utf-8")
    folder.write("smith2020.yaml", text + "#" * (256 * 1024 - len(text)))
    assert folder.codes == []
    folder.write("smith2020.yaml", text + "#" * (256 * 1024 - len(text) + 1))
    assert folder.codes == ["MS102"]


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "../../etc/passwd",
        "/abs",
        "CON",
        "con",
        "nul",
        "com1",
        "lpt9",
        "a b",
        "Smith2020",
        "é",
        "x" * 65,
        "-a",
        ".a",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused(name: str, read: Callable[..., Any]) -> None:
    """Names of cohorts, outcomes and records become file names and links."""
    reading = read(more=f"overlaps: [{{study: '{name}', reason: x}}]\n")
    assert reading.codes == ["MS117"]
    assert len(reading.message) < 200


def test_a_name_of_300_characters_is_not_repeated_in_full(read: Callable[..., Any]) -> None:
    """The message stays a line."""
    assert len(read(more=f"overlaps: [{{study: {'x' * 300}, reason: x}}]\n").message) < 160


def test_a_name_with_nul_is_refused(read: Callable[..., Any]) -> None:
    """File systems cut names there."""
    assert read(more='overlaps: [{study: "a\\0b", reason: x}]\n').codes == ["MS104"]


def test_case_twins_cannot_both_be_records(folder: Any) -> None:
    """On file systems that ignore case one would overwrite the other's outputs."""
    text = (folder.path / "smith2020.yaml").read_text(encoding="utf-8")
    folder.write("Smith2020.yaml", text)
    assert folder.codes == ["MS128"]
    folder.write("Smith2020.yaml", text.replace("study: smith", "study: Smith"))
    assert folder.codes == ["MS117"]


def test_a_file_name_cannot_print_an_escape(folder: Any) -> None:
    """Neither control characters nor bytes that are not UTF-8."""
    folder.write("a\x1b[2J.yaml", "x")
    (folder.path / os.fsdecode(b"b\xff.yaml")).write_text("x")
    assert set() == set(UNSAFE.findall(folder.printed)) - {"\n"}
    base, _ = folder.read(skip_invalid=True)
    assert set() == set(UNSAFE.findall("".join(base.skipped)))


@pytest.mark.parametrize("name", ["x.yml", "x.YAML", "x.Yml", ".yml"])
def test_a_record_with_another_ending_is_not_left_out_silently(name: str, folder: Any) -> None:
    """Its name is said, and what it should be."""
    folder.write(name, "study: x\n")
    assert folder.codes == ["MS127"]
    assert f"`{name}` looks like a record" in folder.printed


@pytest.mark.parametrize("name", [f"{'x' * 200}.yaml", ".yaml", "a.b.yaml"])
def test_no_record_is_overlooked_for_its_name(name: str, folder: Any) -> None:
    """However odd the name, what ends in `.yaml` is read."""
    folder.write(name, "")
    assert folder.codes == ["MS125"]


def test_other_files_are_left_alone(folder: Any) -> None:
    """A README, a schema or an editor's backup is not a record."""
    for name in ("README.md", "record.schema.json", "smith2020.yaml~", ".smith2020.yaml.swp", "data.csv"):
        folder.write(name, b"\xff\x00")
    assert folder.codes == []


def test_a_broken_record_leaves_the_rest_read(folder: Any) -> None:
    """All problems of all files come at once."""
    folder.change("smith2020.yaml", "sd: 2.4", "sd: -2.4")
    folder.change("smith2020.yaml", "seen: full text", "seen: fulltext")
    folder.change("jones2021.yaml", "events: 40", "events: 54")
    folder.write("x.yml", "")
    assert sorted(folder.codes, key=["MS201", "MS116", "MS112", "MS127"].index) == ["MS201", "MS116", "MS112", "MS127"]


def test_errors_in_the_protocol_cannot_be_skipped(folder: Any) -> None:
    """Without its decisions nothing is pooled."""
    folder.change("protocol.yaml", "method: REML", "method: REMML")
    base, problems = folder.read(skip_invalid=True)
    assert base is None
    assert [found.code for found in problems] == ["MS138"]


def test_a_protocol_without_structure_is_one_problem(folder: Any) -> None:
    """Nothing is said of records that it would have named."""
    folder.change("protocol.yaml", "title: Two small series", "title: Two: small series")
    base, (found,) = folder.read(skip_invalid=True)
    assert base is None
    assert (found.code, str(found.location)) == ("MS105", "studies/protocol.yaml:2:11")


def test_a_key_is_one_word_of_the_bibliography() -> None:
    """One that goes on over a line, as where a comma is missing, is told; the other entries are read."""
    text = "@misc{smith2020\n  year,\n  title = {Made up},\n}\n@misc{jones2021,\n  title = {Made up too},\n}\n"
    references, problems = read_bibliography(FileText(file="references.bib", text=text, digest=""))
    assert list(references) == ["jones2021"]
    assert [(found.code, str(found.location)) for found in problems] == [("MS131", "references.bib:1:1")]
    assert "`smith2020 year` is not a key" in problems[0].message
