"""The common-effect model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.pooling.random_effects import random_effects

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike
    from metasacro.pooling.pooled import Pooled


def common_effect(yi: ArrayLike, vi: ArrayLike, *, level: float = 0.95) -> Pooled:
    """Pooled effect of cohorts that share one true effect (inverse-variance weighting).

    estimate = Σ (yi/vi)/Σ (1/vi); se = 1/√(Σ 1/vi); normal interval

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    level : a fraction

    Returns
    -------
    Pooled, on the scale of `yi`, with tau2 = 0 by assumption, I² from Q, and no prediction interval (MS413)

    Domain
    ------
    k ≥ 1. The answer is the average over these cohorts; it says nothing about the next one. Refusals as for
    `random_effects`.

    References
    ----------
    higgins2009. Agrees with metafor 5.1-12 (`method="EE"`) to 1e-12.

    >>> pooled = common_effect([0.1, 0.9], [0.04, 0.09])
    >>> round(pooled.estimate, 6), round(pooled.se, 6)
    (0.346154, 0.16641)
    """
    return random_effects(yi, vi, method="EE", test="z", level=level)


COMMON_EFFECT = Method(
    key="common-effect",
    name="common effect",
    function=common_effect,
    references=("higgins2009",),
    oracle="metafor 5.1-12, to 1e-12",
)
