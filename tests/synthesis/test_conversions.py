"""Every conversion of a summary is judged against every sample that agrees with it."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest

from metasacro.moments.conversion import mean_sd
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from metasacro.moments.feasible.reading import PREFERENCE
from metasacro.moments.feasible.set_estimate import set_estimate
from metasacro.moments.registry import CONVERSIONS
from metasacro.problems import Refusal
from metasacro.records.summary_rows import SummaryRow, summary_row
from metasacro.synthesis.conversions import SETS, Comparison, compare_conversions
from metasacro.synthesis.verdict import Verdict, judge


def row(**cells: str) -> SummaryRow:
    read = summary_row({"scale": "0-10", **cells})
    assert isinstance(read, SummaryRow)
    return read


def compared(**cells: str) -> Comparison:
    return compare_conversions(row(**cells))


def verdicts(found: Comparison) -> dict[str, Verdict]:
    return {answer.method: answer.verdict for answer in found.answers}


AFTER = {"n": "27", "q1": "0.0", "median": "3.0", "q3": "5.8"}


def test_every_method_answers_or_says_why_not() -> None:
    """None is left out without a word."""
    found = compared(**AFTER)
    named = [answer.method for answer in found.answers] + [other.method for other in found.inapplicable]
    assert sorted(named) == sorted([*CONVERSIONS, *SETS])
    assert {other.method: other.code for other in found.inapplicable}["bc"] == "MS321"


def test_the_answers_are_those_of_the_kernel() -> None:
    """Nothing is computed a second time."""
    found = {answer.method: answer for answer in compared(**AFTER).answers}
    luo, ours = (
        mean_sd(27, q1=0, median=3, q3=5.8),
        set_estimate(27, lower=0, upper=10, q1="0.0", median="3.0", q3="5.8"),
    )
    assert (found["luo/wan/shi"].mean, found["luo/wan/shi"].sd) == (luo.mean, luo.sd)
    assert (found["exact-set"].mean, found["exact-set"].se_mean) == (ours.mean, ours.se_mean)
    assert (found["luo/wan/shi"].reconstructed, found["exact-set"].reconstructed) == (False, True)


def test_the_sd_of_the_index_study_is_impossible() -> None:
    """Wan's SD of the follow-up scores is larger than that of any 27 patients with these quartiles."""
    found = compared(**AFTER)
    luo = next(answer for answer in found.answers if answer.method == "luo/wan/shi")
    assert luo.verdict is Verdict.SD
    assert found.samples.sd is not None
    assert luo.sd > found.samples.sd.upper


def test_verdicts_agree_with_the_enumeration_of_every_sample() -> None:
    """n = 7 on 0–4: a pair is possible where a sample with the print has this mean and SD."""
    found = compared(n="7", q1="1.0", median="2.0", q3="3.0", scale="0-4", definition="linear")
    pairs = set()
    for sample in combinations_with_replacement(range(5), 7):
        if tuple(np.quantile(sample, (0.25, 0.5, 0.75))) == (1, 2, 3):
            pairs.add((float(np.mean(sample)), float(np.std(sample, ddof=1))))
    assert len(pairs) > 5
    for mean, sd in pairs:
        assert judge(mean, sd, found.samples)[0] is Verdict.POSSIBLE
    means, sds = np.array(sorted(pairs)).T
    assert judge(means.max() + 0.5, float(sds[0]), found.samples)[0] is Verdict.MEAN
    assert judge(float(means[0]), sds.max() + 0.5, found.samples)[0] is Verdict.SD
    assert judge(means.max() + 0.5, sds.max() + 0.5, found.samples)[0] is Verdict.BOTH
    largest = sds[means == means.max()].max()
    assert largest < sds.max()
    assert judge(float(means.max()), float(sds.max()), found.samples)[0] is Verdict.PAIR


def test_our_own_estimate_is_never_called_impossible() -> None:
    """It is an average over possible samples; where no single sample has it, it says so."""
    for median in ("0", "1", "2", "5"):
        for n in ("6", "9", "14"):
            found = compared(n=n, q1="0", median=median, q3="5", scale="0-5")
            ours = {verdicts(found)[method] for method in SETS}
            assert ours <= {Verdict.POSSIBLE, Verdict.AVERAGE}


def test_the_first_possible_definition_is_used_and_all_are_named() -> None:
    """2.8 as a third quartile of 27 whole scores leaves one definition of the nine."""
    found = compared(n="27", q1="0.25", median="1.0", q3="2.8", scale="0-5")
    assert (found.definition, found.definitions) == ("hazen", ("hazen",))
    others = compared(n="16", q1="8.0", median="9.5", q3="10.0")
    assert others.definition == others.definitions[0]


def test_the_preference_ranks_all_nine_definitions() -> None:
    assert sorted(PREFERENCE) == sorted(DEFINITIONS)


def test_without_quartiles_no_definition_is_named() -> None:
    """Extremes and the median mean one thing only."""
    assert compared(n="12", min="0", median="3", max="9").definitions == ()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"n": "27", "q1": "5", "median": "3", "q3": "6"}, "MS307"),
        ({"n": "27", "q1": "2.1", "median": "3", "q3": "6"}, "MS590"),
        ({"n": "27", "q1": "0.25", "median": "1.0", "q3": "2.8", "definition": "linear"}, "MS384"),
        ({"n": "27", "min": "0", "median": "3", "max": "11"}, "MS384"),
        ({"n": "27", "q1": "8", "median": "9", "q3": "10", "mean": "4.0"}, "MS384"),
    ],
)
def test_a_print_that_contradicts_itself_is_refused(cells: dict[str, str], code: str) -> None:
    """With the code that says how."""
    with pytest.raises(Refusal) as refused:
        compared(**cells)
    assert refused.value.code == code


def test_a_number_without_its_partner_still_narrows_the_set() -> None:
    """The published formulas take pairs; the set takes everything."""
    cells = {"n": "11", "q1": "8", "median": "8", "q3": "10"}
    alone, more = compared(**cells), compared(**cells, max="10", min="8")
    lone = compared(**cells, min="8")
    assert lone.unpaired == ("min",)
    assert more.samples.count == lone.samples.count < alone.samples.count


def test_a_printed_mean_is_held_against_the_conversions() -> None:
    """What does not round to it is impossible."""
    found = compared(**AFTER, mean="3.3")
    assert verdicts(found)["luo/wan/shi"] is Verdict.BOTH
    assert found.samples.mean.upper < 3.36
