"""Permutation tests: how often chance alone makes a statistic as large as the one observed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from metasacro.diagnostics.permutation_arrangements import (
    every_order,
    every_sign,
    orders_number,
    some_orders,
    some_signs,
)
from metasacro.diagnostics.permutation_statistics import Rearranged
from metasacro.diagnostics.pooled_effects import at_least_one, effects_of
from metasacro.diagnostics.stops import cautions_of_a_stop, nothing_finished
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.pieces import Spread, in_turn
from metasacro.pooling.meta_regression import PooledRegression
from metasacro.problems import Refusal, caution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metasacro.diagnostics.permutation_arrangements import Integers
    from metasacro.diagnostics.permutation_statistics import Statistics
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution

#: At most this many arrangements unless asked otherwise.
LIMIT = 1_000_000

#: Statistics this near to the observed one, relatively, equal it but for rounding.
_TIE = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class PermutationTest:
    """P values, two-sided, in the order of the coefficients."""

    names: tuple[str, ...]  #: of the coefficients; "Intercept" for a pooled effect
    p_values: tuple[float, ...]
    omnibus_p: float  #: of all coefficients but the intercept together; the effect's own without moderators
    arrangements: int  #: how many were looked at, the observed one included
    complete: bool  #: True if these are all there are
    smallest: float  #: the smallest P value that this many arrangements can give
    cautions: tuple[Caution, ...]


def permutation_test(
    pooled: Pooled, *, limit: int = LIMIT, seed: int | None = None, spread: Spread = in_turn
) -> PermutationTest:
    """Permutation test of a pooled effect or of a meta-regression.

    Without moderators the signs of the effects are changed in all 2^k ways; with moderators the rows of the design are
    dealt out to the cohorts in all distinct ways. Each time the model is fitted again; the P value is the share of
    arrangements, the observed one included, whose |estimate/se| (for the omnibus test, whose Wald statistic) is at
    least that observed.

    Parameters
    ----------
    pooled : an answer of `random_effects`, with or without `mods`, or of `common_effect`
    limit : how many arrangements at most; where there are more, `limit` of them, the observed one and random ones
    seed : of the random ones; needed where not all are computed
    spread : who does the work; nobody changes a digit

    Returns
    -------
    PermutationTest

    Domain
    ------
    k ≥ 3 (MS501). Exact in samples of any size if, with nothing there, effects are symmetric around 0, or cohorts
    exchangeable. With k cohorts no P value is below 2^(1 − k): below six, none is under 0.05 (MS572). Random
    arrangements need a seed (MS570) and are said to be a sample (MS571). Where the engine stops before the end, the
    observed arrangement and those that were finished count (MS657). `limit` is a whole number of 1 or more (MS329).

    References
    ----------
    follmann1999 (signs), higgins2004 (moderators), phipson2010 (the observed one counts). Agrees with metafor 5.1-12
    (`permutest`, exact) in every P value.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> permutation_test(random_effects([0.3, 0.9, 0.4, -0.1], [0.04, 0.09, 0.05, 0.1], method="DL")).p_values
    (0.25,)
    """
    limit = at_least_one("limit", limit)
    yi, vi = effects_of(pooled, "a permutation test", fewest=3, moderators=True)
    regression = pooled if isinstance(pooled, PooledRegression) else None
    names = ("Intercept",) if regression is None else tuple(line.name for line in regression.coefficients)
    tested = [0] if regression is None else [names.index(name) for name in regression.omnibus.names]
    design = np.ones((pooled.k, 1)) if regression is None else regression.design
    signs = regression is None
    labels = np.unique(design, axis=0, return_inverse=True)[1].reshape(-1)
    total = 2 ** (pooled.k - 1) if signs else orders_number(labels)
    model = Rearranged(
        design=design, tested=tuple(tested), method=pooled.method, test=pooled.test, number=min(total, limit)
    )
    complete = total <= limit
    if not complete and seed is None:
        raise Refusal("MS570", total=f"{total:.3g}", limit=limit)
    bars = _sizes(model.statistics(yi[None], vi[None]))[0] * (1.0 - _TIE)
    sorted_design = replace(model, design=design[np.argsort(labels, kind="stable")])
    work = partial(_as_large, sorted_design if complete else model, bars)
    moved = _moved(yi, vi, labels, signs=signs, complete=complete, count=limit - 1, seed=seed)
    *reached, done = sum(spread(work, moved), start=np.zeros(bars.size + 1)).astype(int).tolist()
    planned = total if complete else limit - 1
    if done == 0 < planned:
        raise nothing_finished(planned)
    every = complete and done == planned
    number = done if every else done + 1  # the observed one counts, which all others hold
    shares = [(count if every else count + 1) / number for count in reached]
    return PermutationTest(
        names=names,
        p_values=tuple(shares[:-1]),
        omnibus_p=shares[-1],
        arrangements=2 * number if signs and every else number,
        complete=every,
        smallest=1.0 / number,
        cautions=_cautions(number, done, planned, drawn=not complete),
    )


def _as_large(model: Rearranged, bars: Floats, moved: tuple[Floats, Floats, Integers | None]) -> Floats:
    """(p + 2,) how many of these arrangements reach each bar, and how many there are."""
    sizes = _sizes(model.statistics(*moved))
    return np.append((sizes >= bars).sum(axis=0), len(sizes)).astype(np.float64)


def _sizes(statistics: Statistics) -> Floats:
    """(n, p + 1); an estimate of 0 without an error is no sign of anything."""
    sizes = np.abs(np.column_stack([statistics.coefficients, statistics.omnibus]))
    return np.where(np.isnan(sizes), 0.0, sizes)


def _moved(
    yi: Floats, vi: Floats, labels: Integers, *, signs: bool, complete: bool, count: int, seed: int | None
) -> Iterator[tuple[Floats, Floats, Integers | None]]:
    """Effects, variances and the orders to take them in, a chunk of arrangements at a time.

    To deal the design out to the cohorts is to deal the cohorts out to the design, which is then the same matrix for
    all. Only half of the signs are needed: the other half are their mirror images.
    """
    k, number = yi.size, seed or 0
    if signs:
        for sign in every_sign(k) if complete else some_signs(k, count, number):
            yield sign * yi, vi[None], None
        return
    for order in every_order(labels) if complete else some_orders(k, count, number):
        yield yi[None], vi[None], order


def _cautions(number: int, done: int, planned: int, *, drawn: bool) -> tuple[Caution, ...]:
    found = [caution("MS571", limit=number)] if drawn else []
    found += cautions_of_a_stop(done, planned)
    if number < 20:
        found.append(caution("MS572", smallest=1.0 / number))
    return tuple(found)


PERMUTATION_TEST = Method(
    key="permutation-test",
    name="permutation test",
    function=permutation_test,
    references=("follmann1999", "higgins2004", "phipson2010"),
    oracle="metafor 5.1-12, every P value of an exact test",
)
