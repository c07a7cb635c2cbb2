"""A sweep counts what the kernel answers, one specification at a time, whoever does the pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import product
from typing import TypeVar

import numpy as np
import pytest

from metasacro.engines.threads import on_cores
from metasacro.pooling.every_test import intervals_of_every_test
from metasacro.pooling.random_effects import random_effects, random_effects_batch
from metasacro.problems import Refusal
from metasacro.records.folder import load
from metasacro.synthesis import sweep as module
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides
from metasacro.synthesis.standing import Standing, standings
from metasacro.synthesis.sweep import METHODS, Plan, Sweep, pieces_of, plan_sweep, sweep
from metasacro.synthesis.sweep_answers import Specification, answers_of
from metasacro.synthesis.sweep_piece import membership, sweep_piece
from metasacro.synthesis.sweep_shares import groups_of, quantile_of
from metasacro.synthesis.sweep_subsets import subsets_of
from metasacro.synthesis.sweep_tally import SweepTally
from tests.tolerances import CLOSED

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

EVIDENCE = load()
PAIN = EVIDENCE.protocol.outcomes[0]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_sweep(EVIDENCE, PAIN, study_set="main", limit=10**9)


@pytest.fixture(scope="module")
def found(plan: Plan) -> Sweep:
    return sweep(plan)


@pytest.fixture
def many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ones, so that a small job has several."""
    monkeypatch.setattr(module, "_PIECE", 200)


@pytest.fixture(scope="module")
def one_by_one(plan: Plan) -> list[tuple[float, float, float]]:
    """Estimate and interval of each specification of one column, by the model that pools for everybody else."""
    answers = []
    members = membership(plan.subsets, len(plan.labels))[:, plan.study_of]
    for method, test in product(plan.methods, plan.tests):
        batch = random_effects_batch(plan.yi[0], plan.vi[0], keep=members, method=method, test=test, level=plan.level)
        answers += list(zip(batch.estimate.tolist(), batch.lower.tolist(), batch.upper.tolist(), strict=True))
    return answers


def test_the_short_form_gives_the_intervals_of_the_model(
    plan: Plan, one_by_one: list[tuple[float, float, float]]
) -> None:
    members = membership(plan.subsets, len(plan.labels))[:, plan.study_of]
    estimate, half = intervals_of_every_test(
        plan.yi[0], plan.vi[0], keep=members, methods=plan.methods, tests=plan.tests, level=plan.level
    )
    ends = np.stack(
        [np.broadcast_to(estimate[:, None], half.shape), estimate[:, None] - half, estimate[:, None] + half]
    )
    np.testing.assert_allclose(ends.reshape(3, -1).T, one_by_one, rtol=CLOSED, atol=CLOSED)


def test_a_tally_counts_every_specification(plan: Plan, one_by_one: list[tuple[float, float, float]]) -> None:
    counted = sweep_piece(replace(next(pieces_of(plan)), yi=plan.yi[:1], vi=plan.vi[:1])).tally
    states = standings(
        np.array([low for _, low, _ in one_by_one]), np.array([high for _, _, high in one_by_one]), plan.important
    )
    assert counted.number == len(one_by_one)
    assert counted.states.sum(axis=(0, 1)).tolist() == [int((states == state).sum()) for state in Standing]
    assert counted.smallest == pytest.approx(min(found for found, _, _ in one_by_one), rel=CLOSED)
    assert counted.bins.sum() * len(plan.tests) == len(one_by_one)


def test_the_protocols_own_is_what_pool_prints(found: Sweep) -> None:
    pooled = analyse(EVIDENCE, PAIN, Overrides()).pooled
    assert pooled is not None
    assert found.own.estimate == pytest.approx(-pooled.estimate, rel=1e-10)
    assert found.own.interval.lower == pytest.approx(-pooled.interval.upper, rel=1e-10)


def test_every_choice_has_all_specifications(found: Sweep) -> None:
    for choice in groups_of(found):
        groups = [group for group in choice.groups if not group.value.startswith("without")]
        total = sum(sum(group.states) for group in groups)
        assert choice.name == "study" or total == found.total.number


