"""Gupta 2014 reanalysed: the numbers that were worked out by hand and by other programs."""

from __future__ import annotations

from math import sqrt

import pytest

from metasacro.numerics.student import student_quantile
from metasacro.synthesis.single_center.changes import Change
from tests.synthesis.single_center.series import score, section, series

#: Outcome, moment → joint mean, joint SD, the converted pair, SDs at the converted mean, the verdict.
CELLS = [
    ("pain", 0, (7.481, 9.074), (0.940, 3.785), (9.000, 1.565), (0.961, 1.109), "pair impossible"),
    ("pain", 1, (2.556, 3.667), (2.418, 3.814), (2.929, 4.540), (2.448, 3.311), "SD impossible"),
    ("mobility", 0, (2.333, 2.963), (0.877, 1.644), (2.643, 0.783), (0.877, 1.644), "SD impossible"),
    ("mobility", 1, (1.407, 1.852), (1.152, 1.783), (1.375, 1.996), None, "mean and SD impossible"),
    ("analgesic_use", 0, (2.741, 3.556), (0.465, 1.641), (3.357, 0.783), (0.480, 1.240), "possible"),
    ("analgesic_use", 1, (2.481, 2.889), (1.050, 1.623), (2.929, 1.409), None, "mean impossible"),
]
#: To the three decimals that were worked out.
THREE = 0.0006


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0]}-{cell[1]}")
def test_a_cell_has_the_joint_bounds_the_converted_pair_and_the_verdict(cell: tuple[object, ...]) -> None:
    outcome, moment, mean, sd, converted, _, verdict = cell
    found = score(outcome, "all", moment)  # type: ignore[arg-type] # the table's first two columns
    assert found.feasible is not None
    assert found.feasible.sd is not None
    assert found.converted is not None
    assert (found.feasible.mean.lower, found.feasible.mean.upper) == pytest.approx(mean, abs=THREE)
    assert (found.feasible.sd.lower, found.feasible.sd.upper) == pytest.approx(sd, abs=THREE)
    assert (found.converted.mean, found.converted.sd) == pytest.approx(converted, abs=THREE)
    assert found.verdict == verdict


@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell[5]], ids=lambda cell: f"{cell[0]}-{cell[1]}")
def test_the_sds_at_the_converted_mean_are_those_worked_out(cell: tuple[object, ...]) -> None:
    found = score(cell[0], "all", cell[1])  # type: ignore[arg-type] # the table's first two columns
    assert found.feasible is not None
    assert found.converted is not None
    at_mean = found.feasible.sd_at(found.converted.mean)
    assert at_mean is not None
    assert (at_mean.lower, at_mean.upper) == pytest.approx(cell[5], abs=THREE)


def test_five_of_the_six_pairs_of_the_whole_cohort_are_impossible() -> None:
    verdicts = [score(outcome, "all", moment).verdict for outcome, moment, *_ in CELLS]
    assert sum(verdict != "possible" for verdict in verdicts) == 5


def test_only_one_definition_of_a_quartile_gives_every_table() -> None:
    sets = [set(found.exact.possible) for found in series().scores]
    assert set.intersection(*sets) == {"hazen"}
    assert {found.exact.definition for found in series().scores} == {"hazen"}
    assert all(found.exact.joint for found in series().scores)


def test_a_cohort_without_spread_has_no_converted_sd_but_a_feasible_one() -> None:
    found = score("analgesic_use", "noncancer", 0)
    assert found.not_converted is not None
    assert found.not_converted.code == "MS303"
    assert found.feasible is not None
    assert found.feasible.sd is not None
    assert found.feasible.sd.upper == pytest.approx(1.60, abs=0.005)
    assert found.skewness is None


@pytest.mark.parametrize(
    ("outcome", "cohort", "moment", "t", "critical"),
    [
        ("mobility", "all", 0, 1.0, 0.5018),
        ("analgesic_use", "all", 0, 1.0, 0.5018),
        ("pain", "noncancer", 1, 1.0, 0.6391),
        ("pain", "cancer", 0, 1.0, 0.7494),
        ("pain", "all", 0, 0.0, 0.5018),
        ("pain", "all", 1, 0.0345, 0.5018),
        ("mobility", "all", 1, 0.4118, 0.5018),
        ("analgesic_use", "all", 1, 0.1111, 0.5018),
        ("pain", "noncancer", 0, 0.5, 0.6391),
    ],
)
def test_shis_statistic(outcome: str, cohort: str, moment: int, t: float, critical: float) -> None:
    assert score(outcome, cohort, moment).skewness == pytest.approx((t, critical), abs=0.00006)


def test_the_plus_minus_of_age_cannot_be_an_sd() -> None:
    age = next(found for found in series().spreads if found.name == "age")
    assert age.verdict is not None
    assert [round(reading.sd, 2) for reading in age.verdict.readings] == [2.8, 20.38, 10.16]
    assert [reading.feasible for reading in age.verdict.readings] == [False, True, True]
    assert age.verdict.bounds.lower == pytest.approx(5.76, abs=0.02)  # the print's own rounding is allowed for
    assert age.verdict.bounds.upper == pytest.approx(23.8, abs=0.06)
    assert age.claimed == "sd"


