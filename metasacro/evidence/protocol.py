"""What is decided before the numbers are seen: every default of the tool, each with its reason.

Each choice knows its line in the protocol; `location` is `None` for a default that no protocol states.

How often the intervals of the defaults hold the truth, and which default is argued from that: docs/simulation.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.certainty import Certainty
    from metasacro.evidence.flow import Flow
    from metasacro.evidence.period import Period
    from metasacro.evidence.reported import Reported
    from metasacro.evidence.resolution import Resolution
    from metasacro.problems import Location


#: Which records can be pooled, in the order in which they are tried and shown.
STUDY_SETS = ("main", "extended", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A choice by its key, with the reason for it."""

    value: str
    reason: str
    location: Location | None = None


#: The prediction interval of scores where a protocol names none: it covered 93 to 99 % wherever it was simulated,
#: metafor's down to 86 % (docs/simulation.md).
PREDICTION = Chosen(
    value="NNF",
    reason="it lets tau2 vary as the data leave it open (Nagashima 2019, doi:10.1177/0962280218773520); an interval "
    "that takes the estimated tau2 as known is too narrow where tau2 is small",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenNumber:
    """A number, with the reason for it."""

    value: float
    reason: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """The correlation of baseline and follow-up that is assumed where a paper reports none, and the values tried."""

    value: float
    grid: tuple[float, ...]
    reason: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """Which follow-up enters the pool: the nearest to `target` between `earliest` and `latest`."""

    target: Period
    earliest: Period
    latest: Period
    include_unstated: bool
    reason: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySet:
    """Records that belong together."""

    studies: tuple[str, ...]
    reason: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is pooled, and how."""

    id: str
    label: str
    measure: str  #: metafor's key: MC or PLO
    lower_is_better: bool
    unit: str
    scale: tuple[Reported, Reported] | None
    measures: tuple[str, ...]  #: order of preference where a record has several
    parts: bool  #: pool each record's smallest disjoint parts instead of its largest cohort
    subtotals: str | None
    study_set: str | None
    important_difference: ChosenNumber | None
    reason: str
    location: Location | None
    certainty: Certainty | None = None  #: what people have decided, where they have


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapDecision:
    """Records that may hold the same patients: which counts for an outcome, and which do not."""

    outcome: str
    keep: str
    leave_out: tuple[str, ...]
    reason: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the reanalysis of the index study shows."""

    scores: tuple[str, ...]
    counts: tuple[str, ...]
    reason: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """Every choice behind the pooled numbers."""

    title: str
    question: str
    title_at: Location | None
    question_at: Location | None
    index_study: Chosen
    level: ChosenNumber
    correlation: Correlation
    time: TimeWindow
    tau2: Chosen
    test: Chosen
    conversion: Chosen
    prediction: Chosen
    main: StudySet
    extended: StudySet
    outcomes: tuple[Outcome, ...]
    panel: Panel
    overlaps: tuple[OverlapDecision, ...]
    flow: Flow | None = None
    resolved: tuple[Resolution, ...] = ()  #: decisions about findings of the protocol itself

    def studies(self, study_set: str) -> tuple[str, ...]:
        """The records of `main`, `extended` or `all`."""
        return {
            "main": self.main.studies,
            "extended": self.extended.studies,
            "all": self.main.studies + self.extended.studies,
        }[study_set]
