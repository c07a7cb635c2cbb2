"""How a case of the multilevel reference numbers is asked of this package."""

from collections import Counter
from typing import Any

import numpy as np

from metasacro.pooling.sampling_covariance import sampling_covariance

Case = dict[str, Any]


def kind(case: Case) -> str:
    """What a case is about: "fit", "robust", "confint", "vcalc", "aggregate", "diag" or "ranef"."""
    name = case["id"].split("/", 2)[2]
    if "robust" in name:
        return "robust"
    first = name.split("/")[0]
    return "fit" if first in ("3l", "2l", "che", "cs_param_UN") else first


def arguments(case: Case) -> dict[str, Any]:
    """The arguments of `multilevel` that stand for the call of `rma.mv`."""
    data, name = case["inputs"]["data"], case["id"].split("/", 2)[2]
    options = case["options"] if isinstance(case["options"], dict) else {}
    vi: Any = data["vi"]
    groups: dict[str, Any] = {"cl": data["cl"], "id": data["id"]}
    if name.startswith("che"):
        seen: Counter[object] = Counter()
        inner = []
        for label in data["cl"]:
            seen[label] += 1
            inner.append(seen[label])
        groups = {"cl": data["cl"], "o": inner}
        vi = sampling_covariance(vi, cluster=data["cl"], rho=options["rho"])
    elif name == "2l/REML_cl":
        groups = {"cl": data["cl"]}
    elif name == "2l/REML_id" or "/uni_" in name:
        groups = {"obs": range(len(vi))}
    return {
        "yi": data["yi"],
        "vi": vi,
        "groups": groups,
        "mods": {"x": data["x"]} if "mods" in options else None,
        "method": "ML" if options.get("method") == "ML" else "REML",
        "test": options.get("test", "z"),
        "dfs": options.get("dfs", "residual"),
    }


def variances_of(expected: dict[str, Any]) -> np.ndarray:
    """R's variances of the levels. Compound symmetry has them as rho tau² (shared) and (1 − rho) tau² (own)."""
    if expected["tau2"][0] > 0:
        tau2, rho = expected["tau2"][0], expected["rho"][0]
        return np.array([rho * tau2, (1 - rho) * tau2])
    return np.array(expected["sigma2"])
