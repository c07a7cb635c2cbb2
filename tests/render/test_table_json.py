"""A table for another program: words of the cells, plotted numbers unrounded, and the way back."""

import json
from typing import Any

from hypothesis import given

from metasacro.render.digits import settled
from metasacro.render.table_json import table_json, tables_json
from metasacro.views.pages import outcome_tables
from tests.render.hostile import table_of, texts
from tests.synthesis.shipped import analyses, evidence


def shipped() -> dict[str, Any]:
    (table,) = outcome_tables(analyses()[:1], evidence())
    found: dict[str, Any] = json.loads(table_json(table))
    return found


@given(texts, texts)
def test_hostile_text_comes_back_to_the_letter(first: str, second: str) -> None:
    found = json.loads(table_json(table_of(first, second)))
    assert (found["title"], found["subtitle"], found["notes"]) == (first, second, [first, second])
    assert [row["kind"] for row in found["rows"]] == ["computed", "computed", "answer"]
    assert found["rows"][1]["cells"]["b"]["text"] == second
    assert found["traces"][found["rows"][1]["cells"]["b"]["trace"]]["what"] == second


def test_marks_have_ten_digits_and_infinity_is_null() -> None:
    found = json.loads(table_json(table_of("a", "b")))
    assert found["rows"][1]["mark"] == {
        "estimate": 0.6666666667,
        "lower": 0.3333333333,
        "upper": None,
        "weight": 1.0,
        "kind": "computed",
    }
    pooled = analyses()[0].pooled
    assert pooled is not None
    (mark,) = (row["mark"] for row in shipped()["rows"] if row["kind"] == "answer")
    assert pooled.estimate is not None
    assert mark["estimate"] == settled(-pooled.estimate)


def test_every_cell_names_a_step_that_is_there_and_so_does_every_step() -> None:
    found = shipped()
    named = {cell["trace"] for row in found["rows"] for cell in row["cells"].values()} - {None}
    below = {part for step in found["traces"].values() for part in step["parts"]}
    assert named | below | {found["trace"]} == set(found["traces"])


def test_several_tables_share_their_steps() -> None:
    tables = outcome_tables(analyses(), evidence())
    found = json.loads(tables_json(tables))
    assert [table["id"] for table in found["tables"]] == [table.id for table in tables]
    assert all(table["trace"] in found["traces"] for table in found["tables"])
    whats = [json.dumps(step) for step in found["traces"].values()]
    assert len(whats) == len(set(whats))
