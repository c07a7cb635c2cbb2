"""Make the committed subset of the reference numbers from a full folder of them.

    python tests/oracles/subset.py FOLDER

FOLDER holds the `.json.xz` files of the reference runs and `committable.txt`, one data-set prefix a line. Only cases
whose data set (the part before ":") stands there are taken, and of those only what this project computes.
"""

import json
import lzma
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

Case = dict[str, Any]

#: What the kernel does not compute yet, and what merely repeats the input.
DROPPED = {
    "confint_PL",
    "confint_wald",
    "confint_wald.log",
    "confint_wald.sqrt",
    "confint_ht",
    "default_control",
    "predict_ilogit",
    "coef_names",
    "vb",
    "s2w_sqrt",
}


def _pooling(case: Case) -> bool:
    return bool(case["options"]["method"])


def _regression(case: Case) -> bool:
    return "mods" in case["options"] or case["id"].split("/")[1] in ("subgroup", "predict", "LRT", "locscale")


def _conversion(case: Case) -> bool:
    return "bc_naive" not in case["id"]  # one draw of a Monte Carlo method


def _effects(case: Case) -> bool:
    return case["id"].startswith("escalc/")


def _counts(case: Case) -> bool:
    return True


#: The parts of `diag` that are compared.
DIAGNOSTICS = {"leave1out", "cumul", "influence", "residuals", "blup", "ranef", "baujat"}
DIAGNOSTICS |= {"ranktest", "regtest", "trimfill", "petpeese", "fsn", "hc", "tes", "gosh", "profile", "predict"}
DIAGNOSTICS |= {"permutest", "influence_mods", "regtest_mods"}


def _diagnostics(case: Case) -> bool:
    return case["id"].split("/")[1] in DIAGNOSTICS


#: Topic → what is dropped elsewhere and compared there.
KEPT = {
    "multilevel": {"fit_ML", "fit_REML", "vb"},
    "metareg": {"fit_ML", "fit_REML"},
    "rma_uni": {"fit_ML", "fit_REML", "confint_PL", "confint_wald", "confint_wald.log", "confint_wald.sqrt"},
}

#: Topic → the cases that are taken.
TOPICS: dict[str, Callable[[Case], bool]] = {
    "metareg": _regression,
    "multilevel": lambda case: case["error"] is None,
    "rma_uni": _pooling,
    "medians": _conversion,
    "escalc": _effects,
    "rare": _counts,
    "metapkg": _conversion,
    "diag": _diagnostics,
    "selmodel": lambda _: True,
}


def _slim(value: object, dropped: set[str]) -> object:
    """The same without the keys that are dropped."""
    if isinstance(value, dict):
        return {key: _slim(item, dropped) for key, item in value.items() if key not in dropped}
    return value


def main(folder: Path) -> None:
    allowed = set((folder / "committable.txt").read_text(encoding="utf-8").split())
    for topic, wanted in TOPICS.items():
        with lzma.open(folder / f"{topic}.json.xz", "rt", encoding="utf-8") as file:
            full = json.load(file)
        cases = [
            {
                key: _slim(case[key], DROPPED - KEPT.get(topic, set()))
                for key in ("id", "dataset", "inputs", "options", "call", "expected", "warnings", "error")
            }
            for case in full["cases"]
            if case["dataset"].split(":")[0] in allowed and wanted(case)
        ]
        head = {key: full[key] for key in ("topic", "R", "packages", "note")}
        text = json.dumps({**head, "cases": cases}, ensure_ascii=False, separators=(",", ":"))
        target = HERE / f"{topic}.json.xz"
        target.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
        print(f"{target.name}: {len(cases)} cases, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
