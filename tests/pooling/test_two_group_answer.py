"""What an answer of two groups says of its model and of who was left out."""

from typing import Any

import pytest

from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups
from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups
from metasacro.problems import Refusal

#: The second cohort has no event.
COLUMNS = [0, 0, 3, 2, 5], [40, 41, 42, 43, 44], [2, 0, 4, 6, 7], [50, 51, 52, 53, 54]


def pool(rates: bool, columns: Any = COLUMNS, **options: Any) -> Any:
    names = ("x1i", "t1i", "x2i", "t2i") if rates else ("ai", "n1i", "ci", "n2i")
    function = poisson_normal_two_groups if rates else binomial_normal_two_groups
    return function(**dict(zip(names, columns, strict=True)), **options)


@pytest.mark.parametrize(
    ("rates", "model", "name"),
    [
        (False, "UM.FS", "binomial–normal model UM.FS"),
        (False, "CM.AL", "binomial–normal model CM.AL"),
        (True, "CM.EL", "Poisson–normal model CM.EL"),
    ],
)
def test_the_model_is_named_and_who_says_nothing(rates: bool, model: str, name: str) -> None:
    pooled = pool(rates, model=model, method="EE")
    said = [f"{caution.code}: {caution.message}" for caution in pooled.cautions]
    assert [text[:5] for text in said] == ["MS450", "MS413", "MS456"]
    assert said[0].startswith("MS450: rows 2: no event")
    assert f"({'IRR' if rates else 'OR'})" in said[0]
    assert name in said[2]
    assert (pooled.k, pooled.counts.a.tolist()) == (4, [0, 0, 3, 2, 5])


@pytest.mark.parametrize("drop00", [True, False])
@pytest.mark.parametrize("model", ["UM.FS", "UM.RS"])
def test_only_random_intercepts_keep_cohorts_without_events(model: str, drop00: bool) -> None:
    pooled = pool(True, model=model, method="EE", drop00=drop00)
    kept = model == "UM.RS" and not drop00
    assert (pooled.k, "MS450" in [caution.code for caution in pooled.cautions]) == (4 + kept, not kept)
    assert pool(True, model=model, method="EE").k == pool(False, model=model, method="EE").k == 4


@pytest.mark.parametrize(
    ("rates", "asked", "said"),
    [
        (False, {"model": "CM"}, "unknown model `CM`"),
        (True, {"model": "CM.AL"}, "unknown model `CM.AL`"),
        (True, {"method": "REML"}, "unknown method `REML`"),
        (False, {"test": "knha"}, "unknown test `knha`"),
    ],
)
def test_words_that_do_not_exist_are_refused(rates: bool, asked: dict[str, str], said: str) -> None:
    with pytest.raises(Refusal, match=f"MS404: {said}"):
        pool(rates, **asked)


def test_a_column_that_is_not_given_is_named_with_what_it_is_needed_for() -> None:
    for rates, measure, missing in ((True, "IRR", "x2i"), (False, "OR", "ci")):
        with pytest.raises(Refusal, match=f"MS351: `{measure}` needs .*missing: `{missing}`"):
            pool(rates, [*COLUMNS[:2], None, COLUMNS[3]])


@pytest.mark.parametrize(
    ("a", "c", "reason"),
    [
        ([0, 0], [3, 4], "group 1 has no event in any cohort"),
        ([3, 4], [0, 0], "group 2 has no event in any cohort"),
        ([9, 8], [3, 4], "group 1 has nothing but events in every cohort"),
        ([9, 3], [2, 0], "every cohort has as few events in one group as its total allows"),
    ],
)
def test_why_no_finite_ratio_exists(a: list[int], c: list[int], reason: str) -> None:
    pooled = pool(False, (a, [9, 8], c, [9, 8]), level=0.9)
    assert [f"{caution.code}: {caution.message}" for caution in pooled.cautions] == [
        f"MS453: OR: no estimate exists: {reason}"
    ]
    assert (pooled.estimate, pooled.k, pooled.level, pooled.measure, pooled.counts.a.tolist()) == (
        None, 2, 0.9, "OR", a
    )  # fmt: skip


@pytest.mark.parametrize(("a", "c", "group"), [([0, 0], [3, 4], 1), ([3, 4], [0, 0], 2)])
@pytest.mark.parametrize("model", ["UM.FS", "UM.RS", "CM.EL"])
def test_rates_of_a_group_without_any_event_have_no_finite_ratio(
    model: str, a: list[int], c: list[int], group: int
) -> None:
    pooled = pool(True, (a, [9, 8], c, [9, 8]), model=model)
    assert pooled.estimate is None
    assert f"IRR: no estimate exists: group {group} has no event in any cohort" in pooled.cautions[-1].message


@pytest.mark.parametrize(("rates", "model"), [(False, "UM.FS"), (False, "CM.EL"), (True, "UM.FS"), (True, "CM.EL")])
def test_two_cohorts_that_differ_have_a_variance_and_one_has_none(rates: bool, model: str) -> None:
    columns = [2, 20], [40, 40], [20, 2], [40, 40]
    both, common = (pool(rates, columns, model=model, method=method) for method in ("ML", "EE"))
    assert both.tau2 > 1.0
    assert common.tau2 == 0.0
    assert both.log_likelihood > common.log_likelihood
    assert both.q == pytest.approx(common.q, rel=1e-9)
    alone = pool(rates, [column[:1] for column in columns], model=model)
    assert (alone.k, alone.tau2, alone.q) == (1, None, None)


def test_a_common_effect_leaves_the_intercepts_their_variance() -> None:
    pooled = pool(True, ([1, 30, 9], [40] * 3, [2, 35, 8], [40] * 3), model="UM.RS", method="EE")
    assert pooled.tau2 == 0.0
    assert pooled.sigma2 > 0.5


@pytest.mark.parametrize("method", ["ML", "EE"])
def test_rare_events_of_people_are_taken_for_events_in_person_time(method: str) -> None:
    people, time = (pool(rates, model=model, method=method) for rates, model in ((False, "CM.AL"), (True, "CM.EL")))
    for name in ("estimate", "se", "tau2", "q", "log_likelihood"):
        assert getattr(people, name) == getattr(time, name)
    assert (people.measure, time.measure) == ("OR", "IRR")
    assert (people.counts.rates, time.counts.rates) == (False, True)


def test_no_event_anywhere_is_no_cohort_at_all() -> None:
    silent = [0, 0], [9, 8], [0, 0], [9, 8]
    pooled = pool(True, silent)
    assert [caution.code for caution in pooled.cautions] == ["MS450", "MS453"]
    assert (pooled.estimate, pooled.k) == (None, 0)
    kept = pool(True, silent, model="UM.RS", drop00=False)
    assert [caution.code for caution in kept.cautions] == ["MS453"]
