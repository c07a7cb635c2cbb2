"""Effects and sampling variances against metafor's `escalc`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.effects.registry import MEASURES
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

#: Where digits cancel on both sides, so that agreement is asked for relative to the terms, which are of the order of 1,
#: and not to what is left of them. PBIT: the difference of two close quantiles. SMD, SMD1: J² against 1, where R has
#: subtracted two ln Γ (ours is checked against 50-digit arithmetic in `tests/effects/test_hedges_correction.py`). UCOR:
#: yi² against 1 (ours is checked against closed forms in `tests/effects/test_hypergeometric.py`).
CANCELLING = {"PBIT", "SMD", "SMD1", "UCOR"}
#: metafor searches the tetrachoric correlation until steps of 1.2e-4 and misses by up to 2e-5, its variance by up to
#: 1.5e-3 near ±1. Ours is the root: `tests/effects/test_undefined_rows.py` gives the table back through scipy.
SEARCHED = {"RTET": (5e-5, 5e-3)}
#: metafor's OR2DN is OR divided by 1.65; the reference runs have its logistic sister OR2DL only.
WITHOUT_CASES = {"OR2DN"}
#: Options of a case that are arguments of ours.
ARGUMENTS = ("add", "to", "drop00", "vtype", "correct")


@pytest.fixture(scope="module")
def cases(oracle: Callable[[str], Any]) -> dict[str, list[dict[str, Any]]]:
    """The cases by measure."""
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in MEASURES}
    for case in oracle("escalc"):
        options = case["options"]
        if isinstance(options, dict) and "measure" in options and "transf" not in options:
            found.setdefault(options["measure"], []).append(case)
    return found


def computed(case: dict[str, Any], undefined: str = "keep") -> Any:
    """Our answer to a case."""
    options = case["options"]
    arguments = {name: options[name] for name in ARGUMENTS if name in options}
    columns = {name: numbers(values) for name, values in case["inputs"]["data"].items()}
    return effect_sizes(options["measure"], undefined=undefined, **arguments, **columns)


def numbers(values: list[float | str | None]) -> np.ndarray:
    """Null is nan, "-Inf" is infinite."""
    return np.array([np.nan if value is None else float(value) for value in values])


@pytest.mark.parametrize("key", MEASURES)
def test_effects_and_variances_agree_with_metafor(cases: dict[str, list[dict[str, Any]]], key: str) -> None:
    assert cases[key] or key in WITHOUT_CASES
    for case in cases[key]:
        if case["error"]:
            with pytest.raises(Refusal, match="MS354"):
                computed(case)
            continue
        effects, expected = computed(case), case["expected"]
        assert effects.ni.tolist() == pytest.approx(expected["ni"], rel=CLOSED), case["id"]
        yi, vi = numbers(expected["yi"]), numbers(expected["vi"])
        exists = np.isfinite(yi) & np.isfinite(vi)  # metafor leaves a variance beside an NA effect, or an effect alone
        if case["options"].get("vtype") == "AV" and not exists.any():  # one NA makes metafor's average NA for all rows
            assert np.isfinite(effects.vi).any(), case["id"]
            continue
        assert np.isfinite(effects.yi).tolist() == exists.tolist(), case["id"]
        assert np.isfinite(effects.vi).tolist() == exists.tolist(), case["id"]
        rounding = CLOSED if key in CANCELLING else 0.0
        stopped, rel = SEARCHED.get(key, (rounding, CLOSED))
        assert effects.yi[exists].tolist() == pytest.approx(yi[exists].tolist(), rel=CLOSED, abs=stopped), case["id"]
        assert effects.vi[exists].tolist() == pytest.approx(vi[exists].tolist(), rel=rel, abs=rounding), case["id"]
        warned = any("unusually large" in warning for warning in case["warnings"])
        assert not warned or "MS371" in [caution.code for caution in effects.cautions], case["id"]


def refusal_of(case: dict[str, Any]) -> str | None:
    """The code with which a case is refused, if it is."""
    try:
        computed(case, "refuse")
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("key", MEASURES)
def test_what_metafor_gives_as_na_is_refused_or_named(cases: dict[str, list[dict[str, Any]]], key: str) -> None:
    """A row that does not exist is an error, unless it is kept on request, or `drop00` asked for it: then a caution."""
    for case in cases[key]:
        if case["error"]:
            continue
        yi, vi = numbers(case["expected"]["yi"]), numbers(case["expected"]["vi"])
        usable = np.isfinite(yi) & np.isfinite(vi) & (vi > 0)
        code = refusal_of(case)
        if code is None:
            effects = computed(case, "refuse")
            assert np.isfinite(effects.yi).tolist() == usable.tolist(), case["id"]
            assert usable.all() or "MS364" in [caution.code for caution in effects.cautions], case["id"]
        elif code in {"MS353", "MS354"}:  # a t of Inf, an SD of 0, an empty group
            columns = [numbers(values) for values in case["inputs"]["data"].values()]
            assert any((~np.isfinite(column) | (column == 0)).any() for column in columns), case["id"]
        else:
            assert code in {"MS359", "MS363", "MS401"}, case["id"]
            assert not usable.all(), case["id"]
