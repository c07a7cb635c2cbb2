"""What a record calls itself reaches every output as text: not as markup, a formula, a row or a command."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from click.testing import CliRunner

from metasacro.commands.main import metasacro
from metasacro.problems.printable import UNSAFE

LABELS = [
    "Kortman [/2013]",
    "Gupta [red]2010",
    "[link=https://example.org]x[/link]",
    ":smile: 2020",
    "<script>x</script>",
    "$\\frac{1$ & 50 %",
]
FORMULAS = ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)"]


def pooled(folder: Any, label: str, form: str) -> str:
    """What `metasacro pool` prints when the first record has that label."""
    folder.change("smith2020.yaml", "label: Smith 2020", "label: '" + label + "'")
    arguments = ["pool", str(folder.path), "--study-set", "all", "--format", form]
    result = CliRunner().invoke(metasacro, arguments, env={"COLUMNS": "160"})
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("label", LABELS + FORMULAS)
def test_the_table_prints_a_label_to_the_letter(label: str, folder: Any) -> None:
    """No markup is obeyed, and none of it is lost."""
    printed = pooled(folder, label, "table")
    assert label[:18] in printed
    assert set(UNSAFE.findall(printed)) - {"\n"} == set()


@pytest.mark.parametrize("label", LABELS + FORMULAS)
def test_json_holds_a_label_to_the_letter(label: str, folder: Any) -> None:
    """It is data there, and nothing is added to it."""
    document = json.loads(pooled(folder, label, "json"))
    assert json.dumps(label) in json.dumps(document)


@pytest.mark.parametrize("label", FORMULAS)
def test_no_cell_of_the_csv_is_a_formula(label: str, folder: Any) -> None:
    """A spreadsheet would run it; a negative number stays a number."""
    rows = list(csv.reader(io.StringIO(pooled(folder, label, "csv"))))
    cells = {cell for row in rows for cell in row}
    assert label not in cells
    assert f"'{label}" in cells
    texts = [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert [cell for cell in texts if not cell.lstrip("-").replace(".", "").replace("e-", "").isdigit()] == []
