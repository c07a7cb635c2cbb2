"""What exact arithmetic answers to every question of the table: {(part, row, column): value}."""

from __future__ import annotations

from collections.abc import Iterator

from mpmath import matrix, mp, mpf

from tests.digits import inputs
from tests.digits.designs import Design
from tests.digits.exact import counts, effects, medians, pooled, regression, spread, tails
from tests.digits.exact.cohorts import Cohorts

Key = tuple[str, str, str]

#: Estimators, each with its standard error, in the order of the table.
ESTIMATORS = ("DL", "HE", "HS", "HSk", "SJ", "SJIT", "PM", "PMM", "DLIT", "EB", "ML", "REML", "GENQ", "GENQM")

#: Estimators with which a design is pooled and a regression fitted.
MODELS = ("EE", "DL", "REML")

#: Cohorts above which the program is not asked for GENQM: its time and memory grow with them at some hundred points.
MOST_GENQM = 10_000

#: Decimal digits of the arithmetic: what cancels in a design is up to the 32nd.
PRECISION = 100


def real(values: object) -> list[mpf]:
    return [mpf(float(each)) for each in values]  # type: ignore[attr-defined]  # an array


def estimators_for(k: int) -> tuple[str, ...]:
    return tuple(each for each in ESTIMATORS if each != "GENQM" or k <= MOST_GENQM)


def cohorts_of(design: Design) -> Cohorts:
    """Its block, as often as it comes."""
    block = slice(design.yi.size // design.times)
    y, v, a = (real(each[block]) for each in (design.yi, design.vi, design.weights))
    return Cohorts(y, v, a, design.times)


def of_design(design: Design) -> Iterator[tuple[Key, mpf]]:
    """τ² and its error by every estimator, and the pooled answers by three."""
    with mp.workdps(PRECISION):
        cohorts = cohorts_of(design)
        found: dict[str, mpf] = {"EE": mpf(0)}
        for method in estimators_for(cohorts.k):
            same = found.get("SJIT") if method in ("PM", "DLIT", "EB") else None  # names of one equation
            found[method] = spread.tau2(method, cohorts) if same is None else same
            yield ("tau2", method, design.key), found[method]
            yield ("tau2", f"{method}, SE", design.key), spread.error(method, found[method], cohorts)
        for method in MODELS:
            for name, value in pooled.pooled(cohorts, found[method], common=method == "EE").items():
                yield ("pooled", f"{method}: {name}", design.key), value
        for name, value in pooled.heterogeneity(cohorts).items():
            yield ("pooled", name, design.key), value


def label(numbers: tuple[float, ...]) -> str:
    """Arguments as they are printed in the table."""
    return ", ".join(f"{int(x):,}" if x == int(x) and 1e3 <= abs(x) < 1e12 else f"{x:.12g}" for x in numbers)


def of_tails() -> Iterator[tuple[Key, mpf]]:
    exact = {
        "normal_two_sided": lambda z: 2 * tails.normal_cdf(-z),
        "log_binomial_coefficient": lambda x, n: mp.loggamma(n + 1) - mp.loggamma(x + 1) - mp.loggamma(n - x + 1),
    }
    for name, rows in inputs.TAILS.items():
        for row in rows:
            yield ("tails", name, label(row)), (exact.get(name) or getattr(tails, name))(*real(row))


def of_measures() -> Iterator[tuple[Key, mpf]]:
    named = {
        "SMD": effects.smd, "MD": effects.md, "MC": effects.mc, "OR": effects.odds_ratio, "RR": effects.risk_ratio,
        "RD": effects.risk_difference, "PLO": effects.logit, "PFT": effects.double_arcsine,
    }  # fmt: skip  # a table
    for measure, rows in inputs.EFFECTS.items():
        for row in rows:
            numbers = real(row)
            yi, vi = named[measure](*numbers)
            yield ("effects", f"{measure}: effect", label(row)), yi
            yield ("effects", f"{measure}: variance", label(row)), vi
    back = {
        "ratio": mp.exp,
        "share_of_log_odds": lambda y: 1 / (1 + mp.exp(-y)),
        "share_of_double_arcsine": effects.share_of_double_arcsine,
    }
    for name, rows in inputs.BACK.items():
        for row in rows:
            yield ("effects", name, label(row)), back[name](*real(row))


def of_shares() -> Iterator[tuple[Key, mpf]]:
    for x, n in inputs.SHARES:
        low, high = effects.clopper_pearson(mpf(x), mpf(n), mpf(0.95))
        yield ("effects", "Clopper–Pearson: lower", label((x, n))), low
        yield ("effects", "Clopper–Pearson: upper", label((x, n))), high


def of_medians() -> Iterator[tuple[Key, mpf]]:
    for row in inputs.MEDIANS:
        n, low, q1, median, q3, high = real(row)
        for name, value in medians.luo(n, low, q1, median, q3, high).items():
            yield ("medians", name, label(row)), value
        for name, value in medians.sds(n, low, q1, q3, high).items():
            yield ("medians", name, label(row)), value


def of_counts() -> Iterator[tuple[Key, mpf]]:
    for name, rows in inputs.TABLES.items():
        for measure in ("OR", "RR", "RD"):
            estimate, se = counts.mantel_haenszel(measure, rows)
            yield ("counts", f"Mantel–Haenszel {measure}: estimate", name), estimate
            yield ("counts", f"Mantel–Haenszel {measure}: SE", name), se
        estimate, se = counts.peto(rows)
        yield ("counts", "Peto: estimate", name), estimate
        yield ("counts", "Peto: SE", name), se


def of_regressions() -> Iterator[tuple[Key, mpf]]:
    from tests.digits.designs import effects as yi
    from tests.digits.designs import variances as vi

    y, v = matrix(real(yi(15))), real(vi(15))
    for name, design in inputs.regressions().items():
        x = matrix([real(row) for row in design])
        for method in MODELS:
            t = regression.tau2(method, x, y, v)
            yield ("regression", f"{method}: τ²", name), t
            for j, (b, se) in enumerate(zip(*regression.coefficients(x, y, v, t), strict=True)):
                yield ("regression", f"{method}: b{j}", name), b
                yield ("regression", f"{method}: SE of b{j}", name), se


def of_the_rest() -> Iterator[tuple[Key, mpf]]:
    """All but the pooled designs."""
    with mp.workdps(PRECISION):
        for part in (of_tails, of_measures, of_shares, of_medians, of_counts, of_regressions):
            yield from part()
