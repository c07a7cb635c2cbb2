"""Compared conversions as flat records, one a row and method, for spreadsheets and other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Record = dict[str, Any]

COLUMNS = (
    *("label", "n", "scale", "step", "definition", "method", "recommended", "mean", "sd", "se_mean", "se_method"),
    *("verdict", "sd_at_mean_lower", "sd_at_mean_upper", "mean_lower", "mean_upper", "sd_lower", "sd_upper"),
    *("samples", "code", "note"),
)


def flat_conversions(document: Mapping[str, Any]) -> list[Record]:
    """The records of a document of `synthesis.conversion_document`, in its order."""
    return [record for row in document["rows"] for record in _row(row, document["recommended"])]


def _row(row: Mapping[str, Any], recommended: str) -> Iterator[Record]:
    for problem in row["problems"]:
        where = f" (line {problem['line']}, column {problem['column']})" if problem["line"] else ""
        yield {"label": row["label"], "code": problem["code"], "note": problem["message"] + where}
    for answer in row["methods"]:
        scale = row["scale"]
        yield {
            "label": row["label"],
            "n": row["n"],
            "scale": f"{scale['lower']:g}–{scale['upper']:g}",
            "step": scale["step"],
            "definition": row["definition"],
            "method": answer["method"],
            "recommended": "yes" if answer["method"] == recommended else "",
            "code": answer.get("code"),
            "note": answer.get("reason") or "; ".join(f"{c['code']}: {c['message']}" for c in answer["cautions"]),
            "samples": row["feasible"]["samples"],
            **{name: answer.get(name) for name in ("mean", "sd", "se_mean", "se_method", "verdict")},
            **_ends("sd_at_mean", answer.get("sd_at_mean")),
            **_ends("mean", row["feasible"]["mean"]),
            **_ends("sd", row["feasible"]["sd"]),
        }


def _ends(name: str, pair: list[float] | None) -> Record:
    lower, upper = pair or (None, None)
    return {f"{name}_lower": lower, f"{name}_upper": upper}
