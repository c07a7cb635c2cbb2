"""A folder whose own name is an escape sequence: no command that names it prints one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.evidence import good_folder
from tests.hostile.limited import assert_calm, limited

NAME = "studies\x1b]52;c;aGk=\x07\x9b2J\u202e\n"


@pytest.mark.parametrize(
    "command",
    [
        ("check", "."),
        ("pool", ".", "--output", "out"),
        ("forest", ".", "--output", "out/forest.svg"),
        ("export", ".", "--to", "ris", "--output", "out"),
        ("new", "smith2020", "--into", "."),
        ("import", "nothing.csv", "--into", "."),
        ("fmt", "."),
    ],
    ids=lambda command: command[0],
)
def test_the_name_of_a_folder_is_text(command: tuple[str, ...], tmp_path: Path) -> None:
    """Nor does any file that it writes hold one."""
    folder = good_folder(tmp_path / NAME)
    places = [
        str(folder) if word == "." else str(folder / word) if word.startswith("out") else word for word in command
    ]
    ended = limited(places)
    assert ended.code == (1 if command[0] == "import" else 0), ended.err
    assert_calm(ended)
    for path in (folder / "out").rglob("*"):
        assert not any(sign in path.read_text(encoding="utf-8") for sign in "\x1b\x07\x9b\u202e")
