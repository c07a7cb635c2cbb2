"""A reported summary, typed as the paper printed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.reported import Reported, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanSummary:
    """A mean with what the paper gives of its spread. All spreads `None`: the paper gives none."""

    n: Reported | None
    mean: Reported
    sd: Reported | None = None
    se: Reported | None = None
    interval: tuple[Reported, Reported] | None = None  #: 95 % confidence interval of the mean
    plus_minus: Reported | None = None  #: a `±` that the paper does not name, or names wrongly
    said_to_be: str | None = None  #: what the paper says the `±` is: "sd", "se" or "ci"
    q1: Reported | None = None  #: quartiles printed beside a mean are kept, not used
    q3: Reported | None = None
    min: Reported | None = None
    max: Reported | None = None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianSummary:
    """A median with quartiles, range or both."""

    n: Reported | None
    median: Reported
    q1: Reported | None = None
    q3: Reported | None = None
    min: Reported | None = None
    max: Reported | None = None
    source: Source


Summary: TypeAlias = MeanSummary | MedianSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """A count with its denominator and the denominator's unit.

    `events` or `of` is `None` where the paper does not report it, which is not 0.
    """

    events: Reported | None
    of: Reported | None
    unit: str | None
    percent: Reported | None = None
    counted: Reported | None = None  #: the count that the pool uses instead
    counted_reason: str = ""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCount:
    """How many patients stand at one level of an ordered scale."""

    level: str
    count: Reported
    percent: Reported | None = None
    derived: str = ""  #: the arithmetic, where the paper does not print the count
