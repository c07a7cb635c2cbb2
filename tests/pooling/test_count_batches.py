"""Batches of the models of counts: each analysis as if it stood alone."""

from typing import Any

import numpy as np
import pytest

from metasacro.pooling import (
    beta_binomial_batch,
    binomial_normal_two_groups_batch,
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
    batch = binomial_normal_two_groups_batch(A, N1, C, N2, keep=KEEP, model=model)
    for row in (0, 3):
        a, n1, c, n2 = (column[KEEP[row]] for column in (A, N1, C, N2))
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


def test_one_group_left_out_one_by_one() -> None:
    rates, shares = poisson_normal_batch(A, N1, keep=KEEP), beta_binomial_batch(A, N1, keep=KEEP)
    for row in range(6):
        x, n = A[KEEP[row]], N1[KEEP[row]]
        agree(rates, row, poisson_normal(x, n))
        alone = beta_binomial(x, n)
        agree(shares, row, alone)
        assert shares.tau2[row] == pytest.approx(alone.rho, rel=1e-9)


def test_a_batch_has_the_shape_that_its_columns_broadcast_to() -> None:
    batch = poisson_normal_batch(np.array([A, A + 1]), N1, keep=np.stack([KEEP[:2], KEEP[2:4], KEEP[4:]]), method="EE")
    assert batch.estimate.shape == (3, 2)
    assert (batch.tau2 == 0).all()
    assert batch.estimate[0, 0] != batch.estimate[0, 1]


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


def test_a_batch_knows_the_models_and_methods() -> None:
    with pytest.raises(Refusal, match="MS404"):
        binomial_normal_two_groups_batch(A, N1, C, N2, model="UM")
    with pytest.raises(Refusal, match="MS404"):
        poisson_normal_two_groups_batch(A, N1, C, N2, model="CM.AL")
    with pytest.raises(Refusal, match="MS404"):
        poisson_normal_batch(A, N1, method="REML")
