"""P values by rearranging, as a table: how many arrangements, and whether these are all."""

from itertools import islice

import pytest

from metasacro.diagnostics import permutation_arrangements
from metasacro.synthesis.permutations import permuted_answers
from metasacro.synthesis.settings import Overrides
from metasacro.views.permutations import permutations_table
from tests.synthesis.shipped import analysis, evidence


@pytest.mark.parametrize(
    ("limit", "pieces", "words"),
    [(10_000, 10_000, "all "), (20, 10_000, "a sample of "), (10_000, 2, "some ")],
    ids=["all", "drawn", "stopped"],
)
def test_a_table_says_which_arrangements_were_looked_at(
    monkeypatch: pytest.MonkeyPatch, limit: int, pieces: int, words: str
) -> None:
    monkeypatch.setattr(permutation_arrangements, "_CHUNK", 60)
    pain = analysis("pain")
    found = permuted_answers(
        evidence(), pain, Overrides(), limit=limit, spread=lambda work, every: islice(map(work, every), pieces)
    )
    table = permutations_table(pain, found)
    assert table.rows[0].cells["of"].text.startswith(words)
    assert ("MS657" in [told.code for told in table.cautions]) == (words == "some ")
