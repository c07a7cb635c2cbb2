"""What a reference case is about, in a word or two: the rows of the table in README.md."""

from __future__ import annotations

from typing import Any

from tests.oracles.multilevel_cases import kind as multilevel_kind

TOPICS = ("escalc", "rma_uni", "metareg", "rare", "diag", "selmodel", "multilevel", "medians", "metapkg")


def kind(topic: str, case: dict[str, Any]) -> str:
    """The kind of a case of a topic, from its id and its options."""
    parts = case["id"].split("/")
    return KINDS[topic](parts, case)


def _effects(parts: list[str], _: dict[str, Any]) -> str:
    return parts[1] if parts[1] in ("transf", "conv.wald", "conv.2x2") else "measures"


def _estimator(parts: list[str], _: dict[str, Any]) -> str:
    return parts[-1].removesuffix("_unit")


def _regression(parts: list[str], case: dict[str, Any]) -> str:
    special = {"subgroup", "locscale", "LRT", "predict", "vif", "permutest", "anova"}
    return parts[1] if parts[1] in special else str(case["options"]["method"])


def _rare(parts: list[str], case: dict[str, Any]) -> str:
    if parts[1] == "glmm":
        model = case["options"].get("model")
        return f"glmm, {model}" if model else "glmm, one group"
    return parts[1]


def _second(parts: list[str], _: dict[str, Any]) -> str:
    return parts[1]


def _selection(_: list[str], case: dict[str, Any]) -> str:
    return str(case["options"]["type"])


def _medians(parts: list[str], _: dict[str, Any]) -> str:
    return "pool_*" if parts[1].startswith("pool_") else parts[1]


def _multilevel(_: list[str], case: dict[str, Any]) -> str:
    return multilevel_kind(case)


KINDS = {
    "escalc": _effects,
    "rma_uni": _estimator,
    "metareg": _regression,
    "rare": _rare,
    "diag": _second,
    "selmodel": _selection,
    "multilevel": _multilevel,
    "medians": _medians,
    "metapkg": _second,
}
