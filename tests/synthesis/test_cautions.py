"""What the reader of one pooled answer must know about its rows."""

from pathlib import Path

from metasacro.problems import CATALOGUE
from tests.synthesis.shipped import analyses, analysis
from tests.synthesis.small_folder import codes, count, pooled, record, scores

PRINTED = ("mean: 8, sd: 2", "mean: 4, sd: 2")


def test_single_arm_scores_always_say_that_there_is_no_comparator() -> None:
    assert "MS431" in codes(analysis("pain"))


def test_an_assumed_correlation_is_never_silent(tmp_path: Path) -> None:
    assert "MS311" in codes(pooled(tmp_path, "pain", {"smith": scores(*PRINTED)}))


def test_times_that_differ_by_more_than_a_factor_of_two_are_pointed_out(tmp_path: Path) -> None:
    near, far = (pooled(tmp_path / day, "pain", two_times(f"{day} days")) for day in ("60", "61"))
    assert "MS443" not in codes(near)
    assert "MS443" in codes(far)


def two_times(time: str) -> dict[str, str]:
    return {"smith": scores(*PRINTED, time="30 days"), "jones": scores(*PRINTED, time=time)}


def test_attrition_beyond_a_fifth_is_pointed_out(tmp_path: Path) -> None:
    few, enough = (pooled(tmp_path / str(n), "harm", {"smith": count(1, n)}) for n in (15, 16))
    assert "MS444" in codes(few)
    assert "MS444" not in codes(enough)


def test_the_enrolled_in_place_of_the_analysed_are_pointed_out(tmp_path: Path) -> None:
    assumed = "assumed: {n: the abstract gives the number treated}, "
    assert "MS441" in codes(pooled(tmp_path, "pain", {"smith": scores(*PRINTED, more=assumed)}))


def test_a_cohort_with_more_than_half_of_the_weight_is_named(tmp_path: Path) -> None:
    large = record("jones", scores(*PRINTED, n=200), "- {cohort: all, n: 200, where: Table 1}")
    found = pooled(tmp_path, "pain", {"smith": scores(*PRINTED), "jones": large})
    assert [told.message for told in found.cautions if told.code == "MS446"] == ["Jones carries 91 % of the weight"]


def test_no_caution_is_said_twice() -> None:
    for found in analyses("all"):
        told = [(caution.code, caution.message) for caution in found.cautions]
        assert sorted(set(told)) == sorted(told), found.outcome.id


def test_every_caution_and_reason_stands_in_the_catalogue() -> None:
    for found in analyses("all"):
        told = [*codes(found), *(entry.reason.code for entry in found.left_out)]
        assert [code for code in told if code not in CATALOGUE] == []