def test_shares_of_choices_leave_room_for_how_they_act_together(found: Sweep) -> None:
    """Every combination is there once, so that first-order shares add up to 1 at most."""
    shares = [choice.share_of_variance for choice in groups_of(found)]
    assert 0.5 < sum(shares) <= 1.0 + 1e-12
    assert shares[[choice.name for choice in groups_of(found)].index("test")] == 0.0


def test_with_and_without_a_study_are_all(found: Sweep) -> None:
    (studies,) = [choice for choice in groups_of(found) if choice.name == "study"]
    for inside, outside in zip(studies.groups[::2], studies.groups[1::2], strict=True):
        assert sum(inside.states) + sum(outside.states) == found.total.number


def test_a_quantile_is_right_to_a_step(found: Sweep, plan: Plan) -> None:
    low, high = plan.ends
    assert quantile_of(found.total, 0.0, plan.ends) == pytest.approx(found.total.smallest, abs=(high - low) / 2000)
    assert quantile_of(found.total, 1.0, plan.ends) == pytest.approx(found.total.largest, abs=(high - low) / 2000)


def in_any_order(work: Callable[[Piece], Answer], pieces: Sequence[Piece]) -> Iterator[Answer]:
    """The last piece first."""
    return reversed([work(piece) for piece in reversed(pieces)])


@pytest.mark.usefixtures("many_pieces")
@pytest.mark.parametrize("spread", [on_cores(1), on_cores(3), in_any_order], ids=["one", "three", "backwards"])
def test_who_does_the_pieces_changes_no_bit(spread: Callable[..., Iterator[object]], plan: Plan) -> None:
    alone, again = sweep(plan), sweep(plan, spread)  # type: ignore[arg-type] # a protocol with a type of its own a call
    assert len(list(pieces_of(plan))) == 5
    assert_same_bits(again.total, alone.total)
    assert again.between_subsets == alone.between_subsets


def assert_same_bits(one: SweepTally, other: SweepTally) -> None:
    for field in fields(SweepTally):
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name


@pytest.mark.usefixtures("many_pieces")
def test_a_sweep_that_is_stopped_answers_with_what_was_finished(plan: Plan) -> None:
    """Every column, and subsets from all over: every study is in some of them and out of others."""

    def stopped(work: Callable[[Piece], Answer], pieces: Sequence[Piece]) -> Iterator[Answer]:
        for piece in pieces[:3]:
            yield work(piece)

    part = sweep(plan, stopped)
    (told,) = [told for told in part.cautions if told.code == "MS657"]
    finished = sum(len(piece.subsets) for piece in list(pieces_of(plan))[:3])
    assert part.total.number == finished * len(plan.columns) * len(plan.methods) * len(plan.tests)
    assert f"{part.total.number:,}".replace(",", " ") in told.message
    assert set(part.total.column_fits.tolist()) == {finished * len(plan.methods)}
    assert (part.total.inside > 0).all()
    assert (part.total.inside < part.total.column_fits.sum()).all()


def test_pieces_hold_every_subset_once(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 24, 200, 10**6):
        monkeypatch.setattr(module, "_PIECE", size)
        pieces = [piece.subsets for piece in pieces_of(plan)]
        assert sorted(np.concatenate(pieces).tolist()) == plan.subsets.tolist()
        assert len(pieces) % 2 == 1 or len(pieces) == len(plan.subsets)


def test_one_subset_leaves_most_studies_out() -> None:
    """A study that is in no subset, or in all, has one value only."""
    found = sweep(plan_sweep(EVIDENCE, PAIN, limit=1))
    assert len(found.plan.subsets) == 1
    for choice in groups_of(found):
        assert all(group.fits > 0 for group in choice.groups)


