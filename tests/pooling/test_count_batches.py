"""Batches of the models of counts: each analysis as if it stood alone."""

from typing import Any

import numpy as np
import pytest

from metasacro.pooling import (
    beta_binomial_batch,
    binomial_normal_two_groups_batch,
    mixed_counts_fit,
    poisson_normal_batch,
    poisson_normal_two_groups_batch,
)
from metasacro.pooling.beta_binomial import beta_binomial
from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups
from metasacro.pooling.poisson_normal import poisson_normal
from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups
from metasacro.problems import Refusal

A, N1 = np.array([0, 4, 6, 3, 12, 0]), np.array([40, 123, 106, 231, 59, 40])
C, N2 = np.array([0, 11, 9, 11, 24, 3]), np.array([40, 139, 103, 220, 86, 45])
KEEP = ~np.eye(6, dtype=bool)


def agree(batch: Any, row: int, alone: Any) -> None:
    found = (batch.estimate[row], batch.se[row], batch.q[row], batch.q_df[row], batch.q_p[row])
    assert found == pytest.approx((alone.estimate, alone.se, alone.q, alone.q_df, alone.q_p), rel=1e-9)
    assert batch.log_likelihood[row] == pytest.approx(alone.log_likelihood, rel=1e-12)
    assert batch.k[row] == alone.k
    assert batch.converged[row]


@pytest.mark.parametrize("model", ["UM.FS", "UM.RS", "CM.EL", "CM.AL"])
def test_two_groups_left_out_one_by_one(model: str) -> None:
    some = KEEP[[0, 3]]
    batch = binomial_normal_two_groups_batch(A, N1, C, N2, keep=some, model=model)
    for row in range(2):
        a, n1, c, n2 = (column[some[row]] for column in (A, N1, C, N2))
        alone = binomial_normal_two_groups(ai=a, n1i=n1, ci=c, n2i=n2, model=model)
        agree(batch, row, alone)
        assert batch.tau2[row] == pytest.approx(alone.tau2, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("model", ["UM.FS", "UM.RS", "CM.EL"])
def test_rates_of_two_groups_left_out_one_by_one(model: str) -> None:
    batch = poisson_normal_two_groups_batch(A, N1, C, N2, keep=KEEP[:2], model=model, drop00=False)
    for row in range(2):
        a, n1, c, n2 = (column[KEEP[row]] for column in (A, N1, C, N2))
        alone = poisson_normal_two_groups(a, n1, c, n2, model=model, drop00=False)
        agree(batch, row, alone)


def test_rates_of_one_group_left_out_one_by_one() -> None:
    rates = poisson_normal_batch(A, N1, keep=KEEP[:3])
    for row in range(3):
        alone = poisson_normal(A[KEEP[row]], N1[KEEP[row]])
        agree(rates, row, alone)
        assert rates.tau2[row] == pytest.approx(alone.tau2, rel=1e-6, abs=1e-12)


def test_shares_of_one_group_left_out_one_by_one() -> None:
    """The last selection is of two cohorts."""
    keep = np.vstack([KEEP[:3], [[0, 1, 0, 0, 1, 0]]]).astype(bool)
    shares = beta_binomial_batch(A, N1, keep=keep)
    for row, there in enumerate(keep):
        alone = beta_binomial(A[there], N1[there])
        agree(shares, row, alone)
        assert shares.tau2[row] == pytest.approx(alone.rho, rel=1e-9)


#: Three cohorts by three selections, one of which leaves one cohort alone.
FEW = [np.array(column) for column in ([1, 2, 4], [53, 43, 60], [3, 3, 1], [114, 32, 68])]
SOME = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 0]], dtype=bool)


@pytest.mark.parametrize("model", ["UM.FS", "UM.RS", "CM.EL", "CM.AL"])
@pytest.mark.parametrize("drop00", [True, False])
def test_few_cohorts_under_a_common_effect(model: str, drop00: bool) -> None:
    """Also with a cohort that is silent: under the model of random intercepts it counts where it is kept."""
    columns = [np.append(column, more) for column, more in zip(FEW, (0, 12, 0, 15), strict=True)]
    keep = np.column_stack([SOME, [True, False, True]])
    options: dict[str, Any] = {"model": model, "method": "EE", "drop00": drop00}
    batch = binomial_normal_two_groups_batch(*columns, keep=keep, **options)
    for row, there in enumerate(keep):
        a, n1, c, n2 = (column[there] for column in columns)
        alone = binomial_normal_two_groups(ai=a, n1i=n1, ci=c, n2i=n2, **options)
        assert (batch.estimate[row], batch.se[row]) == pytest.approx((alone.estimate, alone.se), rel=1e-9)
        assert batch.k[row] == alone.k
        if alone.q is None:
            assert np.isnan([batch.q[row], batch.q_df[row], batch.q_p[row], batch.tau2[row]]).all()
        else:
            agree(batch, row, alone)
            assert batch.tau2[row] == 0.0


@pytest.mark.parametrize("model", ["UM.FS", "CM.EL"])
def test_few_cohorts_with_person_time(model: str) -> None:
    batch = poisson_normal_two_groups_batch(*FEW, keep=SOME[:2], model=model, method="EE")
    for row, there in enumerate(SOME[:2]):
        agree(batch, row, poisson_normal_two_groups(*(column[there] for column in FEW), model=model, method="EE"))


