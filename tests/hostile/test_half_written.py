"""A run that dies while it writes leaves what was there before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.evidence import good_folder
from tests.hostile.limited import assert_calm, limited

#: Bytes that may be written into a file: less than any page, table or figure has.
FEW = 64


@pytest.mark.parametrize(
    ("command", "file"),
    [
        (("pool", "--format", "json"), "pool.json"),
        (("forest",), "forest.svg"),
        (("export", "--to", "ris"), "references.ris"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_full_disk_leaves_the_old_file_whole(command: tuple[str, ...], file: str, tmp_path: Path) -> None:
    """No half file, no temporary one; the command says that it could not write."""
    folder, out = good_folder(tmp_path / "studies"), tmp_path / "out"
    out.mkdir()
    (out / file).write_text("before", encoding="utf-8")
    into = out / file if command[0] == "forest" else out
    # Python would leave half of a compiled module behind, which is its fault and not that of the command.
    ended = limited([*command, folder, "--output", into], files=FEW, PYTHONDONTWRITEBYTECODE="1")
    assert ended.code == 2
    assert "too large" in ended.err.lower()
    assert [path.name for path in out.iterdir()] == [file]
    assert (out / file).read_text(encoding="utf-8") == "before"
    assert_calm(ended)
