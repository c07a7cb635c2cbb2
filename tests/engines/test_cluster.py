"""Dask: the same answers from two processes, also when one of them is killed, and clear words where there is none."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from metasacro.engines import cluster
from metasacro.engines.cluster import local_cluster, on_client, scheduler
from metasacro.numerics.pieces import in_turn
from metasacro.problems import Refusal
from metasacro.records.folder import load
from metasacro.synthesis.sweep import pieces_of, plan_sweep, sweep
from metasacro.synthesis.sweep_piece import SweepPiece, SweptPiece, sweep_piece

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
# Dask's own event loops close after the test has ended.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def slow_tally(piece: SweepPiece) -> SweptPiece:
    """Long enough to be killed in."""
    time.sleep(0.25)
    return sweep_piece(piece)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as local,
        distributed.Client(local) as found,
    ):
        yield found


def test_two_processes_give_the_same_bits_when_one_is_killed(client: Any) -> None:
    plan = plan_sweep(load(), load().protocol.outcomes[0], limit=300_000)
    (whole,) = pieces_of(plan)
    pieces = [replace(whole, subsets=whole.subsets[at::12]) for at in range(12)]
    alone = list(in_turn(sweep_piece, pieces))
    victim = next(iter(client.run(os.getpid).values()))

    def kill() -> None:
        time.sleep(1.0)
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    spread = list(on_client(client)(slow_tally, pieces))
    killer.join()
    assert victim not in client.run(os.getpid).values()
    assert len(spread) == len(alone)
    for one, other in zip(alone, spread, strict=True):
        assert np.array_equal(one.tally.bins, other.tally.bins)
        assert np.array_equal(one.tally.total, other.tally.total)


def test_a_cluster_of_ones_own_is_found_by_its_address(client: Any) -> None:
    with scheduler(client.scheduler.address) as spread:
        assert list(spread(abs, [-1, 2])) == [1, 2]


def test_a_local_cluster_lives_for_one_job() -> None:
    plan = plan_sweep(load(), load().protocol.outcomes[0], limit=5_000)
    with local_cluster(1) as spread:
        assert np.array_equal(sweep(plan, spread).total.bins, sweep(plan).total.bins)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", ""])
def test_no_cluster_at_the_address_is_said(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(Refusal, match="no cluster answers") as refused, scheduler(address):
        pass
    assert refused.value.code == "MS656"


def test_without_dask_the_option_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refusal) as refused, local_cluster(1):
        pass
    assert refused.value.code == "MS655"
