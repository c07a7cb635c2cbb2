"""GOSH: the pooled answer of every subset of the cohorts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from metasacro.diagnostics.gosh_loop import united_answers
from metasacro.diagnostics.gosh_subsets import Sums, common_effect_sums, every_subset, members, some_subsets
from metasacro.diagnostics.pooled_effects import at_least_one, enough
from metasacro.diagnostics.stops import cautions_of_a_stop, nothing_finished
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.loops import compiled, worthwhile
from metasacro.numerics.pieces import Spread, in_turn
from metasacro.pooling.domain import choice, cohort_table
from metasacro.pooling.pooled import Heterogeneity
from metasacro.pooling.random_effects import ALIASES, random_effects_batch
from metasacro.problems import Refusal, caution
from metasacro.tau2.registry import ESTIMATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metasacro.diagnostics.gosh_subsets import Bytes
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.problems import Caution

    #: The fields of some subsets.
    _Found = tuple[Floats, Floats, Floats | None, Floats]

#: At most this many subsets unless asked otherwise: all of 19 cohorts, a sample of more.
LIMIT = 1_000_000

#: What is kept of each subset, beside who is in.
_FIELDS = ("estimate", "tau2", "typical", "q")

#: How many bits of each byte are 1.
_BITS = tuple(number.bit_count() for number in range(256))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gosh(Heterogeneity):
    """One row a subset, each field read-only. `nan` for τ², I², H² and Q of a single cohort.

    What follows from the fields is computed each time that it is asked for.
    """

    cohorts: int  #: how many there are to choose from
    packed: Bytes  #: who is in, a bit a cohort, the first in the lowest bit of the first byte
    estimate: Floats
    tau2: Floats
    typical: Floats | None  #: sampling variance; None in the common-effect model
    q: Floats
    complete: bool  #: True if every subset is there, False for a sample
    cautions: tuple[Caution, ...]

    @property
    def k(self) -> Floats:
        """(n,) how many are in."""
        sizes: Floats = np.array(_BITS, dtype=np.float64)[self.packed].sum(axis=-1)
        return sizes

    @property
    def keep(self) -> Booleans:
        """(n, cohorts) who is in, unpacked when it is asked for."""
        keep = members(self.packed, self.cohorts)
        keep.flags.writeable = False
        return keep


def gosh(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    method: str = "REML",
    limit: int = LIMIT,
    seed: int | None = None,
    spread: Spread = in_turn,
) -> Gosh:
    """The pooled answer of every subset of the cohorts (graphical display of study heterogeneity).

    All 2^k − 1 subsets that are not empty, if these are at most `limit`; otherwise `limit` subsets drawn at random,
    each cohort in or out with equal chance.

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    method : estimator of tau2, or "EE"
    limit : how many subsets at most
    seed : of the sample; needed where not all subsets are computed
    spread : who does the work; nobody changes a bit

    Returns
    -------
    Gosh

    Domain
    ------
    k ≥ 2 (MS501). Separate clouds of estimates show that some cohorts differ in kind; a single cloud proves nothing. A
    sample is said to be one (MS551) and needs a seed (MS550); `limit` is a whole number of 1 or more (MS329). Where
    the engine stops before the end, the first subsets are answered (MS657). All answers stand in memory, some 36 bytes
    a subset; `gosh_chunks` gives them in pieces, `gosh_summary` counts them.

    References
    ----------
    olkin2012. Agrees with metafor 5.1-12 (`gosh`) to 1e-8, common effect to 1e-12.

    >>> found = gosh([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="DL")
    >>> found.estimate.round(2).tolist(), found.complete
    ([0.1, 0.9, 0.47, 0.4, 0.23, 0.61, 0.42], True)
    """
    parts = _pieces(yi, vi, method, limit, seed, spread, together=2**63)
    size = subsets_planned(np.size(yi), limit)
    first = next(parts, None)
    if first is None:
        raise nothing_finished(size)
    every = ("packed", *_FIELDS)
    fields: dict[str, Any] = {name: getattr(first, name) for name in every if getattr(first, name) is not None}
    done = first.q.size
    if done < size:  # each piece is put in its place and forgotten, so that all are never held twice
        fields = {name: np.empty((size, *array.shape[1:]), array.dtype) for name, array in fields.items()}
        done = 0
        for part in chain((first,), parts):
            for name, array in fields.items():
                array[done : done + part.q.size] = getattr(part, name)
            done += part.q.size
    fields = {name: array[:done] for name, array in fields.items()}
    for array in fields.values():
        array.flags.writeable = False
    cautions = (*first.cautions, *cautions_of_a_stop(done, size))
    return replace(first, **fields, complete=first.complete and done == size, cautions=cautions)


def subsets_planned(k: int, limit: int) -> int:
    """How many subsets of k cohorts are fitted if at most `limit` are.

    >>> subsets_planned(4, 100), subsets_planned(10, 100)
    (15, 100)
    """
    return min((1 << k) - 1, int(limit))


def gosh_chunks(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    method: str = "REML",
    limit: int = LIMIT,
    seed: int | None = None,
    spread: Spread = in_turn,
) -> Iterator[Gosh]:
    """The same in pieces of some thousand subsets, so that memory is bounded however many there are.

    >>> sum(part.q.size for part in gosh_chunks([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="DL"))
    7
    """
    return _pieces(yi, vi, method, limit, seed, spread, together=1)


def _pieces(
    yi: ArrayLike, vi: ArrayLike, method: str, limit: int, seed: int | None, spread: Spread, *, together: int
) -> Iterator[Gosh]:
    y, v = cohort_table(yi, vi)
    enough("GOSH", y.size, 2)
    limit = at_least_one("limit", limit)
    method = choice("method", ALIASES.get(method, method), ESTIMATORS)
    complete = y.size < 63 and 2**y.size - 1 <= limit
    if not complete and seed is None:
        raise Refusal("MS550", subsets=f"2^{y.size} − 1", limit=limit)
    cautions = () if complete else (caution("MS551", limit=limit, k=y.size),)
    pieces = (
        _common_effect(y, v, together)
        if complete and method == "EE"
        else _fitted(y, v, method, complete, limit, seed, spread)
    )
    return (
        Gosh(
            cohorts=y.size,
            packed=packed,
            estimate=estimate,
            tau2=tau2,
            typical=typical,
            q=q,
            complete=complete,
            cautions=cautions,
        )
        for packed, (estimate, tau2, typical, q) in pieces
    )


def _fitted(
    y: Floats, v: Floats, method: str, complete: bool, limit: int, seed: int | None, spread: Spread
) -> Iterator[tuple[Bytes, _Found]]:
    chunks = every_subset(y.size) if complete else some_subsets(y.size, limit, seed)
    return spread(partial(_fit_subsets, y, v, method), chunks)


def _fit_subsets(y: Floats, v: Floats, method: str, packed: Bytes) -> tuple[Bytes, _Found]:
    batch = random_effects_batch(y, v, keep=members(packed, y.size), method=method, test="z")
    return packed, (batch.estimate, batch.tau2, batch.typical, batch.q)


def _common_effect(y: Floats, v: Floats, together: int) -> Iterator[tuple[Bytes, _Found]]:
    """Sums of disjoint subsets add up, so that no subset is summed from its cohorts; so many chunks in one piece."""
    unite = compiled(united_answers) if worthwhile(y.size * 2**y.size) else _united
    low, above = common_effect_sums(y, v)
    size, empty = low.k.size, 1
    for packed in every_subset(y.size, together * size):
        found = np.empty((3, len(packed) + empty))
        for start, one in zip(range(0, found.shape[1], size), above, strict=False):
            unite(*low, *one, *found[:, start : start + size])
        estimate, tau2, q = found[:, empty:]
        yield packed, (estimate, tau2, None, q)
        empty = 0


def _united(*sums_and_answers: Floats) -> None:
    """`united_answers` in arrays."""
    sums, answers = Sums(*sums_and_answers[:4]).joined(Sums(*sums_and_answers[4:8])), sums_and_answers[8:]
    none = np.where(sums.k < 2, np.nan, 0.0)
    for answer, array in zip(answers, (sums.mean, none, sums.q + none), strict=True):
        answer[:] = array


GOSH = Method(
    key="GOSH",
    name="pooled answers of all subsets",
    function=gosh,
    references=("olkin2012",),
    oracle="metafor 5.1-12, to 1e-8",
)
