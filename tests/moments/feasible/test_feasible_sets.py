"""The lattice against the enumeration of every sample, and against numbers known otherwise."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.moments.feasible.nested_cohorts import feasible_cohorts
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.possible_definitions import possible_definitions
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from tests.moments.feasible.enumeration import agrees, mean, median, quantile, samples, variance

QUARTER = Fraction(1, 4)


def printed_of(value: Fraction, decimals: int) -> str:
    """Rounded half up, as many journals do."""
    scaled = math.floor(value * 10**decimals + Fraction(1, 2))
    return f"{scaled / 10**decimals:.{decimals}f}"


@st.composite
def prints(draw: st.DrawFn) -> tuple[PrintedSummary, int, Fraction, int]:
    """The print of a real small sample: some of its numbers, some decimals each, under one of the nine definitions."""
    step = draw(st.sampled_from([Fraction(1), Fraction(1, 2)]))
    top = draw(st.integers(2, 6))
    n = draw(st.integers(2, 7))
    sample = tuple(step * code for code in sorted(draw(st.lists(st.integers(0, top), min_size=n, max_size=n))))
    type_ = draw(st.integers(1, 9))
    numbers = {
        "min": sample[0],
        "q1": quantile(sample, QUARTER, type_),
        "median": median(sample),
        "q3": quantile(sample, 3 * QUARTER, type_),
        "max": sample[-1],
        "mean": mean(sample),
    }
    chosen = draw(st.sets(st.sampled_from([*numbers, "sd"]), min_size=1))
    decimals = {name: draw(st.integers(0, 2)) for name in sorted(chosen)}
    printed = {name: printed_of(numbers[name], decimals[name]) for name in sorted(chosen - {"sd"})}
    if "sd" in chosen:
        printed["sd"] = f"{math.sqrt(variance(sample)):.{decimals['sd']}f}"
    return PrintedSummary(n=n, **printed), top, step, type_


@settings(max_examples=150, deadline=None)
@given(prints())
def test_the_set_is_that_of_the_enumeration(case: tuple[PrintedSummary, int, Fraction, int]) -> None:
    """All nine definitions, any numbers printed."""
    printed, top, step, type_ = case
    compare(printed, [step * code for code in range(top + 1)], type_)


CASES = [
    # x1 + 3 x2 = 45 … 46: what comes after does not ask which two values they were
    (PrintedSummary(n=6, q1="11.5", median="12"), "10", "0.5", 6, 7),
    (PrintedSummary(n=4, median="13", mean="13.5"), "10", "2", 4, 5),
    (PrintedSummary(n=5, q1="1", q3="3", mean="2.2", sd="1.3"), "1", "1", 4, 7),
    (PrintedSummary(n=4, max="3", mean="2.0", sd="1.0"), "0", "0.5", 6, 5),
    # of three values with the SDs ½, 1½ and 2½: which of the prints on both sides they round to
    *((PrintedSummary(n=3, sd=sd), "0", "0.5", 10, 5) for sd in ("0", "1", "2", "3")),
    # x2 + x3 = 3 … 5: many pairs end in the same second value
    (PrintedSummary(n=4, median="2", max="3"), "0", "0.5", 6, 5),
    # squares about the middle differ on both of its sides
    (PrintedSummary(n=3, median="2"), "0", "1", 4, 5),
    # quartiles of two values lie between the same two
    (PrintedSummary(n=2, q1="1", median="2", q3="3"), "0", "1", 6, 7),
]


@pytest.mark.parametrize(("printed", "lower", "step", "top", "type_"), CASES)
def test_sets_of_few_values_are_those_of_the_enumeration(
    printed: PrintedSummary, lower: str, step: str, top: int, type_: int
) -> None:
    compare(printed, [Fraction(lower) + Fraction(step) * code for code in range(top + 1)], type_)


def compare(printed: PrintedSummary, values: list[Fraction], type_: int) -> None:
    """Count, sharp bounds, SD at every mean, both distributions."""
    step = values[1] - values[0]
    key = next(key for key, definition in DEFINITIONS.items() if definition.type == type_)
    found = list(samples(values, printed, type_))
    told = feasible_moments(
        printed.n,
        lower=str(float(values[0])),
        upper=str(float(values[-1])),
        step=str(float(step)),
        definition=key,
        **{name: getattr(printed, name) for name in ("min", "q1", "median", "q3", "max", "mean", "sd")},
    )
    means, variances = [mean(x) for x in found], [variance(x) for x in found]
    assert (told.n, told.definition, told.count) == (printed.n, key, len(found))
    assert (told.mean.lower, told.mean.upper) == pytest.approx((float(min(means)), float(max(means))), rel=1e-14)
    assert told.sd is not None
    assert (told.sd.lower, told.sd.upper) == pytest.approx(
        (math.sqrt(min(variances)), math.sqrt(max(variances))), rel=1e-14
    )
    for one in set(means):
        at = [v for m, v in zip(means, variances, strict=True) if m == one]
        for asked in (float(one), f"{float(one):.6f}"):
            sd = told.sd_at(asked)
            assert sd is not None
            assert (sd.lower, sd.upper) == pytest.approx((math.sqrt(min(at)), math.sqrt(max(at))), rel=1e-14)
    by_mean, by_variance = Counter(means), Counter(variances)
    for distribution, counter in ((told.mean_distribution(), by_mean), (told.variance_distribution(), by_variance)):
        assert distribution.values == pytest.approx([float(value) for value in sorted(counter)], rel=1e-11, abs=1e-12)
        shares = [counter[value] / len(found) for value in sorted(counter)]
        assert distribution.probabilities == pytest.approx(shares, rel=1e-13)
    assert told.mean_variance() == pytest.approx(float(sum(variances) / len(variances)), rel=1e-12, abs=1e-14)


def test_distributions_of_two_values_of_which_the_least_is_printed() -> None:
    """0 beside 0, 1, 2 or 3: variances 0, 1/2, 2 and 9/2. A printed SD of 1 leaves √½ and √2."""
    every = feasible_moments(2, lower=0, upper=3, min="0")
    assert every.count == 4
    assert every.mean_distribution().values.tolist() == [0.0, 0.5, 1.0, 1.5]
    assert every.variance_distribution().values.tolist() == [0.0, 0.5, 2.0, 4.5]
    assert every.mean_variance() == 1.75
    some = feasible_moments(2, lower=0, upper=3, min="0", sd="1")
    assert some.count == 2
    assert some.mean_distribution().values.tolist() == [0.5, 1.0]
    assert some.variance_distribution().values.tolist() == [0.5, 2.0]
    assert some.variance_distribution().probabilities.tolist() == [0.5, 0.5]
    assert some.mean_variance() == 1.25


def test_nested_cohorts_that_are_tied_by_pairs_of_values() -> None:
    """Three and three values from 0 to 4: ¾ x1 + ¼ x2 of each, and ½ x3 + ½ x4 of all, are printed without decimals."""
    printed = {
        "all": PrintedSummary(n=6, median="2"),
        "one": PrintedSummary(n=3, q1="1"),
        "other": PrintedSummary(n=3, q1="2"),
    }
    values = [Fraction(code) for code in range(5)]
    one, other = (list(samples(values, printed[name], 5)) for name in ("one", "other"))
    merged = [tuple(sorted(x + y)) for x, y in product(one, other)]
    expected = sum(agrees(sample, printed["all"], 5) for sample in merged)
    key = "hazen"
    found = feasible_cohorts(printed, whole="all", parts=("one", "other"), lower=0, upper=4, definition=key)
    for name, told in found.items():
        assert (told.n, told.definition, told.count) == (printed[name].n, key, expected)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=3, max_size=5),
    st.lists(st.integers(0, 4), min_size=2, max_size=4),
    st.sampled_from(list(DEFINITIONS)),
)
def test_nested_sets_are_those_of_the_enumeration(one: list[int], other: list[int], key: str) -> None:
    """Every pair of samples whose union prints like the whole."""
    type_ = DEFINITIONS[key].type
    groups = {"one": sorted(one), "other": sorted(other), "both": sorted(one + other)}
    printed = {}
    for name, codes in groups.items():
        sample = tuple(Fraction(code) for code in codes)
        printed[name] = PrintedSummary(
            n=len(sample),
            q1=printed_of(quantile(sample, QUARTER, type_), 1),
            median=printed_of(median(sample), 1),
            q3=printed_of(quantile(sample, 3 * QUARTER, type_), 1),
        )
    values = [Fraction(code) for code in range(5)]
    whole = set(samples(values, printed["both"], type_))
    pairs = [
        (x, y, tuple(sorted(x + y)))
        for x, y in product(samples(values, printed["one"], type_), samples(values, printed["other"], type_))
        if tuple(sorted(x + y)) in whole
    ]
    told = feasible_cohorts(printed, whole="both", parts=("one", "other"), lower=0, upper=4, definition=key)
    for at, name in enumerate(("one", "other", "both")):
        means = [float(mean(pair[at])) for pair in pairs]
        sds = [math.sqrt(variance(pair[at])) for pair in pairs]
        assert (told[name].n, told[name].definition, told[name].count) == (len(groups[name]), key, len(pairs))
        assert (told[name].mean.lower, told[name].mean.upper) == pytest.approx((min(means), max(means)), rel=1e-14)
        bounds = told[name].sd
        assert bounds is not None
        assert (bounds.lower, bounds.upper) == pytest.approx((min(sds), max(sds)), rel=1e-14)


def test_possible_definitions_are_those_under_which_a_sample_exists() -> None:
    """Seven values from 0 to 4 with quartiles 1.25 and 3: by enumeration."""
    printed = PrintedSummary(n=7, q1="1.25", median="2", q3="3")
    values = [Fraction(code) for code in range(5)]
    expected = tuple(
        key for key, definition in DEFINITIONS.items() if next(samples(values, printed, definition.type), None)
    )
    assert expected
    assert len(expected) < 9
    assert possible_definitions([printed], lower=0, upper=4) == expected


def test_a_set_contains_its_ends_and_what_a_rounding_error_adds_to_them() -> None:
    """0 beside 0, 500 or 1000: means 0, 250 and 500."""
    pair = feasible_moments(2, lower=0, upper=1000, step=500, min="0")
    error, greatest = 1e-12 * 500.0, math.sqrt(500_000.0)
    for inside in (0.0, -error):
        assert pair.contains(inside, 0.0)
    for inside in (500.0, 500.0 + error):
        assert pair.contains(inside, greatest)
    for outside in (-3.0 * error, -1.0):
        assert not pair.contains(outside, 0.0)
    for outside in (500.0 + 3.0 * error, 501.0):
        assert not pair.contains(outside, greatest)


def test_closure_counts_of_a_printed_mean_and_sd() -> None:
    """Mean 2.7, SD 1.9, n = 130 on 1 to 5: the 5,359 samples that unsum's documentation prints."""
    assert feasible_moments(130, lower=1, upper=5, mean="2.7", sd="1.9").count == 5359
