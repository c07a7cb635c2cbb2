"""Two states of the evidence compared: files, answers, and who changed which line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.synthesis.change.attribution import Attributor
from metasacro.synthesis.change.files import Fate, FileChange, changed_files
from metasacro.synthesis.change.mixture import changes_of
from metasacro.synthesis.change.movement import Movement, Side, answer_of, movement
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.records.revisions.state import State
    from metasacro.synthesis.analysis import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed, and what it did. `history`: whether the files' authors can be known."""

    old: State
    new: State
    files: tuple[FileChange, ...]
    movements: tuple[Movement, ...]
    history: bool

    @property
    def flipped(self) -> tuple[Movement, ...]:
        """The outcomes whose conclusion flips."""
        return tuple(found for found in self.movements if found.flipped)


def compare(old: State, new: State) -> Comparison:
    """Compare two states whose evidence can be used; the authors are not known yet."""
    assert old.evidence is not None, "the caller has made sure that both sides can be read"
    assert new.evidence is not None, "the caller has made sure that both sides can be read"
    files = changed_files(old, new)
    changes = changes_of(files, old.evidence, new.evidence)
    attributor = Attributor(old.evidence, new.evidence, changes)
    before, after = _analyses(old.evidence), _analyses(new.evidence)
    renamed = {_stem(file.old): _stem(file.new) for file in files if file.fate is Fate.RENAMED}
    sides = (
        Side(
            records={renamed.get(name, name): name for name in old.evidence.studies},
            skipped=frozenset(old.evidence.skipped),
        ),
        Side(records={name: name for name in new.evidence.studies}, skipped=frozenset(new.evidence.skipped)),
    )
    return Comparison(
        old=old,
        new=new,
        files=files,
        movements=tuple(
            movement(
                id,
                before.get(id),
                after.get(id),
                renamed,
                sides,
                attributor.attribute(id) if changes and _comparable(before.get(id), after.get(id)) else None,
            )
            for id in dict.fromkeys((*after, *before))
        ),
        history=False,
    )


def with_files(comparison: Comparison, files: tuple[FileChange, ...]) -> Comparison:
    """The same with files whose authors are known."""
    return replace(comparison, files=files, history=True)


def _analyses(evidence: EvidenceBase) -> Mapping[str, Analysis]:
    return {outcome.id: analyse(evidence, outcome, Overrides()) for outcome in evidence.protocol.outcomes}


def _comparable(old: Analysis | None, new: Analysis | None) -> bool:
    """Whether both sides have an estimate, in the same measure: else there is no movement to divide."""
    if old is None or new is None or old.outcome.measure != new.outcome.measure:
        return False
    return answer_of(old).estimate is not None and answer_of(new).estimate is not None


def _stem(file: str | None) -> str:
    return (file or "").removesuffix(".yaml")
