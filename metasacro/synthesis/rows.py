"""One cohort in one analysis: what the paper printed, what was made of it, and what was left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.reported import Source
    from metasacro.evidence.study import Cohort, FollowUp, Result, Study
    from metasacro.evidence.summary import Events, Summary
    from metasacro.numerics.interval import Interval
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A result that belongs to an outcome, with the record and cohort it comes from."""

    study: Study
    cohort: Cohort
    result: Result

    @property
    def label(self) -> str:
        """What tables call it: the study, and the measure or cohort where the record has another one beside it."""
        if self.result.measure is not None:
            return f"{self.study.label} · {self.result.measure.replace('_', ' ')}"
        if any(self._beside(other) for other in self.study.results):
            return f"{self.study.label} · {self.cohort.id.replace('_', ' ')}"
        return self.study.label

    def _beside(self, other: Result) -> bool:
        """Whether `other` is the same outcome in a cohort that neither contains this one nor lies in it."""
        mine, theirs = self.cohort.id, other.cohort
        nested = theirs in self.study.wholes_of(mine) or mine in self.study.wholes_of(theirs)
        return other.outcome == self.result.outcome and theirs != mine and not nested


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A mean and SD, and how they were come by."""

    n: int
    mean: float
    sd: float
    how: str  #: "" as printed; else in a few words
    converted: bool  #: from a median
    reconstruction: float = 0.0  #: variance of the mean because the median leaves it open; 0 where that is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A cohort's mean change. `change` is follow-up minus baseline: less pain is negative."""

    entry: Entry
    n: int
    baseline: Summary | None
    follow_up: FollowUp
    before: Score | None
    after: Score | None
    change: float
    variance: float
    correlation: float | None  #: reported or assumed; `None` where the paper prints the change itself
    correlation_assumed: bool
    cautions: tuple[Caution, ...]

    @property
    def converted(self) -> bool:
        return any(score is not None and score.converted for score in (self.before, self.after))

    @property
    def source(self) -> Source:
        return self.follow_up.summary.source


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """A cohort's events."""

    entry: Entry
    printed: Events
    events: int
    n: int
    interval: Interval  #: exact, of the proportion

    @property
    def recounted(self) -> bool:
        """Whether the count differs from the printed one, for a recorded reason."""
        return self.printed.counted is not None

    @property
    def source(self) -> Source:
        return self.printed.source


def key_of(row: ScoreRow | CountRow) -> str:
    """What tells a row from every other one of its outcome: record, cohort and measure."""
    result = row.entry.result
    return "/".join((row.entry.study.id, result.cohort, result.measure or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A record or cohort that is not in the pool, and why."""

    label: str
    reason: Caution
    source: Source | None
