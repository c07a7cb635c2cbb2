"""The likely reason of a difference between two programs, in a sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.synthesis.second_opinion.question import Number, Question

#: A number that follows from τ², so that a difference in τ² is the first suspect.
_AFTER_TAU2 = ("estimate", "se", "lower", "upper", "statistic", "p_value", "i2", "h2", "weight")


def likely_reason(question: Question, number: Number, theirs: float, program: str) -> str:
    """Where to look first. It is a guess from the size of the difference, and says so."""
    name = number.name.partition(":")[0]
    relative = abs(number.value - theirs) / max(abs(theirs), number.floor, 1e-300)
    if not math.isfinite(theirs):
        return f"{program} answers no finite number"
    if number.value != 0 and abs(number.value + theirs) <= 1e-6 * abs(number.value):
        return "the sign is turned"
    if name.startswith("tau2") and (number.value == 0) != (theirs == 0):
        return "one of the two put τ² on its boundary at 0"
    if relative < 1e-3 and question.method not in ("EE", "DL", "HE", "HS", "HSk", "SJ"):
        return f"{program} may have ended the iteration for τ² earlier"
    if "prediction" in name:
        return "another convention of the prediction interval: its error or its degrees of freedom"
    if name in ("i2", "h2") or name.startswith("i2_"):
        return "another definition of I² (from Q, or from τ²)"
    if name in ("lower", "upper", "p_value", "statistic", "se"):
        return "another test: normal, t or Hartung–Knapp, with or without its floor"
    if name in _AFTER_TAU2 or name.startswith("tau2"):
        return "another τ², or a fault in one of the two programs"
    return "a fault in one of the two programs"
