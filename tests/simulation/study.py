"""The study: every block of every cell, in as many processes as asked for, and the summaries of what came back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby

import numpy as np

from tests.simulation.design import Cell
from tests.simulation.outcomes import Outcomes, Summary, summaries
from tests.simulation.predictions import outcomes_of_predicted_rates, outcomes_of_predicted_scores
from tests.simulation.rates import outcomes_of_rates
from tests.simulation.scores import outcomes_of_normal, outcomes_of_patients

#: What makes and analyses a block, by the kind of its cell.
KINDS: dict[str, Callable[[Cell, int], Outcomes]] = {
    "normal": outcomes_of_normal,
    "patients": outcomes_of_patients,
    "rates": outcomes_of_rates,
    "predicted scores": outcomes_of_predicted_scores,
    "predicted rates": outcomes_of_predicted_rates,
}


def outcomes(task: tuple[Cell, int]) -> Outcomes:
    """One block of one cell."""
    cell, block = task
    return KINDS[cell.kind](cell, block)


def summarized(blocks: Iterable[Outcomes]) -> list[Summary]:
    """The blocks of a cell, in their order, as one."""
    parts = list(blocks)
    return [summary for key in parts[0] for summary in summaries(key, np.concatenate([part[key] for part in parts]))]


def study(cells: list[Cell], workers: int = 1) -> Iterator[tuple[Cell, list[Summary]]]:
    """Each cell with its summaries. The answers do not depend on the number of workers."""
    tasks = [(cell, block) for cell in cells for block in cell.blocks]
    if workers == 1:
        yield from _by_cell(tasks, map(outcomes, tasks))
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from _by_cell(tasks, pool.map(outcomes, tasks))


def _by_cell(tasks: list[tuple[Cell, int]], answers: Iterable[Outcomes]) -> Iterator[tuple[Cell, list[Summary]]]:
    for cell, group in groupby(zip(tasks, answers, strict=True), key=lambda pair: pair[0][0]):
        yield cell, summarized(answer for _, answer in group)
