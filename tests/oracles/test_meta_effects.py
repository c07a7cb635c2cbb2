"""Effects of single cohorts against those of R's package meta, and the formulas of those that it defines otherwise."""

import numpy as np
import pytest

from tests.oracles.meta_cases import Case, Oracle, columns, effects, function, inverse, measure, numbers
from tests.tolerances import CLOSED

#: meta defines these otherwise: it adds to the events and once to the size, not to both cells, of a share or a risk
#: ratio; leaves shares and their difference without the addition, which then is in the variance only.
OTHERWISE = {"PR", "PLN", "RR", "RD"}

#: R subtracts two ln Γ for the exact factor J (README.md, "Digits lost to ln Γ").
LN_GAMMA = 1e-10


def metas_share(x: np.ndarray, n: np.ndarray, add: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The share with the addition in both cells, and with it in the events and once in the size."""
    return (x + add) / (n + 2 * add), (x + add) / (n + add)


def additions(case: Case, *groups: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """A half where `method.incr` asks for it: to cohorts with an empty cell, to all if there is one, or to all."""
    empty = np.any([(x == 0) | (x == n) for x, n in groups], axis=0)
    if measure(case) == "RR":  # a ratio of risks exists where nobody was spared
        empty = np.any([x == 0 for x, _ in groups], axis=0)
    match case["options"].get("method.incr", "only0"):
        case "all":
            return np.full(empty.shape, 0.5)
        case "if0all":
            return np.full(empty.shape, 0.5 if empty.any() else 0.0)
        case _:
            return np.where(empty, 0.5, 0.0)


def by_metas_formula(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Effect and variance as meta defines them."""
    given = {name: np.array(column, dtype=float) for name, column in columns(case).items()}
    if "xi" in given:
        x, n = given["xi"], given["ni"]
        add = additions(case, (x, n))
        p, q = metas_share(x, n, add)
        if measure(case) == "PR":
            return x / n, p * (1 - p) / (n + 2 * add)
        return np.log(q), 1 / np.where(x == n, x, x + add) - 1 / (n + add)
    a, c, n1, n2 = given["ai"], given["ci"], given["ai"] + given["bi"], given["ci"] + given["di"]
    add = additions(case, (a, n1), (c, n2))
    (p1, q1), (p2, q2) = metas_share(a, n1, add), metas_share(c, n2, add)
    if measure(case) == "RD":
        return a / n1 - c / n2, p1 * (1 - p1) / (n1 + 2 * add) + p2 * (1 - p2) / (n2 + 2 * add)
    parts = 1 / (a + add) - 1 / (n1 + add) + 1 / (c + add) - 1 / (n2 + add)
    silent = (a == 0) & (c == 0)
    return np.where(silent, np.nan, np.log(q1 / q2)), np.where(silent, np.nan, parts)


def printed(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Effects and errors; a cohort that is left out has an error of Inf in meta."""
    yi, sei = numbers(case["expected"]["TE"]), numbers(case["expected"]["seTE"])
    return yi, np.where(np.isfinite(sei), sei, np.nan)


def with_effects(oracle: Oracle) -> list[Case]:
    cases = [case for case in inverse(oracle) if function(case) != "metagen"]
    assert len(cases) >= 100
    return cases


def test_effects_agree_with_meta(oracle: Oracle) -> None:
    compared = 0
    for case in with_effects(oracle):
        if measure(case) in OTHERWISE or case["options"].get("method.smd"):
            continue
        found, (yi, sei) = effects(case), printed(case)
        exist = np.isfinite(yi) & np.isfinite(
            sei
        )  # two SDs of 0: an effect with a variance of 0 here, without one there
        assert (np.isfinite(found.yi) & (found.vi > 0)).tolist() == exist.tolist(), case["id"]
        assert found.yi[exist] == pytest.approx(yi[exist], rel=CLOSED, abs=1e-14), case["id"]
        assert np.sqrt(found.vi[exist]) == pytest.approx(sei[exist], rel=CLOSED), case["id"]
        compared += 1
    assert compared >= 40


def test_shares_risk_ratios_and_risk_differences_follow_metas_own_additions(oracle: Oracle) -> None:
    """Ours are metafor's; without an addition both are the same number."""
    compared = 0
    for case in with_effects(oracle):
        if measure(case) not in OTHERWISE:
            continue
        wanted = printed(case)
        yi, vi = by_metas_formula(case)
        assert yi == pytest.approx(wanted[0], rel=CLOSED, abs=1e-15, nan_ok=True), case["id"]
        assert np.sqrt(vi) == pytest.approx(wanted[1], rel=1e-11, nan_ok=True), case["id"]
        ours = effects(case)
        given = [np.array(column, dtype=float) for column in columns(case).values()]
        full = np.all([column > 0 for column in given], axis=0)
        if "xi" in columns(case):
            full &= given[0] < given[1]
        if case["options"].get("method.incr", "only0") == "only0":
            assert ours.yi[full] == pytest.approx(wanted[0][full], rel=1e-11, abs=1e-15), case["id"]
            assert np.sqrt(ours.vi[full]) == pytest.approx(wanted[1][full], rel=1e-11), case["id"]
            compared += int(full.sum())
    assert compared > 100


def test_standardized_differences_agree_with_meta_or_follow_its_formula(oracle: Oracle) -> None:
    """Hedges' exact and Cohen's are `vtype="UB"` and `correct=False`; the others have formulas of their own."""
    seen = set()
    for case in with_effects(oracle):
        if not (kind := case["options"].get("method.smd")):
            continue
        exact, given = case["options"]["exact.smd"], columns(case)
        n1, n2 = (np.array(given[name], dtype=float) for name in ("n1i", "n2i"))
        n, wanted, found = n1 + n2, printed(case), effects(case)
        y, v = found.yi, found.vi
        if kind == "Hedges" and not exact:  # J ≈ 1 − 3/(4n − 9), and 3.94 in the variance
            d = effects({**case, "options": {**case["options"], "method.smd": "Cohen"}}).yi
            y = d * (1 - 3 / (4 * n - 9))
            v = n / (n1 * n2) + y**2 / (2 * (n - 3.94))
        if kind == "Cohen" and exact:  # the uncorrected difference beside the exact variance of the corrected one
            v = effects({**case, "options": {**case["options"], "method.smd": "Hedges"}}).vi
        if kind == "Glass":
            v = n / (n1 * n2) + y**2 / (2 * (n2 - 1))
        rel = LN_GAMMA if exact else CLOSED
        exist = np.isfinite(wanted[0])
        assert y[exist] == pytest.approx(wanted[0][exist], rel=rel), case["id"]
        assert np.sqrt(v[exist]) == pytest.approx(wanted[1][exist], rel=rel), case["id"]
        seen.add((kind, exact))
    assert len(seen) == 6
