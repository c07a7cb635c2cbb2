"""The tables of the manual's page on conversions, made from the committed ones; the words around them are not.

Several cells are told as one by the mean over cells, of errors by the root of the mean square.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

from tests.simulation.conversion.cells import SHAPES, SIZES
from tests.simulation.conversion.converted import FOUND, METHODS, OBSERVED
from tests.simulation.conversion.outcomes import BY_R, Number
from tests.simulation.conversion.pools import TAUS
from tests.simulation.conversion.prints import SUMMARIES
from tests.simulation.conversion.tables import COHORTS, POOLS, Line, read

PAGE = Path(__file__).resolve().parents[3] / "docs" / "conversion.md"

#: A table stands between `<!-- table: NAME -->` and `<!-- end -->`.
PLACE = re.compile(r"(?<=<!-- table: )([\w-]+)( -->\n).*?(?=<!-- end -->)", re.DOTALL)

#: Those that the shorter tables show.
CHIEF = ("luo/wan/shi", "yang", "qe", "exact-set", "exact-set, equal")

#: A method that refuses more than this share of the cohorts of a shape cannot be the best in it.
MOST_REFUSED = 0.05


def page(text: str) -> str:
    """The page with every table made anew."""
    return PLACE.sub(lambda place: f"{place[1]}{place[2]}\n{TABLES[place[1]]()}\n\n", text)


@cache
def lines(path: Path) -> list[Line]:
    return list(read(path))


def chosen(path: Path, **wanted: object) -> list[Line]:
    """The lines with these values."""
    return [line for line in lines(path) if all(line[name] == f"{value}" for name, value in wanted.items())]


def together(found: Iterable[Line], name: str, *, size: bool = False) -> Number | None:
    """Several cells as one; `size`: the mean of absolute values."""
    numbers = [Number(float(line[name]), float(line[f"{name} mc"])) for line in found if line[name]]
    if not numbers:
        return None
    count = len(numbers)
    if "rmse" in name:
        root = math.sqrt(sum(number.value**2 for number in numbers) / count)
        spread = math.sqrt(sum((number.value * number.mc_se) ** 2 for number in numbers))
        return Number(root, spread / count / root if root else 0.0)
    values = [abs(number.value) if size else number.value for number in numbers]
    return Number(sum(values) / count, math.sqrt(sum(number.mc_se**2 for number in numbers)) / count)


def points(number: Number | None) -> str:
    """`−0.013 (0.004)`."""
    return "" if number is None else f"{number.value:.2f} ({number.mc_se:.2f})".replace("-", "−")


def percent(number: Number | None) -> str:
    """`94.8 (0.2)`."""
    return "" if number is None else f"{100 * number.value:.1f} ({100 * number.mc_se:.1f})"


def table(corner: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown."""
    text = [(corner, *columns), ("---", *("---:" for _ in columns)), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in text)


def cohorts(summary: str, scale: str = "0-10") -> str:
    """All methods, over all shapes and sizes."""
    columns = {
        "refused, %": ("refused", percent, False),
        "bias of the mean, size": ("mean bias", points, True),
        "rmse of the mean": ("mean rmse", points, False),
        "to the cohort's own mean": ("own mean rmse", points, False),
        "bias of the SD": ("sd bias", points, False),
        "rmse of the SD": ("sd rmse", points, False),
        "coverage, %": ("coverage", percent, False),
        "impossible, %": ("impossible", percent, False),
    }
    rows = []
    for method in METHODS:
        found = chosen(COHORTS, scale=scale, summary="" if method == OBSERVED else summary, method=method)
        if found:
            cells = (shown(together(found, name, size=size)) for name, shown, size in columns.values())
            rows.append([f"`{method}`" if method != OBSERVED else "printed mean and SD", *cells])
    return table("", list(columns), rows)


def against_ours() -> str:
    """Errors as multiples of those of the exact set on the same cohorts, those that the method does not refuse."""
    rows = []
    for method in METHODS[1:]:
        if method in ("exact-set", FOUND):
            continue
        cells = []
        for summary in SUMMARIES:
            found = chosen(COHORTS, scale="0-10", summary=summary, method=method)
            usable = [line for line in found if line["mean rmse"]]
            for what in ("mean", "sd"):
                own, ours = (together(usable, f"{what} rmse{of}") for of in ("", " of ours"))
                cells.append(f"{own.value / ours.value:.2f}" if own and ours else "")
        rows.append([f"`{method}`", *cells])
    return table("", [f"{summary} {what}" for summary in SUMMARIES for what in ("mean", "SD")], rows)


