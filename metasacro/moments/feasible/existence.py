"""Whether some sample agrees with a print: found or ruled out without building the lattice of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metasacro.moments.feasible.lattice import Builder, Cohort
from metasacro.moments.feasible.order_statistics import OrderStatistics


def some_sample(cohorts: Sequence[Cohort], top: int) -> bool:
    """Whether the lattice of these cohorts has a path: `lattice(cohorts, range(top + 1)).end is not None`.

    One cohort is followed value by value; nested ones from node to node, as deep as can be before anything else is
    tried, and each node once.
    """
    if not all(cohort.order.possible for cohort in cohorts):
        return False
    if len(cohorts) == 1:
        return _one_cohort(cohorts[0].order)
    return _nested(Builder(cohorts, [cohort.order for cohort in cohorts if len(cohort.leaves) == 1], top))


def _one_cohort(order: OrderStatistics) -> bool:
    """The codes that x[1], x[2], … can have after those before it."""
    codes: Sequence[int] = range(order.lower[0], order.upper[0] + 1)
    for at in range(1, order.n):
        low, high = max(codes[0], order.lower[at]), order.upper[at]
        if at in order.pins:
            codes = sorted(
                {
                    code
                    for before in codes
                    for first, last in [_partners(order, at, before)]
                    for code in range(max(low, before, first), min(high, last) + 1)
                }
            )
        else:
            codes = range(low, high + 1)
        if not codes:
            return False
    return True


def _partners(order: OrderStatistics, j: int, code: int) -> tuple[int, int]:
    """The range of x[j + 1] beside x[j] = `code`, under every pin of the two."""
    ranges = [pin.partners(code) for pin in order.pins[j]]
    return max(low for low, _ in ranges), min(high for _, high in ranges)


def _nested(builder: Builder) -> bool:
    """Depth first; a state is a node, and the code and leaf of the next step."""
    leaves = len(builder.leaves)
    full = tuple(order.n for order in builder.leaves)
    start = builder.node((0,) * leaves, (None,) * len(builder.cohorts))
    seen = {(start, 0, 0)}
    waiting = [(start, 0, 0)]
    while waiting:
        node, code, leaf = waiting.pop()
        if builder.nodes[node].counts == full:
            return True
        for state in _after(builder, node, code, leaf):
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return False


def _after(builder: Builder, node: int, code: int, leaf: int) -> Iterator[tuple[int, int, int]]:
    """The next leaf or code; then, to be tried first, one more value of this code."""
    here = builder.nodes[node]
    if leaf + 1 < len(builder.leaves):
        yield node, code, leaf + 1
    elif (later := max(code + 1, min(here.first))) <= here.deadline:
        yield node, later, 0
    if here.first[leaf] <= code <= here.last[leaf]:
        target = builder.step(node, leaf, code)
        if target is not None:
            yield target, code, leaf
