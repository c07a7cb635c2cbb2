"""How the reference runs name the five numbers."""

from typing import Any

NAMES = {"min": "min", "q1": "q1", "med": "median", "q3": "q3", "max": "max", "median": "median"}


def summary_of(case: dict[str, Any]) -> tuple[int, dict[str, float]]:
    """n and the five numbers of a case with one group."""
    columns = {name.partition(".")[0]: values[0] for name, values in case["inputs"]["data"].items()}
    n = int(columns.pop("n"))
    return n, {NAMES[name]: float(value) for name, value in columns.items()}


def kind_of(case: dict[str, Any]) -> str:
    """What was called: "qe", "metamean_luo_naive", …"""
    kind: str = case["id"].split("/")[1]
    return kind


def column(case: dict[str, Any], name: str) -> list[float]:
    """One column, nan where nothing was printed."""
    return [float("nan") if value is None else float(value) for value in case["inputs"]["data"][name]]