def by(name: str, summary: str, what: str, values: Sequence[object], scale: str = "0-10") -> str:
    """The chief methods across, shapes or sizes down: root mean square error, or coverage."""
    shown = percent if what == "coverage" else points
    rows = []
    for value in values:
        cells = [
            shown(
                together(
                    chosen(COHORTS, scale=scale, summary=told, method=method, **{name: value}),
                    what,
                )
            )
            for told, method in (("", OBSERVED), *((summary, method) for method in CHIEF))
        ]
        rows.append([f"{value}", *cells])
    return table(name, ["printed", *(f"`{method}`" for method in CHIEF)], rows)


def wins() -> str:
    """The method with the smallest error in each shape, over all sizes."""
    rows = []
    for shape in SHAPES:
        cells = [_best(shape, summary, what) for summary in SUMMARIES for what in ("mean rmse", "sd rmse")]
        rows.append([shape, *cells])
    return table("", [f"{summary}, {what}" for summary in SUMMARIES for what in ("mean", "SD")], rows)


def _best(shape: str, summary: str, what: str) -> str:
    """The best, and all that lie within 2 % of it."""
    errors = {}
    for method in METHODS[1:]:
        found = chosen(COHORTS, scale="0-10", shape=shape, summary=summary, method=method)
        error = together(found, what)
        refused = together(found, "refused")
        if error is not None and refused is not None and refused.value <= MOST_REFUSED:
            errors[method] = error.value
    least = min(errors.values())
    return ", ".join(method for method, error in errors.items() if error <= 1.02 * least)


def pools(summary: str, what: str, scale: str = "0-10") -> str:
    """Six cohorts, three or six of them converted, without and with differences between true means."""
    shown = percent if what == "coverage" else points
    none = {tau: chosen(POOLS, scale=scale, method=OBSERVED, tau=f"{tau:g}") for tau in TAUS}
    size = what == "bias"
    rows = [["none converted", *(shown(together(none[tau], what, size=size)) for tau in TAUS for _ in range(2))]]
    for method in METHODS[1:]:
        cells = []
        for tau in TAUS:
            for converted in (3, 6):
                found = chosen(POOLS, scale=scale, summary=summary, method=method, tau=f"{tau:g}", converted=converted)
                cells.append(shown(together(found, what, size=size)) if found else "")
        if any(cells):
            rows.append([f"`{method}`", *cells])
    columns = [f"τ = {10 * tau:g}, {number} converted" for tau in TAUS for number in ("three", "six")]
    return table("", columns, rows)


def other_scales() -> str:
    """The chief methods on 0–5 and 0–100: errors in percent of the scale."""
    rows = []
    for scale in ("0-5", "0-100"):
        width = float(scale.partition("-")[2])
        for summary in SUMMARIES:
            for what in ("mean rmse", "sd rmse", "coverage"):
                cells = []
                for told, method in (("", OBSERVED), *((summary, method) for method in CHIEF)):
                    number = together(chosen(COHORTS, scale=scale, summary=told, method=method), what)
                    if what != "coverage" and number is not None:
                        number = Number(number.value / width, number.mc_se / width)
                    cells.append(percent(number))
                rows.append([scale.replace("-", "–"), summary, what.replace("sd", "SD"), *cells])
    return table("scale", ["print", "%", "printed", *(f"`{method}`" for method in CHIEF)], rows)


def definitions() -> str:
    """Quartiles as R computes them, by size: with the definition known, and with the one that `convert` finds."""
    columns = {"rmse of the mean": ("mean rmse", points), "rmse of the SD": ("sd rmse", points)}
    columns["coverage, %"] = ("coverage", percent)
    rows = []
    for n in SIZES:
        cells = [
            shown(together(chosen(COHORTS, scale="0-10", summary=BY_R, method=method, n=n), what))
            for what, shown in columns.values()
            for method in ("luo/wan/shi", "exact-set", FOUND)
        ]
        rows.append([f"{n}", *cells])
    names = ("`luo/wan/shi`", "known", "found")
    return table("n", [f"{column}: {name}" for column in columns for name in names], rows)


TABLES: dict[str, Callable[[], str]] = {
    **{f"cohorts-{summary}": lambda summary=summary: cohorts(summary) for summary in SUMMARIES},
    "against-ours": against_ours,
    "wins": wins,
    "shapes-mean": lambda: by("shape", "S2", "mean rmse", SHAPES),
    "shapes-sd": lambda: by("shape", "S2", "sd rmse", SHAPES),
    "shapes-sd-S1": lambda: by("shape", "S1", "sd rmse", SHAPES),
    "sizes-coverage": lambda: by("n", "S2", "coverage", SIZES),
    "sizes-sd": lambda: by("n", "S2", "sd rmse", SIZES),
    "pools-coverage-S2": lambda: pools("S2", "coverage"),
    "pools-coverage-S1": lambda: pools("S1", "coverage"),
    "pools-coverage-S3": lambda: pools("S3", "coverage"),
    "pools-bias-S2": lambda: pools("S2", "bias"),
    "definitions": definitions,
    "other-scales": other_scales,
}
