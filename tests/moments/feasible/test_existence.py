"""A sample is found exactly where the lattice of all samples has one."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from metasacro.moments.feasible import existence
from metasacro.moments.feasible.agreeing_samples import agreeing_samples
from metasacro.moments.feasible.existence import some_sample
from metasacro.moments.feasible.lattice import Cohort
from metasacro.moments.feasible.order_statistics import order_statistics
from metasacro.moments.feasible.possible_definitions import possible_definitions
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from metasacro.moments.feasible.scale import Scale
from metasacro.problems import Refusal


def _drawn(dice: random.Random, n: int, top: int, decimals: int) -> PrintedSummary:
    """Quartiles, and at times the ends, that may or may not agree with a sample."""
    numbers = sorted(round(dice.uniform(0, top), decimals) for _ in range(5))
    names = ("min", "q1", "median", "q3", "max") if dice.random() < 0.3 else ("q1", "median", "q3")
    inner = numbers if len(names) == 5 else numbers[1:4]
    return PrintedSummary(n=n, **{name: f"{value:.{decimals}f}" for name, value in zip(names, inner, strict=True)})


def test_one_cohort_has_a_sample_where_its_lattice_ends() -> None:
    dice = random.Random(20240601)
    answers = []
    for _ in range(150):
        top = dice.choice((3, 5, 10))
        printed, scale = _drawn(dice, dice.randrange(1, 13), top, dice.choice((0, 1, 2))), Scale.of(0, top, "1")
        for definition in DEFINITIONS.values():
            order = order_statistics(printed.n, scale, printed.quantiles(), definition)
            found = some_sample([Cohort(leaves=(0,), order=order)], scale.top)
            assert found == (agreeing_samples([printed], None, scale, definition).end is not None), printed
            answers.append(found)
    assert len(set(answers)) == 2, "both answers occur"


def test_two_quantiles_that_share_a_value_can_leave_no_sample_though_every_value_has_room() -> None:
    """x1 + x2 = 5 = x2 + x3 in order makes all three 2.5; either sum alone leaves 2 and 3."""
    definition, scale = DEFINITIONS["averaged-inverted-cdf"], Scale.of(0, 5, "1")

    def found(**quantiles: str) -> bool:
        printed = PrintedSummary(n=4, **quantiles)
        order = order_statistics(4, scale, printed.quantiles(), definition)
        assert order.possible
        return some_sample([Cohort(leaves=(0,), order=order)], scale.top)

    assert not found(q1="2.50", median="2.50")
    assert found(q1="2.50")
    assert found(median="2.50")


def test_nested_cohorts_have_a_sample_where_their_lattice_ends() -> None:
    dice = random.Random(20240602)
    answers = []
    for _ in range(150):
        top, sizes = dice.choice((2, 4)), (dice.randrange(1, 6), dice.randrange(1, 6))
        scale, decimals = Scale.of(0, top, "1"), dice.choice((0, 0, 1))
        parts, whole = [_drawn(dice, n, top, decimals) for n in sizes], _drawn(dice, sum(sizes), top, decimals)
        told = possible_definitions(parts, whole=whole, lower=0, upper=top)
        for key, definition in DEFINITIONS.items():
            assert (key in told) == (agreeing_samples(parts, whole, scale, definition).end is not None), (parts, whole)
            answers.append(key in told)
    assert len(set(answers)) == 2, "both answers occur"


def test_a_print_with_fewer_decimals_is_another_question() -> None:
    """1 and 1.0 are equal numbers and different prints: of 0, 0.4, 0.8, 1.2 only 1 can be the rounded one."""
    told = [
        possible_definitions([PrintedSummary(n=1, median=median)], lower=0, upper=2, step=0.4) for median in (1, 1.0)
    ]
    assert [len(definitions) for definitions in told] == [9, 0]


def test_of_two_cohorts_each_needs_a_sample() -> None:
    definition, scale = DEFINITIONS["averaged-inverted-cdf"], Scale.of(0, 5, "1")
    orders = [
        order_statistics(4, scale, told, definition) for told in ({"median": "2.50"}, {"q1": "2.50", "median": "2.50"})
    ]

    def found(first: int, second: int) -> bool:
        cohorts = [Cohort(leaves=(leaf,), order=orders[which]) for leaf, which in enumerate((first, second))]
        return some_sample(cohorts, scale.top)

    assert [found(0, 0), found(0, 1), found(1, 0)] == [True, False, False]


def test_every_node_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two cohorts nothing is printed; in both together x2 + x3 = 5 = x3 + x4, which no sample in order has.

    That shows only at x3, when x1 and x2 were given to the cohorts in several orders.
    """
    tried: Counter[tuple[int, int, int]] = Counter()
    after = existence._after

    def counted(builder, node, code, leaf):  # type: ignore[no-untyped-def] # as the one it stands for
        tried[node, code, leaf] += 1
        return after(builder, node, code, leaf)

    monkeypatch.setattr(existence, "_after", counted)
    definition, scale = DEFINITIONS["averaged-inverted-cdf"], Scale.of(0, 5, "1")
    blank = order_statistics(2, scale, {}, definition)
    whole = order_statistics(4, scale, {"median": "2.50", "q3": "2.50"}, definition)
    cohorts = [Cohort(leaves=(leaf,), order=blank) for leaf in range(2)]
    assert not some_sample([*cohorts, Cohort(leaves=(0, 1), order=whole)], scale.top)
    assert len(tried) > 20
    assert set(tried.values()) == {1}


def test_only_the_definitions_asked_about_are_looked_at() -> None:
    """In the order of Hyndman and Fan, whatever the order of the question."""
    printed = [PrintedSummary(n=27, q1="2.0", median="3.0", q3="3.8")]
    every = possible_definitions(printed, lower=0, upper=5)
    assert 1 < len(every) < 9
    other = next(key for key in DEFINITIONS if key not in every)
    asked = [every[1], other, every[0]]
    assert possible_definitions(printed, lower=0, upper=5, among=asked) == every[:2]
    assert possible_definitions(printed, lower=0, upper=5, among=[other]) == ()
    with pytest.raises(Refusal) as refused:
        possible_definitions(printed, lower=0, upper=5, among=["hazen", "tukey"])
    assert refused.value.code == "MS382"