def test_answers_one_by_one_are_those_of_the_model(plan: Plan) -> None:
    asked = [
        Specification(column=column, subset=plan.subsets[-1 - column], method=method, test=test)
        for column, (method, test) in enumerate(product(["REML", "HE"], ["z", "adhoc"]))
    ]
    estimates, halves = answers_of(plan, asked)
    for at, one in enumerate(asked):
        keep = membership(np.array([one.subset]), len(plan.labels))[0, plan.study_of]
        alone = random_effects(
            plan.yi[one.column][keep], plan.vi[one.column][keep], method=one.method, test=one.test, level=plan.level
        )
        assert estimates[at] == pytest.approx(alone.estimate, rel=1e-10)
        assert estimates[at] + halves[at] == pytest.approx(alone.interval.upper, rel=1e-10)


def nobody(work: Callable[[Piece], Answer], pieces: Sequence[Piece]) -> Iterator[Answer]:
    """An engine that was stopped before its first piece."""
    return iter(())


def test_a_sweep_that_is_stopped_at_once_has_no_answer(plan: Plan) -> None:
    with pytest.raises(Refusal, match="stopped after 0"):
        sweep(plan, nobody)


def test_a_sample_says_so_and_another_seed_draws_another() -> None:
    one, other = (plan_sweep(EVIDENCE, PAIN, limit=50_000, seed=seed) for seed in (1, 2))
    assert not one.complete
    assert [told.code for told in sweep(one).cautions] == ["MS658"]
    assert one.subsets.tolist() != other.subsets.tolist()
    assert len(set(one.subsets.tolist())) == len(one.subsets)


def test_an_estimator_that_is_not_swept_is_said_to_be_replaced() -> None:
    """GENQ pools by weights of its own; its protocol's own specification is then one with REML, and says so."""
    weighted = replace(EVIDENCE.protocol.tau2, value="GENQ")
    evidence = replace(EVIDENCE, protocol=replace(EVIDENCE.protocol, tau2=weighted))
    found = sweep(plan_sweep(evidence, PAIN, study_set="main", limit=2_000))
    told = [entry.message for entry in found.cautions if entry.code == "MS449"]
    assert told == ["not as in the protocol: method REML instead of GENQ"]


def test_counts_have_no_sweep() -> None:
    (rate, *_) = [outcome for outcome in EVIDENCE.protocol.outcomes if outcome.measure == "PLO"]
    with pytest.raises(Refusal, match="no curve of specifications"):
        plan_sweep(EVIDENCE, rate)


@pytest.mark.parametrize("studies", [30, 60])
def test_subsets_of_many_studies_are_drawn(studies: int) -> None:
    subsets, complete = subsets_of(np.arange(studies), 500, 3)
    assert (len(set(subsets.tolist())), complete) == (500, False)
    assert min(int(entry).bit_count() for entry in subsets) >= 2


def test_a_study_enters_with_all_its_cohorts() -> None:
    subsets, complete = subsets_of(np.array([0, 0, 1]), 100, 1)
    assert (subsets.tolist(), complete) == ([1, 3], True)


@pytest.mark.parametrize(
    ("lower", "upper", "important", "state"),
    [
        (-2.0, -1.0, 2.0, Standing.WORSE),
        (-1.0, 0.0, 2.0, Standing.UNCLEAR),
        (0.5, 1.9, 2.0, Standing.SMALL),
        (0.5, 2.0, 2.0, Standing.SOME),
        (2.0, 3.0, 2.0, Standing.SOME),
        (2.1, 3.0, 2.0, Standing.IMPORTANT),
        (0.5, 9.0, None, Standing.SOME),
        (float("nan"), float("nan"), 2.0, Standing.UNCLEAR),
    ],
)
def test_a_conclusion_is_where_the_interval_lies(
    lower: float, upper: float, important: float | None, state: Standing
) -> None:
    assert standings(np.array([lower]), np.array([upper]), important).tolist() == [state]


def test_all_estimators_but_the_weighted_ones_are_swept() -> None:
    assert len(METHODS) == 13
    y, v = [0.1, 0.9, 0.4], [0.04, 0.09, 0.05]
    for method in METHODS:
        estimate, _ = intervals_of_every_test(y, v, keep=[[True] * 3], methods=[method], tests=["z"])
        assert float(estimate[0, 0]) == pytest.approx(random_effects(y, v, method=method).estimate, rel=1e-10)
