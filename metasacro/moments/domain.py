"""What can be converted at all, and by which method."""

from __future__ import annotations

import math
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import obstacle
from metasacro.moments.registry import CONVERSIONS
from metasacro.moments.summary import SCENARIOS, Scenario, scenario_of
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.moments.conversion_method import Conversion
    from metasacro.moments.summary import FiveNumbers

#: The smallest n that the formulas were derived for.
SMALLEST_N = 5


def conversion_called(method: str) -> Conversion:
    """The conversion with this key, or a refusal that names the choices (MS310)."""
    if method not in CONVERSIONS:
        near = get_close_matches(method, CONVERSIONS, n=1)
        hint = f" (did you mean `{near[0]}`?)" if near else ""
        raise Refusal("MS310", method=method, hint=hint, choices=", ".join(CONVERSIONS))
    return CONVERSIONS[method]


def check_summary(n: float, numbers: dict[str, float | None]) -> Scenario:
    """Refuse a summary from which no method can go on (MS302, MS303, MS307 to MS309); else say which it is."""
    for name, value in {"n": n, **numbers}.items():
        if value is not None and not math.isfinite(value):
            raise Refusal("MS309", name=name, value=value)
    if n != int(n):
        raise Refusal("MS309", name="n", value=n)
    given = {name: value for name, value in numbers.items() if value is not None}
    extremes = {"min", "max"} <= given.keys()
    quartiles = {"q1", "q3"} <= given.keys()
    paired = {"median"} | ({"min", "max"} if extremes else set()) | ({"q1", "q3"} if quartiles else set())
    if given.keys() != paired or len(given) < 3:
        names = ", ".join(f"`{name}`" for name in given)
        raise Refusal("MS308", given=f"{names} given" if names else "nothing given")
    ordered = list(given.items())
    for (left, left_value), (right, right_value) in pairwise(ordered):
        if left_value > right_value:
            raise Refusal("MS307", left=left, left_value=left_value, right=right, right_value=right_value)
    if n < SMALLEST_N:
        raise Refusal("MS302", n=int(n))
    if extremes and given["min"] == given["max"]:
        raise Refusal("MS303", bounds="`min` and `max`", value=given["min"])
    if not extremes and given["q1"] == given["q3"]:
        raise Refusal("MS303", bounds="`q1` and `q3`", value=given["q1"])
    return scenario_of(extremes=extremes, quartiles=quartiles)


def refuse_outside(record: Conversion, numbers: FiveNumbers) -> None:
    """Refuse a summary that the method was not made for, naming those that take it."""
    found = obstacle(record, numbers)
    if found is None:
        return
    kind, detail = found
    others = ", ".join(f"`{key}`" for key, other in CONVERSIONS.items() if obstacle(other, numbers) is None)
    if kind == "scenario":
        wanted = " or ".join(SCENARIOS[scenario] for scenario in record.scenarios)
        raise Refusal("MS320", method=record.key, wanted=wanted, given=SCENARIOS[numbers.scenario], others=others)
    if kind == "positive":
        raise Refusal("MS321", method=record.key, detail=detail, others=others)
    raise Refusal("MS322", method=record.key, detail=detail, others=others)
