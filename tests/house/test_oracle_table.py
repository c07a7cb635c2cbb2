"""The table of agreement in the README of the oracles is that of the committed cases.

That no case escapes the tests is asked by `make oracles`, which runs them once more; .ci/run does.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.oracles.ledger import Case, Ledger
from tests.oracles.table import BEGIN, END, HERE, README, cases_in

COMMITTED = cases_in(HERE)


def rows() -> dict[tuple[str, str], list[str]]:
    """(file, what) → the other cells of its row."""
    block = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    cells = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in block.splitlines() if line[:1] == "|"]
    return {(line[0], line[1]): line[2:] for line in cells[2:]}


@pytest.mark.parametrize("topic", sorted(path.name.split(".")[0] for path in HERE.glob("*.json.xz")))
def test_the_table_counts_the_committed_cases_of_a_file(topic: str) -> None:
    """A file that was made again needs a table that was written again: `make oracles ORACLES=FOLDER`."""
    held = Counter(what for of, _, what in COMMITTED if of == topic)
    told = {what: int(cells[2]) for (of, what), cells in rows().items() if of == topic and cells[2] != "0"}
    assert told == held


def test_the_table_never_counts_more_than_there_is() -> None:
    """Compared at most the whole folder, and the committed cases are among these."""
    for compared, whole, committed in (map(int, cells[:3]) for cells in rows().values()):
        assert compared <= whole
        assert committed <= whole


def test_a_worst_difference_stands_where_cases_were_compared() -> None:
    """Each difference is below what its column allows."""
    for cells in rows().values():
        shown = [float(cell) if cell else None for cell in cells[3:]]
        assert all(worst is None or worst <= most for worst, most in zip(shown[:2], (1e-9, 1e-7), strict=True))
        assert (shown != [None] * 3) <= (cells[0] != "0")


def written_case(ledger: Ledger, expected: dict[str, float] | None) -> Case:
    return Case({"id": "rare/mh/a", "inputs": {"data": {}}, "expected": expected, "error": None}, "rare", ledger)


def test_a_comparison_that_holds_is_written_down() -> None:
    """The relative difference, under the agreement that was asked for; one that fails is not."""
    ledger = Ledger()
    case = written_case(ledger, {"b": 2.0})
    wanted = case["expected"]["b"]
    assert ledger.claimed == {}
    assert ledger.approx(wanted, rel=1e-12) != 2.1
    assert ledger.claimed == {}
    assert np.array([2.0 + 2e-10, 2.0]) == ledger.approx([wanted, wanted], rel=1e-9)
    assert ledger.claimed == {"rare": {"rare/mh/a"}}
    assert list(ledger.worst) == [("rare", "rare/mh/a", "closed")]
    assert ledger.worst["rare", "rare/mh/a", "closed"] == pytest.approx(1e-10, rel=1e-5)
    assert ledger.numbers == 2


def test_a_case_without_numbers_is_compared_when_its_input_was_asked_about() -> None:
    """Where the other software stopped, what it shows is that there is no answer there."""
    ledger = Ledger()
    case = written_case(ledger, None)
    assert case["error"] is None
    assert ledger.claimed == {}
    assert case["inputs"] == {"data": {}}
    assert ledger.claimed == {"rare": {"rare/mh/a"}}
