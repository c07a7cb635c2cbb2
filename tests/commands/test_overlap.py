"""`metasacro overlap`: pairs, their evidence, decisions, and lines to paste."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import run
from tests.synthesis.small_folder import scores, write_folder

SAME = scores("mean: 8.2, sd: 1.9", "mean: 3.1, sd: 2.4")


def test_a_decision_is_shown_with_its_reason_and_place() -> None:
    found = run(["overlap", "--outcome", "leak"], COLUMNS="200")
    assert found.code == 0, found.err
    for words in ("Andresen 2012 and Prokop 2016", "decided for leak: prokop2016 counts", "protocol.yaml:"):
        assert words in found.out


def test_the_lines_to_paste_make_the_decision_once_a_reason_is_written(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "studies", {"a": SAME, "b": SAME})
    found = run(["overlap"], tmp_path)
    assert found.code == 0, found.err
    lines = found.out[found.out.index("  - outcome: pain") :]
    protocol = folder / "protocol.yaml"
    protocol.write_text(protocol.read_text(encoding="utf-8") + "overlaps:\n" + lines, encoding="utf-8")
    assert "error[MS126]" in run(["check"], tmp_path).err
    text = protocol.read_text(encoding="utf-8")
    protocol.write_text(text.rstrip() + " the same numbers\n", encoding="utf-8")
    after = run(["overlap"], tmp_path)
    assert after.code == 0, after.err
    assert "decided for pain" in after.out
    assert "  - outcome: pain" not in after.out


@pytest.mark.parametrize("form", ["json", "csv", "markdown", "latex", "html"])
def test_every_format_holds_the_pairs(form: str) -> None:
    found = run(["overlap", "--format", form])
    assert (found.code, "Andresen 2017" in found.out) == (0, True), found.err
    if form == "json":
        assert len(json.loads(found.out)["tables"]) >= 8


def test_at_80_columns_no_number_is_cut() -> None:
    found = run(["overlap", "--outcome", "leak"], COLUMNS="80")
    assert "[0.2, 78.4]" in found.out


def test_where_nothing_is_shared_that_is_said(tmp_path: Path) -> None:
    write_folder(tmp_path / "studies", {"a": SAME, "b": scores("mean: 8, sd: 2", "mean: 4, sd: 2")})
    found = run(["overlap"], tmp_path)
    assert (found.code, "no two records have a sign of patients in common" in found.err) == (0, True)


def test_bad_input_is_refused(tmp_path: Path) -> None:
    assert run(["overlap", "nowhere"]).code == 1
    assert run(["overlap", "--outcome", "leek"]).code == 2
    write_folder(tmp_path / "studies", {"a": scores("mean: 8, sd: -2", "mean: 4, sd: 2")})
    found = run(["overlap"], tmp_path)
    assert (found.code, "error[MS112]" in found.err) == (1, True)
