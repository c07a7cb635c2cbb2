"""Compared conversions as plain values in full precision: the shape of `metasacro convert --format json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from metasacro.records.summary_rows import NUMBERS
from metasacro.synthesis.conversions import RECOMMENDED, Comparison

if TYPE_CHECKING:
    from metasacro.moments.feasible.feasible_set import Bounds
    from metasacro.problems import Problem
    from metasacro.synthesis.conversions import Answer

Document = dict[str, Any]


def conversions_document(rows: Sequence[Comparison | tuple[str, tuple[Problem, ...]]]) -> Document:
    """All rows in their order; one that could not be converted has its problems instead of answers."""
    return {
        "rows": [_comparison(row) if isinstance(row, Comparison) else _refused(*row) for row in rows],
        "recommended": RECOMMENDED,
    }


def _comparison(found: Comparison) -> Document:
    row, samples = found.row, found.samples
    scale = {name: float(getattr(row.scale, name)) for name in ("lower", "upper", "step")}
    printed = {name: getattr(row.printed, name) for name in NUMBERS}
    return {
        "label": row.label,
        "n": row.printed.n,
        "scale": scale,
        "printed": {name: text for name, text in printed.items() if text is not None},
        "definition": found.definition if found.definitions else None,
        "possible_definitions": list(found.definitions),
        "feasible": {"mean": _pair(samples.mean), "sd": _pair(samples.sd), "samples": samples.count},
        "methods": [
            *(_answer(answer) for answer in found.answers),
            *({"method": other.method, "code": other.code, "reason": other.reason} for other in found.inapplicable),
        ],
        "problems": [],
    }


def _answer(answer: Answer) -> Document:
    return {
        "method": answer.method,
        "mean": answer.mean,
        "sd": answer.sd,
        "se_mean": answer.se_mean,
        "se_method": "with reconstruction" if answer.reconstructed else "naive",
        "verdict": answer.verdict.value,
        "sd_at_mean": _pair(answer.sd_at_mean),
        "cautions": [{"code": entry.code, "message": entry.message} for entry in answer.cautions],
    }


def _refused(label: str, problems: tuple[Problem, ...]) -> Document:
    return {
        "label": label,
        "methods": [],
        "problems": [
            {
                "code": found.code,
                "message": found.message,
                "line": found.location.line if found.location else None,
                "column": found.location.column if found.location else None,
            }
            for found in problems
        ],
    }


def _pair(bounds: Bounds | None) -> list[float] | None:
    return [bounds.lower, bounds.upper] if bounds else None
