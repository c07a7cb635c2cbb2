"""Every printed summary of a record, with what is known of the scale it was measured on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.trail import trail_of, when
from metasacro.integrity.spread_bounds import Band
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.reported import Reported
    from metasacro.evidence.study import Characteristic, Result, Study
    from metasacro.evidence.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A printed mean or median, where it stands, and the scale behind it. A change has a scale of both signs."""

    trail: str
    moment: str  #: "baseline", "follow-up at 27 days"; empty for a characteristic
    summary: Summary
    ends: tuple[float, float] | None
    step: Reported | None
    divided: tuple[Band, ...]  #: counts between ends that the paper prints
    entry: Result | Characteristic  #: what holds the summary, with its scale
    parts: tuple[Characteristic, ...] = ()  #: what holds the counts of `divided`
    ends_assumed: str  #: the reason, where the record assumes the ends
    change: bool = False
    of_result: bool = True

    @property
    def n(self) -> int | None:
        return int(self.summary.n.value) if self.summary.n else None

    @property
    def step_size(self) -> float:
        return self.step.value if self.step else 0.0

    @property
    def is_binary(self) -> bool:
        """Zeros and ones."""
        return self.ends == (0.0, 1.0) and self.step_size == 1.0

    def bands(self) -> tuple[Band, ...] | None:
        """Where the values can lie: between printed counts, a printed range or the scale's ends; else nothing known."""
        if self.n is None or self.n < 2:
            return None
        if self.divided:
            rest = self.n - sum(band.count for band in self.divided)
            if rest < 0 or (rest and self.ends is None):
                return None
            whole = (Band(lower=self.ends[0], upper=self.ends[1], count=rest),) if rest and self.ends else ()
            return (*self.divided, *whole)
        return self._within_range() or self._within_ends()

    def _within_range(self) -> tuple[Band, ...] | None:
        low, high = self.summary.min, self.summary.max
        if low is None or high is None or self.n is None or low.value >= high.value:
            return None
        # A printed end was rounded, unless values come in steps.
        slack = [0.0 if self.step else 0.5 * 10.0**-end.decimals for end in (low, high)]
        first = Band(lower=low.value - slack[0], upper=low.value + slack[0], count=1)
        last = Band(lower=high.value - slack[1], upper=high.value + slack[1], count=1)
        between = Band(lower=first.lower, upper=last.upper, count=self.n - 2)
        return (first, last, between) if between.count else (first, last)

    def _within_ends(self) -> tuple[Band, ...] | None:
        if self.ends is None or self.n is None:
            return None
        return (Band(lower=self.ends[0], upper=self.ends[1], count=self.n),)

    def assumptions(self) -> str:
        """What a verdict about this summary takes for granted, in words."""
        words = [f"{self.n} values" if self.n else "values"]
        if self.step:
            words.append(f"in steps of {self.step}")
        if self.divided:
            words.append("in the printed bands")
        elif self._within_range():
            words.append(f"with the printed range {self.summary.min} to {self.summary.max}")
        if self.ends and not (not self.divided and self._within_range()):
            reason = f" ({self.ends_assumed})" if self.ends_assumed else ""
            words.append(f"from {self.ends[0]:g} to {self.ends[1]:g}{reason}")
        return " ".join(words)


def measurements(study: Study) -> Iterator[Measurement]:
    """Scores before and after, changes, and measured characteristics."""
    for result in study.results:
        yield from of_result(study, result)
    for characteristic in study.characteristics:
        if characteristic.summary is not None:
            bands = divided(study, characteristic)
            yield Measurement(
                trail=trail_of(study, characteristic),
                moment="",
                summary=characteristic.summary,
                ends=_values(characteristic.scale),
                step=characteristic.step,
                divided=bands,
                entry=characteristic,
                parts=tuple(parts_of(study, characteristic)) if bands else (),
                ends_assumed=characteristic.assumed.get("scale", ""),
                of_result=False,
            )


def of_result(study: Study, result: Result) -> Iterator[Measurement]:
    """The summaries of one result, in the order of the record."""
    ends = _values(result.scale)
    both_signs = (ends[0] - ends[1], ends[1] - ends[0]) if ends else None
    summaries = [("baseline", result.baseline, False)] if result.baseline else []
    summaries += [(when(entry), entry.summary, False) for entry in result.follow_ups]
    summaries += [(f"change, {when(entry)}", entry.summary, True) for entry in result.changes]
    for moment, summary, change in summaries:
        yield Measurement(
            trail=trail_of(study, result, moment),
            moment=moment,
            summary=summary,
            ends=both_signs if change else ends,
            step=result.step,
            divided=(),
            entry=result,
            ends_assumed=result.assumed.get("scale", ""),
            change=change,
        )


def divided(study: Study, whole: Characteristic) -> tuple[Band, ...]:
    """The printed counts between ends of this characteristic, where every end is known."""
    ends = _values(whole.scale)
    bands = []
    for part in parts_of(study, whole):
        assert part.band is not None, "a part is a band"
        if part.events is None or part.events.events is None:
            return ()
        lower = part.band.lower.value if part.band.lower else ends[0] if ends else None
        upper = part.band.upper.value if part.band.upper else ends[1] if ends else None
        if lower is None or upper is None or lower > upper:
            return ()
        bands.append(Band(lower=lower, upper=upper, count=int(part.events.events.value)))
    return tuple(bands)


def parts_of(study: Study, whole: Characteristic) -> Iterator[Characteristic]:
    """The bands of this characteristic that the paper counts."""
    for part in study.characteristics:
        if part.band is not None and part.band.of == whole.name and part.cohort == whole.cohort:
            yield part


def _values(scale: tuple[Reported, Reported] | None) -> tuple[float, float] | None:
    return (scale[0].value, scale[1].value) if scale else None
