"""Every part of a common effect that is pooled from counts, by hand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2, norm

from metasacro.pooling.common_counts import missing_events
from metasacro.pooling.heterogeneity import I2_BY_Q
from metasacro.pooling.mantel_haenszel import mantel_haenszel, mantel_haenszel_batch
from metasacro.pooling.mantel_haenszel_tests import no_effect, one_odds_ratio
from metasacro.pooling.peto import peto
from metasacro.pooling.pooled_counts import PooledCounts
from metasacro.pooling.two_group_counts import TwoGroups
from metasacro.problems import Caution, Refusal, caution

#: a, n1, c, n2: cohorts that differ, and cohorts that hardly do.
UNLIKE = np.array([[3.0, 40.0, 12.0, 50.0], [9.0, 30.0, 4.0, 35.0], [5.0, 60.0, 11.0, 55.0]])
ALIKE = np.array([[3.0, 40.0, 6.0, 50.0], [4.0, 50.0, 7.0, 55.0], [5.0, 60.0, 7.0, 55.0]])


def pool(measure: str, tables: np.ndarray, **options: object) -> PooledCounts:
    a, n1, c, n2 = np.array(tables, dtype=float).T
    if measure in ("IRR", "IRD"):
        return mantel_haenszel(measure, x1i=a, t1i=n1, x2i=c, t2i=n2, **options)  # type: ignore[arg-type]
    columns = {"ai": a, "n1i": n1, "ci": c, "n2i": n2}
    return peto(**columns, **options) if measure == "PETO" else mantel_haenszel(measure, **columns, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("tables", [UNLIKE, ALIKE], ids=["unlike", "alike"])
def test_an_answer_and_its_parts(tables: np.ndarray) -> None:
    pooled = pool("OR", tables, level=0.9)
    a, n1, c, n2 = tables.T
    b, d, n = n1 - a, n2 - c, n1 + n2
    estimate = np.log((a * d / n).sum() / (b * c / n).sum())
    yi, vi = np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    q = ((yi - estimate) ** 2 / vi).sum()
    assert pooled.se is not None
    assert pooled.interval is not None
    assert pooled.weights is not None
    reach = norm.ppf(0.95) * pooled.se
    assert pooled.estimate == pytest.approx(estimate, rel=1e-13)
    assert (pooled.interval.lower, pooled.interval.upper) == pytest.approx((estimate - reach, estimate + reach))
    assert (pooled.interval.level, pooled.level) == (0.9, 0.9)
    assert pooled.statistic == pytest.approx(estimate / pooled.se, rel=1e-13)
    assert pooled.p_value == pytest.approx(2 * norm.sf(abs(estimate / pooled.se)), rel=1e-10)
    assert pooled.weights.tolist() == pytest.approx((b * c / n / (b * c / n).sum()).tolist(), rel=1e-13)
    assert not pooled.weights.flags.writeable
    assert (pooled.q, pooled.q_df) == (pytest.approx(q, rel=1e-12), 2.0)
    assert pooled.q_p == pytest.approx(chi2.sf(q, 2), rel=1e-10)
    assert (pooled.i2, pooled.h2) == pytest.approx((max(0.0, 1 - 2 / q), q / 2), rel=1e-12)
    assert bool(q > 2) is (tables is UNLIKE)
    assert (pooled.tau2, pooled.k, pooled.method, pooled.test, pooled.measure) == (0.0, 3, "MH", "z", "OR")
    assert (pooled.df, pooled.se_tau2, pooled.tau2_interval, pooled.prediction) == (None,) * 4
    assert (pooled.prediction_df, pooled.i2_definition) == (None, I2_BY_Q)
    assert pooled.counts is not None
    assert pooled.counts.a.tolist() == a.tolist()
    assert pooled.cautions == (caution("MS413"),)


def test_which_tests_a_measure_has() -> None:
    """Of no effect those of odds ratios and rates, of one odds ratio those of odds ratios."""
    odds_ratio, given = (
        pool("OR", UNLIKE),
        TwoGroups(**dict(zip(("a", "n1", "c", "n2"), UNLIKE.T, strict=True)), rates=False),
    )
    assert (odds_ratio.mantel_haenszel, odds_ratio.cochran) == no_effect(given, correct=True)
    assert (odds_ratio.breslow_day, odds_ratio.tarone) == one_odds_ratio(given, odds_ratio.estimate)
    assert pool("OR", UNLIKE, correct=False).cochran == no_effect(given, correct=False)[1]
    rates = pool("IRR", UNLIKE)
    assert (rates.mantel_haenszel, rates.cochran) == no_effect(replace(given, rates=True), correct=True)
    assert rates.mantel_haenszel is not None
    assert (rates.breslow_day, rates.tarone) == (None, None)
    for measure in ("RR", "RD"):
        other = pool(measure, UNLIKE)
        assert [other.mantel_haenszel, other.cochran, other.breslow_day, other.tarone] == [None] * 4


def test_the_tests_are_of_the_cohorts_that_are_pooled() -> None:
    """A silent one that is dropped has no part in them, though something was added to it."""
    options = {"add": (0.5, 0.5), "to": ("all", "all"), "drop00": (True, True)}
    with_it, others = pool("OR", np.concatenate([UNLIKE, SILENT[:1]]), **options), pool("OR", UNLIKE, **options)
    assert with_it.mantel_haenszel == others.mantel_haenszel
    assert with_it.cochran == others.cochran
    assert with_it.tarone == others.tarone


@pytest.mark.parametrize("measure", ["OR", "RR", "RD", "IRR", "IRD"])
def test_a_batch_of_small_whole_numbers(measure: str) -> None:
    """The products of bytes are none; where there is no estimate there is no warning."""
    tables = np.concatenate([UNLIKE, [[0.0, 9.0, 0.0, 8.0]]])
    columns = tables.T.astype(np.int8)
    keep = np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 1]], dtype=np.int8)
    found = mantel_haenszel_batch(measure, *columns, keep=keep)
    for row in range(2):
        alone = pool(measure, tables[keep[row] > 0])
        assert (found[0][row], found[1][row]) == pytest.approx((alone.estimate, alone.se), rel=1e-12)
    whole = mantel_haenszel_batch(measure, *columns[:, :3])
    assert (float(whole[0]), float(whole[1])) == pytest.approx((found[0][0], found[1][0]), rel=1e-12)
    assert not 0.0 < found[1][2] < np.inf


@pytest.mark.parametrize("measure", ["OR", "RR", "IRR"])
def test_a_batch_with_events_in_one_group_only_has_no_finite_ratio(measure: str) -> None:
    """Nor a warning."""
    estimate, se = mantel_haenszel_batch(measure, [0, 3], [9, 9], [3, 0], [8, 8], keep=np.eye(2))
    assert estimate.tolist() == [-np.inf, np.inf]
    assert not np.isfinite(se).any()


def test_words_and_columns_are_named() -> None:
    for said, call in (
        ("MS404: unknown measure `or`", lambda: mantel_haenszel("or", [1], [2], [3], [4])),
        ("MS404: unknown to `some`", lambda: pool("OR", UNLIKE, to=("some", "none"))),
        ("MS351.*RD", lambda: mantel_haenszel("RD", [1], [2], [3])),
        ("MS351.*IRD", lambda: mantel_haenszel("IRD", x1i=[1], t1i=[2], x2i=[3])),
    ):
        with pytest.raises(Refusal, match=said):
            call()


def test_nothing_is_added_to_the_pooled_tables_unless_asked() -> None:
    tables = np.concatenate([UNLIKE, [[0, 20, 3, 30]]])
    assert pool("OR", tables, to=("only0", "only0")).estimate == pool("OR", tables).estimate


def test_cohorts_that_agree_exactly_have_neither_i2_nor_h2() -> None:
    pooled = pool("RD", np.array([[1, 4, 2, 4], [1, 4, 2, 4]]))
    assert (pooled.estimate, pooled.q, pooled.i2, pooled.h2) == (-0.25, 0.0, 0.0, 0.0)


def test_one_cohort_has_no_heterogeneity_to_define() -> None:
    pooled = pool("OR", UNLIKE[:1])
    assert (pooled.q, pooled.q_df, pooled.q_p, pooled.i2, pooled.h2, pooled.i2_definition) == (None,) * 5 + ("",)
    assert pooled.cautions == (caution("MS420"),)


SILENT = np.array([[0, 20, 0, 30], [5, 5, 6, 6]])


@pytest.mark.parametrize(
    ("measure", "options", "said"),
    [
        ("OR", {}, caution("MS450", rows="4, 5", measure="OR")),
        ("PETO", {}, caution("MS450", rows="4, 5", measure="PETO")),
        ("RR", {}, caution("MS450", rows="4, 5", measure="RR")),
        ("IRR", {}, caution("MS450", rows="4", measure="IRR")),
        ("RD", {}, caution("MS451", rows="4, 5", verdict="they count in the pooled difference")),
        ("RD", {"drop00": (True, True)}, caution("MS451", rows="4, 5", verdict="they are left out")),
    ],
)
def test_silent_cohorts_are_named_first(measure: str, options: dict[str, object], said: Caution) -> None:
    pooled = pool(measure, np.concatenate([UNLIKE, SILENT]), **options)
    assert pooled.cautions[0] == said
    assert pooled.cautions[-1].code == "MS413"


def test_what_was_added_and_what_is_not_whole_is_said_in_turn() -> None:
    tables = np.concatenate([UNLIKE, [[0, 20.5, 3, 30]]])
    assert pool("OR", tables, add=(0.5, 0.25), to=("only0", "only0")).cautions == (
        caution("MS452", add=0.25, rows="4"),
        caution("MS413"),
        caution("MS454", rows="4"),
    )
    assert pool("IRR", tables).cautions == (caution("MS413"),)  # person-time need not be whole
    tables[1, 2] = 3.5
    assert pool("IRR", tables).cautions[1] == caution("MS454", rows="2")


@pytest.mark.parametrize(
    ("measure", "tables", "reason"),
    [
        ("OR", [[0, 9, 2, 8], [0, 7, 3, 8]], "group 1 has no event in any cohort"),
        ("RR", [[1, 9, 0, 8], [2, 7, 0, 8]], "group 2 has no event in any cohort"),
        ("IRR", [[9, 9, 0, 8], [7, 7, 0, 8]], "group 2 has no event in any cohort"),
        ("PETO", [[0, 9, 0, 8]], "group 1 has no event in any cohort"),
        ("RD", [[0, 9, 0, 8], [0, 7, 0, 8]], "group 1 has no event in any cohort"),
        ("OR", [[1, 9, 8, 8], [2, 7, 8, 8]], "group 2 has nothing but events in every cohort"),
        ("OR", [[9, 9, 8, 8], [0, 7, 0, 8]], "no cohort compares groups that differ in anything"),
    ],
)
def test_where_there_is_no_estimate_nothing_else_is_said(measure: str, tables: list[list[int]], reason: str) -> None:
    pooled = pool(measure, np.array(tables))
    assert pooled.cautions[-1] == caution("MS453", measure=measure, reason=reason)
    assert [pooled.estimate, pooled.se, pooled.interval, pooled.statistic, pooled.p_value, pooled.tau2] == [None] * 6
    assert [pooled.weights, pooled.q, pooled.q_df, pooled.q_p, pooled.i2, pooled.h2] == [None] * 6
    assert pooled.i2_definition == ""


def test_events_are_missing_in_words() -> None:
    some, rest = np.array([1.0, 0.0]), np.array([5.0, 0.0])
    assert missing_events(TwoGroups(a=some, c=some, n1=rest + 1, n2=rest + 1, rates=False)) == ""
    all_events = {"a": some + 1, "c": some, "n1": some + 1, "n2": rest + 1}
    assert missing_events(TwoGroups(**all_events, rates=False)) == "group 1 has nothing but events in every cohort"
    assert missing_events(TwoGroups(**all_events, rates=True)) == ""
