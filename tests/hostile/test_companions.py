"""A hostile protocol or bibliography is one coded error, and nothing is told of the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.case import Case
from tests.hostile.companion_cases import BIBLIOGRAPHIES, PROTOCOL, PROTOCOLS, REFERENCES
from tests.hostile.evidence import good_folder
from tests.hostile.limited import Told, assert_calm, limited


@pytest.mark.parametrize(
    ("file", "case"),
    [*((PROTOCOL, case) for case in PROTOCOLS), *((REFERENCES, case) for case in BIBLIOGRAPHIES)],
    ids=lambda value: value.name if isinstance(value, Case) else "",
)
def test_a_hostile_companion_is_one_error(file: str, case: Case, tmp_path: Path) -> None:
    """At its place, beside what a protocol of a few lines lacks; nothing can be pooled."""
    folder = good_folder(tmp_path / "studies")
    (folder / file).unlink()
    case.write(folder / file)
    ended = limited(["check", folder])
    told = [each for each in ended.told if each.code != "MS113"]
    assert [Told(code=case.code, file=file, at=case.at)] == told
    assert ended.code == 1
    assert len(ended.err) < 20_000
    assert_calm(ended)
