"""How one outcome's answer moved between two states of the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from metasacro.synthesis.change.conclusion import Conclusion, Crossing, conclude, crossings, flips
from metasacro.synthesis.rates import pooled_rate, shares_of
from metasacro.synthesis.rows import CountRow, key_of
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval
    from metasacro.problems import Caution
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.change.attribution import Attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One side's answer as it is shown: mean changes on their scale (less pain is negative), rates as fractions."""

    estimate: float | None
    interval: Interval | None
    prediction: Interval | None
    tau2: float | None  #: for rates, on the log odds
    i2: float | None
    k: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A cohort that entered, left, or stayed with other numbers."""

    label: str
    reason: str  #: why it was out on the other side; "" where it stayed
    code: str = ""  #: of the reason, where it has one
    old: tuple[float, float] | None = None  #: its change and variance, or events and patients
    new: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The records of one side: what each is called now → what it is called there; and what was left out for errors."""

    records: Mapping[str, str]
    skipped: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One outcome on both sides. `old` or `new` is None where that side's protocol lacks the outcome."""

    id: str
    old: Analysis | None
    new: Analysis | None
    entered: tuple[Cohort, ...]
    left: tuple[Cohort, ...]
    altered: tuple[Cohort, ...]
    cautions_gained: tuple[Caution, ...]
    cautions_lost: tuple[Caution, ...]
    conclusion_old: Conclusion | None
    conclusion_new: Conclusion | None
    crossed: tuple[Crossing, ...]
    flipped: bool
    attribution: Attribution | None

    @property
    def analysis(self) -> Analysis:
        """The newer side that has the outcome: what it is called and how it is shown."""
        found = self.new or self.old
        assert found is not None, "a movement has at least one side"
        return found

    @property
    def numbers_moved(self) -> bool:
        """Whether the answer differs."""
        one, other = (answer_of(side) if side else None for side in (self.old, self.new))
        return one != other

    @property
    def divisible(self) -> bool:
        """Whether both sides have an estimate, and they differ."""
        one, other = (answer_of(side).estimate if side else None for side in (self.old, self.new))
        return one is not None and other is not None and one != other

    @property
    def moved(self) -> bool:
        """Whether anything that is shown differs."""
        lists = (self.entered, self.left, self.altered, self.cautions_gained, self.cautions_lost, self.crossed)
        return self.numbers_moved or any(lists)


def answer_of(analysis: Analysis) -> Answer:
    """One side's answer."""
    pooled = analysis.pooled
    estimate, interval = (pooled.estimate, pooled.interval) if pooled else (None, None)
    prediction = pooled.prediction if pooled else None
    if pooled is not None and analysis.outcome.measure == "PLO":
        estimate, interval = pooled_rate(pooled)
        prediction = shares_of(prediction) if prediction else None
    return Answer(
        estimate=estimate,
        interval=interval,
        prediction=prediction,
        tau2=pooled.tau2 if pooled else None,
        i2=pooled.i2 if pooled else None,
        k=len(analysis.rows),
        n=analysis.n,
    )


def movement(
    id: str,
    old: Analysis | None,
    new: Analysis | None,
    renamed: Mapping[str, str],
    sides: tuple[Side, Side],
    attribution: Attribution | None,
) -> Movement:
    """Compare both sides. `renamed`: old record → new one."""
    before, after = _cohorts(old, renamed), _cohorts(new, {})
    same = before.keys() & after.keys()
    told_old, told_new = old.cautions if old else (), new.cautions if new else ()
    concluded_old = conclude(old) if old else None
    concluded_new = conclude(new) if new else None
    both = concluded_old is not None and concluded_new is not None
    return Movement(
        id=id,
        old=old,
        new=new,
        entered=tuple(_absent(after[key], old, sides[0]) for key in after if key not in same),
        left=tuple(_absent(before[key], new, sides[1]) for key in before if key not in same),
        altered=tuple(
            Cohort(label=after[key][0], reason="", old=before[key][1], new=after[key][1])
            for key in after
            if key in same and before[key][1] != after[key][1]
        ),
        cautions_gained=tuple(told for told in told_new if told not in told_old),
        cautions_lost=tuple(told for told in told_old if told not in told_new),
        conclusion_old=concluded_old,
        conclusion_new=concluded_new,
        crossed=crossings(concluded_old, concluded_new) if both and concluded_old and concluded_new else (),
        flipped=flips(concluded_old, concluded_new),
        attribution=attribution,
    )


Numbers = tuple[float, float]


def _cohorts(side: Analysis | None, renamed: Mapping[str, str]) -> dict[str, tuple[str, Numbers, str]]:
    """Key of a cohort → its label, its numbers, and its record's name now."""
    found = {}
    for row in side.rows if side else ():
        study, _, rest = key_of(row).partition("/")
        name = renamed.get(study, study)
        numbers = (float(row.events), float(row.n)) if isinstance(row, CountRow) else (row.change, row.variance)
        found[f"{name}/{rest}"] = (row.entry.label, numbers, name)
    return found


def _absent(cohort: tuple[str, Numbers, str], other: Analysis | None, side: Side) -> Cohort:
    """Why the side that lacks the cohort lacks it."""
    label, _, study = cohort
    reason, code = "", ""
    if other is None:
        reason = "the protocol has no such outcome there"
    elif study in side.skipped:
        reason = "its record has errors there"
    elif study not in side.records:
        reason = "there is no such record"
    elif side.records[study] not in other.protocol.studies(other.settings.study_set):
        reason = f"the study set `{other.settings.study_set}` does not list it there"
    else:
        told = [
            entry
            for entry in other.left_out
            if entry.label == label or (entry.source is not None and entry.source.study == side.records[study])
        ]
        if told:
            reason, code = told[0].reason.message, told[0].reason.code
        else:
            reason = "the record has no such result there"
    return Cohort(label=label, reason=reason, code=code)
