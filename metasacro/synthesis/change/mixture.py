"""Evidence of which some files are old and others new: what attribution pools in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Protocol, StudySet
    from metasacro.evidence.study import Study
    from metasacro.synthesis.change.files import FileChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is made or not made as one: a record, or the protocol. A study that a side lacks is None."""

    file: FileChange
    id: str  #: the record's name now; of the protocol ""
    old: Study | None = None
    new: Study | None = None


def changes_of(files: Iterable[FileChange], old: EvidenceBase, new: EvidenceBase) -> tuple[Change, ...]:
    """The changes that can move an answer; the bibliography cannot."""
    found = []
    for file in files:
        if file.study is not None:
            before = old.studies.get((file.old or "").removesuffix(".yaml"))
            after = new.studies.get((file.new or "").removesuffix(".yaml"))
            found.append(Change(file=file, id=file.study, old=before, new=after))
        elif file.name == "protocol.yaml":
            found.append(Change(file=file, id=""))
    return tuple(found)


def with_new_names(old: EvidenceBase, changes: Iterable[Change]) -> EvidenceBase:
    """The old evidence with renamed records under their new names, so that a name alone moves nothing."""
    names = {change.old.id: change.id for change in changes if change.old is not None and change.old.id != change.id}
    if not names:
        return old
    studies = {names.get(id, id): replace(study, id=names.get(id, id)) for id, study in old.studies.items()}

    def listed(studies_of: StudySet) -> StudySet:
        return replace(studies_of, studies=_named(studies_of.studies, names))

    protocol = replace(
        old.protocol,
        main=listed(old.protocol.main),
        extended=listed(old.protocol.extended),
        index_study=replace(
            old.protocol.index_study, value=names.get(old.protocol.index_study.value, old.protocol.index_study.value)
        ),
        overlaps=tuple(
            replace(entry, keep=names.get(entry.keep, entry.keep), leave_out=_named(entry.leave_out, names))
            for entry in old.protocol.overlaps
        ),
    )
    return replace(old, studies=studies, protocol=protocol)


def mixture(old: EvidenceBase, new: EvidenceBase, changes: Iterable[Change], made: frozenset[int]) -> EvidenceBase:
    """The evidence with just these changes made. `old` has the new names already.

    A record that was added or removed brings its place in the study sets with it: listing it is part of adding it, not
    a change of the protocol of its own.
    """
    base = old
    studies = dict(old.studies)
    out: set[str] = set()
    for at, change in enumerate(changes):
        if change.id == "":
            base = new if at in made else old
            continue
        study = change.new if at in made else change.old
        studies.pop(change.id, None)
        if study is None:
            out.add(change.id)
        else:
            studies[change.id] = replace(study, id=change.id)
    travelling = {change.id for change in changes if change.id and (change.old is None or change.new is None)}
    protocol = _placed(base.protocol, old.protocol, new.protocol, travelling, out)
    return replace(base, studies=studies, protocol=protocol)


def _placed(protocol: Protocol, old: Protocol, new: Protocol, travelling: set[str], out: set[str]) -> Protocol:
    """The protocol's study sets with each travelling record where the side that has it lists it."""
    sets = {}
    for name in ("main", "extended"):
        listed = [study for study in getattr(protocol, name).studies if study not in travelling]
        sides = (*getattr(new, name).studies, *getattr(old, name).studies)
        listed += [study for study in dict.fromkeys(sides) if study in travelling - out and study not in listed]
        sets[name] = replace(getattr(protocol, name), studies=tuple(listed))
    return replace(protocol, **sets)


def _named(listed: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names.get(study, study) for study in listed)
