"""All samples at once: paths through a lattice that add one value after another, the smallest first."""

from __future__ import annotations

from collections.abc import Sequence

from metasacro.moments.feasible.order_statistics import OrderStatistics
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A summary and whom it describes: one leaf, or several leaves together."""

    leaves: tuple[int, ...]
    order: OrderStatistics


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Copies of one value that go to one leaf: steps from node to node, in the order in which they are taken."""

    code: int
    leaf: int
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """Every path from node 0 to `end` is one sample (a multiset a leaf), and every sample is one path.

    A node says how many values each leaf has, and, where a cohort stands between the two values of a pin, the first
    of them. Only nodes that lie on a path are kept.
    """

    counts: tuple[tuple[int, ...], ...]  #: node → values so far, a leaf each
    passes: tuple[Pass, ...]
    end: int | None  #: None: no sample agrees
    leaves: tuple[OrderStatistics, ...]
    whole: OrderStatistics | None  #: of all leaves together, where something is printed of them


@dataclass(frozen=True, slots=True)
class _Node:
    """What may come next, given what is there."""

    counts: tuple[int, ...]  #: values so far, a leaf each
    first: tuple[int, ...]  #: the smallest code that each leaf may add
    last: tuple[int, ...]  #: the largest
    deadline: int  #: beyond this code the node leads nowhere


class Builder:
    """Nodes by what they say, made when they are first reached."""

    def __init__(self, cohorts: Sequence[Cohort], leaves: Sequence[OrderStatistics], top: int) -> None:
        self.cohorts, self.leaves, self.top = cohorts, leaves, top
        self.of_leaf = [[c for c, cohort in enumerate(cohorts) if leaf in cohort.leaves] for leaf in range(len(leaves))]
        self.nodes: list[_Node] = []
        self.slots: list[tuple[int | None, ...]] = []
        self.index: dict[tuple[tuple[int, ...], tuple[int | None, ...]], int] = {}

    def node(self, counts: tuple[int, ...], slots: tuple[int | None, ...]) -> int:
        key = (counts, slots)
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self.nodes)
            self.nodes.append(self._windows(counts, slots))
            self.slots.append(slots)
        return found

    def _windows(self, counts: tuple[int, ...], slots: tuple[int | None, ...]) -> _Node:
        """Which codes may come next, from every cohort's next order statistic and its pending pin."""
        first, last = [0] * len(counts), [self.top] * len(counts)
        deadline = self.top
        for c, cohort in enumerate(self.cohorts):
            held = sum([counts[leaf] for leaf in cohort.leaves])
            if held == cohort.order.n:
                low, high = self.top + 1, -1  # full: nothing may be added
            else:
                low, high = cohort.order.lower[held], cohort.order.upper[held]
                present = slots[c]
                if present is not None:
                    for pin in cohort.order.pins[held]:
                        least, most = pin.partners(present)
                        low, high = max(low, least), min(high, most)
                deadline = min(deadline, high)
            for leaf in cohort.leaves:
                first[leaf], last[leaf] = max(first[leaf], low), min(last[leaf], high)
        return _Node(counts, tuple(first), tuple(last), deadline)

    def step(self, node: int, leaf: int, code: int) -> int | None:
        """The node after `leaf` got `code`; None where that leads nowhere."""
        before = self.nodes[node].counts
        counts = (*before[:leaf], before[leaf] + 1, *before[leaf + 1 :])
        slots = list(self.slots[node])
        for c in self.of_leaf[leaf]:
            cohort = self.cohorts[c]
            held = sum([counts[member] for member in cohort.leaves])
            slots[c] = code if held in cohort.order.pins else None
        target = self.node(counts, tuple(slots))
        return target if self.nodes[target].deadline >= code else None


def lattice(cohorts: Sequence[Cohort], codes: Sequence[int]) -> Lattice:
    """The lattice of all samples of these codes, the lowest first, that agree with every cohort.

    The first cohorts are the leaves, in their order; one more may describe all of them together. Time and memory grow
    with the number of nodes (for one cohort: n and the pairs of its pins; for nested cohorts: the product over leaves)
    times the codes that each may add.
    """
    leaves = tuple(cohort.order for cohort in cohorts if len(cohort.leaves) == 1)
    whole = next((cohort.order for cohort in cohorts if len(cohort.leaves) > 1), None)
    if not all(cohort.order.possible for cohort in cohorts):
        return Lattice(counts=(), passes=(), end=None, leaves=leaves, whole=whole)
    builder = Builder(cohorts, leaves, codes[-1])
    start = builder.node((0,) * len(leaves), (None,) * len(cohorts))
    alive = [start]
    passes = []
    for code in codes:
        alive = [node for node in alive if builder.nodes[node].deadline >= code]
        for leaf in range(len(leaves)):
            steps = _steps(builder, alive, leaf, code)
            if steps:
                passes.append(Pass(code=code, leaf=leaf, steps=tuple(steps)))
    full = tuple(order.n for order in leaves)
    end = builder.index.get((full, (None,) * len(cohorts)))
    counts = tuple(node.counts for node in builder.nodes)
    return Lattice(counts=counts, passes=_on_a_path(passes, end), end=end, leaves=leaves, whole=whole)


def _steps(builder: Builder, alive: list[int], leaf: int, code: int) -> list[tuple[int, int]]:
    """Every step of a pass, those from fewer values first; nodes that are reached join `alive`."""
    by_count: dict[int, list[int]] = {}
    known = set(alive)
    for node in alive:
        by_count.setdefault(builder.nodes[node].counts[leaf], []).append(node)
    steps = []
    for count in range(builder.leaves[leaf].n):
        for node in by_count.get(count, ()):
            here = builder.nodes[node]
            if here.first[leaf] <= code <= here.last[leaf]:
                target = builder.step(node, leaf, code)
                if target is not None:
                    steps.append((node, target))
                    if target not in known:
                        known.add(target)
                        alive.append(target)
                        by_count.setdefault(count + 1, []).append(target)
    return steps


def _on_a_path(passes: list[Pass], end: int | None) -> tuple[Pass, ...]:
    """The steps from which the end can still be reached."""
    useful = {end}
    kept = []
    for taken in reversed(passes):
        steps = []
        for source, target in reversed(taken.steps):
            if target in useful:
                useful.add(source)
                steps.append((source, target))
        if steps:
            kept.append(Pass(code=taken.code, leaf=taken.leaf, steps=tuple(reversed(steps))))
    return tuple(reversed(kept))
