"""No number keeps fewer digits than its floor, references are what exact arithmetic says, and the page is current."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from mpmath import mp, mpc, mpf

from tests.digits import committed, metafor, page, references
from tests.digits.designs import KEYS, LONG, SMALL, Design, design_of, effects, variances
from tests.digits.exact import pooled, spread, tails
from tests.digits.exact.cohorts import Cohorts
from tests.digits.floors import EXCEPTIONS, floor_of
from tests.digits.kept import MOST, digits_kept
from tests.digits.references import ESTIMATORS, Key

#: Designs whose references are computed anew with every run.
AGAIN = ("k = 3", "giant")

#: How closely a reference must be met again: it is written with 27 digits.
AGREED = 25


@cache
def measured(name: str) -> dict[Key, float]:
    return page.measured_of(name)


@pytest.mark.parametrize("name", [*KEYS, committed.REST])
def test_every_number_keeps_its_digits(name: str) -> None:
    """At least the floor of its cell."""
    below = {key: digits for key, digits in measured(name).items() if digits < floor_of(key)}
    assert below == {}


def test_every_exception_is_needed() -> None:
    """It covers cells, one of which is below the floor of all others and not far above its own."""
    for each in EXCEPTIONS:
        covered = [d for name in (*KEYS, committed.REST) for key, d in measured(name).items() if each.covers(key)]
        assert covered, each
        assert each.floor <= min(covered) < each.most, each
        assert each.why.endswith("."), each


def test_every_estimator_is_counted() -> None:
    """Those of the registry, but for EE, which estimates nothing."""
    from metasacro.tau2.registry import ESTIMATORS as REGISTERED

    assert {*ESTIMATORS, "EE"} == set(REGISTERED)


def agrees(found: mpf, kept: mpf) -> bool:
    with mp.workdps(40):
        return bool(found == kept or abs(found - kept) <= mpf(10) ** -AGREED * abs(kept))


@pytest.mark.parametrize("name", AGAIN)
def test_a_reference_is_met_again(name: str) -> None:
    """What is committed is what exact arithmetic says today."""
    kept = committed.read(name)
    again = dict(references.of_design(SMALL[name]))
    assert set(kept) == set(again)
    assert [key for key, value in again.items() if not agrees(value, kept[key])] == []


def test_the_other_references_are_met_again() -> None:
    """Conversions, tables of counts, effect sizes but for the beta quantiles of a million."""
    kept = committed.read(committed.REST)
    with mp.workdps(60):
        again = {**dict(references.of_medians()), **dict(references.of_counts()), **dict(references.of_measures())}
    assert [key for key, value in again.items() if not agrees(value, kept[key])] == []
    assert len(again) > 100


def seven(times: int) -> Cohorts:
    """Seven cohorts on which every estimator is above 0, so often one after the other."""
    y, v = references.real(2.0 * effects(7)), references.real(variances(7))
    return Cohorts(times * y, times * v, times * [mpf(a) for a in (1, 2, 3, 4, 5, 1, 2)])


def everything(cohorts: Cohorts) -> dict[str, mpf]:
    """All that a design is asked for."""
    found = {method: spread.tau2(method, cohorts) for method in ESTIMATORS}
    errors = {f"{method}, SE": spread.error(method, tau2, cohorts) for method, tau2 in found.items()}
    answers = pooled.pooled(cohorts, mpf(0), common=True)
    models = {
        f"{method}: {name}": value
        for method in ("DL", "REML")
        for name, value in pooled.pooled(cohorts, found[method], common=False).items()
    }
    return {**found, **errors, **answers, **models, **pooled.heterogeneity(cohorts)}


def test_a_block_that_comes_three_times_is_its_cohorts_one_by_one() -> None:
    """To fifty digits, in all that a design is asked for."""
    with mp.workdps(60):
        periodic, one_by_one = everything(replace(seven(1), times=3)), everything(seven(3))
        assert all(periodic[method] > 0 for method in ESTIMATORS)
        assert set(periodic) == set(one_by_one)
        far = {key for key, each in periodic.items() if abs(each - one_by_one[key]) > mpf(10) ** -50 * abs(each)}
        assert far == set()


@pytest.mark.parametrize("key", LONG)
def test_a_long_design_is_its_block_repeated(key: str) -> None:
    """Cohort by cohort, so that the exact answers are those of the design that the program is given."""
    design = design_of(key)
    assert design.yi.size == LONG[key]
    for column, block in zip((design.yi, design.vi, design.weights), columns(design), strict=True):
        assert np.array_equal(column, np.tile(block, design.times))


def columns(design: Design) -> Iterator[np.ndarray]:
    """Of the block, as doubles."""
    cohorts = references.cohorts_of(design)
    return (np.array([float(each) for each in column]) for column in (cohorts.y, cohorts.v, cohorts.a))


@pytest.mark.parametrize("tau2", ["0", "0.5"])
def test_the_distribution_of_q_is_that_of_its_eigenvalues(tau2: str) -> None:
    """The transform at points all over the upper half-plane, and the tail by another contour (Talbot's)."""
    with mp.workdps(60):
        block, repeated = replace(seven(1), times=2), seven(2)
        s = [each + mpf(tau2) for each in repeated.v]
        q, _, _ = spread.of_fixed_weights(repeated, repeated.a)
        values = eigenvalues(repeated.a, [each / q for each in s])

        def transform(z: mpc) -> mpc:
            return mp.fprod(1 / mp.sqrt(1 + 2 * z * each) for each in values)

        shares = [a * each / q for a, each in zip(block.a, s[:7], strict=True)]
        for z in (mpf(1), mpc(3, 50), mpc(-20, 1), mpc(-300, 20), mpc(-1e5, 1e-5)):
            assert abs(spread.transform_of_q(block, shares, z) / transform(z) - 1) < mpf(10) ** -45
        below = mp.invertlaplace(lambda z: transform(z) / z, 1, method="talbot", degree=60)
        assert abs(spread.tail_of_q(q, block, mpf(tau2)) + below - 1) < mpf(10) ** -30


def eigenvalues(a: Sequence[mpf], s: Sequence[mpf]) -> list[mpf]:
    """Of S^½ P S^½, P = A − aa'/Σa, but for the one that is 0."""
    total = mp.fsum(a)
    p = mp.diag(a) - mp.matrix(a) * mp.matrix(a).T / total
    root = mp.diag([mp.sqrt(each) for each in s])
    return sorted(mp.eigsy(root * p * root, eigvals_only=True))[1:]


@pytest.mark.parametrize(("a", "x"), [("0.5", "3.2"), ("4.5", "1e-3"), ("4.5", "90"), ("499.5", "500")])
def test_our_gamma_tails_are_those_of_mpmath(a: str, x: str) -> None:
    """Series and continued fraction against the library's own function."""
    with mp.workdps(50):
        upper = mp.gammainc(mpf(a), mpf(x), regularized=True)
        assert abs(tails.gamma_upper(mpf(a), mpf(x)) / upper - 1) < mpf(10) ** -40
        lower = mp.gammainc(mpf(a), 0, mpf(x), regularized=True)
        assert abs(tails.gamma_lower(mpf(a), mpf(x)) / lower - 1) < mpf(10) ** -40


@pytest.mark.parametrize(("a", "b", "x"), [("0.5", "4.5", "0.3"), ("4.5", "0.5", "0.01"), ("30", "20", "0.7")])
def test_our_beta_tails_are_those_of_mpmath(a: str, b: str, x: str) -> None:
    """The continued fraction against the library's hypergeometric function."""
    with mp.workdps(50):
        whole = mp.betainc(mpf(a), mpf(b), 0, mpf(x), regularized=True)
        assert abs(tails.beta_lower(mpf(a), mpf(b), mpf(x)) / whole - 1) < mpf(10) ** -40


def test_digits_are_counted_as_the_page_says() -> None:
    """−log10 of the relative error; a number too small for a double is rightly 0; nothing else may be 0."""
    assert digits_kept(1.001, mpf(1)) == pytest.approx(3.0)
    assert digits_kept(1.0, mpf(1)) == MOST
    assert digits_kept(0.0, mpf("1e-400")) == MOST
    assert digits_kept(0.0, mpf("1e-300")) == 0.0
    assert digits_kept(1e-300, mpf(0)) == 0.0
    assert digits_kept(float("nan"), mpf(1)) == 0.0
    assert digits_kept(-1.0, mpf(1)) == 0.0


def test_the_page_is_current() -> None:
    """`make digits` writes it. In a table a digit more or less is another machine's order of adding.

    Cells under an exception move further from one processor to the next, and are held to its floor alone.
    """
    cells = {key: digits for name in (*KEYS, committed.REST) for key, digits in measured(name).items()}
    excused = [key for key in cells if any(each.covers(key) for each in EXCEPTIONS)]
    fewest, most = (page.text({**cells, **dict.fromkeys(excused, kept)}).splitlines() for kept in (1.0, MOST))
    written, due = page.PAGE.read_text(encoding="utf-8").splitlines(), page.text(cells).splitlines()
    assert len(written) == len(due)
    for old, new, *ends in zip(written, due, fewest, most, strict=True):
        if not new.startswith("|"):
            assert old == new
            continue
        assert re.sub(r"\d+", "#", old) == re.sub(r"\d+", "#", new)
        numbers = zip(*(re.findall(r"\d+", line) for line in (old, new, *ends)), strict=True)
        assert [(a, b) for a, b, low, high in numbers if low == high and abs(int(a) - int(b)) > 1] == []


def test_metafor_was_asked_about_the_same_designs() -> None:
    """Each of its answers has a reference."""
    versions, answers = metafor.read()
    assert re.fullmatch(r"metafor [\d.]+, R [\d.]+", versions)
    assert set(answers) <= {key for name in metafor.ASKED for key in committed.read(name)}
    assert {column for _, _, column in answers} == set(metafor.ASKED)
