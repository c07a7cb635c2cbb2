"""What each value of each choice gives, and how much of the spread of the estimates a choice explains by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.synthesis.sweep_tally import BINS

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.synthesis.sweep import Sweep
    from metasacro.synthesis.sweep_tally import Counts, SweepTally


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The specifications with one value of one choice."""

    value: str
    fits: int
    mean: float
    states: tuple[int, ...]  #: specifications by the number of their `Standing`


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice with its values. The share is the first-order sensitivity index, Var(E[estimate | value]) over
    Var(estimate), each value weighted by its number of fits; that of the studies goes over their subsets."""

    name: str
    groups: tuple[Group, ...]
    share_of_variance: float


def groups_of(found: Sweep) -> tuple[Choice, ...]:
    """Every choice that has two values or more, in the order of the analysis; a study is in or out."""
    variance = _variance(found.total)
    choices = [
        _choice("conversion", _by_column(found, "conversion"), variance),
        _choice("correlation", _by_column(found, "correlation"), variance),
        _choice("estimator of τ²", tuple(_by_method(found)), variance),
        _choice("test", tuple(_by_test(found)), variance),
        _studies(found, variance),
    ]
    return tuple(choice for choice in choices if len(choice.groups) > 1)


def quantile_of(tally: SweepTally, share: float, ends: tuple[float, float]) -> float:
    """The estimate below which a share of the fits lies, right to one of the `BINS` steps between `ends`."""
    counts = tally.bins.sum(axis=0)
    place = int(np.searchsorted(np.cumsum(counts), share * counts.sum()))
    middle = ends[0] + (place + 0.5) * (ends[1] - ends[0]) / BINS
    return float(min(max(middle, tally.smallest), tally.largest))


def _variance(total: SweepTally) -> float:
    fits = float(total.bins.sum())
    mean = total.total.sum() / fits
    return float(max(0.0, total.squares.sum() / fits - mean * mean))


def _choice(name: str, groups: Sequence[Group], variance: float) -> Choice:
    fits = np.array([group.fits for group in groups], dtype=np.float64)
    means = np.array([group.mean for group in groups])
    if not len(groups) or variance <= 0:
        return Choice(name=name, groups=tuple(groups), share_of_variance=0.0)
    center = (fits * means).sum() / fits.sum()
    between = float((fits * (means - center) ** 2).sum() / fits.sum())
    return Choice(name=name, groups=tuple(groups), share_of_variance=min(1.0, between / variance))


def _by_column(found: Sweep, choice: str) -> tuple[Group, ...]:
    total, parts = found.total, dict[str, list[int]]()
    for at, column in enumerate(found.plan.columns):
        value = column.conversion if choice == "conversion" else column.correlation
        if value not in ("", None):
            parts.setdefault(value if isinstance(value, str) else f"{value:g}", []).append(at)
    return tuple(
        _group(
            value,
            int(total.column_fits[places].sum()),
            float(total.column_total[places].sum()),
            total.column_states[places].sum(axis=0),
        )
        for value, places in parts.items()
    )


def _by_method(found: Sweep) -> Iterator[Group]:
    total = found.total
    for at, method in enumerate(found.plan.methods):
        yield _group(method, int(total.bins[at].sum()), float(total.total[at]), total.states[at].sum(axis=0))


def _by_test(found: Sweep) -> Iterator[Group]:
    total = found.total
    fits, estimates = int(total.bins.sum()), float(total.total.sum())  # a test moves no estimate
    for at, test in enumerate(found.plan.tests):
        yield _group(test, fits, estimates, total.states[:, at].sum(axis=0))


def _studies(found: Sweep, variance: float) -> Choice:
    total, groups = found.total, []
    fits, estimates = int(total.bins.sum()), float(total.total.sum())
    for at, label in enumerate(found.plan.labels):
        if inside := int(total.inside[at]):
            groups.append(_group(f"with {label}", inside, float(total.inside_total[at]), total.inside_states[at]))
        if outside := fits - inside:
            left = estimates - float(total.inside_total[at])
            states = total.states.sum(axis=(0, 1)) - total.inside_states[at]
            groups.append(_group(f"without {label}", outside, left, states))
    share = found.between_subsets / variance if variance > 0 else 0.0
    return Choice(name="study", groups=tuple(groups), share_of_variance=min(1.0, share))


def _group(value: str, fits: int, total: Floats | float, states: Counts) -> Group:
    return Group(value=value, fits=fits, mean=float(total) / fits, states=tuple(int(count) for count in states))
