"""Trim and fill: how the answer would move if the funnel's missing side were its mirror image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.missing_cohorts import COUNTS
from metasacro.diagnostics.pooled_effects import effects_of, frozen
from metasacro.diagnostics.weighted_line import weighted_line
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.domain import choice
from metasacro.pooling.random_effects import random_effects, random_effects_batch
from metasacro.problems import Refusal, caution

if TYPE_CHECKING:
    from metasacro.diagnostics.missing_cohorts import Count
    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrimAndFill:
    """The count of cohorts that a symmetric funnel would need, and the pooled answer with them."""

    missing: int  #: cohorts filled in
    missing_se: float | None  #: standard error of that count; None where its variance formula is negative
    missing_p: float | None  #: P of the test that none is missing; R0 only
    side: str  #: "left" or "right", where they are missing
    estimator: str
    pooled: Pooled  #: of all cohorts, those filled in included
    filled: Booleans  #: True for those filled in, at the end of `pooled.yi`
    yi: Floats
    vi: Floats
    cautions: tuple[Caution, ...]


def trim_and_fill(pooled: Pooled, *, estimator: str = "L0", side: str | None = None) -> TrimAndFill:
    """Funnel symmetry restored (Duval and Tweedie): trim the crowded side, find the centre, fill the mirror images in.

    The most extreme cohorts of the crowded side are left out, the rest is pooled, all are ranked by their distance
    from that centre, and the number missing is estimated from the ranks of the crowded side. With n cohorts and S the
    sum of those ranks, "L0" is (4S − n(n + 1))/(2n − 1), "Q0" n − ½ − √(2n² − 4S + ¼), and "R0" the length of the
    run of the largest ranks on that side, less 1. This repeats until the number settles; then its mirror images are
    added about that centre and the model is fitted again.

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`
    estimator : "L0", "R0" or "Q0"
    side : where cohorts are missing, "left" or "right"; by default from the slope of the effects on their standard
        errors: missing on the right if it is negative

    Returns
    -------
    TrimAndFill; its `pooled` has the estimator, test and level of the answer it was given

    Domain
    ------
    k ≥ 3 (MS501); below ten cohorts it means little (MS510). What is filled in was never observed (MS520): this is a
    sensitivity analysis, not a correction. It adds cohorts whenever there is heterogeneity of any cause. Q0 does not
    exist for some sets of ranks (MS521).

    References
    ----------
    duval2000. Agrees with metafor 5.1-12 (`trimfill`): the number exactly, the rest to 1e-8, common effect to 1e-12.

    >>> from metasacro.pooling.common_effect import common_effect
    >>> found = trim_and_fill(common_effect([0.1, 0.9, 0.4, 0.3, 1.4], [0.04, 0.09, 0.05, 0.02, 0.3]))
    >>> found.missing, found.side
    (2, 'left')
    """
    yi, vi = effects_of(pooled, "trim and fill", fewest=3)
    count = COUNTS[choice("estimator", estimator, COUNTS)]
    side = choice("side", side, ("left", "right")) if side is not None else _emptier_side(pooled, yi, vi)
    sign = -1.0 if side == "right" else 1.0
    origin = float(yi.mean())  # a common shift must not cost digits
    order = np.argsort(sign * (yi - origin), kind="stable")
    y, v = sign * (yi - origin)[order], vi[order]
    missing, raw, centre = _settled(y, v, count, pooled.method)
    fill = np.arange(y.size) >= y.size - missing
    mirrored, same = sign * (2.0 * centre - y[fill]) + origin, v[fill]
    all_y, all_v = np.concatenate([yi, mirrored]), np.concatenate([vi, same])
    again = random_effects(all_y, all_v, method=pooled.method, test=pooled.test, level=pooled.level)
    filled = np.arange(all_y.size) >= yi.size
    filled.flags.writeable = False
    cautions = [caution("MS510", k=pooled.k)] if pooled.k < 10 else []
    if missing:
        cautions.append(caution("MS520", missing=missing))
    return TrimAndFill(
        missing=missing,
        missing_se=count.se(raw, y.size),
        missing_p=count.p_value(missing),
        side=side,
        estimator=estimator,
        pooled=again,
        filled=filled,
        yi=frozen(all_y),
        vi=frozen(all_v),
        cautions=tuple(cautions),
    )


def _settled(y: Floats, v: Floats, count: Count, method: str) -> tuple[int, float, float]:
    """The number missing, the same before rounding, and the centre; MS521 where no number leads back to itself.

    Trimming lowers a weighted mean, which raises the number: it can only grow, and settles, unless τ² interferes.
    """
    missing, tried = 0, set[int]()
    while missing not in tried and missing < y.size:
        tried.add(missing)
        kept = np.arange(y.size) < y.size - missing
        centre = float(random_effects_batch(y, v, keep=kept[None, :], method=method, test="z").estimate[0])
        raw = count.estimate(y - centre)
        now = max(0, round(raw))
        if now == missing:
            return missing, raw, centre
        missing = now
    raise Refusal("MS521", estimator=count.key)


def _emptier_side(pooled: Pooled, yi: Floats, vi: Floats) -> str:
    """Right if small cohorts have the smaller effects."""
    sei = np.sqrt(vi)
    if float(np.ptp(sei)) <= 1e-12 * float(sei.max()):  # equal variances: no slope, and the left by convention
        return "left"
    line = weighted_line(yi, sei, vi, method=pooled.method, what="`sei`")
    return "right" if line.slope < 0 else "left"


TRIM_AND_FILL = Method(
    key="trim-and-fill",
    name="trim and fill",
    function=trim_and_fill,
    references=("duval2000",),
    oracle="metafor 5.1-12, the number exactly, the rest to 1e-8",
)
