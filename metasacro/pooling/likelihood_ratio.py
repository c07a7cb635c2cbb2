"""Nested fits compared by their likelihoods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.pooling.fit_statistics import FitStatistics, design_matrix, fit_statistics
from metasacro.pooling.multilevel_answer import MultilevelPooled
from metasacro.problems import Caution, Refusal, caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.cluster_labels import Integers
    from metasacro.pooling.pooled import Pooled

#: What is left of a column, relative to its length, that the larger design spans: rounding.
_SPANNED = 1e-8

#: What the likelihoods of nested fits may differ the wrong way round: rounding at a flat maximum.
_ROUNDING = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LikelihoodRatio:
    """A likelihood-ratio test of two nested fits."""

    statistic: float  #: 2 (log-likelihood of the full fit − that of the reduced one)
    df: int
    p_value: float
    full: FitStatistics
    reduced: FitStatistics
    r2: float | None  #: share of the reduced fit's τ² that the full one explains, not below 0
    method: str  #: "ML" or "REML": which likelihood was compared
    cautions: tuple[Caution, ...]


def likelihood_ratio_test(full: Pooled, reduced: Pooled) -> LikelihoodRatio:
    """Likelihood-ratio test of a fit against a simpler one of the same effects.

    statistic = 2 (log-likelihood of `full` − log-likelihood of `reduced`); χ² on the difference of their parameters

    Parameters
    ----------
    full, reduced : answers of `random_effects`, `meta_regression` or `multilevel`, both by "ML", or both by "REML"
        with the same moderators; `reduced` may be a common effect, or have a `tau2` that was given

    Returns
    -------
    LikelihoodRatio

    Domain
    ------
    Refused: fits of different effects, fits that are not nested, methods that maximize no likelihood (MS497); REML
    with different moderators (MS498): the restricted likelihood is one of other data there. Where the reduced fit sets
    a variance to 0, the edge of what it can be, the P value is too large, about twice with one variance (MS499); a
    `tau2` above 0 that was given to the reduced fit is a parameter held inside its range.

    References
    ----------
    viechtbauer2005 (likelihoods), self1987 (variances at the edge). Agrees with metafor 5.1-12 (`anova`) to 1e-8.

    >>> from metasacro.pooling.meta_regression import meta_regression
    >>> from metasacro.pooling.random_effects import random_effects
    >>> y, v, x = [0.1, 0.5, 0.4, 0.9, 1.1], [0.04] * 5, {"dose": [0, 1, 2, 3, 4]}
    >>> full = meta_regression(y, v, "~ dose", data=x, method="ML")
    >>> found = likelihood_ratio_test(full, random_effects(y, v, method="ML"))
    >>> round(found.statistic, 4), found.df
    (9.2158, 1)
    """
    likelihood = _likelihood(full, reduced)
    _same_effects(full, reduced)
    wide, narrow = design_matrix(full), design_matrix(reduced)
    if not _spans(wide, narrow) or not _variances_nested(full, reduced):
        raise Refusal("MS497", reason="the reduced fit is not a special case of the full one")
    if likelihood == "REML" and not _spans(narrow, wide):
        raise Refusal("MS498")
    place = ("ML", "REML").index(likelihood)
    large, small = (fit_statistics(pooled)[place] for pooled in (full, reduced))
    df = large.parameters - small.parameters
    if df < 1:
        raise Refusal("MS497", reason="they have the same number of parameters")
    statistic = 2.0 * (large.log_likelihood - small.log_likelihood)
    if abs(statistic) < _ROUNDING:
        statistic = 0.0
    fewer = df > wide.shape[1] - narrow.shape[1]
    before, after = None if reduced.tau2_given else reduced.tau2, full.tau2
    return LikelihoodRatio(
        statistic=statistic,
        df=df,
        p_value=float(chi_square_upper(statistic, df)),
        full=large,
        reduced=small,
        r2=max(0.0, (before - after) / before) if before and after is not None else None,
        method=likelihood,
        cautions=(caution("MS499"),) if fewer and not _held(reduced) else (),
    )


def _likelihood(full: Pooled, reduced: Pooled) -> str:
    """Which likelihood both maximize; a common effect maximizes either."""
    methods = {pooled.method for pooled in (full, reduced)} - {"EE"}
    if methods in ({"ML"}, {"REML"}):
        return methods.pop()
    if not methods:
        return "ML"
    named = " and ".join(f"`{method}`" for method in sorted(methods))
    raise Refusal("MS497", reason=f"both must maximize the same likelihood, and the methods are {named}")


def _same_effects(full: Pooled, reduced: Pooled) -> None:
    """MS497 unless both pool the same effects with the same variances and covariances."""
    for one, other in ((full.yi, reduced.yi), (full.vi, reduced.vi)):
        if one is None or other is None:
            raise Refusal("MS497", reason="an answer from counts has another likelihood")
        if not np.array_equal(one, other):
            raise Refusal("MS497", reason="they pool different effects or variances")
    if isinstance(full, MultilevelPooled) != isinstance(reduced, MultilevelPooled):
        raise Refusal("MS497", reason="one is multilevel and the other is not")
    if isinstance(full, MultilevelPooled) and isinstance(reduced, MultilevelPooled):
        # who is in which cluster, and what is supposed there
        there = ((*fit.covariance.rows, *fit.covariance.blocks) for fit in (full, reduced))
        if not all(np.array_equal(one, other) for one, other in zip(*there, strict=False)):
            raise Refusal("MS497", reason="they assume different covariances")


def _spans(wide: Floats, narrow: Floats) -> bool:
    """Whether each column of `narrow` is made of columns of `wide`."""
    scaled = narrow / np.linalg.norm(narrow, axis=0)
    left = scaled - wide @ np.linalg.lstsq(wide, scaled, rcond=None)[0]
    return bool((np.abs(left) < _SPANNED).all())


def _variances_nested(full: Pooled, reduced: Pooled) -> bool:
    """Whether the variances of the reduced fit are among those of the full one."""
    if isinstance(full, MultilevelPooled) and isinstance(reduced, MultilevelPooled):
        there = [_partition(grouping) for grouping in full.groupings]
        return all(_partition(grouping) in there for grouping in reduced.groupings)
    held = _held(full)
    return held is None or held == _held(reduced)


def _held(pooled: Pooled) -> float | None:
    """The τ² that a fit does not estimate: 0 of a common effect, or the one given; None where it is estimated."""
    return 0.0 if pooled.method == "EE" else pooled.tau2 if pooled.tau2_given else None


def _partition(grouping: Integers) -> tuple[int, ...]:
    """Group numbers in the order in which groups appear, so that equal partitions are equal."""
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(int(number), len(seen)) for number in grouping)


LIKELIHOOD_RATIO = Method(
    key="likelihood-ratio-test",
    name="likelihood-ratio test of nested fits",
    function=likelihood_ratio_test,
    references=("viechtbauer2005", "self1987"),
    oracle="metafor 5.1-12 (anova), to 1e-8",
)
