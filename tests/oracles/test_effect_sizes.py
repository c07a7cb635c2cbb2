"""Effects and sampling variances against metafor's `escalc`."""

from collections.abc import Callable
from typing import Any

import pytest

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

#: Variance formulas that metafor offers beside the usual one.
OTHER_VARIANCES = {"UB", "AV", "HO"}


def test_effects_and_variances_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    compared = refused = 0
    for case in oracle("escalc"):
        options = case["options"]
        if not isinstance(options, dict) or options.get("measure") not in {"MN", "MC", "PLO", "PR"}:
            continue
        if options.get("vtype") in OTHER_VARIANCES:
            continue
        expected = case["expected"]
        additions = {name: options[name] for name in ("add", "to") if name in options}
        if any(v in (None, 0) for v in expected["vi"]):  # metafor: NA or a variance of 0
            with pytest.raises(Refusal, match="MS359"):
                effect_sizes(options["measure"], **additions, **case["inputs"]["data"])
            refused += 1
            continue
        effects = effect_sizes(options["measure"], **additions, **case["inputs"]["data"])
        assert effects.yi.tolist() == pytest.approx(expected["yi"], rel=CLOSED, abs=0), case["id"]
        assert effects.vi.tolist() == pytest.approx(expected["vi"], rel=CLOSED, abs=0), case["id"]
        compared += 1
    assert compared > 40
    assert refused > 0
