"""Bad input to the registries of effects and moments, and designs that determine nothing: a refusal, never a nan."""

from __future__ import annotations

import re
from typing import Any

import pytest

import metasacro as ms
from metasacro.effects.families import CORRELATION, MEAN, MEANS, PAIRED, PROPORTION, RATE, RATES, RELIABILITY, TABLE
from metasacro.effects.measure import Family
from metasacro.effects.registry import MEASURES
from metasacro.moments.recovered_sd import sd_of_group, sd_of_two_groups
from metasacro.problems import CATALOGUE, Refusal
from tests.laws.answers import nans

NAN, INF = float("nan"), float("inf")

#: Three good rows of each family.
ROWS: list[tuple[Family, dict[str, list[float]]]] = [
    (MEAN, {"mi": [5, 6, 7], "sdi": [1, 2, 1.5], "ni": [20, 30, 25]}),
    (MEANS, dict(zip(MEANS.columns, ([5, 6, 7], [1, 2, 1.5], [20, 30, 25]) * 2, strict=True))),
    (
        PAIRED,
        dict(
            zip(PAIRED.columns, ([5, 6, 7], [1, 2, 1.5], [4, 3, 5], [1, 2, 1.5], [20, 30, 25], [0.5] * 3), strict=True)
        ),
    ),
    (PROPORTION, {"xi": [3, 4, 5], "ni": [20, 30, 25]}),
    (TABLE, {"ai": [3, 4, 5], "bi": [17, 26, 20], "ci": [5, 6, 8], "di": [16, 25, 19]}),
    (RATE, {"xi": [3, 4, 5], "ti": [20.5, 30.5, 25.5]}),
    (RATES, {"x1i": [3, 4, 5], "t1i": [20.5, 30.5, 25.5], "x2i": [5, 6, 8], "t2i": [21.0, 31.0, 26.0]}),
    (CORRELATION, {"ri": [0.1, 0.5, -0.2], "ni": [20, 30, 25]}),
    (RELIABILITY, {"ai": [0.7, 0.8, 0.9], "mi": [5, 6, 7], "ni": [20, 30, 25]}),
]


def rows_of(key: str) -> dict[str, list[float]]:
    (found,) = [rows for family, rows in ROWS if family is MEASURES[key].family]
    return found


@pytest.mark.parametrize("key", MEASURES)
def test_good_rows_have_effects(key: str) -> None:
    """What the next tests break."""
    found = ms.effect_sizes(key, **rows_of(key))
    assert list(nans(found)) == []
    assert (found.vi > 0).all()


@pytest.mark.parametrize("value", [NAN, INF, -INF, -1.0])
@pytest.mark.parametrize("key", MEASURES)
def test_a_column_that_cannot_be_is_refused_by_row(key: str, value: float) -> None:
    """Each column in turn; −1 where only numbers above it make sense."""
    family, rows = MEASURES[key].family, rows_of(key)
    signed = {"m1i", "m2i", *family.correlations} | ({"mi"} if family is MEAN else set())
    signed |= {"ai"} if family is RELIABILITY else set()
    for column in rows:
        if value == -1.0 and column in signed:
            continue
        broken = {**rows, column: [rows[column][0], value, rows[column][2]]}
        with pytest.raises(Refusal) as caught:
            ms.effect_sizes(key, **broken)
        assert caught.value.code in CATALOGUE
        assert re.search(r"rows? 2\b", str(caught.value)), str(caught.value)


@pytest.mark.parametrize("column", ["n1i", "n2i", "ni"])
@pytest.mark.parametrize(
    "key", [key for key, entry in MEASURES.items() if entry.family in (MEAN, MEANS, PAIRED, PROPORTION)]
)
def test_a_group_of_nobody_is_refused_by_row(key: str, column: str) -> None:
    rows = rows_of(key)
    if column in rows:
        with pytest.raises(Refusal, match=r"MS354.*rows 2"):
            ms.effect_sizes(key, **{**rows, column: [rows[column][0], 0, rows[column][2]]})


SUMMARIES: list[dict[str, Any]] = [
    {"n": 0, "q1": 1, "median": 2, "q3": 3},
    {"n": 1, "q1": 1, "median": 2, "q3": 3},
    {"n": -5, "q1": 1, "median": 2, "q3": 3},
    {"n": 20, "q1": NAN, "median": 2, "q3": 3},
    {"n": 20, "q1": 1, "median": INF, "q3": 3},
    {"n": 20, "q1": 3, "median": 2, "q3": 1},
    {"n": 20, "min": 4, "median": 2, "max": 5},
    {"n": 20, "median": 2},
    {"n": 20},
    {"n": 20, "q1": 2, "median": 2, "q3": 2},
    {"n": NAN, "q1": 1, "median": 2, "q3": 3},
]


@pytest.mark.parametrize("summary", SUMMARIES, ids=str)
def test_a_summary_that_cannot_be_is_refused(summary: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as caught:
        ms.mean_sd(**summary)
    assert caught.value.code in CATALOGUE


@pytest.mark.parametrize("given", [{"se": -1.0}, {"se": NAN}, {"se": 0.0}, {"lower": 3.0, "upper": 1.0}, {}], ids=str)
def test_an_sd_that_cannot_be_recovered_is_refused(given: dict[str, float]) -> None:
    for recover in (lambda: sd_of_group(20, **given), lambda: sd_of_two_groups(20, 20, **given)):
        with pytest.raises(Refusal) as caught:
            recover()
        assert caught.value.code in CATALOGUE


Y, V = [0.1, 0.5, -0.2, 0.4, 0.3], [0.04, 0.09, 0.02, 0.05, 0.03]


@pytest.mark.parametrize(
    ("mods", "named"),
    [
        ([[1.0, 1.0]] * 5, "x2"),
        ([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0], [5.0, 10.0]], "x2"),
        ([[1.0], [2.0], [NAN], [4.0], [5.0]], "rows 3"),
        ([[1.0], [2.0]], ""),
        ([[float(i == j) for j in range(5)] for i in range(5)], ""),
    ],
)
def test_a_design_that_determines_nothing_is_refused(mods: list[list[float]], named: str) -> None:
    """Twice constant, collinear, missing, too short, and as many columns as cohorts."""
    with pytest.raises(Refusal) as caught:
        ms.random_effects(Y, V, mods=mods)
    assert caught.value.code in CATALOGUE
    assert named in str(caught.value)


@pytest.mark.parametrize("mods", [[1.0] * 5, [1.0, 2.0, NAN, 4.0, 5.0], [1.0, 2.0]])
def test_a_multilevel_design_that_determines_nothing_is_refused(mods: list[float]) -> None:
    with pytest.raises(Refusal) as caught:
        ms.multilevel(Y, V, groups=list("aabbc"), mods=mods)
    assert caught.value.code in CATALOGUE
