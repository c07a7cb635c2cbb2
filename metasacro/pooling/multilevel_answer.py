"""What a multilevel model answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.pooling.pooled import Pooled
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.cluster_labels import Integers
    from metasacro.pooling.coefficients import CoefficientTable, JointTest
    from metasacro.pooling.fit_statistics import FitStatistics
    from metasacro.pooling.sampling_covariance import SamplingCovariance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """One level of grouping."""

    name: str
    groups: int  #: how many
    variance: float  #: of the true effects of its groups
    interval: Interval | None  #: profile likelihood
    i2: float | None  #: its share of the variance of a typical effect
    fixed: bool  #: True where the data say nothing about the variance, and 0 stands for it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MultilevelPooled(Pooled):
    """A pooled answer from dependent effects. With moderators, `estimate` and what belongs to it are None.

    `tau2` is the sum of the variances of all levels, `q` the test for heterogeneity that allows for the covariances.
    """

    coefficients: CoefficientTable
    joint: JointTest
    levels: tuple[Level, ...]
    ml: FitStatistics
    reml: FitStatistics
    dfs: str  #: "contain" or "residual"
    stationary: bool  #: True where the variances are at a maximum of the likelihood, inside or at 0
    design: Floats  #: (k, p)
    groupings: tuple[Integers, ...]  #: for each level, (k,) numbers of the groups
    covariance: SamplingCovariance
