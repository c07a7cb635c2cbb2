"""2×2 tables from their margins and an odds ratio, phi or χ²."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.effects.recovered_table import recovered_table
from metasacro.problems import Refusal

CELL = st.integers(1, 300)


@settings(max_examples=50, deadline=None)  # the first call loads scipy
@given(CELL, CELL, CELL, CELL)
def test_a_table_comes_back_from_what_it_gives(a: int, b: int, c: int, d: int) -> None:
    n, table = a + b + c + d, [a, b, c, d]
    margins = (n, a + b, a + c)
    phi = float(effect_sizes("PHI", ai=a, bi=b, ci=c, di=d).yi[0])
    assert [int(x) for x in recovered_table(*margins, odds_ratio=a * d / (b * c))] == table
    assert [int(x) for x in recovered_table(*margins, phi=phi)] == table
    chi = phi * abs(phi) * n
    assert [int(x) for x in recovered_table(*margins, chi_square=chi, yates=False)] == table


@pytest.mark.parametrize(
    ("margins", "given_values"),
    [
        ((80, 80, 30), {"phi": 0.1}),
        ((80, 40, 0), {"phi": 0.1}),
        ((80, 40, 30), {}),
        ((80, 40, 30), {"odds_ratio": 0.0}),
        ((80, 40, 10), {"phi": 0.99}),
    ],
    ids=str,
)
def test_what_gives_no_table_is_refused(margins: tuple[float, float, float], given_values: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="MS367"):
        recovered_table(*margins, **given_values)
