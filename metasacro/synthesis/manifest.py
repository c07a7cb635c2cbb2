"""What an answer was made from: inputs, choices and versions; and the manifest of a run that writes files."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from metasacro import __version__
from metasacro.records.evidence_files import PROTOCOL
from metasacro.records.manifest_text import LAYOUT

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase

#: Packages that compute or draw only in some runs, and are named where they did.
IN_SOME_RUNS = ("matplotlib", "numba")


def manifest(evidence: EvidenceBase) -> dict[str, Any]:
    """Version, SHA-256 of every input, the protocol's choices, and the packages that computed."""
    import numpy
    import scipy

    protocol = evidence.protocol
    return {
        "version": __version__,
        "inputs": dict(evidence.digests),
        "protocol": {
            "title": protocol.title,
            "index_study": protocol.index_study.value,
            "level": protocol.level.value,
            "correlation": protocol.correlation.value,
            "correlation_grid": list(protocol.correlation.grid),
            "time_target_days": protocol.time.target.days,
            "tau2": protocol.tau2.value,
            "test": protocol.test.value,
            "conversion": protocol.conversion.value,
        },
        "packages": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
        },
    }


def run_manifest(
    evidence: EvidenceBase,
    *,
    command: str,
    options: Mapping[str, Any],
    seed: int | None,
    outputs: Mapping[str, bytes],
) -> dict[str, Any]:
    """Everything that the bytes of the outputs follow from, and their digests.

    `options`: those that were given, by name. `seed`: of random samples, `None` where none is drawn. Inputs are named
    without their folder, so that the manifest says nothing of the machine.
    """
    made = manifest(evidence)
    inputs = {name.rpartition("/")[2]: digest for name, digest in made["inputs"].items()}
    packages = made["packages"] | {name: version(name) for name in IN_SOME_RUNS if name in sys.modules}
    return {
        "layout": LAYOUT,
        "command": command,
        "options": dict(options),
        "seed": seed,
        "version": made["version"],
        "packages": packages,
        "protocol": {"sha256": inputs.get(PROTOCOL), **made["protocol"]},
        "inputs": inputs,
        "outputs": {name: hashlib.sha256(content).hexdigest() for name, content in outputs.items()},
    }
