"""The pooled answers as flat records, one a cohort and one an answer, for spreadsheets and other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Record = dict[str, Any]

COLUMNS = (
    "outcome",
    "row",
    "study",
    "cohort",
    "label",
    "n",
    "events",
    "measure",
    "estimate",
    "variance",
    "lower",
    "upper",
    "proportion",
    "proportion_lower",
    "proportion_upper",
    "weight",
    "conversion",
    "file",
    "line",
    "note",
)


def flat_records(document: Mapping[str, Any]) -> list[Record]:
    """The records of a pool document (`synthesis.document`), in its order."""
    records = [record for outcome in document["outcomes"] for record in _outcome(outcome)]
    return [*records, *(_reanalysis(document["reanalysis"]) if document["reanalysis"] else ())]


def _outcome(outcome: Mapping[str, Any]) -> Iterator[Record]:
    shared = {"outcome": outcome["id"], "measure": outcome["measure"]}
    for study in outcome["studies"]:
        lower, upper = study["interval"]
        yield shared | {
            "row": "cohort",
            "study": study["id"],
            "cohort": study["cohort"],
            "label": study["label"],
            "n": study["n"],
            "events": study.get("events"),
            "estimate": study["yi"],
            "variance": study["vi"],
            "lower": lower,
            "upper": upper,
            "weight": study["weight"],
            "conversion": study["conversion"],
            "file": study["source"]["file"],
            "line": study["source"]["line"],
            **_proportion(study.get("proportion"), study.get("proportion_interval")),
        }
    yield from _answers(outcome, shared, {"row": "pooled", "n": outcome["n"]})
    for point in outcome["correlation_grid"]:
        lower, upper = point["interval"]
        name = f"pooled if the correlation were {point['correlation']:g}"
        yield shared | {"row": name, "estimate": point["estimate"], "lower": lower, "upper": upper}
    for subtotal in outcome["subtotals"]:
        yield from _answers(subtotal, shared, {"row": "subtotal", "label": subtotal["name"], "n": subtotal["n"]})
    if outcome["without_index"]:
        yield from _answers(outcome["without_index"], shared, {"row": "pooled without the index study"})
    for entry in outcome["left_out"]:
        yield shared | {"row": "left out", "label": entry["label"], "note": f"{entry['code']}: {entry['reason']}"}


def _reanalysis(found: Mapping[str, Any]) -> Iterator[Record]:
    """The index study: the change of each scale in each cohort, and its counts."""
    for scale in found["scales"]:
        lower, upper = scale.get("interval") or (None, None)
        yield {
            "outcome": scale["outcome"],
            "row": "reanalysis",
            "study": found["study"],
            "cohort": scale["cohort"],
            "label": scale["instrument"],
            "n": scale["n"],
            "measure": "MC",
            "estimate": scale["change"],
            "variance": scale.get("variance"),
            "lower": lower,
            "upper": upper,
            "note": f"{scale['code']}: {scale['reason']}" if scale["change"] is None else _moments(scale),
        }
    for count in found["counts"]:
        yield {
            "outcome": count["outcome"],
            "row": "reanalysis",
            "study": found["study"],
            "n": count["n"],
            "events": count["events"],
            "measure": "PLO",
            **_proportion(count["proportion"], count["proportion_interval"]),
        }


def _moments(scale: Mapping[str, Any]) -> str:
    """The means and SDs behind a change, in ten digits: text is the same on every processor."""
    times = (("before", scale["baseline"]), ("after", scale["follow_up"]))
    return "; ".join(f"{name}: mean {score['mean']:.10g}, SD {score['sd']:.10g}" for name, score in times if score)


def _answers(answer: Mapping[str, Any], shared: Record, own: Record) -> Iterator[Record]:
    """The estimate with its interval, then the prediction interval, where there are any."""
    share = answer.get("proportion") or {}
    exact = share.get("exact")
    if answer.get("estimate") is not None or exact:
        lower, upper = answer["interval"] or (None, None)
        yield (
            shared
            | own
            | {
                "estimate": answer["estimate"],
                "lower": lower,
                "upper": upper,
                **_proportion(share.get("estimate"), share.get("interval") or exact),
            }
        )
    if answer.get("prediction"):
        lower, upper = answer["prediction"]
        yield (
            shared
            | own
            | {
                "row": f"{own['row']}, prediction",
                "lower": lower,
                "upper": upper,
                **_proportion(None, share.get("prediction")),
            }
        )


def _proportion(share: float | None, interval: list[float] | None) -> Record:
    lower, upper = interval or (None, None)
    return {"proportion": share, "proportion_lower": lower, "proportion_upper": upper}
