"""The scores of a record, those of one instrument together, with the cohorts that contain each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.rows import Entry
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.evidence.reported import Reported
    from metasacro.evidence.study import FollowUp, Study
    from metasacro.evidence.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One cohort's scores before and at one time after."""

    entry: Entry
    follow_up: FollowUp

    @property
    def before(self) -> Summary | None:
        return self.entry.result.baseline

    @property
    def after(self) -> Summary:
        return self.follow_up.summary

    @property
    def n(self) -> int | None:
        """Patients with both, at most."""
        sizes = [summary.n.value for summary in (self.before, self.after) if summary and summary.n]
        return int(min(sizes)) if sizes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGroup:
    """One outcome by one instrument at one time after treatment, in every cohort that has it.

    `whole` and `parts` are set where a cohort stands beside parts of it whose n add up: joint solutions exist then.
    """

    outcome: str
    instrument: str
    scale: tuple[Reported, Reported] | None
    step: Reported | None
    time: str  #: "27 days"; empty where it is not stated
    pairs: tuple[Pair, ...]  #: in the order of the record, the whole first
    whole: Pair | None
    parts: tuple[Pair, ...]

    @property
    def title(self) -> str:
        name = self.instrument or self.outcome.replace("_", " ")
        return f"{name} {self.scale[0]}–{self.scale[1]}" if self.scale else name

    @property
    def short_title(self) -> str:
        """The abbreviation that the instrument carries in brackets, where it has one: `FMS 0–5`."""
        inside = self.instrument.rpartition("(")[2].partition(")")[0] if self.instrument.endswith(")") else ""
        return self.title.replace(self.instrument, inside) if inside else self.title

    def name_of(self, pair: Pair) -> str:
        """`all` for the whole of its parts, else the cohort's own name, and the measure where it says more."""
        if pair is self.whole:
            return "all"
        names = dict.fromkeys(name for name in (pair.entry.cohort.id, pair.entry.result.measure) if name)
        return ", ".join(name.replace("_", " ") for name in names)


def score_groups(study: Study) -> tuple[ScoreGroup, ...]:
    """Every way of measuring an outcome before and after, at each time that is printed."""
    found: dict[tuple[object, ...], list[Pair]] = {}
    for result in study.results:
        entry = Entry(study=study, cohort=study.cohort(result.cohort), result=result)
        for follow_up in result.follow_ups:
            if result.baseline is not None:
                ends = tuple(end.text for end in result.scale) if result.scale else None
                time = follow_up.time.days if follow_up.time else None
                key = (result.outcome, result.instrument, ends, result.unit, time)
                found.setdefault(key, []).append(Pair(entry=entry, follow_up=follow_up))
    return tuple(_group(pairs) for pairs in found.values())


def _group(pairs: list[Pair]) -> ScoreGroup:
    first = pairs[0].entry.result
    whole, parts = _nest(pairs)
    ordered = ([whole] if whole else []) + [pair for pair in pairs if pair is not whole]
    period = pairs[0].follow_up.time
    return ScoreGroup(
        outcome=first.outcome,
        instrument=first.instrument,
        scale=first.scale,
        step=next((pair.entry.result.step for pair in pairs if pair.entry.result.step), None),
        time=str(period) if period else "",
        pairs=tuple(ordered),
        whole=whole,
        parts=parts,
    )


def _nest(pairs: Sequence[Pair]) -> tuple[Pair | None, tuple[Pair, ...]]:
    """A cohort and the parts of it, where their n add up at both times."""
    for whole in pairs:
        parts = tuple(pair for pair in pairs if pair.entry.cohort.part_of == whole.entry.cohort.id)
        sizes = [(_sizes(whole)), *map(_sizes, parts)]
        if len(parts) > 1 and None not in sizes and _add_up(sizes):
            return whole, parts
    return None, ()


def _sizes(pair: Pair) -> tuple[int, int] | None:
    before, after = pair.before, pair.after
    if before is None or before.n is None or after.n is None:
        return None
    return int(before.n.value), int(after.n.value)


def _add_up(sizes: Sequence[tuple[int, int] | None]) -> bool:
    whole, *parts = [size for size in sizes if size is not None]
    return all(sum(part[moment] for part in parts) == whole[moment] for moment in (0, 1))
