"""Dask: several processes, or several machines. A worker that is lost has its pieces done again by the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from metasacro.engines.in_order import in_order
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.pieces import Spread

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

#: Pieces handed out for each thread of a worker before the first answer is taken.
_AHEAD = 4

#: Seconds until a scheduler that does not answer is given up.
PATIENCE = 10.0

#: A piece whose worker died this often is given up: then the piece kills workers, and not chance.
_DEATHS = 5


@contextmanager
def local_cluster(workers: int) -> Iterator[Spread]:
    """A cluster of `workers` processes on this machine, for the length of one job."""
    distributed = _distributed()
    _quiet()
    with (
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield on_client(client)


@contextmanager
def scheduler(address: str) -> Iterator[Spread]:
    """The cluster whose scheduler listens at `address`, such as `tcp://10.0.0.5:8786`. Its workers need metasacro."""
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as reason:
        raise Refusal("MS656", address=address, reason=str(reason).splitlines()[0] if str(reason) else "") from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise Refusal("MS656", address=address, reason="it has no workers")
        yield on_client(client)


def on_client(client: Any) -> Spread:
    """An engine of the workers of one Dask client."""

    def spread(work: Callable[[Piece], Answer], pieces: Iterable[Piece]) -> Iterator[Answer]:
        threads = max(1, sum(client.nthreads().values()))
        waiting: deque[Any] = deque()
        submit = partial(client.submit, work, pure=False, retries=_DEATHS)
        try:
            yield from in_order(submit, pieces, _AHEAD * threads, waiting)
        except KeyboardInterrupt:
            return
        finally:
            client.cancel(list(waiting))

    return spread


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise Refusal("MS655") from None
    return distributed


def _quiet() -> None:
    """Losing a worker is what the engine is for; its own messages about that are no news for the terminal."""
    import dask

    dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS, "distributed.logging.distributed": "critical"})
