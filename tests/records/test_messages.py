"""Every code of reading has a file that triggers it and the message that the user sees, to the letter.

`bad/MS112.yaml` stands in the good folder in place of `smith2020.yaml`, `bad/MS138.protocol.yaml` in place of the
protocol, `bad/MS131.bib` in place of the bibliography. What cannot be committed as a file is made by a function here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metasacro.problems import CATALOGUE
from metasacro.records import folder as folder_module

BAD = Path(__file__).parent / "bad"
PLACES = {".protocol.yaml": "protocol.yaml", ".yaml": "smith2020.yaml", ".bib": "references.bib"}


def committed() -> dict[str, tuple[Path, str]]:
    """Case → the bad file and where it goes."""
    cases = {}
    for path in sorted(BAD.iterdir()):
        ending = next((ending for ending in PLACES if path.name.endswith(ending)), None)
        if ending is not None:
            cases[path.name.removesuffix(ending)] = (path, PLACES[ending])
    return cases


def _link(folder: Any) -> None:
    folder.path.joinpath("smith2020.yaml").unlink()
    folder.path.joinpath("smith2020.yaml").symlink_to(folder.path / "jones2021.yaml")


def _pipe(folder: Any) -> None:
    folder.path.joinpath("smith2020.yaml").unlink()
    os.mkfifo(folder.path / "smith2020.yaml")


def _directory(folder: Any) -> None:
    folder.path.joinpath("smith2020.yaml").unlink()
    folder.path.joinpath("smith2020.yaml").mkdir()


def _too_large(folder: Any) -> None:
    folder.write("smith2020.yaml", "#" * (256 * 1024 + 1))


def _value_too_long(folder: Any) -> None:
    folder.change("smith2020.yaml", "label: Smith 2020", f"label: {'x' * 20_001}")


def _latin_1(folder: Any) -> None:
    folder.change("smith2020.yaml", "Smith 2020", "Müller 2020")
    folder.write("smith2020.yaml", (folder.path / "smith2020.yaml").read_text(encoding="utf-8").encode("latin-1"))


def _utf_16(folder: Any) -> None:
    folder.write("smith2020.yaml", (folder.path / "smith2020.yaml").read_text(encoding="utf-8").encode("utf-16"))


def _escape_character(folder: Any) -> None:
    folder.change("smith2020.yaml", "label: Smith 2020", "label: Smith \x1b[2J2020")


def _other_ending(folder: Any) -> None:
    folder.path.joinpath("smith2020.yaml").rename(folder.path / "smith2020.yml")
    folder.change("protocol.yaml", "studies: [smith2020]", "studies: []")
    folder.change("protocol.yaml", "keep: smith2020, leave_out: [jones2021]", "keep: jones2021, leave_out: []")


def _file_renamed(folder: Any) -> None:
    folder.path.joinpath("smith2020.yaml").rename(folder.path / "smith2019.yaml")
    folder.change("protocol.yaml", "smith2020", "smith2019")


def _no_protocol(folder: Any) -> None:
    folder.path.joinpath("protocol.yaml").unlink()


def _no_folder(folder: Any) -> None:
    for path in folder.path.iterdir():
        path.unlink()
    folder.path.rmdir()


def _no_record(folder: Any) -> None:
    folder.change("protocol.yaml", "studies: [smith2020]", "studies: [smith2020, jones2012]")


def _too_many_problems(folder: Any) -> None:
    folder.write("smith2020.yaml", "".join(f"field{number}: 1\n" for number in range(101)))


MADE: dict[str, Callable[[Any], None]] = {
    "MS101-link": _link,
    "MS101-pipe": _pipe,
    "MS101-directory": _directory,
    "MS102-file": _too_large,
    "MS102-value": _value_too_long,
    "MS103-latin-1": _latin_1,
    "MS103-utf-16": _utf_16,
    "MS104-raw": _escape_character,
    "MS127": _other_ending,
    "MS128": _file_renamed,
    "MS132": _no_protocol,
    "MS133": _no_record,
    "MS134": _no_folder,
}


def code_of(case: str) -> str:
    return case.partition("-")[0]


@pytest.mark.parametrize("case", sorted({*committed(), *MADE}))
def test_message_stands_to_the_letter(case: str, folder: Any, request: pytest.FixtureRequest) -> None:
    """The triggered problem is printed as the committed text says: message, file:line:column, caret, trail, hint."""
    if case in MADE:
        MADE[case](folder)
    else:
        bad, name = committed()[case]
        folder.write(name, bad.read_bytes())
    expected = BAD / f"{case}.txt"
    actual = folder.printed
    if request.config.getoption("--accept"):
        expected.write_text(actual, encoding="utf-8")
    assert f"[{code_of(case)}]" in actual
    assert expected.read_text(encoding="utf-8") == actual


@pytest.mark.parametrize("case", sorted(set(committed()) - {"MS141"}))
def test_a_bad_file_has_one_fault(case: str, folder: Any) -> None:
    """Each committed example breaks one rule, so that its message is not hidden among others."""
    bad, name = committed()[case]
    folder.write(name, bad.read_bytes())
    assert [code_of(case)] == folder.codes


def test_a_folder_of_too_many_records_is_refused(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """MS143 by count, before any record is read."""
    monkeypatch.setattr(folder_module, "MOST_RECORDS", 1)
    assert "MS143" in folder.codes
    assert "the folder holds more than 1 records" in folder.printed


def test_a_folder_of_too_much_text_is_refused(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """MS143 by total size; what was read before stays read."""
    monkeypatch.setattr(folder_module, "MOST_CHARACTERS", 1_200)
    assert "MS143" in folder.codes


def test_every_code_of_reading_is_triggered() -> None:
    """No code of a folder without a case; no case without a code. The codes of what comes from elsewhere, MS15x to
    MS18x and MS190, are those of tests/records/citations and tests/commands, those of writing, MS195 to MS199, of
    tests/writes; the others those of tests/integrity."""
    elsewhere = {code for code in CATALOGUE if "MS15" <= code < "MS191" or "MS195" <= code <= "MS199"}
    of_reading = {code for code in CATALOGUE if code < "MS220"} - elsewhere
    triggered = {code_of(case) for case in (*committed(), *MADE)} | {"MS143"}
    assert of_reading == triggered


def test_no_expected_message_is_left_over() -> None:
    """Each committed text belongs to a case."""
    assert sorted({*committed(), *MADE}) == sorted(path.stem for path in BAD.glob("*.txt"))


def test_the_good_folder_is_good(folder: Any) -> None:
    """What the bad files are compared with has no problem at all."""
    assert folder.codes == []
