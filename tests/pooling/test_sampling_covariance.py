"""Sampling covariances from an assumed correlation, labels of clusters, and averages of clusters."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from metasacro.pooling.cluster_average import cluster_averages
from metasacro.pooling.cluster_labels import joined_numbers, label_list, label_numbers, nested_numbers, rows_by_size
from metasacro.pooling.sampling_covariance import covariance_of_rows, independent, sampling_covariance
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

VI = [0.04, 0.09, 0.01, 0.25, 0.16]
CLUSTER = ["a", "b", "a", "c", "a"]


def test_a_common_correlation_stands_between_effects_of_one_cluster_only() -> None:
    dense = sampling_covariance(VI, cluster=CLUSTER, rho=0.5).dense()
    assert np.diag(dense).tolist() == VI
    assert dense[0, 2] == pytest.approx(0.5 * 0.2 * 0.1, rel=CLOSED)
    assert dense[0, 4] == pytest.approx(0.5 * 0.2 * 0.4, rel=CLOSED)
    assert np.count_nonzero(dense) == 5 + 6
    assert (dense == dense.T).all()


def test_correlation_fades_with_time() -> None:
    dense = sampling_covariance([1.0, 1.0, 1.0], cluster=[1, 1, 1], phi=0.8, times=[0, 1, 6]).dense()
    assert dense == pytest.approx(np.array([[1, 0.8, 0.8**6], [0.8, 1, 0.8**5], [0.8**6, 0.8**5, 1]]), rel=CLOSED)


def test_times_apart_with_a_correlation_of_0_are_independent() -> None:
    dense = sampling_covariance(VI, cluster=CLUSTER, phi=0.0, times=[0, 1, 2, 3, 4]).dense()
    assert dense.tolist() == np.diag(VI).tolist()


@pytest.mark.parametrize("kept", [[0, 1, 2, 3, 4], [0, 1, 2], [4, 3, 0], [1, 3]])
def test_the_covariance_of_some_rows_is_that_part_of_the_whole(kept: list[int]) -> None:
    whole = sampling_covariance(VI, cluster=CLUSTER, rho=0.5)
    rows = np.isin(np.arange(5), kept)
    part = covariance_of_rows(whole, rows)
    assert part.dense() == pytest.approx(whole.dense()[np.ix_(rows, rows)], rel=1e-15)


def test_effects_that_share_no_patients_have_a_diagonal_covariance_that_nobody_can_write_to() -> None:
    assert independent(np.array(VI)).dense().tolist() == np.diag(VI).tolist()
    assert not any(block.flags.writeable for block in sampling_covariance(VI, cluster=CLUSTER, rho=0.5).blocks)


def test_small_clusters_of_one_size_are_kept_together_and_never_as_one_matrix() -> None:
    labels = np.repeat(np.arange(5000), 2)
    covariance = sampling_covariance(np.ones(10_000), cluster=labels, rho=0.3)
    assert [block.shape for block in covariance.blocks] == [(5000, 2, 2)]


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("MS470: the assumed correlation `rho` is 1.0,", {"rho": 1.0}),
        ("MS470", {"rho": -1.0}),
        ("MS470", {"rho": 1.5}),
        ("MS470", {"rho": -1.5}),
        ("MS470", {"rho": float("nan")}),
        ("MS470: the assumed correlation `phi` is 1.5,", {"phi": 1.5, "times": [1, 2, 3, 4, 5]}),
        ("MS470", {"phi": -0.5, "times": [1, 2, 3, 4, 5]}),
        ("MS471: the sampling covariance of rows 1, 3, 5 is", {"rho": -0.6}),
        ("MS471", {"phi": 0.5, "times": [1, 1, 1, 1, 1]}),
        ("MS472", {"phi": 0.5, "times": [1, 2]}),
        ("MS402", {"phi": 0.5, "times": [1, 2, 3, 4, float("nan")]}),
        ("MS402", {"phi": 0.5, "times": [1, 2, 3, 4, None]}),
        ("MS404", {}),
        ("MS404", {"rho": 0.5, "phi": 0.5, "times": [1, 2, 3, 4, 5]}),
        ("MS404", {"phi": 0.5}),
    ],
)
def test_what_cannot_be_assumed_is_refused(code: str, asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        sampling_covariance(VI, cluster=CLUSTER, **asked)


@pytest.mark.parametrize(
    ("code", "labels"),
    [("MS472: `cluster`", ["a", "b"]), ("MS473", ["a", None, "b", "b", "a"]), ("MS473", [1, 2, 3, 4, np.nan])],
)
def test_every_effect_needs_a_label(code: str, labels: list[object]) -> None:
    with pytest.raises(Refusal, match=code):
        sampling_covariance(VI, cluster=labels, rho=0.5)


@example([i % 3 for i in range(90)])
@given(st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_every_row_stands_in_one_cluster_of_the_right_size(labels: list[int]) -> None:
    numbers = label_numbers("cluster", labels, len(labels))
    stacks = rows_by_size(numbers)
    assert sorted(row for rows in stacks for row in rows.ravel().tolist()) == list(range(len(labels)))
    for rows in stacks:
        assert (np.diff(rows, axis=1) > 0).all()
        for members in rows:
            assert len({labels[i] for i in members}) == 1
            assert labels.count(labels[members[0]]) == len(members)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20))
def test_joined_clusters_contain_both_and_no_more(pairs: list[tuple[int, int]]) -> None:
    one, other = (label_numbers("x", [pair[i] for pair in pairs], len(pairs)) for i in (0, 1))
    joined = joined_numbers(one, other)
    k = len(pairs)
    reach = (one[:, None] == one[None, :]) | (other[:, None] == other[None, :])
    for _ in range(k):
        reach = (reach.astype(int) @ reach.astype(int)) > 0
    assert ((joined[:, None] == joined[None, :]) == reach).all()


def test_independent_effects_are_averaged_with_inverse_variances() -> None:
    averages = cluster_averages([1.0, 4.0, 2.0], [1.0, 2.0, 5.0], cluster=["x", "x", "y"])
    assert averages.cluster == ("x", "y")
    assert averages.yi.tolist() == pytest.approx([2.0, 2.0], rel=CLOSED)
    assert averages.vi.tolist() == pytest.approx([2 / 3, 5.0], rel=CLOSED)


@pytest.mark.parametrize("rho", [0.0, 0.6])
@pytest.mark.parametrize("weighted", [True, False])
def test_averages_are_those_of_their_formulas(rho: float, weighted: bool) -> None:
    """Clusters of three, one and three effects, in the order in which they appear."""
    y, v = np.array([1.0, 4.0, 2.5, -1.0, 0.5, 2.0, 3.0]), np.array([1.0, 2.0, 5.0, 0.5, 4.0, 3.0, 0.7])
    labels = np.array(["c", "a", "c", "b", "a", "a", "c"])
    averages = cluster_averages(y, v, cluster=labels, rho=rho, weighted=weighted)
    assert averages.cluster == ("c", "a", "b")
    for i, label in enumerate(averages.cluster):
        there = labels == label
        root = np.sqrt(v[there])
        block = np.outer(root, root) * (rho + (1 - rho) * np.eye(there.sum()))
        weights = np.linalg.inv(block).sum(axis=0) if weighted else np.ones(there.sum())
        weights /= weights.sum()
        assert averages.yi[i] == pytest.approx(weights @ y[there], rel=1e-12)
        assert averages.vi[i] == pytest.approx(weights @ block @ weights, rel=1e-12)
    assert not averages.yi.flags.writeable
    assert not averages.vi.flags.writeable


def test_averages_are_weighted_and_independent_unless_asked_otherwise() -> None:
    """And effects far from 0 lose no digits: the average of three like ones is that one."""
    averages = cluster_averages([1e8 + 0.1] * 3, [0.1, 0.3, 0.7], cluster=[1, 1, 1])
    assert averages.yi.tolist() == [1e8 + 0.1]
    assert averages.vi[0] == pytest.approx(1 / (1 / 0.1 + 1 / 0.3 + 1 / 0.7), rel=1e-14)


def test_labels_are_numbered_as_they_appear_and_named_where_they_are_missing() -> None:
    assert label_numbers("cluster", np.array([5, 2, 5]), 3).tolist() == [0, 1, 0]
    assert label_list(np.array([5, 2])) == [5, 2]
    assert [type(label) for label in label_list(np.array([5, 2]))] == [int, int]
    assert label_numbers("cluster", ["x", "x"], 2).dtype == np.intp
    with pytest.raises(Refusal, match=r"MS472.*`cluster` has 2 values for 3"):
        label_numbers("cluster", ["x", "y"], 3)
    with pytest.raises(Refusal, match=r"MS472.*`cluster` has 1 values for 2"):
        cluster_averages([1.0, 2.0], [1.0, 2.0], cluster=["x"])
    with pytest.raises(Refusal, match=r"MS473.*rows 2, 3\b"):
        label_numbers("cluster", ["x", None, float("nan")], 3)


def test_a_chain_of_clusters_that_overlap_is_one() -> None:
    """Each link is found one step later than the one before, from either end."""
    one, other = np.array([0, 1, 1, 2, 2, 3, 4]), np.array([0, 0, 1, 1, 2, 2, 3])
    assert joined_numbers(one, other).tolist() == [0] * 6 + [1]
    assert joined_numbers(one[::-1].copy(), other[::-1].copy()).tolist() == [1] + [0] * 6
    assert nested_numbers(one, other).tolist() == [0, 1, 2, 3, 4, 5, 6]


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 4), st.integers(0, 3)), min_size=1, max_size=12, unique=True),
    st.floats(0, 0.9),
    st.booleans(),
    st.floats(-100, 100),
    st.floats(0.1, 10),
)
def test_averages_shift_and_scale_with_the_effects(
    rows: list[tuple[float, float, int]], rho: float, weighted: bool, shift: float, scale: float
) -> None:
    y, v, cluster = (np.array(column) for column in zip(*rows, strict=True))
    plain = cluster_averages(y, v, cluster=cluster, rho=rho, weighted=weighted)
    moved = cluster_averages(scale * y + shift, scale**2 * v, cluster=cluster, rho=rho, weighted=weighted)
    # weights of both signs magnify rounding by as much as they exceed 1
    room = 1e-9 * (abs(shift) + scale * np.abs(y).max() + 1)
    assert moved.yi == pytest.approx(scale * plain.yi + shift, abs=room)
    assert moved.vi == pytest.approx(scale**2 * plain.vi, rel=1e-9)
