"""R's package meta, given medians: its means and SDs by each of its ways, and the pool of them by DerSimonian–Laird."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from metasacro.moments.conversion import mean_sd
from metasacro.moments.luo import luo_mean
from metasacro.moments.shi import shi_sd
from metasacro.pooling.random_effects import random_effects
from tests.tolerances import CLOSED

Row = dict[str, float]

#: meta's names of the columns of a summary.
SCENARIOS = {
    "S1": {"min": "mi", "median": "med", "max": "ma"},
    "S2": {"q1": "q1", "median": "med", "q3": "q3"},
    "S3": {"min": "mi", "q1": "q1", "median": "med", "q3": "q3", "max": "ma"},
}

#: meta's SDs of Wan come from his tables, which have three decimals.
TABLES = 5e-4


def mean_of(way: str, n: int, row: Row) -> float:
    """By Luo, or by Wan: the same means as Hozo's and Bland's, the first with a further term."""
    if way == "Luo":
        return float(luo_mean(n, **row))
    if "q1" not in row:
        bend = row["min"] - 2 * row["median"] + row["max"]
        return (row["min"] + 2 * row["median"] + row["max"]) / 4 + bend / (4 * n)
    if "min" not in row:
        return (row["q1"] + row["median"] + row["q3"]) / 3
    return (row["min"] + row["max"] + 2 * (row["q1"] + row["median"] + row["q3"])) / 8


def sd_of(way: str, n: int, row: Row) -> tuple[float, float]:
    """The SD and the agreement to ask for. Shi has a formula of his own for five numbers only."""
    if way == "Shi" and {"min", "q1"} <= row.keys():
        return float(shi_sd(n, **{name: row[name] for name in ("min", "q1", "q3", "max")})), CLOSED
    return mean_sd(n, **row, method="luo/wan-table").sd, TABLES


def quantile_estimates(n: int, row: Row) -> list[tuple[float, float]]:
    """Mean and SD of every family's best fit: R takes one of them, not always the best (README).

    From three numbers meta takes the mean only, and the SD of Wan beside it.
    """
    fitted = mean_sd(n, **row, method="qe").fitted
    assert fitted is not None
    wan = mean_sd(n, **row, method="luo/wan-table").sd
    return [(candidate.mean, wan if len(row) == 3 else candidate.sd) for candidate in fitted.candidates]


def test_means_and_sds_agree_with_meta_and_so_does_their_pool(oracle: Callable[[str], Any]) -> None:
    """27 cases: three summaries, five pairs of ways, one group and two."""
    compared = 0
    for case in oracle("metapkg"):
        kind = case["id"].split("/")[1]
        if not kind.endswith("_median"):
            continue
        scenario, mean_way, sd_way = case["id"].split("/")[-1].split("_")
        data, expected = case["inputs"]["data"], case["expected"]
        for group in ("e", "c") if kind == "metacont_median" else ("e",):
            tail = f"_{group}" if kind == "metacont_median" else ""
            for place, n in enumerate(data[f"n.{group}"]):
                row = {name: data[f"{column}.{group}"][place] for name, column in SCENARIOS[scenario].items()}
                theirs = expected[f"mean{tail}"][place], expected[f"sd{tail}"][place]
                if mean_way.startswith("QE"):
                    found = quantile_estimates(n, row)
                    assert any(theirs == pytest.approx(one, rel=2e-3) for one in found), case["id"]
                    continue
                assert mean_of(mean_way, n, row) == pytest.approx(theirs[0], rel=CLOSED), case["id"]
                sd, near = sd_of(sd_way, n, row)
                assert sd == pytest.approx(theirs[1], rel=near), case["id"]
        pooled = random_effects(expected["TE"], [se**2 for se in expected["seTE"]], method="DL", test="z")
        assert pooled.estimate == pytest.approx(expected["TE_random"], rel=1e-10), case["id"]
        compared += 1
    assert compared
