"""The P values that samples agreeing with a paper's tables can have: a search, because nobody can try them all."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from metasacro.integrity.recomputed_p import PRange
from metasacro.integrity.sampled_rank_tests import rank_sum_p, signed_rank_p
from metasacro.literature import Method
from metasacro.moments.feasible.drawn_samples import drawn_samples
from metasacro.numerics.arrays import np
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.moments.feasible.lattice import Lattice
    from metasacro.numerics.arrays import Floats, Ints

#: How far the draws lean to low sums before and high ones after, and the other way: most lean nowhere, the others look
#: for small and for large P values.
LEANINGS = (0.0, 0.0, 6.0, -6.0)
#: Beyond so many patients exact P values take seconds.
MOST_PATIENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundP:
    """The smallest and the largest P found, by each way of computing it. Others may exist."""

    exact: PRange | None  #: None: this test is only approximated
    approximate: PRange
    values: tuple[float, ...]  #: every P found, by either way
    samples: int

    def holds(self, relation: str, text: str) -> bool:
        """Whether a printed P is one of those found, its rounding included."""
        return any(PRange(lower=p, upper=p).agrees(relation, text) for p in self.values)

    def agrees(self, relation: str, text: str) -> bool:
        """Whether a printed P lies between the ends of what was found, by either way."""
        ranges = (self.exact, self.approximate)
        return any(found.agrees(relation, text) for found in ranges if found is not None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankSearch:
    """The P values of one outcome: before against after in each leaf and in all together, and leaf against leaf."""

    leaves: tuple[FoundP, ...]
    whole: FoundP
    baseline: FoundP | None  #: the first leaf against the second, before treatment; None unless there are two
    change: FoundP | None  #: the same of the changes


def rank_search(before: Lattice, after: Lattice, *, size: int = 400, seed: int = 1) -> RankSearch:
    """P values of rank tests in samples that agree with what is printed before and after, paired in many ways.

    Samples are drawn from all that agree (`drawn_samples`), half of them evenly, half leaning to small or to large
    changes. After-values are then given to patients in the same order as before, in the opposite order, and in random
    orders between these: each patient's key is ρ · rank + √(1 − ρ²) · noise, with ρ drawn from −1 to 1.

    Parameters
    ----------
    before, after : the agreeing samples of the same leaves, with the same n each
    size : how many samples
    seed : of the draws; one seed, one answer

    Returns
    -------
    RankSearch. Every P in it belongs to a sample that agrees with the print; the ends are the extremes that were
    found, not bounds: an exhaustive search could go further.

    Domain
    ------
    n from 1 to about 100. Signed-rank P values exactly (given the ties) and by the normal approximation; rank-sum P
    values by the approximation.

    References
    ----------
    wilcoxon1945 for both tests. For small n its ends are those of every sample with every pairing.

    >>> from metasacro.moments.feasible.one_cohort import feasible_moments
    >>> before = feasible_moments(7, lower=0, upper=5, q1="3", median="4", q3="4")
    >>> after = feasible_moments(7, lower=0, upper=5, q1="0", median="1", q3="1")
    >>> found = rank_search(before.lattice, after.lattice)
    >>> f"{found.whole.exact.lower:.4f}"
    '0.0156'
    """
    generator = np.random.default_rng(seed)
    each = size // len(LEANINGS)
    firsts, changes = [], []
    for leaning in LEANINGS:
        one = drawn_samples(before, each, generator, tilt=leaning)
        other = drawn_samples(after, each, generator, tilt=-leaning)
        strengths = generator.uniform(-1.0, 1.0, each)
        strengths[: each // 4] = np.where(np.arange(each // 4) % 2, -1.0, 1.0)
        firsts.append(one)
        changes.append([_paired(y, strengths, generator) - x for x, y in zip(one, other, strict=True)])
    starts = [np.concatenate(leaf) for leaf in zip(*firsts, strict=True)]
    differences = [np.concatenate(leaf) for leaf in zip(*changes, strict=True)]
    two = len(differences) == 2
    leaves = tuple(_signed(leaf) for leaf in differences)
    return RankSearch(
        leaves=leaves,
        whole=leaves[0] if len(leaves) == 1 else _signed(np.concatenate(differences, axis=1)),
        baseline=_between(starts) if two else None,
        change=_between(differences) if two else None,
    )


def _paired(after: Ints, strengths: Floats, generator: np.random.Generator) -> Ints:
    """Each sample's values in the order of its patients, whose values before stand in ascending order."""
    size, n = after.shape
    ranks = (np.arange(n) - (n - 1) / 2) / sqrt(max((n * n - 1) / 12, 1.0))
    noise = generator.standard_normal((size, n))
    keys = strengths[:, None] * ranks + np.sqrt(1.0 - strengths**2)[:, None] * noise
    paired = np.empty_like(after)
    np.put_along_axis(paired, np.argsort(keys, axis=1, kind="stable"), after, axis=1)
    return paired


def _signed(differences: Ints) -> FoundP:
    exact, approximate = signed_rank_p(differences), signed_rank_p(differences, exact=False)
    return FoundP(
        exact=_range(exact),
        approximate=_range(approximate),
        values=_distinct(np.concatenate((exact, approximate))),
        samples=len(differences),
    )


def _between(values: Sequence[Ints]) -> FoundP:
    found = rank_sum_p(values[0], values[1])
    return FoundP(exact=None, approximate=_range(found), values=_distinct(found), samples=len(found))


def _distinct(found: Floats) -> tuple[float, ...]:
    return tuple(np.unique(found).tolist())


def _range(found: Floats) -> PRange:
    return PRange(lower=float(found.min()), upper=float(found.max()))


RANK_SEARCH = Method(
    key="rank-search",
    name="P values of rank tests over feasible samples",
    function=rank_search,
    references=("wilcoxon1945",),
    oracle="enumeration of every sample and every pairing for small n",
)
