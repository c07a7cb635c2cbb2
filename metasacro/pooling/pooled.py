"""What pooling answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_two_sided
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pooled:
    """One pooled answer. What does not exist is None, and a caution says why. Arrays are read-only."""

    estimate: float | None  #: on the scale of `yi`; the logit for counts. None if every count is 0 or full
    se: float | None
    interval: Interval | None
    statistic: float | None  #: estimate/se
    df: float | None  #: of the t distribution behind `interval` and `p_value`; None means normal
    p_value: float | None  #: two-sided, against 0 on the scale of `estimate`
    tau2: float | None  #: between-study variance, on the squared scale of `estimate`
    se_tau2: float | None
    tau2_interval: Interval | None
    i2: float | None  #: a fraction
    h2: float | None
    i2_definition: str  #: how `i2` was computed, in words; empty if it was not
    q: float | None  #: Cochran's Q; for counts, the likelihood-ratio statistic for heterogeneity
    q_df: float | None
    q_p: float | None
    prediction: Interval | None  #: where the true effect of a new setting lies
    prediction_df: float | None  #: of the t distribution behind `prediction`; None means normal
    weights: Floats | None  #: (k,) fractions that sum to 1; for counts, shares of the information on `estimate`
    k: int
    method: str  #: key of the estimator of τ²
    test: str  #: key of the test that was used
    level: float
    hk_factor: float | None = None  #: Hartung–Knapp variance factor before any floor
    exact: Interval | None = None  #: proportion scale, totals over cohorts; only where no model can be fitted
    log_likelihood: float | None = None  #: with all its constants; likelihood methods only
    yi: Floats | None = None  #: what was pooled, for the diagnostics
    vi: Floats | None = None
    xi: Floats | None = None
    ni: Floats | None = None
    cautions: tuple[Caution, ...] = ()
    i2_interval: Interval | None = None  #: from `tau2_interval`
    h2_interval: Interval | None = None
    interval_method: str = "test"  #: "test": estimate ± quantile · se; "profile": from the profile likelihood
    prediction_method: str = "metafor"  #: the convention behind `prediction`; "CD" is that of counts
    tau2_given: bool = False  #: `tau2` came from elsewhere: it was not estimated from these cohorts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledBatch:
    """Many pooled answers: arrays of shape (...), `weights` (..., k). `nan` marks what does not exist.

    P values and weights cost as much as a common-effect fit, and few ask for those of every analysis: they are
    computed when they are asked for.
    """

    estimate: Floats
    se: Floats
    lower: Floats
    upper: Floats
    statistic: Floats
    df: Floats  #: inf means normal
    tau2: Floats
    se_tau2: Floats
    converged: Booleans
    i2: Floats
    h2: Floats
    q: Floats
    q_df: Floats
    prediction_lower: Floats
    prediction_upper: Floats
    k: Floats
    hk_factor: Floats
    weighed: Callable[[], Floats]  #: computes `weights`

    @property
    def weights(self) -> Floats:
        """(..., k) fractions that sum to 1; 0 for who takes no part."""
        return self.weighed()

    @property
    def p_value(self) -> Floats:
        """Two-sided, against 0: P(|T| ≥ |statistic|), T of the t distribution of `df`."""
        return student_two_sided(self.statistic, self.df)

    @property
    def q_p(self) -> Floats:
        """Of Cochran's Q: P(χ² ≥ q) with `q_df` degrees of freedom."""
        return chi_square_upper(self.q, self.q_df)
