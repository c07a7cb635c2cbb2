"""2×2 tables from their margins and an odds ratio, phi or χ²."""

from typing import Any

import numpy as np
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


TWO_GROUPS = (2.0, 1.0, 1.0, 2.0)  # its χ² after Yates is 0: |2·2 − 1·1| is half of 6


@pytest.mark.parametrize(
    ("margins", "chi", "yates", "table"),
    [
        ((80, 40, 30), 80 * (320 - 40) ** 2 / (40 * 40 * 30 * 50), None, (19, 21, 11, 29)),
        ((80, 40, 30), -80 * (320 - 40) ** 2 / (40 * 40 * 30 * 50), None, (11, 29, 19, 21)),
        ((80, 40, 30), 80 * 320**2 / (40 * 40 * 30 * 50), False, (19, 21, 11, 29)),
        ((6, 3, 3), 0.0, True, TWO_GROUPS),
        ((80, 40, 30), 2.05, True, (19, 21, 11, 29)),
        ((4, 2, 2), 0.64, False, (1, 1, 1, 1)),
    ],
    ids=str,
)
def test_a_chi_square_is_read_as_one_after_yates_unless_it_is_said_not_to_be(
    margins: tuple[float, ...], chi: float, yates: bool | None, table: tuple[float, ...]
) -> None:
    """By hand: n (|ai di − bi ci| − n/2)²/(n1 n0 events none). The last two are between tables: 18.6 and 1.4 for ai."""
    options = {} if yates is None else {"yates": yates}
    assert recovered_table(*margins, chi_square=chi, **options) == table


@pytest.mark.parametrize(
    ("margins", "table"),
    [
        ((40, 20, 10), (10, 10, 0, 20)),
        ((40, 20, 30), (10, 10, 20, 0)),
        ((40, 20, 30), (20, 0, 10, 10)),
        ((40, 20, 10), (0, 20, 10, 10)),
        ((30, 1, 12), (1, 0, 11, 18)),
        ((30, 12, 1), (1, 11, 0, 18)),
    ],
    ids=str,
)
def test_an_empty_cell_and_a_margin_of_one_person_are_no_obstacle(
    margins: tuple[float, ...], table: tuple[float, ...]
) -> None:
    a, b, c, d = table
    phi = (a * d - b * c) / ((a + b) * (c + d) * (a + c) * (b + d)) ** 0.5
    assert recovered_table(*margins, phi=phi) == table


def test_whole_numbers_of_very_many_people_do_not_overflow() -> None:
    """The product of four margins has 21 digits, more than a whole number of the machine."""
    table = (90_000, 110_000, 60_000, 140_000)
    assert recovered_table(400_000, 200_000, 150_000, odds_ratio=9 * 14 / (11 * 6)) == table
    phi = (table[0] * table[3] - table[1] * table[2]) / (200_000**2 * 150_000 * 250_000) ** 0.5
    assert recovered_table(400_000, 200_000, 150_000, phi=phi) == table


@pytest.mark.parametrize("what", ["odds_ratio", "phi", "chi_square"])
def test_an_association_in_single_precision_is_computed_with_in_double(what: str) -> None:
    single = np.array([0.07, 0.11], dtype=np.float32)
    margins = (4e11, 2e11, 1e11)
    given_single: dict[str, Any] = {what: single}
    given_double: dict[str, Any] = {what: single.astype(np.float64)}
    for cell, expected in zip(
        recovered_table(*margins, **given_single), recovered_table(*margins, **given_double), strict=True
    ):
        assert cell.tolist() == expected.tolist()


MARGINS = "these margins: each must be greater than 0 and less than n"
NEGATIVE = "these margins and this association: a cell would be negative"


@pytest.mark.parametrize(
    ("margins", "given_values", "said"),
    [
        ((80, 80, 30), {"phi": 0.1}, MARGINS),
        ((80, 0, 30), {"phi": 0.1}, MARGINS),
        ((80, 40, 0), {"phi": 0.1}, MARGINS),
        ((80, 40, 80), {"phi": 0.1}, MARGINS),
        ((80, 40, 30), {}, "what is given: it takes an odds ratio, a phi or a χ² beside the margins"),
        ((80, 40, 30), {"odds_ratio": 0.0}, "an odds ratio: it must be greater than 0"),
        ((80, 40, 30), {"odds_ratio": float("inf")}, "an odds ratio: it must be greater than 0"),
        ((80, 40, 10), {"phi": 0.99}, NEGATIVE),
        ((80, 40, 30), {"phi": float("nan")}, NEGATIVE),
    ],
    ids=str,
)
def test_what_gives_no_table_is_refused(
    margins: tuple[float, float, float], given_values: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refusal) as caught:
        recovered_table(*margins, **given_values)
    assert str(caught.value) == f"MS367: a 2×2 table cannot be recovered from {said}"
