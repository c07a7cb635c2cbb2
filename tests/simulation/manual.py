"""The tables of the manual's page on the simulation, made from the committed ones; the words around them are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.simulation.design import COHORTS, PREDICTED, PREDICTED_COUNTS, RATES, TAU2_OF_LOGITS, TAU2_OF_SCORES
from tests.simulation.scores import ESTIMATORS
from tests.simulation.tables import FILES, read

PAGE = Path(__file__).resolve().parents[2] / "docs" / "simulation.md"

#: The model of counts that is the default.
MODEL = "binomial-normal"

#: A table stands between `<!-- table: NAME -->` and `<!-- end -->`.
PLACE = re.compile(r"(?<=<!-- table: )([\w-]+)( -->\n).*?(?=<!-- end -->)", re.DOTALL)


class Number(NamedTuple):
    """A value with its Monte Carlo standard error."""

    value: float
    mc_se: float


class Question(NamedTuple):
    """What a line of the committed table answers."""

    world: str
    k: int
    tau2: float
    rate: float | None
    quantity: str
    method: str
    test: str


@cache
def answers() -> dict[Question, Number]:
    """The committed tables."""
    return {
        Question(
            line["world"],
            int(line["k"]),
            float(line["tau2"]),
            float(line["rate"]) if line["rate"] else None,
            line["quantity"],
            line["method"],
            line["test"],
        ): Number(float(line["value"]), float(line["mc_se"]))
        for path in FILES.values()
        for line in read(path)
    }


def page(text: str) -> str:
    """The page with every table made anew."""
    return PLACE.sub(lambda place: f"{place[1]}{place[2]}\n{TABLES[place[1]]()}\n\n", text)


def percent(number: Number | None) -> str:
    """`94.8 (0.2)`."""
    return "" if number is None else f"{100 * number.value:.1f} ({100 * number.mc_se:.1f})"


def points(number: Number | None) -> str:
    """`−0.013 (0.004)`."""
    if number is None:
        return ""
    digits = 3 if abs(number.value) < 10 else 1
    return f"{number.value:.{digits}f} ({number.mc_se:.{digits}f})".replace("-", "−")


def span(numbers: Iterable[Number | None]) -> str:
    """The lowest and the highest."""
    known = [number for number in numbers if number is not None]
    return f"{percent(min(known))} – {percent(max(known))}" if known else ""


def table(corner: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown."""
    lines = [(corner, *columns), ("---", *("---:" for _ in columns)), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def scores(
    quantity: str, k: int, tau2: float, method: str = "REML", test: str = "", world: str = "normal"
) -> Number | None:
    return answers().get(Question(world, k, tau2, None, quantity, method, test))


def counts(quantity: str, k: int, tau2: float, rate: float, method: str, test: str) -> Number | None:
    return answers().get(Question("rates", k, tau2, rate, quantity, method, test))


def by_tau2(quantity: str, method: str = "REML", test: str = "") -> str:
    """Normal changes: cohorts down, τ² across."""
    rows = [[f"{k}", *(percent(scores(quantity, k, t, method, test)) for t in TAU2_OF_SCORES)] for k in COHORTS]
    rows = [row for row in rows if any(row[1:])]
    return table("k", [f"τ² = {t:g}" for t in TAU2_OF_SCORES], rows)


def tests_of_the_mean() -> str:
    """The lowest and the highest coverage over τ² for each test."""
    tests = ("adhoc", "knha", "t", "z")
    rows = [
        [f"{k}", *(span(scores("coverage", k, t, "REML", test) for t in TAU2_OF_SCORES) for test in tests)]
        for k in COHORTS
    ]
    return table("k", [f"`{test}`" for test in tests], rows)


def widths() -> str:
    """Mean width of the interval at τ² = 2."""
    tests = ("adhoc", "knha", "t", "z")
    rows = [[f"{k}", *(points(scores("width", k, 2.0, "REML", test)) for test in tests)] for k in COHORTS]
    return table("k", [f"`{test}`" for test in tests], rows)


def estimators() -> str:
    """What the estimators of τ² do to τ² and to the mean."""
    columns = ("bias of τ², τ² = 0.1, k = 6", "bias of τ², τ² = 2, k = 6", "rmse of τ², τ² = 2, k = 6")
    columns += ("bias of τ², τ² = 2, k = 40", "rmse of the mean, τ² = 0.5, k = 6", "coverage with `adhoc`, k ≥ 3")
    rows = []
    for method in ESTIMATORS:
        over = [scores("coverage", k, t, method, "adhoc") for k in COHORTS if k >= 3 for t in TAU2_OF_SCORES]
        wanted = (("tau2 bias", 6, 0.1), ("tau2 bias", 6, 2.0), ("tau2 rmse", 6, 2.0), ("tau2 bias", 40, 2.0))
        numbers = [points(scores(*each, method)) for each in (*wanted, ("rmse", 6, 0.5))]
        rows.append([f"`{method}`", *numbers, span(over)])
    return table("", columns, rows)


def predictions() -> str:
    """The lowest and the highest coverage of a new true change over τ² > 0, by convention."""
    conventions = {"adhoc": "`adhoc`, k − 1", "knha": "`knha`, k − 1", "t": "`t`, k − 1", "k − 2": "Wald, k − 2"}
    conventions["z"] = "`z`, normal"
    rows = [
        [
            f"{k}",
            *(span(scores("prediction coverage", k, t, "REML", c) for t in TAU2_OF_SCORES[1:]) for c in conventions),
        ]
        for k in COHORTS
        if k >= 3
    ]
    return table("k", list(conventions.values()), rows)


def prediction_widths() -> str:
    """Mean width of the prediction interval at τ² = 2, where it should be 3.92 √2 = 5.5."""
    conventions = {"adhoc": "`adhoc`, k − 1", "k − 2": "Wald, k − 2", "z": "`z`, normal"}
    few = [k for k in COHORTS if k >= 3]
    rows = [[f"{k}", *(points(scores("prediction width", k, 2.0, "REML", c)) for c in conventions)] for k in few]
    return table("k", list(conventions.values()), rows)


def open_predictions() -> str:
    """Coverage of Nagashima's interval, with its mean width at τ² = 2."""
    rows = [
        [
            f"{k}",
            *(percent(scores("prediction coverage", k, t, "REML", "NNF")) for t in TAU2_OF_SCORES),
            *(points(scores("prediction width", k, 2.0, "REML", test)) for test in ("NNF", "adhoc")),
        ]
        for k in PREDICTED
    ]
    columns = [*(f"τ² = {t:g}" for t in TAU2_OF_SCORES), "width, τ² = 2", "of k − 1 df"]
    return table("k", columns, rows)


def open_predictions_of_rates() -> str:
    """Coverage of the prediction interval of counts, and how often it says nothing."""
    rows = [
        [
            f"{100 * rate:g} %",
            f"{t:g}",
            name,
            *(percent(counts(asked, k, t, rate, MODEL, "CD")) for k in PREDICTED_COUNTS),
        ]
        for rate in RATES[1:3]
        for t in TAU2_OF_LOGITS
        for asked, name in (
            ("prediction coverage", "covers"),
            ("prediction coverage where there is one", "covers, where one is printed"),
            ("prediction says nothing", "is not printed"),
        )
    ]
    return table("rate", ["τ²", "how often it", *(f"k = {k}" for k in PREDICTED_COUNTS)], rows)


def patients(quantity: str, method: str, test: str, shown: Callable[[Number | None], str]) -> str:
    """Whole points told in three ways; a row for each and τ², the number of cohorts across."""
    few = (3, 6, 10, 20, 40)
    worlds = {"points": "SD of the change", "assumed r": "two SDs, r = 0.5 assumed", "quartiles": "quartiles"}
    rows = [
        [name, f"{t:g}", *(shown(scores(quantity, k, t, method, test, world)) for k in few)]
        for world, name in worlds.items()
        for t in (0.0, 0.5, 2.0)
    ]
    return table("printed", ["τ²", *(f"k = {k}" for k in few)], rows)


def rates(quantity: str, test: str, few: Sequence[int] = (2, 3, 4, 6, 10, 20, 40)) -> str:
    """The binomial–normal model: a row for each rate and τ², the number of cohorts across."""
    rows = [
        [f"{100 * rate:g} %", f"{t:g}", *(percent(counts(quantity, k, t, rate, MODEL, test)) for k in few)]
        for rate in RATES
        for t in TAU2_OF_LOGITS
    ]
    return table("rate", ["τ²", *(f"k = {k}" for k in few)], rows)


def reaching() -> str:
    """The share of intervals of rare rates that reach up to 50 %, by t and by profile likelihood with t."""
    few = (2, 3, 4, 5, 6, 8, 10)
    rows = [
        [name, f"{100 * rate:g} %", *(percent(counts("reaches one half", k, 0.5, rate, MODEL, test)) for k in few)]
        for test, name in (("t", "t"), ("LR t", "profile likelihood, t"))
        for rate in RATES[1:3]
    ]
    return table("interval", ["rate", *(f"k = {k}" for k in few)], rows)


def others() -> str:
    """The lowest coverage over τ² of what is pooled by inverse variance."""
    methods = {"logit + ½, REML": "adhoc", "logit + ½, DL": "z", "Freeman–Tukey, REML": "adhoc"}
    rows = []
    for method, test in methods.items():
        for rate in RATES:
            lowest = []
            for k in COHORTS:
                known = [counts("coverage", k, t, rate, method, test) for t in TAU2_OF_LOGITS]
                lowest.append(percent(min(number for number in known if number is not None)))
            rows.append([f"{method}, `{test}`", f"{100 * rate:g} %", *lowest])
    return table("pooled", ["rate", *(f"k = {k}" for k in COHORTS)], rows)


TABLES: dict[str, Callable[[], str]] = {
    "mean": lambda: by_tau2("coverage", "REML", "adhoc"),
    "tests": tests_of_the_mean,
    "widths": widths,
    "estimators": estimators,
    "q-profile": lambda: by_tau2("tau2 coverage", "QP"),
    "prediction": lambda: by_tau2("prediction coverage", "REML", "adhoc"),
    "prediction-conventions": predictions,
    "prediction-widths": prediction_widths,
    "prediction-open": open_predictions,
    "rates-prediction-open": open_predictions_of_rates,
    "patients": lambda: patients("coverage", "REML", "adhoc", percent),
    "patients-bias": lambda: patients("bias", "REML", "", points),
    "patients-q-profile": lambda: patients("tau2 coverage", "QP", "", percent),
    "rates-t": lambda: rates("coverage", "t", COHORTS),
    "rates-z": lambda: rates("coverage", "z"),
    "rates-likelihood": lambda: rates("coverage", "LR t"),
    "rates-reaching": reaching,
    "rates-above": lambda: rates("rate above", "t"),
    "rates-no-event": lambda: rates("no event", ""),
    "rates-tau2": lambda: rates("tau2 zero", ""),
    "rates-prediction": lambda: rates("prediction coverage", "t", (3, 4, 6, 10, 20, 40)),
    "rates-others": others,
}
