"""How a case of R's package meta is asked of this package."""

from collections.abc import Callable
from typing import Any

import numpy as np

from metasacro.effects import back_transformation as back
from metasacro.effects.effect_sizes import EffectSizes, effect_sizes
from metasacro.effects.freeman_tukey_back import share_of_double_arcsine

Case = dict[str, Any]
Oracle = Callable[[str], list[Case]]

#: meta's name of a measure, where it is not metafor's.
MEASURES = {"PLOGIT": "PLO", "PRAW": "PR", "ASD": "AS", "MRAW": "MN", "MLN": "MNLN"}

#: Functions whose answers are pooled effects.
FUNCTIONS = ("metagen", "metaprop", "metabin", "metacont", "metamean", "metarate", "metainc", "metacor")


def function(case: Case) -> str:
    """The function of R that was called."""
    name: str = case["id"].split("/")[1]
    return name


def inverse(oracle: Oracle) -> list[Case]:
    """The cases that pool effects by inverse variance."""
    cases = [case for case in oracle("metapkg") if function(case) in FUNCTIONS and "_PI_" not in case["id"]]
    cases = [case for case in cases if "/ci_" not in case["id"] and "/bias_" not in case["id"]]
    return [
        case for case in cases if case["options"].get("method", "Inverse") == "Inverse" and "_MH_" not in case["id"]
    ]


def numbers(values: object) -> np.ndarray:
    """Null is nan, "Inf" is infinite; one number is a row of one."""
    listed = values if isinstance(values, list) else [values]
    return np.array([np.nan if value is None else float(value) for value in listed])


def measure(case: Case) -> str:
    """metafor's name of the measure."""
    name: str = case["options"].get("sm", "")
    return MEASURES.get(name, name)


def columns(case: Case) -> dict[str, Any]:
    """The raw columns by metafor's names."""
    data = case["inputs"]["data"]
    match function(case):
        case "metabin":
            a, n1, c, n2 = (np.array(data[name], dtype=float) for name in ("ai", "n1", "ci", "n2"))
            return {"ai": a, "bi": n1 - a, "ci": c, "di": n2 - c}
        case "metacont":
            names = {"m1i": "m1", "sd1i": "s1", "n1i": "n1", "m2i": "m2", "sd2i": "s2", "n2i": "n2"}
        case "metamean":
            names = {"mi": "m1", "sdi": "s1", "ni": "n1"}
        case "metarate":
            names = {"xi": "x", "ti": "t"}
        case "metainc":
            names = {"x1i": "x", "t1i": "t", "x2i": "x2", "t2i": "t2"}
        case "metacor":
            names = {"ri": "r", "ni": "n"}
        case _:
            names = {"xi": "xi", "ni": "ni"}
    return {ours: data[theirs] for ours, theirs in names.items()}


def effects(case: Case) -> EffectSizes:
    """Our effects under the options that stand for meta's."""
    options, key = case["options"], measure(case)
    given: dict[str, Any] = {}
    if function(case) == "metabin":
        given = {"to": options["method.incr"], "drop00": key in ("OR", "RR")}
    if function(case) == "metacont":
        given = {"vtype": "HO" if options.get("pooledvar") else "LS", "correct": False}
        if options.get("method.smd") == "Hedges":
            given = {"vtype": "UB" if options["exact.smd"] else "LS"}
        key = "SMD1" if options.get("method.smd") == "Glass" else key
    return effect_sizes(key, undefined="keep", **given, **columns(case))


def pooled_rows(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Effects and variances as meta pools them: those it was given, or those it prints."""
    if function(case) == "metagen":
        data = case["inputs"]["data"]
        return numbers(data["yi"]), numbers(data["sei"]) ** 2
    yi, sei = numbers(case["expected"]["TE"]), numbers(case["expected"]["seTE"])
    exist = np.isfinite(yi) & np.isfinite(sei)
    return yi[exist], sei[exist] ** 2


def shown(case: Case, values: np.ndarray, size: float | None) -> np.ndarray:
    """Pooled effects on the scale that is read."""
    key = measure(case)
    if key == "PFT":
        return share_of_double_arcsine(values, np.full(values.shape, size))
    changes = {"PLO": back.share_of_log_odds, "PAS": back.share_of_arcsine, "ZCOR": back.correlation_of_z}
    logarithms = dict.fromkeys(("PLN", "RR", "OR", "ROM", "MNLN", "IRLN", "IRR"), back.ratio)
    return (changes | logarithms | {"IRS": back.rate_of_root}).get(key, back.unchanged)(values)
