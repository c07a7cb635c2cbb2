"""A second opinion on the shipped numbers: statsmodels and scipy always, metafor where R has it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from metasacro import prediction_interval, random_effects
from metasacro.pooling.pooled import Pooled
from metasacro.synthesis import pools
from metasacro.synthesis.run import analyse
from metasacro.synthesis.second_opinion.agreement import compare, digits_of_agreement
from metasacro.synthesis.second_opinion.by_metafor import by_metafor
from metasacro.synthesis.second_opinion.by_scipy import by_scipy
from metasacro.synthesis.second_opinion.by_statsmodels import by_statsmodels
from metasacro.synthesis.second_opinion.convention_panel import convention_panel
from metasacro.synthesis.second_opinion.numbers import numbers_of_scores
from metasacro.synthesis.second_opinion.open_prediction import open_prediction
from metasacro.synthesis.second_opinion.question import Question
from metasacro.synthesis.second_opinion.questions import questions_about
from metasacro.synthesis.second_opinion.verification import Verification, problems_of, verify
from metasacro.synthesis.settings import Overrides
from tests.second_opinion.test_metafor import without_metafor
from tests.synthesis.shipped import analyses, analysis, evidence


@cache
def without_r() -> Verification:
    return verify(analyses(), ask_r=False)


def question(yi: Sequence[float], vi: Sequence[float], method: str, test: str) -> Question:
    """One pooled answer as a question."""
    pooled = random_effects(yi, vi, method=method, test=test)
    return asked_about(pooled)


def asked_about(pooled: Pooled) -> Question:
    assert pooled.yi is not None
    assert pooled.vi is not None
    return Question(
        key="x/",
        outcome="x",
        what="",
        counts=False,
        first=tuple(pooled.yi.tolist()),
        second=tuple(pooled.vi.tolist()),
        method=pooled.method,
        test=pooled.test,
        level=pooled.level,
        interval=pooled.interval_method,
        prediction=pooled.prediction_method,
        numbers=numbers_of_scores(pooled, [str(place) for place in range(pooled.k)]),
    )


def test_statsmodels_and_scipy_agree_with_every_shipped_number() -> None:
    """As closely as is asked of each kind, and most of them to ten digits."""
    found = without_r()
    assert [(entry.question.key, entry.number.name, entry.program) for entry in found.disagreements] == []
    digits = [entry.digits for entry in found.compared if entry.digits is not None]
    assert len(digits) > 400
    assert sum(value >= 10 for value in digits) > 0.93 * len(digits)


def test_no_number_is_skipped_in_silence() -> None:
    """Each stands beside each program, with a value or with the reason why there is none."""
    found = without_r()
    numbers = sum(len(asked.numbers) for asked in found.questions)
    assert len(found.compared) == 3 * numbers
    assert [entry for entry in found.compared if (entry.theirs is None) != (entry.agrees is None)] == []
    assert [entry.number.name for entry in found.compared if entry.theirs is None and not entry.reason] == []


def test_every_estimate_has_a_second_opinion() -> None:
    """By scipy, whatever else is missing."""
    found = without_r()
    for asked in found.questions:
        by = [entry for entry in found.compared if entry.question is asked and entry.program == "scipy"]
        assert all(entry.theirs is not None for entry in by if entry.number.name == "estimate"), asked.key


def test_every_answer_that_pool_prints_is_asked_about() -> None:
    """The pooled row, the pool without the index study, subgroups, correlations and conversions."""
    pain = analysis("pain")
    whats = [asked.what for asked in questions_about([pain])]
    assert whats[:2] == ["", "without the index study"]
    for wanted in (
        *(f"subgroup {subtotal.name}" for subtotal in pain.subtotals),
        *(f"correlation {point.correlation:g}" for point in pain.grid),
        *(f"conversion {point.method}" for point in pain.conversions),
    ):
        assert wanted in whats
    assert len({asked.key for asked in questions_about(analyses())}) == len(questions_about(analyses()))


@pytest.mark.parametrize("method", ["REML", "ML", "PM", "EB", "DL", "HE", "HS", "EE"])
@pytest.mark.parametrize("test", ["z", "t", "knha", "adhoc"])
def test_scipy_agrees_under_every_estimator_that_it_has(method: str, test: str) -> None:
    """On effects that differ, on near-identical ones whose τ² is 0, and on tiny units."""
    for scale in (1.0, 1e-6):
        for yi in ([0.1, 0.9, 0.4, -0.3], [1.0, 1.01, 0.99, 1.0]):
            asked = question([scale * y for y in yi], [scale**2 * v for v in (0.04, 0.09, 0.05, 0.02)], method, test)
            replies = by_scipy([asked]).replies[asked.key]
            for number in asked.numbers:
                theirs = replies.values.get(number.name)
                if theirs is not None:
                    assert digits_of_agreement(number.value, theirs, number.floor) > 7, (number.name, theirs)
            assert "estimate" in replies.values


@pytest.mark.parametrize("yi", [[5.2, 6.1, 4.0, 7.0], [0.10, 0.12, 0.09, 0.11]])
@pytest.mark.parametrize("scale", [1.0, 1e-5])
def test_the_prediction_interval_over_all_tau2_is_drawn_again(yi: list[float], scale: float) -> None:
    """Within a fiftieth of its half width, in any unit; identical effects have none."""
    y, v = scale * np.array(yi), scale**2 * np.array([0.3, 0.2, 0.6, 0.25])
    ours = prediction_interval(random_effects(y, v), "NNF")
    theirs = open_prediction(y, v, 0.95)
    assert theirs is not None
    assert ours.lower is not None
    assert ours.upper is not None
    half = 0.5 * (ours.upper - ours.lower)
    assert theirs == pytest.approx((ours.lower, ours.upper), abs=0.02 * half)
    assert open_prediction(np.ones(4), v, 0.95) is None


def test_an_estimator_without_a_second_route_says_so() -> None:
    asked = question([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], "SJIT", "z")
    assert by_scipy([asked]).replies[asked.key].reason("estimate") == "SJIT has no second route here"
    assert "no SJIT" in by_statsmodels([asked]).replies[asked.key].reason("estimate")


def test_a_negative_variance_of_statsmodels_is_no_opinion() -> None:
    """Where Q lies below its df, statsmodels 0.15 answers a τ² below 0 and pools with it."""
    asked = question([0.10, 0.12, 0.09, 0.11, 0.10], [0.04, 0.05, 0.03, 0.06, 0.02], "DL", "knha")
    reply = by_statsmodels([asked]).replies[asked.key]
    assert "estimate" not in reply.values
    assert reply.reason("estimate") == "statsmodels does not cut τ² at 0, where it ends here"
    assert "q" in reply.values


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize(
    ("change", "name", "hint"),
    [
        ({"estimate": -5.2}, "estimate", "another τ²"),
        ({"p_value": 0.01}, "p_value", "another test"),
        ({"i2": 0.98}, "i2", "another definition of I²"),
        ({"tau2": 0.0}, "tau2", "boundary"),
        ({"q": 234.0}, "q", "a fault in one of the two programs"),
    ],
)
def test_a_wrong_number_is_found(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, float], name: str, hint: str
) -> None:
    """It is named with both values and the likely reason."""

    def wrong(*arguments: object, **choices: object) -> Pooled:
        return replace(random_effects(*arguments, **choices), **change)  # type: ignore[arg-type] # passed on by name

    monkeypatch.setattr(pools, "random_effects", wrong)
    outcome = next(outcome for outcome in evidence().protocol.outcomes if outcome.id == "pain")
    found = verify([analyse(evidence(), outcome, Overrides())], ask_r=False)
    wrongs = [entry for entry in found.disagreements if not entry.question.what and entry.number.name == name]
    assert wrongs, [entry.number.name for entry in found.disagreements]
    assert hint in wrongs[0].reason
    said = [told for told in problems_of(found) if told.code == "MS620" and told.trail == "pain"]
    assert wrongs[0].number.title in " ".join(told.message for told in said)


def test_the_sign_and_the_convention_are_guessed() -> None:
    """A turned sign is told from another convention of the prediction interval."""
    asked = question([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], "DL", "z")
    numbers = tuple(
        replace(number, value=-number.value if number.name == "estimate" else number.value * 1.1)
        for number in asked.numbers
        if number.name in ("estimate", "V_prediction_lower")
    )
    turned, wide = compare([replace(asked, numbers=numbers)], by_scipy([asked]))
    assert turned.reason == "the sign is turned"
    assert wide.reason.startswith("another convention of the prediction interval")


def test_digits_of_agreement_are_relative() -> None:
    assert digits_of_agreement(1.001, 1.0) == pytest.approx(3, abs=0.01)
    assert digits_of_agreement(1.001e9, 1.0e9) == pytest.approx(3, abs=0.01)
    assert digits_of_agreement(0.0, 0.0) == 16
    assert digits_of_agreement(math.nan, 1.0) == 0
    assert digits_of_agreement(1e-14, 0.0, floor=1.0) == pytest.approx(14, abs=0.01)


@pytest.fixture(scope="module")
def by_r() -> Verification:
    if reason := without_metafor():
        pytest.skip(reason)
    return verify(analyses(), seconds=300)


@pytest.mark.r
def test_metafor_agrees_with_every_shipped_number(by_r: Verification) -> None:
    assert [(entry.question.key, entry.number.name, entry.program) for entry in by_r.disagreements] == []
    theirs = [entry for entry in by_r.compared if entry.program == "metafor" and entry.digits is not None]
    assert len(theirs) > 250
    assert [entry.question.key for entry in theirs if entry.number.name == "estimate"] == [
        asked.key for asked in by_r.questions if any(number.name == "estimate" for number in asked.numbers)
    ]


@pytest.mark.r
@pytest.mark.parametrize("method", ["SJ", "HSk", "EB", "PMM", "SJIT", "GENQ", "NO"])
def test_metafor_answers_or_says_why_not(method: str) -> None:
    """An estimator that its version lacks is a reason, not a fault."""
    if reason := without_metafor():
        pytest.skip(reason)
    if method == "NO":
        asked = replace(question([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], "DL", "t"), method=method)
    else:
        asked = question([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method, "t")
    found = list(compare([asked], by_metafor([asked], seconds=60)))
    assert [(entry.number.name, entry.theirs) for entry in found if entry.agrees is False] == []
    assert ({entry.theirs is None for entry in found} == {True}) == (method == "NO")
    assert [entry.reason for entry in found if method == "NO" and not entry.reason.startswith("metafor")] == []


@pytest.mark.r
def test_the_convention_of_metafor_is_what_metafor_prints(by_r: Verification) -> None:
    """The row of the panel, asked of metafor itself: `rma(yi, vi)` and `predict`."""
    panel = convention_panel(analysis("pain"))
    assert panel is not None
    row = next(row for row in panel.rows if row.convention is not None and row.convention.program == "metafor")
    effects = analysis("pain").effects
    asked = question(effects.yi.tolist(), effects.vi.tolist(), "REML", "z")
    theirs = by_metafor([asked], seconds=60).replies[asked.key].values
    assert row.interval is not None
    assert row.prediction is not None
    assert [row.estimate, row.interval.lower, row.interval.upper, row.i2, row.tau2, row.p_value] == pytest.approx(
        [theirs[name] for name in ("estimate", "lower", "upper", "i2", "tau2", "p_value")], rel=1e-8
    )
    expected = [theirs["metafor_prediction_lower"], theirs["metafor_prediction_upper"]]
    assert [row.prediction.lower, row.prediction.upper] == pytest.approx(expected, rel=1e-8)


def test_numbers_of_a_cohort_alone() -> None:
    """τ² and what follows from it do not exist there, and are not asked for."""
    names = [number.name for number in question([1.0], [2.0], "REML", "adhoc").numbers]
    assert names == ["estimate", "se", "lower", "upper", "statistic", "p_value", "weight:1"]
    assert np.isfinite([number.value for number in question([1.0], [2.0], "REML", "adhoc").numbers]).all()
