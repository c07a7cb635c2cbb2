"""A published series as its record states it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.appraisal import Appraisal
    from metasacro.evidence.period import Period
    from metasacro.evidence.reported import Reported, Source
    from metasacro.evidence.resolution import Resolution
    from metasacro.evidence.summary import Events, LevelCount, Summary
    from metasacro.problems import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class PValue:
    """A printed P value: `relation` is `=`, `<`, `>`, `≤` or `≥`."""

    text: str
    relation: str
    value: float
    test: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A group of patients of one record. A part names the whole that contains it."""

    id: str
    label: str
    part_of: str | None
    etiology: str | None
    n: Reported | None
    assumed: Mapping[str, str]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Scores, or a mean change, at one time after treatment. `time` is `None` where it is not stated."""

    time: Period | None
    time_printed: str
    summary: Summary
    p: PValue | None
    correlation: Reported | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One outcome of one cohort, by one way of measuring it."""

    outcome: str
    cohort: str
    measure: str | None
    instrument: str
    scale: tuple[Reported, Reported] | None
    step: Reported | None  #: the smallest difference of two scores, where they come in steps
    definition: str
    baseline: Summary | None
    follow_ups: tuple[FollowUp, ...]
    changes: tuple[FollowUp, ...]
    unit: str | None  #: what `n` and denominators count, where it is not patients
    events: Events | None
    levels: tuple[LevelCount, ...]
    assumed: Mapping[str, str]
    derived: Mapping[str, str]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Where the patients of a count lie on the scale of another characteristic. An open end is the scale's."""

    of: str
    lower: Reported | None
    upper: Reported | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """Who was treated and how: a count, or a summary of a measurement."""

    name: str
    cohort: str
    events: Events | None
    summary: Summary | None
    measured_in: str
    scale: tuple[Reported, Reported] | None
    step: Reported | None
    band: Band | None
    assumed: Mapping[str, str]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A P value between two cohorts. `p` is `None` where the paper gives no value."""

    outcome: str
    cohorts: tuple[str, str]
    of: str
    p: PValue | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """What does not agree, and what the record does about it."""

    about: str
    says: str
    counted: str
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Another record that may hold some of the same patients."""

    study: str
    reason: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudicated:
    """A value that two readers extracted differently. `a` or `b` is `None` where that reader had nothing."""

    field: str
    a: str | None
    b: str | None
    decision: str  #: whose value stands in the record: `a`, `b` or `neither`
    reason: str
    by: str
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One record: one published series."""

    id: str
    label: str
    citation: str
    seen: str
    design: str
    centre: str
    accrual: tuple[str, str] | None
    accrual_source: Source | None
    guidance: str
    software: str
    registration: str
    read_at: tuple[str, ...]
    cohorts: tuple[Cohort, ...]
    characteristics: tuple[Characteristic, ...]
    results: tuple[Result, ...]
    comparisons: tuple[Comparison, ...]
    discrepancies: tuple[Discrepancy, ...]
    overlaps: tuple[Overlap, ...]
    resolved: tuple[Resolution, ...]
    notes: tuple[str, ...]
    source: Source
    risk_of_bias: tuple[Appraisal, ...] = ()  #: empty: nobody has appraised the study
    adjudicated: tuple[Adjudicated, ...] = ()

    @property
    def entries(self) -> tuple[Result | Characteristic, ...]:
        """Everything that can hold a count."""
        return (*self.results, *self.characteristics)

    def cohort(self, id: str) -> Cohort:
        """The cohort of that name; reading has made sure that it exists."""
        return next(cohort for cohort in self.cohorts if cohort.id == id)

    def wholes_of(self, id: str) -> tuple[str, ...]:
        """The cohorts that contain this one, the nearest first."""
        parent = self.cohort(id).part_of
        return () if parent is None else (parent, *self.wholes_of(parent))
