"""Consistent samples weighted by how likely a population makes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.moments.feasible.lattice import Cohort, Pass, lattice
from metasacro.numerics.arrays import np
from metasacro.numerics.products import product
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.moments.feasible.order_statistics import OrderStatistics
    from metasacro.numerics.arrays import Floats

#: Rows of a node's table: the weight; Σx, (Σx)² and Σx² times the weight.
WEIGHT, SUM, SQUARED_SUM, SQUARES = range(4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """What the consistent samples have on average under each population, in codes; 0 where the likelihood is 0."""

    likelihood: Floats  #: the probability of a sample that agrees with the print
    sum: Floats  #: E Σx among them
    squared_sum: Floats  #: E (Σx)²
    squares: Floats  #: E Σx²


def weighed_samples(order: OrderStatistics, probabilities: Floats) -> Weighed | None:
    """Weigh every consistent sample by its multinomial probability, under many populations at once.

    A sample with c[v] copies of code v has probability n! Π p[v]^c[v] / c[v]!. Codes that no pin can tell apart are
    taken as one block, whose copies are independent draws from the population inside the block. None: no sample agrees.

    Parameters
    ----------
    probabilities : (populations, codes) of each code
    """
    blocks = _blocks(order, probabilities.shape[1])
    paths = lattice([Cohort(leaves=(0,), order=order)], [block[0] for block in blocks])
    if paths.end is None:
        return None
    draws = {block[0]: _draw(block, probabilities) for block in blocks}
    start = np.zeros((4, probabilities.shape[0]))
    start[WEIGHT] = 1.0
    held = {0: start}
    for taken in paths.passes:
        _add_copies(taken, held, draws[taken.code], order.n)
    weight, *totals = held[paths.end]
    known = np.where(weight > 0, weight, 1.0)
    total, squared, squares = (row / known for row in totals)
    # n values each brought a factor n/e; (n/e)^n is n! but for this
    constant = math.exp(math.lgamma(order.n + 1) - order.n * (math.log(order.n) - 1))
    return Weighed(likelihood=weight * constant, sum=total, squared_sum=squared, squares=squares)


def _blocks(order: OrderStatistics, points: int) -> list[range]:
    """Codes that a pin can ask about stand alone; the runs between them are blocks."""
    alone = {
        code
        for at, (low, high) in enumerate(zip(order.lower, order.upper, strict=True), start=1)
        if at in order.pins or at - 1 in order.pins or at in order.single
        for code in range(low, high + 1)
    }
    blocks: list[range] = []
    for code in range(points):
        if blocks and code not in alone and blocks[-1][-1] not in alone:
            blocks[-1] = range(blocks[-1][0], code + 1)
        else:
            blocks.append(range(code, code + 1))
    return blocks


def _draw(block: range, probabilities: Floats) -> Floats:
    """Probability of the block, and E x and E x² inside it, each times that probability."""
    codes = np.arange(block[0], block[-1] + 1, dtype=np.float64)
    inside = probabilities[:, block[0] : block[-1] + 1]
    return np.stack((inside.sum(axis=1), product(inside, codes), product(inside, codes**2)))


def _add_copies(taken: Pass, held: dict[int, Floats], draw: Floats, n: int) -> None:
    """Give each node what one or more copies of a code bring to it: c copies have the weight p^c / c!.

    All nodes that a pass leaves from go one copy further at a time, as the rows of one table.
    """
    following = dict(taken.steps)
    nodes = [source for source in following if source in held]
    table = np.stack([held[source] for source in nodes])
    copies = 0
    while nodes:
        copies += 1
        table = _one_more(table, draw * (n / math.e / copies))
        reached: dict[int, int] = {}
        for row, source in enumerate(nodes):
            target = following[source]
            if target in reached:  # two nodes that differed in a pin's first value meet again
                table[reached[target]] += table[row]
            else:
                reached[target] = row
        for target, row in reached.items():
            held[target] = held[target] + table[row] if target in held else table[row].copy()
        rows = [(target, row) for target, row in reached.items() if target in following]
        nodes, table = [target for target, _ in rows], table[[row for _, row in rows]]


def _one_more(table: Floats, draw: Floats) -> Floats:
    """The rows after one more draw."""
    p, first, second = draw
    more: Floats = table * p
    weight, total = table[:, WEIGHT], table[:, SUM]
    at_square = weight * second
    more[:, SUM] += weight * first
    more[:, SQUARED_SUM] += 2.0 * total * first + at_square
    more[:, SQUARES] += at_square
    return more
