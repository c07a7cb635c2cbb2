"""Gupta 2014, Tables 4 to 6: what the printed quartiles leave of 27 patients, 16 without and 11 with cancer."""

from __future__ import annotations

from functools import cache

import pytest

from metasacro.moments.conversion import mean_sd
from metasacro.moments.feasible.feasible_set import FeasibleSet
from metasacro.moments.feasible.nested_cohorts import feasible_cohorts
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.paired_change import feasible_change
from metasacro.moments.feasible.possible_definitions import possible_definitions
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from metasacro.moments.luo import luo_mean
from metasacro.moments.wan import wan_sd

#: Score and time → top of the scale; median, q1, q3 of all 27, of 16, of 11.
CELLS = {
    "VAS before": (10, ("9.0", "8.0", "10.0"), ("9.5", "8.0", "10.0"), ("8.0", "8.0", "10.0")),
    "VAS after": (10, ("3.0", "0.0", "5.8"), ("0.0", "0.0", "4.0"), ("4.0", "2.3", "6.0")),
    "FMS before": (5, ("3.0", "2.0", "3.0"), ("3.0", "1.5", "3.0"), ("3.0", "2.3", "3.8")),
    "FMS after": (5, ("1.0", "0.25", "2.8"), ("1.0", "0.0", "2.0"), ("2.0", "1.0", "3.0")),
    "AS before": (5, ("3.0", "3.0", "4.0"), ("3.0", "3.0", "3.0"), ("4.0", "3.0", "4.0")),
    "AS after": (5, ("3.0", "2.0", "3.8"), ("3.0", "1.0", "3.0"), ("4.0", "3.0", "4.0")),
}


def summary(n: int, cell: tuple[str, str, str]) -> PrintedSummary:
    return PrintedSummary(n=n, median=cell[0], q1=cell[1], q3=cell[2])


@cache
def whole(name: str) -> FeasibleSet:
    top, cell = CELLS[name][:2]
    return feasible_moments(27, lower=0, upper=top, median=cell[0], q1=cell[1], q3=cell[2])


@cache
def nested(name: str) -> dict[str, FeasibleSet]:
    top, *cells = CELLS[name]
    printed = {
        key: summary(n, cell) for key, n, cell in zip(("all", "without", "with"), (27, 16, 11), cells, strict=True)
    }
    return feasible_cohorts(printed, whole="all", parts=("without", "with"), lower=0, upper=top)


