"""Options of jobs that can take long, the bar that shows how far they are, and who does them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from metasacro.numerics.pieces import Spread

Function = TypeVar("Function", bound=Callable[..., Any])
Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

WORKERS = click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="Start a Dask cluster of N processes on this machine. Without it the job runs on all cores, in one process.",
)

SCHEDULER = click.option("--scheduler", metavar="ADDRESS", help="Use the Dask cluster whose scheduler listens there.")

SEED = click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, metavar="N", help="Of the random sample."
)

#: A bar for anything shorter would only flicker.
_SHOW_AFTER = 1.0


def of_a_long_job(function: Function) -> Function:
    """`--workers` and `--scheduler`."""
    return WORKERS(SCHEDULER(function))


@contextmanager
def engine(workers: int | None, scheduler: str | None, what: str) -> Iterator[Spread]:
    """Who does the pieces, with a bar on standard error once that takes longer than a second."""
    if workers is not None and scheduler is not None:
        raise click.UsageError("give `--workers` or `--scheduler`, not both")
    with ExitStack() as stack:
        if scheduler is not None:
            from metasacro.engines.cluster import scheduler as at

            spread = stack.enter_context(at(scheduler))
        elif workers is not None:
            from metasacro.engines.cluster import local_cluster

            spread = stack.enter_context(local_cluster(workers))
        else:
            from metasacro.engines.threads import on_cores

            spread = on_cores()
        yield _shown(spread, what)


def reading() -> Spread:
    """Who parses the records of a large folder: all cores, with the same bar."""
    from metasacro.engines.processes import on_processes

    return _shown(on_processes(), "reading records")


def _shown(spread: Spread, what: str) -> Spread:
    """The same engine with a bar."""

    def shown(work: Callable[[Piece], Answer], pieces: Iterable[Piece]) -> Iterator[Answer]:
        import time

        start, bar = time.monotonic(), None
        try:
            for done, answer in enumerate(spread(work, pieces), 1):
                if bar is None and time.monotonic() - start > _SHOW_AFTER and sys.stderr.isatty():
                    bar = _bar(what, len(pieces) if isinstance(pieces, Sized) else None)
                if bar is not None:
                    bar.update(bar.task_ids[0], completed=done)
                yield answer
        finally:
            if bar is not None:
                bar.stop()

    return shown


def _bar(what: str, total: int | None) -> Any:
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from metasacro.render.terminal.console import err

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=err(),
        transient=True,
    )
    bar.add_task(what, total=total)
    bar.start()
    return bar
