"""The same model fitted again and again to parts of the same cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import frozen
from metasacro.numerics.arrays import np
from metasacro.pooling.random_effects import random_effects_batch

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.pooling.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refits:
    """Pooled answers, one a row, each field (n,) and read-only. `nan` marks what does not exist: τ², I², H² and Q of a
    row with a single cohort."""

    keep: Booleans  #: (n, k) True where a cohort took part, in the order of the data
    k: Floats  #: how many took part
    estimate: Floats
    se: Floats
    lower: Floats
    upper: Floats
    statistic: Floats
    df: Floats  #: inf means normal
    p_value: Floats
    q: Floats
    q_df: Floats
    q_p: Floats
    tau2: Floats
    i2: Floats  #: fractions
    h2: Floats
    method: str
    test: str
    level: float


def refits(pooled: Pooled, yi: ArrayLike, vi: ArrayLike, keep: Booleans) -> Refits:
    """The model of `pooled` on each row of `keep`, as one batch of the kernel."""
    batch = random_effects_batch(yi, vi, keep=keep, method=pooled.method, test=pooled.test, level=pooled.level)
    lower, upper = batch.interval
    i2, h2 = batch.i_squared
    rows = np.array(keep, dtype=np.bool_)
    rows.flags.writeable = False
    return Refits(
        keep=rows,
        k=frozen(batch.k),
        estimate=frozen(batch.estimate),
        se=frozen(batch.se),
        lower=frozen(lower),
        upper=frozen(upper),
        statistic=frozen(batch.statistic),
        df=frozen(batch.df),
        p_value=frozen(batch.p_value),
        q=frozen(batch.q),
        q_df=frozen(batch.q_df),
        q_p=frozen(batch.q_p),
        tau2=frozen(batch.tau2),
        i2=frozen(i2),
        h2=frozen(h2),
        method=pooled.method,
        test=pooled.test,
        level=pooled.level,
    )