#: Feasible mean and SD of the 27: from their own quartiles, and jointly with the subgroups.
BOUNDS = {
    "VAS before": ((7.037, 9.185), (7.481, 9.074), (0.784, 4.079), (0.940, 3.785)),
    "VAS after": ((2.407, 4.222), (2.556, 3.667), (2.312, 4.076), (2.418, 3.814)),  # 2.41847: 2.419 if rounded twice
    "FMS before": ((2.074, 3.148), (2.333, 2.963), (0.465, 1.740), (0.877, 1.644)),
    "FMS after": ((1.296, 1.926), (1.407, 1.852), (1.137, 1.893), (1.152, 1.783)),
    "AS before": ((2.630, 3.704), (2.741, 3.556), (0.465, 1.808), (0.465, 1.641)),
    "AS after": ((2.333, 3.185), (2.481, 2.889), (0.759, 1.761), (1.050, 1.623)),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_bounds_of_the_27(name: str) -> None:
    """Sharp bounds, found before by another program and confirmed there by enumeration."""
    alone, joint = whole(name), nested(name)["all"]
    assert alone.sd is not None
    assert joint.sd is not None
    found = [(x.lower, x.upper) for x in (alone.mean, joint.mean, alone.sd, joint.sd)]
    assert found == [pytest.approx(bounds, abs=5.01e-4) for bounds in BOUNDS[name]]


#: The SD that is possible at Luo's mean, jointly with the subgroups.
AT_LUO = {
    "VAS before": (0.961, 1.109),
    "VAS after": (2.448, 3.311),
    "FMS before": (0.877, 1.644),
    "FMS after": (1.152, 1.152),  # at the lowest mean, 38/27; Luo's 1.375 lies below it
    "AS before": (0.480, 1.240),
    "AS after": None,
}


@pytest.mark.parametrize("name", AT_LUO)
def test_sd_at_the_converted_mean(name: str) -> None:
    """None where no sample has a mean next to Luo's."""
    median, q1, q3 = (float(text) for text in CELLS[name][1])
    bounds = nested(name)["all"].sd_at(float(luo_mean(27, median, q1=q1, q3=q3)))
    assert (bounds and (bounds.lower, bounds.upper)) == (AT_LUO[name] and pytest.approx(AT_LUO[name], abs=5.01e-4))


def test_five_of_six_converted_pairs_are_impossible() -> None:
    """Luo's mean and Wan's SD of the 27; two SDs even without looking at the subgroups."""
    possible, sds = [], []
    for name, (_, cell, *_) in CELLS.items():
        converted = mean_sd(27, median=float(cell[0]), q1=float(cell[1]), q3=float(cell[2]))
        possible.append(nested(name)["all"].contains(converted.mean, converted.sd))
        alone = whole(name).sd
        assert alone is not None
        sds.append(alone.lower <= converted.sd <= alone.upper)
    assert possible == [False, False, False, False, True, False]
    assert sds.count(False) == 2


def test_a_quartile_distance_of_0_leaves_sds_above_0() -> None:
    """AS before of the 16: quartiles 3 and 3. Wan's SD is 0; the samples have 0 to 1.60."""
    assert float(wan_sd(16, q1=3.0, q3=3.0)) == 0.0
    alone = feasible_moments(16, lower=0, upper=5, q1="3.0", median="3.0", q3="3.0")
    assert alone.sd is not None
    assert (alone.sd.lower, alone.sd.upper) == (0.0, pytest.approx(1.60, abs=5e-3))


def test_the_change_of_pain_lies_between() -> None:
    """Mean change of VAS in the 27, jointly with the subgroups."""
    change = feasible_change(nested("VAS before")["all"], nested("VAS after")["all"])
    assert (change.mean.lower, change.mean.upper) == (
        pytest.approx(-6.5185, abs=5e-4),
        pytest.approx(-3.8148, abs=5e-4),
    )


def test_one_continuous_definition_fits_all_cells() -> None:
    """Of the six that interpolate only Hazen's gives all 18 cells, the one that MedCalc documents."""
    left = set(possible_definitions([summary(27, CELLS["VAS before"][1])], lower=0, upper=10))
    for top, *cells in CELLS.values():
        parts = [summary(16, cells[1]), summary(11, cells[2])]
        left &= set(possible_definitions(parts, whole=summary(27, cells[0]), lower=0, upper=top))
    interpolating = {"interpolated-inverted-cdf", "hazen", "weibull", "linear", "median-unbiased", "normal-unbiased"}
    assert left & interpolating == {"hazen"}


#: n, top of the scale, what is printed, and the types 4 to 9 that can give it.
DECIDING = [
    (27, 5, "q1", "0.25", {5}),
    (27, 10, "q3", "5.8", {4, 5, 8, 9}),
    (27, 5, "q3", "3.8", {5, 8, 9}),
    (16, 5, "q1", "1.5", {5, 6, 7}),
    (11, 10, "q1", "2.3", {4, 5, 8, 9}),
    (11, 5, "q3", "3.8", {5, 8, 9}),
]


@pytest.mark.parametrize(("n", "top", "name", "text", "types"), DECIDING)
def test_cells_that_decide(n: int, top: int, name: str, text: str, types: set[int]) -> None:
    """Which of the six interpolating definitions can print this quartile of whole numbers."""
    found = possible_definitions([PrintedSummary(n=n, **{name: text})], lower=0, upper=top)
    assert {DEFINITIONS[key].type for key in found} - {1, 2, 3} == types
