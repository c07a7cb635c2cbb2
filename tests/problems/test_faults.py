"""A fault of ours is said to be ours: MS900, exit code 70, no result, no traceback unless asked for."""

from __future__ import annotations

import pytest

from metasacro.commands import evidence_folder
from metasacro.commands.main import main
from metasacro.records import folder


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("a state \x1b[2J that should never be reached")


def test_a_fault_is_named_and_made_safe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The message tells the user that the evidence is not to blame."""
    monkeypatch.setattr(folder, "read_folder", broken)
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    printed = capsys.readouterr()
    assert ended.value.code == 70
    assert printed.out == ""
    assert printed.err.startswith(
        "error[MS900]: this is a fault of metasacro, not of your evidence: RuntimeError: a state �[2J that should"
    )
    assert "Traceback" not in printed.err


def test_whoever_asks_sees_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """METASACRO_TRACEBACK lets the exception through."""
    monkeypatch.setattr(folder, "read_folder", broken)
    monkeypatch.setenv("METASACRO_TRACEBACK", "1")
    with pytest.raises(RuntimeError, match="never be reached"):
        main(["check"])


def test_a_folder_without_evidence_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong name is the user's to mend: exit code 1."""
    with pytest.raises(SystemExit) as ended:
        main(["check", "no-such-folder\x1b[2J"])
    assert ended.value.code == 1
    assert "error[MS134]: there is no folder `no-such-folder�[2J`" in capsys.readouterr().err


def test_the_shipped_evidence_is_found_from_anywhere(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a folder and away from the checkout, `check` reads what came with the program."""
    monkeypatch.chdir(str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("studies: 23 records")
    assert evidence_folder.find_folder(None)[0].name == "studies"
