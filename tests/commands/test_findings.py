"""`metasacro findings`: the table that is filed, in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands.running import run
from tests.synthesis.small_folder import scores, write_folder


def test_the_screen_shows_effects_certainty_reasons_and_questions() -> None:
    found = run(["findings"])
    assert found.code == 0, found.err
    for words in (
        "5.3 points (3.7 to 6.9)",
        "8 per 1,000 (1 to 80)",
        "⊕◯◯◯ very low",
        "Reasons for the certainty, as recorded",
        "What the figures ask those who judge; the program never grades",
        "I² is 96 %",
    ):
        assert words in found.out


def test_the_json_carries_the_way_to_every_number() -> None:
    document = json.loads(run(["findings", "--format", "json"]).out)
    table = next(table for table in document["tables"] if table["id"] == "findings")
    effect = table["rows"][0]["cells"]["effect"]
    assert effect["text"] == "5.3 points (3.7 to 6.9)"
    assert document["traces"][effect["trace"]]["what"] == "pooled answer, Pain reduction"


def test_the_csv_has_a_row_an_outcome() -> None:
    rows = list(csv.reader(io.StringIO(run(["findings", "--format", "csv"]).out)))
    assert rows[0] == ["Findings by outcome"]
    assert [row[0] for row in rows[2:6]] == [
        "Pain reduction, nearest to 1 month",
        "Major complications",
        "Any pain relief",
        "Cement leaks",
    ]


@pytest.mark.parametrize(("form", "sign"), [("markdown", "| Outcome |"), ("latex", r"\toprule"), ("html", "<table")])
def test_the_other_formats_hold_the_same_table(form: str, sign: str) -> None:
    out = run(["findings", "--format", form]).out
    assert sign in out
    assert "5.3 points (3.7 to 6.9)" in out


def test_a_departure_from_the_protocol_changes_the_answer() -> None:
    assert "5.3 points (4.5 to 6.1)" in run(["findings", "--study-set", "all"]).out


def test_a_folder_that_is_not_there_is_said() -> None:
    found = run(["findings", "no-such-folder"])
    assert found.code == 1
    assert "error[" in found.err


def test_at_80_columns_every_outcome_keeps_its_name() -> None:
    lines = run(["findings"], COLUMNS="80").out.splitlines()
    assert [
        name for name in ("Pain reduction ", "Major complications ") if not any(name in line for line in lines)
    ] == []


def test_a_record_that_was_left_out_is_not_guessed_at(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path, {"bad": scores("mean: 8, sd: -2", "mean: 3, sd: 2"), "b": scores("mean: 8, sd: 2", "mean: 3, sd: 2")}
    )
    found = run(["feasible", str(folder), "--skip-invalid"])
    assert found.code == 1
    assert "the record `bad` was left out because of its errors" in found.err
