"""How far two extractions agree: counts by record and by kind of field, and kappa of judgements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from metasacro.integrity.kappa import cohens_kappa
from metasacro.records.comparison import Verdict
from metasacro.records.printed_values import CHOICES, WORDS
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.integrity.kappa import Kappa
    from metasacro.records.comparison import Compared, Comparison

#: Kinds of fields, in the order of tables. Words come last and are never added to the others.
KINDS = ("counts", "measurements", "P values", "scales", "times", "names", CHOICES, WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many values agree."""

    same: int
    written: int  #: the same number, written otherwise or with other decimals
    differ: int
    only_a: int
    only_b: int

    @property
    def compared(self) -> int:
        """Values that both readers have."""
        return self.same + self.written + self.differ

    @property
    def share(self) -> float | None:
        """The share of compared values that agree as printed."""
        return self.same / self.compared if self.compared else None

    @property
    def share_of_all(self) -> float | None:
        """The same, with values of one reader alone counted as disagreements."""
        every = self.compared + self.only_a + self.only_b
        return self.same / every if every else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Kappa of one field of choices; `what` is its name."""

    what: str
    kappa: Kappa


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The whole comparison in numbers."""

    by_study: Mapping[str, Tally]  #: without words
    words_by_study: Mapping[str, Tally]
    by_kind: Mapping[str, Tally]  #: of values that have a partner, or whose entry has
    total: Tally  #: without words
    words: Tally
    judged: tuple[Judged, ...]


def agreement(comparison: Comparison, level: float = 0.95) -> Agreement:
    """Count everything."""
    by_study = {study: [each for each in comparison.compared if each.study == study] for study in comparison.studies}
    present = {each.kind for each in comparison.compared}
    return Agreement(
        by_study={study: _tally(found, _no_words) for study, found in by_study.items()},
        words_by_study={study: _tally(found, _words) for study, found in by_study.items()},
        by_kind={
            kind: _tally((each for each in comparison.compared if each.kind == kind), _all)
            for kind in (*KINDS, "mixed")
            if kind in present
        },
        total=_tally(comparison.compared, _no_words),
        words=_tally(comparison.compared, _words),
        judged=tuple(_judged(comparison.compared, level)),
    )


def _all(each: Compared) -> int:
    return each.values


def _words(each: Compared) -> int:
    return each.words


def _no_words(each: Compared) -> int:
    return each.values - each.words


def _tally(found: Iterable[Compared], weight: Callable[[Compared], int]) -> Tally:
    counts = dict.fromkeys(Verdict, 0)
    for each in found:
        counts[each.verdict] += weight(each)
    return Tally(
        same=counts[Verdict.SAME],
        written=counts[Verdict.PRECISION] + counts[Verdict.NOTATION],
        differ=counts[Verdict.REPORTED] + counts[Verdict.OTHER],
        only_a=counts[Verdict.ONLY_A],
        only_b=counts[Verdict.ONLY_B],
    )


def _judged(compared: Iterable[Compared], level: float) -> Iterable[Judged]:
    """One kappa a field of choices; answers of risk of bias by tool, because tools have their own answers."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for each in compared:
        if each.kind == CHOICES and each.a is not None and each.b is not None:
            tool = f" ({each.path.split(' · ')[1]})" if each.field.startswith("risk_of_bias.") else ""
            pairs.setdefault(each.field + tool, []).append((each.a.text, each.b.text))
    for what, answers in sorted(pairs.items()):
        yield Judged(what=what, kappa=cohens_kappa(answers, level))
