"""Whether the same inputs still give the same numbers: what a manifest says, held against a run of today."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from metasacro.records.manifest_text import Recorded
from metasacro.synthesis.output_differences import Difference, differences

SAME, CHANGED, MISSING, NEW = "same", "changed", "missing", "new"

#: How a file comes out today: to the byte, the same but for versions, otherwise, or not at all.
BYTES, NUMBERS, DIFFERENT, NOT_MADE = "same bytes", "same numbers", "differs", "not written now"

#: The old file was changed or is gone, and the new one has other bytes: which numbers moved cannot be said.
UNKNOWN = "other bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """One output. `beside`: how the old file stands beside the manifest (same, changed, missing)."""

    name: str
    beside: str
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """What was compared. `versions`, and `choices` where they differ: name → then and now, else empty."""

    inputs: Mapping[str, str]  #: name → same, changed, missing, new
    versions: Mapping[str, tuple[str, str]]
    choices: Mapping[str, tuple[str, str]]  #: of the protocol
    outputs: tuple[Again, ...]
    differences: tuple[Difference, ...]

    @property
    def same_versions(self) -> bool:
        return all(then == now for then, now in self.versions.values())

    @property
    def same_inputs(self) -> bool:
        return all(state == SAME for state in self.inputs.values())

    @property
    def same_numbers(self) -> bool:
        return all(output.again in (BYTES, NUMBERS) for output in self.outputs)

    @property
    def same(self) -> bool:
        """The files are as they were written, and the same inputs give the same numbers."""
        return self.same_inputs and self.same_numbers and all(one.beside != CHANGED for one in self.outputs)


def repetition(
    recorded: Recorded,
    inputs: Mapping[str, str],
    now: Mapping[str, Any],
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
) -> Repetition:
    """Hold a manifest against today.

    `inputs`: name → SHA-256 of the evidence's files; `now`: the manifest of the run of today; `old`: the outputs that
    stand beside the manifest, as far as they do; `new`: those of today.
    """
    today = {"metasacro": str(now["version"]), **now["packages"]}
    versions = _pairs(recorded.versions, today)
    replaced = {then: since for then, since in versions.values() if then and since and then != since}
    outputs: list[Again] = []
    found: list[Difference] = []
    for name in dict.fromkeys((*recorded.outputs, *new)):
        output, places = _again(name, recorded.outputs.get(name, ""), old.get(name), new.get(name), replaced)
        outputs.append(output)
        found.extend(places)
    return Repetition(
        inputs=_states(recorded.inputs, inputs),
        versions=versions,
        choices={name: pair for name, pair in _pairs(recorded.protocol, now["protocol"]).items() if pair[0] != pair[1]},
        outputs=tuple(outputs),
        differences=tuple(found),
    )


def _states(then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    names = sorted({*then, *now})
    return {name: _state(then.get(name), now.get(name)) for name in names}


def _state(then: str | None, now: str | None) -> str:
    if then is None:
        return NEW
    return MISSING if now is None else SAME if then == now else CHANGED


def _pairs(then: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Name → as text, then and now."""
    return {name: (str(then.get(name, "")), str(now.get(name, ""))) for name in dict.fromkeys((*then, *now))}


def _again(
    name: str, digest: str, old: bytes | None, new: bytes | None, versions: Mapping[str, str]
) -> tuple[Again, tuple[Difference, ...]]:
    beside = MISSING if old is None else SAME if _sha256(old) == digest else CHANGED
    if not digest:
        return Again(name=name, beside=beside, again=NEW), ()
    if new is None:
        return Again(name=name, beside=beside, again=NOT_MADE), ()
    if _sha256(new) == digest:
        return Again(name=name, beside=beside, again=BYTES), ()
    if old is None or beside == CHANGED:
        return Again(name=name, beside=beside, again=UNKNOWN), ()
    found = differences(name, old, new, versions)
    return Again(name=name, beside=beside, again=DIFFERENT if found else NUMBERS), found


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
