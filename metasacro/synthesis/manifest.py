"""What an answer was made from: inputs, choices and versions."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

from metasacro import __version__

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase


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
