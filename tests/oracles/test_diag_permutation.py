"""Permutation tests against metafor's `permutest`, exact."""

from metasacro.diagnostics.permutation_test import permutation_test
from metasacro.pooling.random_effects import random_effects
from tests.oracles.ledger import LEDGER
from tests.oracles.test_diag_sensitivity import Oracle


def test_exact_permutation_tests_agree_with_metafor(oracle: Oracle) -> None:
    """Shares of the same arrangements: not a digit may differ."""
    compared = 0
    for case in oracle("diag"):
        if case["id"].split("/")[1] != "permutest":
            continue
        data, expected = case["inputs"]["data"], case["expected"]
        tag = case["id"].split("_")[-1]
        more = {"method": "DL", "mods": "~ablat", "data": data} if tag == "mods" else {"method": tag}
        found = permutation_test(random_effects(data["yi"], data["vi"], test="z", **more))
        assert list(found.p_values) == expected["pval"], case["id"]
        assert found.omnibus_p == expected["QMp"], case["id"]
        LEDGER.claim(case)
        compared += 1
    assert compared >= 4
