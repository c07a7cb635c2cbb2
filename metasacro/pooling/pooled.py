"""What pooling answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile, student_two_sided
from metasacro.pooling.heterogeneity import i_squared_of_q, i_squared_of_tau2
from metasacro.pooling.prediction import prediction_bounds
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


class Heterogeneity:
    """What Q, τ² and the typical sampling variance of many analyses say of how much their cohorts differ."""

    __slots__ = ()

    if TYPE_CHECKING:
        q: Floats
        tau2: Floats
        typical: Floats | None  #: None in the common-effect model

        @property
        def k(self) -> Floats: ...

    @property
    def q_df(self) -> Floats:
        """Of Cochran's Q: k − 1."""
        return np.where(self.k >= 2, self.k - 1.0, np.nan)

    @property
    def i_squared(self) -> tuple[Floats, Floats]:
        """(I², H²) by τ², or in the common-effect model by Q: the share between cohorts, and total over sampling."""
        if self.typical is None:
            return i_squared_of_q(self.q, self.q_df)
        return i_squared_of_tau2(self.tau2, self.typical)

    @property
    def i2(self) -> Floats:
        """Of `i_squared`, a fraction."""
        return self.i_squared[0]

    @property
    def h2(self) -> Floats:
        """Of `i_squared`."""
        return self.i_squared[1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledBatch(Heterogeneity):
    """Many pooled answers: arrays of shape (...), `weights` (..., k). `nan` marks what does not exist.

    What follows from the fields is computed each time that it is asked for: few ask for all of it, of every analysis,
    and it costs as much as a common-effect fit.
    """

    estimate: Floats
    se: Floats
    df: Floats  #: inf means normal
    tau2: Floats
    se_tau2: Floats
    converged: Booleans
    q: Floats
    typical: Floats | None  #: sampling variance; None in the common-effect model
    k: Floats
    hk_factor: Floats
    level: float
    weighed: Callable[[], Floats]  #: computes `weights`

    @property
    def interval(self) -> tuple[Floats, Floats]:
        """(lower, upper) = estimate ∓ quantile · se, of the t distribution of `df`."""
        half = student_quantile((1.0 + self.level) / 2.0, self.df) * self.se
        return self.estimate - half, self.estimate + half

    @property
    def lower(self) -> Floats:
        """Of `interval`."""
        return self.interval[0]

    @property
    def upper(self) -> Floats:
        """Of `interval`."""
        return self.interval[1]

    @property
    def statistic(self) -> Floats:
        """estimate/se."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.estimate / self.se

    @property
    def p_value(self) -> Floats:
        """Two-sided, against 0: P(|T| ≥ |statistic|), T of the t distribution of `df`."""
        return student_two_sided(self.statistic, self.df)

    @property
    def q_p(self) -> Floats:
        """Of Cochran's Q: P(χ² ≥ q) with `q_df` degrees of freedom."""
        return chi_square_upper(self.q, self.q_df)

    @property
    def prediction(self) -> tuple[Floats, Floats]:
        """(lower, upper): where the true effect of a new setting lies."""
        tau2 = np.full(self.tau2.shape, np.nan) if self.typical is None else self.tau2
        return prediction_bounds(self.estimate, self.se, tau2, self.df, self.k, level=self.level)

    @property
    def prediction_lower(self) -> Floats:
        """Of `prediction`."""
        return self.prediction[0]

    @property
    def prediction_upper(self) -> Floats:
        """Of `prediction`."""
        return self.prediction[1]

    @property
    def weights(self) -> Floats:
        """(..., k) fractions that sum to 1; 0 for who takes no part."""
        return self.weighed()
