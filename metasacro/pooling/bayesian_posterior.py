"""What a Bayesian analysis answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.numerics.interval import Interval
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """What is believed about one quantity."""

    median: float
    mean: float | None  #: None where the integral is infinite
    sd: float | None  #: None where the integral is infinite
    interval: Interval  #: central: as much probability lies below as above


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BayesianAnswer:
    """Posterior of the normal–normal model. Arrays are read-only."""

    mu: Posterior  #: mean of the true effects
    tau: Posterior  #: their standard deviation, in the units of the effects
    new: Posterior  #: true effect of a new cohort
    effects: tuple[Posterior, ...]  #: true effect of each cohort, shrunken towards mu
    shrinkage: Floats  #: (k,) how far each estimate is drawn to mu, from 0 to 1, averaged over the posterior
    bayes_factor_tau: float | None  #: for tau = 0 against the prior; above 1 favours tau = 0; None without proper prior
    bayes_factor_mu: float | None  #: for mu = 0 against the prior; None where the prior of mu is flat
    probability_below_zero: float  #: that mu < 0
    log_evidence: float | None  #: log probability (density) of the data; None where a prior is improper
    prior: str
    scale: float
    mu_prior: tuple[float, float] | None  #: mean and standard deviation; None is flat
    k: int
    level: float
    yi: Floats
    vi: Floats
    cautions: tuple[Caution, ...]
