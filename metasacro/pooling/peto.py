"""Peto's one-step odds ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.cohort_effects import hypergeometric_moments
from metasacro.pooling.common_counts import cohorts_without_word, common_answer
from metasacro.pooling.domain import fraction
from metasacro.pooling.two_group_counts import TwoGroups, two_by_two

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.pooled_counts import PooledCounts


def peto(
    ai: ArrayLike | None = None,
    bi: ArrayLike | None = None,
    ci: ArrayLike | None = None,
    di: ArrayLike | None = None,
    *,
    n1i: ArrayLike | None = None,
    n2i: ArrayLike | None = None,
    drop00: tuple[bool, bool] = (True, True),
    level: float = 0.95,
) -> PooledCounts:
    """Pooled log odds ratio by one step of Newton from no effect (Peto).

    estimate = Σ (a − E)/Σ V, se = 1/√Σ V; E = n1 m/N, V = n1 n2 m (N − m)/(N²(N − 1)), m = a + c

    Parameters
    ----------
    ai, bi, ci, di : (k,) events and non-events of group 1 (treatment) and of group 2 (control); or `ai n1i ci n2i`
    drop00 : a pair, as for `mantel_haenszel`. Without it a cohort without events in both groups counts in `k` and in
        the degrees of freedom of `q`, to which it adds nothing: its P value is then too large
    level : a fraction

    Returns
    -------
    PooledCounts, the log odds ratio with tau2 = 0 by assumption (MS413); normal interval

    Domain
    ------
    k ≥ 1, and at least one event and one non-event (otherwise estimate None, MS453). Nothing is added, so that a group
    without events is no obstacle. Biased where groups differ much in size or the odds ratio is beyond about 0.2 to 5:
    use the Mantel–Haenszel method or a model there.

    References
    ----------
    yusuf1985; greenland1990 (where it is biased). Agrees with metafor 5.1-12 (`rma.peto`) to 1e-12.

    >>> pooled = peto([0, 1, 4], [53, 43, 60], [3, 3, 1], [114, 32, 68])
    >>> round(pooled.estimate, 6), round(pooled.se, 6)
    (-0.203594, 0.59809)
    """
    level = fraction(level)
    given = two_by_two("PETO", {"ai": ai, "bi": bi, "ci": ci, "di": di, "n1i": n1i, "n2i": n2i})
    use = ~given.silent if drop00[1] else np.ones(given.a.size, dtype=np.bool_)
    off, variance = hypergeometric_moments(given)
    weights = np.where(use, variance, 0.0)
    total = float(weights.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = np.divide(np.where(use, off, 0.0).sum(), total)
    return common_answer(
        "PETO",
        given,
        method="Peto",
        estimate=float(estimate),
        variance=1.0 / total if total > 0 else float("nan"),
        weights=weights,
        taken=use,
        own=(0.0, "none", drop00[0]),
        level=level,
        cautions=cohorts_without_word("PETO", given, use),
    )


def peto_batch(
    a: ArrayLike, n1: ArrayLike, c: ArrayLike, n2: ArrayLike, *, keep: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """(estimate, se) of many analyses at once: columns and `keep` broadcast to (..., k). Counts are not checked.

    >>> estimate, se = peto_batch([1, 2, 3], [20, 20, 20], [2, 3, 4], [20, 20, 20], keep=~np.eye(3, dtype=bool))
    >>> estimate.round(4).tolist()
    [-0.3842, -0.4561, -0.5455]
    """
    a, n1, c, n2 = (np.asarray(x, dtype=np.float64) for x in (a, n1, c, n2))
    use = np.asarray(True if keep is None else keep, dtype=np.float64)
    off, variance = hypergeometric_moments(TwoGroups(a=a, c=c, n1=n1, n2=n2, rates=False))
    total = (use * variance).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (use * off).sum(axis=-1) / total, 1.0 / np.sqrt(total)


PETO = Method(
    key="peto-method",
    name="Peto's odds ratio",
    function=peto,
    references=("yusuf1985", "greenland1990"),
    oracle="metafor 5.1-12 (rma.peto), to 1e-12",
)
