"""The Mantel–Haenszel method: one common effect from sparse tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.pooling.cohort_effects import filled
from metasacro.pooling.common_counts import cohorts_without_word, common_answer
from metasacro.pooling.domain import choice, fraction
from metasacro.pooling.mantel_haenszel_estimates import ESTIMATORS
from metasacro.pooling.mantel_haenszel_tests import no_effect, one_odds_ratio
from metasacro.pooling.two_group_counts import TwoGroups, person_time, two_by_two
from metasacro.problems import caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.pooled_counts import PooledCounts


def mantel_haenszel(
    measure: str,
    ai: ArrayLike | None = None,
    bi: ArrayLike | None = None,
    ci: ArrayLike | None = None,
    di: ArrayLike | None = None,
    *,
    n1i: ArrayLike | None = None,
    n2i: ArrayLike | None = None,
    x1i: ArrayLike | None = None,
    t1i: ArrayLike | None = None,
    x2i: ArrayLike | None = None,
    t2i: ArrayLike | None = None,
    correct: bool = True,
    add: tuple[float, float] = (0.5, 0.0),
    to: tuple[str, str] = ("only0", "none"),
    drop00: tuple[bool, bool] = (True, False),
    level: float = 0.95,
) -> PooledCounts:
    """Pooled effect of cohorts that share one true effect, from sums over the tables (Mantel–Haenszel).

    OR = Σ ad/N / Σ bc/N; RR = Σ a n2/N / Σ c n1/N; RD = Σ (a n2 − c n1)/N / Σ n1 n2/N; IRR and IRD the same with
    events and person-time. Nothing is added to the tables that are pooled, and a cohort with an empty cell stays in.

    Parameters
    ----------
    measure : "OR", "RR", "RD" with `ai bi ci di` (or `ai n1i ci n2i`); "IRR", "IRD" with `x1i t1i x2i t2i`
    ai, bi, ci, di : (k,) events and non-events of group 1 (treatment) and of group 2 (control)
    correct : continuity correction of ½ in the Cochran–Mantel–Haenszel tests
    add, to, drop00 : pairs: for the cohorts' own effects, on which Q is built, and for the tables that are pooled.
        `to`: "only0", "all", "if0all", "none". `drop00`: leave out cohorts without events in both groups
    level : a fraction

    Returns
    -------
    PooledCounts, on the log scale for ratios, with tau2 = 0 by assumption (MS413); normal interval. `q`, `i2` and `h2`
    come from the cohorts' own effects around the estimate. `mantel_haenszel` and `cochran` test for any effect,
    `breslow_day` and `tarone` for one odds ratio (OR only). `weights` are fractions.

    Domain
    ------
    k ≥ 1. Good with few events per table and groups of similar size. Cohorts without events in both groups have weight
    0 in a ratio (MS450) and count fully in a difference (MS451). Where one group has no event in any cohort a ratio
    does not exist: estimate None (MS453). Refusals: those of `two_by_two`; unknown measure (MS404).

    References
    ----------
    mantel1959, robins1986 (variance of the OR), greenland1985 (RR, IRR, IRD), tarone1985. The variance of the RD is
    that of Sato, Greenland and Robins (Biometrics 1989), the Breslow–Day test is in their book of 1980. Agrees with
    metafor 5.1-12 (`rma.mh`) to 1e-12.

    >>> pooled = mantel_haenszel("OR", [0, 1, 4], [53, 43, 60], [3, 3, 1], [114, 32, 68])
    >>> round(pooled.estimate, 6), round(pooled.se, 6)
    (-0.208876, 0.609122)
    """
    choice("measure", measure, ESTIMATORS)
    level = fraction(level)
    if measure in ("IRR", "IRD"):
        given = person_time(measure, {"x1i": x1i, "t1i": t1i, "x2i": x2i, "t2i": t2i})
    else:
        columns = {"ai": ai, "bi": bi, "ci": ci, "di": di, "n1i": n1i, "n2i": n2i}
        given = two_by_two(measure, columns)
    pooled, added = filled(given, add[1], to[1])
    use = ~given.silent if drop00[1] else np.ones(given.a.size, dtype=np.bool_)
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate, variance, weights = ESTIMATORS[measure](pooled, use.astype(np.float64))
    taken = pooled.rows(use)
    cautions = cohorts_without_word(measure, given, use)
    if added.any():
        cautions.append(caution("MS452", add=add[1], rows=row_numbers(added)))
    answer = common_answer(
        measure,
        given,
        method="MH",
        estimate=float(estimate),
        variance=float(variance),
        weights=weights,
        taken=use,
        own=(add[0], to[0], drop00[0]),
        level=level,
        cautions=cautions,
    )
    mantel = cochran = breslow_day = tarone = None
    if measure in ("OR", "IRR"):
        mantel, cochran = no_effect(taken, correct=correct)
    if measure == "OR" and answer.estimate is not None:
        breslow_day, tarone = one_odds_ratio(taken, answer.estimate)
    return replace(answer, mantel_haenszel=mantel, cochran=cochran, breslow_day=breslow_day, tarone=tarone)


def mantel_haenszel_batch(
    measure: str, a: ArrayLike, n1: ArrayLike, c: ArrayLike, n2: ArrayLike, *, keep: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """(estimate, se) of many analyses at once: columns and `keep` broadcast to (..., k). Counts are not checked.

    `n1`, `n2` are people, or person-time for IRR and IRD. `nan` or infinite where there is no estimate.

    >>> columns = [1, 2, 3], [20, 20, 20], [2, 3, 4], [20, 20, 20]
    >>> mantel_haenszel_batch("RR", *columns, keep=~np.eye(3, dtype=bool))[0].round(4).tolist()
    [-0.3365, -0.4055, -0.5108]
    """
    a, n1, c, n2 = (np.asarray(x, dtype=np.float64) for x in (a, n1, c, n2))
    use = np.asarray(True if keep is None else keep, dtype=np.float64)
    groups = TwoGroups(a=a, c=c, n1=n1, n2=n2, rates=measure in ("IRR", "IRD"))
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate, variance, _ = ESTIMATORS[measure](groups, use)
        return estimate, np.sqrt(variance)


MANTEL_HAENSZEL = Method(
    key="mantel-haenszel",
    name="Mantel–Haenszel",
    function=mantel_haenszel,
    references=("mantel1959", "robins1986", "greenland1985", "tarone1985"),
    oracle="metafor 5.1-12 (rma.mh), to 1e-12",
)