def test_defaults_are_those_of_one_analysis() -> None:
    columns = [column[:2] for column in FEW]
    for batch, alone in (
        (binomial_normal_two_groups_batch, binomial_normal_two_groups),
        (poisson_normal_two_groups_batch, poisson_normal_two_groups),
    ):
        names = ("ai", "n1i", "ci", "n2i") if alone is binomial_normal_two_groups else ("x1i", "t1i", "x2i", "t2i")
        found, one = batch(*columns), alone(**dict(zip(names, columns, strict=True)))
        assert float(found.estimate) == pytest.approx(one.estimate, rel=1e-9)
        assert float(found.tau2) == pytest.approx(one.tau2, rel=1e-6, abs=1e-12)
    rates, shares = poisson_normal_batch(*FEW[:2]), beta_binomial_batch(*FEW[:2])
    assert float(rates.tau2) == pytest.approx(poisson_normal(*FEW[:2]).tau2, rel=1e-6, abs=1e-12)
    assert float(rates.log_likelihood) == pytest.approx(poisson_normal(*FEW[:2]).log_likelihood, rel=1e-10)
    assert float(shares.estimate) == pytest.approx(beta_binomial(*FEW[:2]).estimate, rel=1e-9)


def test_silent_cohorts_are_dropped_unless_asked_for() -> None:
    """The model of random intercepts is the one to which they say something."""
    columns = [np.append(column, more) for column, more in zip(FEW, (0, 12, 0, 15), strict=True)]
    for batch in (binomial_normal_two_groups_batch, poisson_normal_two_groups_batch):
        found = [float(batch(*columns, model="UM.RS", method="EE", **asked).k) for asked in ({}, {"drop00": False})]
        assert found == [3.0, 4.0]


@pytest.mark.parametrize("events", [[0, 0], [5, 7]])
def test_people_without_any_event_or_with_nothing_else_have_no_fit(events: list[int]) -> None:
    """Events over person-time are none too many."""
    batch = beta_binomial_batch(events, [5, 7])
    assert np.isnan([batch.estimate, batch.se, batch.q, batch.log_likelihood]).all()
    assert (float(batch.k), bool(batch.converged)) == (2.0, True)
    assert np.isnan(poisson_normal_batch(events, [5, 7], method="EE").estimate) == (sum(events) == 0)


def test_a_batch_has_the_shape_that_its_columns_broadcast_to() -> None:
    batch = poisson_normal_batch(np.array([A, A + 1]), N1, keep=np.stack([KEEP[:2], KEEP[2:4], KEEP[4:]]), method="EE")
    assert batch.estimate.shape == (3, 2)
    assert (batch.tau2 == 0).all()
    assert batch.estimate[0, 0] != batch.estimate[0, 1]


def test_counts_may_be_bytes_whose_sums_are_none() -> None:
    columns = [np.array(column, dtype=np.uint8) for column in ([90, 120, 70], [250] * 3, [180, 200, 190], [250] * 3)]
    found, plain = (
        binomial_normal_two_groups_batch(*each, model="CM.EL", method="EE")
        for each in (columns, [column.astype(float) for column in columns])
    )
    assert (found.estimate, found.q) == (pytest.approx(plain.estimate, rel=1e-12), pytest.approx(plain.q, rel=1e-9))


def test_a_search_that_stops_short_is_said_not_to_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """An analysis that has no model at all is not such a one."""
    monkeypatch.setattr(mixed_counts_fit, "range", lambda _: range(1), raising=False)
    batch = poisson_normal_batch([A, 0 * A], N1)
    assert batch.converged.tolist() == [False, True]


def test_where_nothing_can_be_fitted_there_is_no_number() -> None:
    """No cohort, no event, one cohort: as for one analysis, in the way of a batch."""
    keep = np.array([[0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 1], [0, 1, 0, 0, 0, 0]])
    for batch in (
        poisson_normal_batch(A, N1, keep=keep),
        binomial_normal_two_groups_batch(A, N1, C, N2, keep=keep),
        beta_binomial_batch(A, N1, keep=keep),
    ):
        assert np.isnan(batch.estimate[:2]).all()
        assert np.isnan([batch.tau2[2], batch.q[2], batch.q_p[2]]).all()
        assert batch.k[0] == 0


@pytest.mark.parametrize(
    ("batch", "asked", "said"),
    [
        (binomial_normal_two_groups_batch, {"model": "UM"}, "unknown model `UM`"),
        (poisson_normal_two_groups_batch, {"model": "CM.AL"}, "unknown model `CM.AL`"),
        (poisson_normal_two_groups_batch, {"method": "DL"}, "unknown method `DL`"),
        (poisson_normal_batch, {"method": "REML"}, "unknown method `REML`"),
    ],
)
def test_a_batch_knows_the_models_and_methods(batch: Any, asked: dict[str, str], said: str) -> None:
    with pytest.raises(Refusal, match=f"MS404: {said}"):
        batch(*(A, N1, C, N2)[: 2 if batch is poisson_normal_batch else 4], **asked)
