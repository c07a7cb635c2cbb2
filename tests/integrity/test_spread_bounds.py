"""How small and how large an SD can be, against enumerations, a linear programme's numbers and closed forms."""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from math import inf
from statistics import fmean, stdev

import pytest

from metasacro.integrity.implied_sd import implied_sd
from metasacro.integrity.plus_minus import plus_minus
from metasacro.integrity.spread_bounds import Band, spread_bounds
from metasacro.moments.largest_sd import bounded_sd

#: Table 3 of the index study, with everybody from 18 to 105 years old.
AGES = (
    Band(lower=18, upper=70, count=13),
    Band(lower=70, upper=80, count=20),
    Band(lower=80, upper=90, count=15),
    Band(lower=90, upper=105, count=5),
)


def test_the_ages_of_the_index_study_force_a_wide_spread() -> None:
    """At least 5.76 and at most 23.8, as a linear programme found."""
    found = spread_bounds((76.4, 76.4), AGES)
    assert found.lower == pytest.approx(5.76, abs=0.005)
    assert found.upper == pytest.approx(23.8, abs=0.05)


def test_the_three_readings_of_its_plus_minus() -> None:
    """2.8 is no SD; as a standard error it means 20.38, as half an interval 10.16, which are possible."""
    readings = plus_minus("76.4", "2.8", 53, AGES).readings
    assert [round(reading.sd, 2) for reading in readings] == [2.8, 20.38, 10.16]
    assert [reading.feasible for reading in readings] == [False, True, True]


@pytest.mark.parametrize(("youngest", "most"), [(40, 20.58), (50, 17.76)])
def test_a_standard_error_needs_very_young_patients(youngest: float, most: float) -> None:
    """With nobody below 40 the SD is at most 20.58, with nobody below 50 at most 17.76."""
    bands = (Band(lower=youngest, upper=70, count=13), *AGES[1:])
    assert spread_bounds((76.4, 76.4), bands).upper == pytest.approx(most, abs=0.005)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_whole_steps_reach_both_bounds(n: int) -> None:
    """On a scale of whole points each bound is the SD of a sample with that mean."""
    spreads: dict[int, list[float]] = {}
    for sample in combinations_with_replacement(range(5), n):
        spreads.setdefault(sum(sample), []).append(stdev(sample))
    for total, reached in spreads.items():
        found = spread_bounds((total / n, total / n), [Band(lower=0, upper=4, count=n)], step=1)
        assert found.lower == pytest.approx(min(reached), abs=1e-9)
        assert found.upper == pytest.approx(max(reached), abs=1e-9)


def test_every_sample_lies_between_the_bounds() -> None:
    """Of three bands, for the mean of each sample and for means rounded to one decimal."""
    bands = [Band(lower=0, upper=2, count=2), Band(lower=2, upper=3, count=1), Band(lower=3, upper=6, count=2)]
    halves = [[value / 2 for value in range(int(2 * band.lower), int(2 * band.upper) + 1)] for band in bands]
    for low in product(halves[0], halves[0]):
        for middle in halves[1]:
            for high in product(halves[2], halves[2]):
                sample = (*low, middle, *high)
                mean, sd = fmean(sample), stdev(sample)
                exact = spread_bounds((mean, mean), bands)
                rounded = spread_bounds((mean - 0.05, mean + 0.05), bands)
                assert exact.hold(sd, sd)
                assert rounded.hold(sd, sd)


def test_one_band_is_the_bound_of_bhatia_and_davis() -> None:
    """The largest SD is that of the closed form, the smallest 0."""
    for mean in (0.5, 5.0, 9.9):
        found = spread_bounds((mean, mean), [Band(lower=0, upper=10, count=27)])
        assert found.upper == pytest.approx(float(bounded_sd(mean, 27, lower=0, upper=10)), rel=1e-12)
        assert found.lower == pytest.approx(0.0, abs=1e-9)


def test_a_mean_that_no_values_have() -> None:
    """Outside what the bands allow nothing exists."""
    found = spread_bounds((30.0, 30.5), AGES)
    assert not found.exist
    assert not found.hold(0.0, inf)


def test_a_published_pooled_precision_needs_an_impossible_sd() -> None:
    """8.32 ± 0.01 of 861 patients leaves SDs of at most 0.293; whole points with that mean have at least 0.46."""
    most = implied_sd(0.01, 861)
    least = spread_bounds((8.315, 8.325), [Band(lower=0, upper=10, count=861)], step=1).lower
    assert most == pytest.approx(0.293, abs=5e-4)
    assert least is not None
    assert least > 0.46 > most


def test_values_that_all_stand_at_their_ends_have_one_sd() -> None:
    """The mean, 0.9/7, times 7 is a little more than 0.9 in floating point; that is no other sample."""
    bands = [Band(lower=0.0, upper=0.1, count=5), Band(lower=0.1, upper=0.2, count=2)]
    found = spread_bounds((0.125, 0.135), [Band(lower=0.1, upper=0.1, count=5), Band(lower=0.2, upper=0.2, count=2)])
    highest = spread_bounds((0.9 / 7, 0.2), bands)
    only = stdev([0.1] * 5 + [0.2] * 2)
    assert (found.lower, found.upper) == pytest.approx((only, only), rel=1e-12)
    assert (highest.lower, highest.upper) == pytest.approx((only, only), rel=1e-12)


def test_two_whole_numbers_have_no_mean_of_four_point_one() -> None:
    """Their mean is whole or a half, so nothing from 4.1 to 4.2 is one."""
    assert not spread_bounds((4.1, 4.2), [Band(lower=0, upper=10, count=2)], step=1).exist


def test_a_fine_step_on_a_wide_scale_bounds_the_sd_as_no_step_does() -> None:
    """861 values in thousandths have 86,101 sums with this mean; the bounds are those of free values, within a step."""
    band = [Band(lower=0, upper=100, count=861)]
    stepped, free = spread_bounds((49.95, 50.05), band, step=0.001), spread_bounds((49.95, 50.05), band)
    assert stepped.lower == free.lower == 0.0
    assert stepped.upper is not None
    assert free.upper is not None
    assert free.upper * (1 - 1 / 861) < stepped.upper <= free.upper


def test_values_in_one_point_have_no_spread() -> None:
    """A scale that begins where it ends."""
    found = spread_bounds((3.0, 3.0), [Band(lower=3, upper=3, count=4)])
    assert (found.lower, found.upper) == (0.0, 0.0)
