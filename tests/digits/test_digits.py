"""No number keeps fewer digits than its floor, references are what exact arithmetic says, and the page is current."""

from __future__ import annotations

import re
from functools import cache

import pytest
from mpmath import mp, mpf

from tests.digits import committed, metafor, page, references
from tests.digits.designs import KEYS, SMALL
from tests.digits.exact import tails
from tests.digits.floors import EXCEPTIONS, FLOOR, floor_of
from tests.digits.kept import MOST, digits_kept
from tests.digits.references import ESTIMATORS, Key

#: Designs whose references are computed anew with every run, GENQM and its k eigenvalues aside.
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
        assert each.floor <= min(covered) < min(FLOOR, each.floor + 2.0), each
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
    again = dict(references.of_design(SMALL[name], slow=False))
    assert set(kept) - set(again) == {key for key in kept if "GENQM" in key[1]}
    assert [key for key, value in again.items() if not agrees(value, kept[key])] == []


def test_the_other_references_are_met_again() -> None:
    """Conversions, tables of counts, effect sizes but for the beta quantiles of a million."""
    kept = committed.read(committed.REST)
    with mp.workdps(60):
        again = {**dict(references.of_medians()), **dict(references.of_counts()), **dict(references.of_measures())}
    assert [key for key, value in again.items() if not agrees(value, kept[key])] == []
    assert len(again) > 100


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
    """`make digits` writes it. In a table a digit more or less is another machine's order of adding."""
    cells = {key: digits for name in (*KEYS, committed.REST) for key, digits in measured(name).items()}
    written, due = page.PAGE.read_text(encoding="utf-8").splitlines(), page.text(cells).splitlines()
    assert len(written) == len(due)
    for old, new in zip(written, due, strict=True):
        if not new.startswith("|"):
            assert old == new
            continue
        assert re.sub(r"\d+", "#", old) == re.sub(r"\d+", "#", new)
        pairs = zip(re.findall(r"\d+", old), re.findall(r"\d+", new), strict=True)
        assert [pair for pair in pairs if abs(int(pair[0]) - int(pair[1])) > 1] == []


def test_metafor_was_asked_about_the_same_designs() -> None:
    """Each of its answers has a reference, but for GENQM where that would need a thousand eigenvalues."""
    versions, answers = metafor.read()
    assert re.fullmatch(r"metafor [\d.]+, R [\d.]+", versions)
    exact = {key for name in metafor.ASKED for key in committed.read(name)}
    assert set(answers) - exact == {("tau2", "GENQM", "k = 1,000")}
    assert {column for _, _, column in answers} == set(metafor.ASKED)
