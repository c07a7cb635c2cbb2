"""Every row that a reader may switch on in the page of an outcome, and which of them belong to which question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.evidence.protocol import STUDY_SETS
from metasacro.numerics.normal import normal_quantile
from metasacro.numerics.student import student_quantile
from metasacro.synthesis.rows import ScoreRow, key_of
from metasacro.synthesis.run import ETIOLOGIES, pooled_rows
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.settings import Overrides

#: The estimator that the page's script knows.
KNOWN = "REML"

#: The group that holds every row.
EVERYONE = ""


Members = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Rows by key, and the keys of each study set and group. Quantiles: the script needs no distribution."""

    rows: Mapping[str, ScoreRow]
    members: Members
    normal: float
    student: tuple[float, ...]  #: on 1, 2, … df


def bench(evidence: EvidenceBase, analysis: Analysis, overrides: Overrides) -> Bench | None:
    """None where the page cannot pool: counts, another estimator than REML, or no row at all.

    A group's rows are those of each study's finest split, as in the subtotals.
    """
    settings = analysis.settings
    if analysis.outcome.measure == "PLO" or settings.method != KNOWN or not analysis.rows:
        return None
    rows: dict[str, ScoreRow] = {}
    members: dict[tuple[str, str], tuple[str, ...]] = {}
    for name in STUDY_SETS:
        asked = replace(overrides, study_set=name)
        whole = _scores(evidence, analysis, asked, parts=None)
        split = _scores(evidence, analysis, asked, parts=True)
        members[name, EVERYONE] = _keys(whole, rows)
        for etiology, group in ETIOLOGIES.items():
            inside = [row for row in split if row.entry.cohort.etiology == etiology]
            if inside:
                members[name, group] = _keys(inside, rows)
    most = max(len(keys) for keys in members.values())
    upper = (1 + settings.level) / 2
    return Bench(
        rows=rows,
        members=_different(members, settings.study_set),
        normal=float(normal_quantile(upper)),
        student=tuple(float(student_quantile(upper, df)) for df in range(1, max(most, 2))),
    )


def _different(members: Members, planned: str) -> Members:
    """Without what changes nothing: empty ones, a set that is the planned one again, a group that is everybody."""
    sets = [
        name
        for name in STUDY_SETS
        if name == planned or members[name, EVERYONE] not in ((), members[planned, EVERYONE])
    ]
    groups = {group for (name, group), keys in members.items() if name in sets and keys != members[name, EVERYONE]}
    return {
        (name, group): keys
        for (name, group), keys in members.items()
        if name in sets and keys and (group == EVERYONE or group in groups)
    }


def _scores(evidence: EvidenceBase, analysis: Analysis, overrides: Overrides, *, parts: bool | None) -> list[ScoreRow]:
    found = pooled_rows(evidence, analysis.outcome, overrides, parts=parts)
    return [row for row in found if isinstance(row, ScoreRow)]


def _keys(found: list[ScoreRow], rows: dict[str, ScoreRow]) -> tuple[str, ...]:
    rows.update({key_of(row): row for row in found})
    return tuple(key_of(row) for row in found)
