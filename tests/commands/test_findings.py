"""`metasacro findings`: the table that is filed, in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.commands.running import run


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
