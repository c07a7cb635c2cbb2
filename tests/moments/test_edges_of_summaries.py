"""What a conversion and an exact set answer at the edge of what can be printed."""

import numpy as np
import pytest

from metasacro.moments.feasible import paired_change
from metasacro.moments.feasible.feasible_set import FeasibleSet
from metasacro.moments.feasible.paired_change import feasible_change
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.reading import PREFERENCE, readings
from metasacro.moments.feasible.set_estimate import feasible_moments
from metasacro.moments.summary import Scenario, order_ranks, scenario_of
from metasacro.moments.wan import wan_sd
from metasacro.problems import Refusal


def feasible(n: int = 9, upper: int = 10) -> FeasibleSet:
    return feasible_moments(n, lower=0, upper=upper, q1="2", median="4", q3="6")


def test_a_spread_needs_a_pair_of_numbers() -> None:
    with pytest.raises(ValueError, match="`min` with `max`"):
        wan_sd(20, q1=4.0)
    with pytest.raises(ValueError, match="`q1` with `q3`"):
        scenario_of(extremes=False, quartiles=False)


@pytest.mark.parametrize(
    ("n", "scenario", "ranks"),
    [
        (25, "S3", [1, 7, 13, 19, 25]),
        (27, "S3", [1, 7, 14, 21, 27]),
        (40, "S2", [11, 21, 31]),
        (8, "S1", [1, 5, 8]),
    ],
)
def test_ranks_that_the_printed_numbers_are_taken_for(n: int, scenario: Scenario, ranks: list[int]) -> None:
    found = order_ranks(n, scenario)
    assert found.dtype == np.float64
    assert found.tolist() == ranks


def test_a_change_is_of_the_same_patients_on_the_same_scale() -> None:
    """MS388."""
    for after in (feasible(n=11), feasible(upper=12)):
        with pytest.raises(Refusal, match="MS388"):
            feasible_change(feasible(), after)


def test_a_change_with_too_many_pairings_keeps_the_outer_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """|SD₁ − SD₂| ≤ SD of the change ≤ SD₁ + SD₂, which is not claimed to be sharp."""
    before, after = feasible(), feasible()
    sharp = feasible_change(before, after)
    monkeypatch.setattr(paired_change, "MOST_CELLS", 0)
    rough = feasible_change(before, after)
    assert (sharp.sharp, rough.sharp) == (True, False)
    assert before.sd is not None
    assert after.sd is not None
    assert rough.sd.upper == before.sd.upper + after.sd.upper
    assert rough.sd.lower <= sharp.sd.lower <= sharp.sd.upper <= rough.sd.upper


def test_a_set_contains_the_means_and_sds_of_its_samples_only() -> None:
    found = feasible()
    assert found.sd is not None
    middle = 0.5 * (found.mean.lower + found.mean.upper)
    bounds = found.sd_at(middle)
    assert bounds is not None
    assert found.contains(middle, bounds.lower)
    assert found.contains(middle, bounds.upper)
    assert not found.contains(middle, bounds.upper * 1.01)
    assert not found.contains(middle, bounds.lower * 0.99)
    assert not found.contains(found.mean.upper + 0.1, bounds.lower)
    assert found.sd_at("-3.0") is None


def test_a_step_that_does_not_lead_from_bound_to_bound_is_no_reading() -> None:
    printed = PrintedSummary(n=9, q1="3", median="6", q3="9")
    found = list(readings(printed, lower=0, upper=10, steps=("3", "1")))
    assert {one.step for one in found} == {"1"}
    assert [one.definition for one in found] == list(PREFERENCE)
    assert list(readings(printed, lower=0, upper=10, steps=("3",))) == []
    assert list(readings(PrintedSummary(n=9, q1="3.7", median="6.1", q3="9.9"), lower=0, upper=10, steps=("1",))) == []
    assert np.isfinite(wan_sd(9, q1=3.0, q3=9.0))