def test_every_printed_percentage_is_that_of_its_count() -> None:
    checked = [count for count in series().characteristics if count.agrees is not None]
    assert len(checked) == 22
    assert all(count.agrees for count in checked)
    assert sum(count.events for count in checked if count.name.startswith("age ")) == 53


def test_the_four_levels_of_pain() -> None:
    (levels,) = series().levels
    assert [count.events for count in levels.levels] == [14, 28, 2, 1]
    assert levels.of == 45
    assert levels.adds_up
    exact = levels.levels[0].exact
    assert (100 * exact.lower, 100 * exact.upper) == pytest.approx((18.2, 46.6), abs=0.05)


@pytest.mark.parametrize(
    ("name", "events", "of", "lower", "upper"),
    [("response", 42, 45, 81.7, 98.6), ("complete response", 14, 45, 18.2, 46.6), ("any complication", 0, 53, 0, 6.72)],
)
def test_a_count_has_its_exact_interval(name: str, events: int, of: int, lower: float, upper: float) -> None:
    count = next(found for found in series().counts if found.name == name)
    assert (count.events, count.of) == (events, of)
    assert (100 * count.exact.lower, 100 * count.exact.upper) == pytest.approx((lower, upper), abs=0.05)


def test_fractures_nearly_halve_the_bound_that_patients_give() -> None:
    found = {count.unit: count for count in series().counts if count.name.startswith("major complication")}
    assert round(100 * found["patients"].exact.upper, 2) == 6.72
    assert round(100 * found["fractures"].exact.upper, 2) == 3.73
    assert found["patients"].rule_of_three == pytest.approx(3 / 53)
    assert found["patients"].one_sided == pytest.approx(1 - 0.05 ** (1 / 53))


def test_every_printed_p_can_be_attained_and_was_found() -> None:
    checked = [p for found in series().scores for p in found.p_values.pairs]
    assert len(checked) == 9
    assert all(p.attainable and p.seen and p.agrees and p.named for p in checked)
    between = [one for found in series().scores for one in found.p_values.comparisons if one.p.printed]
    assert sorted(one.p.printed.text for one in between if one.p.printed) == [".004", ".02", ".11", ".74", ".94"]
    assert all(one.p.agrees for one in between)
    assert [one.p.printed.text for one in between if one.p.printed and not one.p.seen] == [".94"]  # lies between


def test_the_change_and_its_intervals_agree_with_the_formulas() -> None:
    for found in series().scores:
        for change in found.changes:
            assert isinstance(change, Change)
            assert change.feasible is not None
            assert change.feasible.mean.lower <= change.estimate <= change.feasible.mean.upper
            s1, s2 = change.before.sd, change.after.sd
            variance = (s1**2 + s2**2 - s1 * s2) / change.n + change.before.reconstruction + change.after.reconstruction
            half = float(student_quantile(0.975, change.n - 1)) * sqrt(variance)
            assert change.interval.upper - change.estimate == pytest.approx(half, rel=1e-12)
            assert change.widest.lower <= change.interval.lower <= change.narrowest.lower
            assert change.narrowest.upper <= change.interval.upper <= change.widest.upper


def test_the_estimates_lie_in_the_joint_bounds_although_each_cohort_is_averaged_alone() -> None:
    """As a pair one of 18 does not: an average over samples need not be the pair of any one of them."""
    together = []
    for found in series().scores:
        for pair in found.exact.scores:
            for each in pair:
                assert each.estimate is not None
                assert each.feasible is not None
                assert each.feasible.sd is not None
                assert each.feasible.mean.lower <= each.estimate.mean <= each.feasible.mean.upper
                assert each.feasible.sd.lower <= each.estimate.sd <= each.feasible.sd.upper
                together.append(each.feasible.contains(each.estimate.mean, each.estimate.sd))
    assert (len(together), sum(together)) == (18, 17)


def test_the_unscored_would_have_to_get_worse_to_lose_the_important_difference() -> None:
    (pain,) = section("pain").unscored
    assert (pain.scored, pain.treated, pain.missing) == (27, 53, 26)
    assert pain.important == -2
    assert pain.needed is not None
    assert (27 * pain.change + 26 * pain.needed) / 53 == pytest.approx(-2, rel=1e-12)
    assert pain.lowest == pytest.approx((27 * pain.change - 260) / 53)
    assert pain.highest == pytest.approx((27 * pain.change + 260) / 53)
    assert pain.room is not None
    assert pain.needed > pain.room > 0


def test_noncancer_fell_more_than_cancer_in_pain() -> None:
    difference = section("pain").difference
    assert difference is not None
    assert (difference.first.name, difference.second.name) == ("noncancer", "cancer")
    assert difference.estimate == pytest.approx(difference.first.estimate - difference.second.estimate)
    assert difference.interval.upper < 0 < difference.widest.upper


def test_the_cohort_lies_where_the_others_predict() -> None:
    found = {place.analysis.outcome.id: place for place in series().places}
    assert list(found) == ["pain", "major_complication", "response"]
    pain = found["pain"]
    assert pain.inside
    assert pain.analysis.pooled is not None
    assert pain.analysis.without_index is not None
    assert pain.prediction == pain.analysis.without_index.prediction
    assert pain.weight == pytest.approx(float(pain.analysis.pooled.weights[0]))
