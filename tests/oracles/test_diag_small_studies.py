"""What may be missing from a pooled answer, against metafor and meta."""

from metasacro.diagnostics.rank_test import rank_test
from tests.oracles.test_diag_sensitivity import Oracle, cases, near
from tests.tolerances import CLOSED


def test_the_rank_test_agrees_with_metafor(oracle: Oracle) -> None:
    for case, pooled in cases(oracle, "ranktest"):
        found = rank_test(pooled, exact=case["id"].endswith("/default"))
        near([found.tau, found.p_value], [case["expected"]["tau"], case["expected"]["pval"]], CLOSED, case["id"])
