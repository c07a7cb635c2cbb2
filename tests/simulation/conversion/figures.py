"""The figures of the manual's page on conversions, drawn from the committed tables only.

matplotlib is imported where something is drawn: the tests read this file without it. The same tables and the same
matplotlib give the same bytes. Text stays text, so that a figure can be searched and read aloud.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.simulation.conversion.cells import SHAPES
from tests.simulation.conversion.converted import FOUND, METHODS, OBSERVED, SETS
from tests.simulation.conversion.manual import CHIEF, MOST_REFUSED, PAGE, chosen, together
from tests.simulation.conversion.outcomes import Number
from tests.simulation.conversion.tables import COHORTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FOLDER = PAGE.parent / "figures"

#: In pixels of the page; matplotlib counts points, of which the web makes 4/3 pixels.
WIDTH, MARGIN, ROW, TITLE, TEXT, SMALL = 760, 10, 17, 13.5, 11.5, 10.5
POINT = 0.75

#: Marker and colour (of Okabe and Ito, told apart by the colour-blind), and how large: shapes differ for print in grey.
STYLES = {
    OBSERVED: ("|", "#444444", 9.0),
    "luo/wan/shi": ("s", "#0072B2", 5.5),
    "yang": ("^", "#D55E00", 6.5),
    "qe": ("D", "#AA4499", 5.0),
    "exact-set": ("o", "#00694E", 7.0),
    "exact-set, equal": ("v", "#009E73", 6.5),
}
OTHER = ("s", "#777777", 5.0)

PRINTS = {"S1": "extremes and median", "S2": "quartiles and median", "S3": "all five"}

#: Panels: a title, and the number of each method, with whether it refuses more than `MOST_REFUSED`.
Panel = tuple[str, dict[str, tuple[Number, bool]]]


@dataclass(frozen=True)
class Plot:
    """Small multiples: methods down, one panel for each population or print."""

    title: str
    remarks: Sequence[str]
    panels: Callable[[], list[Panel]]
    methods: Sequence[str]
    across: int
    limits: tuple[float, float]
    ticks: Sequence[float]
    shown: Callable[[float], str]
    line: float | None = None


def numbers(what: str, summary: str, methods: Sequence[str], **wanted: object) -> dict[str, tuple[Number, bool]]:
    """Each method that takes this print, on 0–10 over all sizes."""
    found = {}
    for method in methods:
        told = "" if method == OBSERVED else summary
        lines = chosen(COHORTS, scale="0-10", summary=told, method=method, **wanted)
        number, refused = together(lines, what), together(lines, "refused")
        if number is not None and refused is not None:
            found[method] = number, refused.value > MOST_REFUSED
    return found


def by_shape(what: str) -> list[Panel]:
    """Quartiles: the chief methods in each population, and in all together."""
    panels = [(shape, numbers(what, "S2", SHOWN, shape=shape)) for shape in SHAPES]
    return [*panels, ("all together", numbers(what, "S2", SHOWN))]


def by_print(what: str) -> list[Panel]:
    """All methods in all populations, for each print."""
    return [(title, numbers(what, summary, CONVERTING)) for summary, title in PRINTS.items()]


def percent(value: float) -> str:
    return f"{100 * value:.1f}"


def points(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


SHOWN = (OBSERVED, *CHIEF)
CONVERTING = tuple(method for method in METHODS if method not in (OBSERVED, FOUND))
OPEN = f"Open: refuses more than {100 * MOST_REFUSED:.0f} % of these cohorts, and is judged by the rest."

PLOTS = {
    "conversion-coverage": Plot(
        title="Strong floor: published intervals hold the mean in 40 to 52 %, exact-set’s in 79 %",
        remarks=(
            "Quartiles printed, 0–10, all sizes of cohort: % of cohorts whose mean ± 1.96 SE holds the true mean.",
            f"Dashed: 95 %. {OPEN}",
        ),
        panels=lambda: by_shape("coverage"),
        methods=SHOWN,
        across=4,
        limits=(0.35, 1.02),
        ticks=(0.4, 0.6, 0.8, 0.95),
        shown=percent,
        line=0.95,
    ),
    "conversion-sd": Plot(
        title="In every population the SD of exact-set errs less than those of luo/wan/shi, yang and qe",
        remarks=(
            "Quartiles printed, 0–10, all sizes of cohort: root mean square error of the SD, in points.",
            f"Arrow: beyond the axis. {OPEN}",
        ),
        panels=lambda: by_shape("sd rmse"),
        methods=SHOWN,
        across=4,
        limits=(0.0, 1.6),
        ticks=(0.0, 0.5, 1.0, 1.5),
        shown=points,
    ),
    "conversion-impossible": Plot(
        title="From quartiles, every published method mostly gives a mean and SD that no sample has",
        remarks=(
            "0–10, all populations and sizes of cohort: % of converted pairs that no sample with this print has.",
            f"–: takes other numbers. {OPEN}",
        ),
        panels=lambda: by_print("impossible"),
        methods=CONVERTING,
        across=3,
        limits=(-0.03, 0.8),
        ticks=(0.0, 0.25, 0.5, 0.75),
        shown=percent,
    ),
}


def place(name: str) -> Path:
    return FOLDER / f"{name}.svg"


def draw() -> None:
    """Write all figures."""
    FOLDER.mkdir(exist_ok=True)
    for name in PLOTS:
        place(name).write_text(drawn(name), encoding="utf-8")


def drawn(name: str) -> str:
    """The SVG, without a date, a maker or a document type: nothing in it points out of it."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({"svg.hashsalt": name, "svg.fonttype": "none", "font.size": TEXT * POINT})
        out = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure_of(PLOTS[name]).savefig(out, format="svg", metadata=nothing)
    text = re.sub(r"<!DOCTYPE.*?>\n", "", out.getvalue(), flags=re.DOTALL)
    # its size in pixels: not every reader of SVG knows points
    text = re.sub(r'(?<==")([\d.]+)pt(?=")', lambda size: f"{float(size[1]) / POINT:g}", text, count=2)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def figure_of(plot: Plot) -> Figure:
    """All places are counted in pixels, from above."""
    from matplotlib.figure import Figure

    panels = plot.panels()
    rows = -(-len(panels) // plot.across)
    left, right, top, gap, inner = 112, 54, 92, 52, len(plot.methods) * ROW
    height = top + rows * (inner + gap) - 18
    pitch = (WIDTH + MARGIN - left) / plot.across
    figure = Figure(figsize=(WIDTH * POINT / 72, height * POINT / 72), facecolor="white")
    figure.text(MARGIN / WIDTH, 1 - 22 / height, plot.title, size=TITLE * POINT, weight="bold")
    for index, remark in enumerate(plot.remarks):
        figure.text(MARGIN / WIDTH, 1 - (42 + 16 * index) / height, remark, size=TEXT * POINT, color="#333333")
    for index, (title, told) in enumerate(panels):
        row, column = divmod(index, plot.across)
        bottom = 1 - (top + row * (inner + gap) + inner) / height
        box = ((left + column * pitch) / WIDTH, bottom, (pitch - right) / WIDTH, inner / height)
        panel(figure.add_axes(box), plot, title, told, first=column == 0)
    return figure


def panel(axes: Axes, plot: Plot, title: str, told: dict[str, tuple[Number, bool]], *, first: bool) -> None:
    """A dot and its number for each method; behind the dot its Monte Carlo interval, often too short to be seen."""
    axes.set_title(title, loc="left", size=TEXT * POINT, weight="bold", pad=4)
    axes.set_xlim(plot.limits)
    axes.set_ylim(len(plot.methods) - 0.5, -0.5)
    axes.set_xticks(plot.ticks, [f"{100 * tick:g}" if plot.shown is percent else f"{tick:g}" for tick in plot.ticks])
    names = ["printed" if method == OBSERVED else method for method in plot.methods]
    axes.set_yticks(range(len(names)), names if first else [""] * len(names))
    axes.tick_params(labelsize=SMALL * POINT, length=0, pad=4)
    axes.grid(axis="both", color="#e4e4e4", linewidth=0.6)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if plot.line is not None:
        axes.axvline(plot.line, color="#222222", linewidth=0.9, linestyle=(0, (4, 2)))
    for row, method in enumerate(plot.methods):
        if method in told:
            dot(axes, row, method, *told[method], shown=plot.shown)
        else:
            label(axes, row, "–", method)


def dot(axes: Axes, row: int, method: str, number: Number, refuses: bool, *, shown: Callable[[float], str]) -> None:
    """One method; an arrow at the edge where its number lies beyond the axis."""
    marker, colour, size = STYLES.get(method, OTHER)
    edge = axes.get_xlim()[1]
    inside = number.value <= edge
    face = "white" if refuses else colour
    if inside:
        reach = 1.96 * number.mc_se
        axes.plot([number.value - reach, number.value + reach], [row, row], color=colour, linewidth=1.2)
    axes.plot(
        [number.value if inside else 0.96 * edge],
        [row],
        marker=marker if inside else ">",
        color=colour,
        markerfacecolor=face,
        markersize=size if inside else 6.0,
        markeredgewidth=1.2,
        clip_on=False,
    )
    label(axes, row, shown(number.value), method)


def label(axes: Axes, row: int, text: str, method: str) -> None:
    """In a column right of the panel."""
    weight = "bold" if method in SETS else "normal"
    axes.annotate(
        text,
        xy=(1, row),
        xycoords=("axes fraction", "data"),
        xytext=(34 * POINT, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        size=SMALL * POINT,
        weight=weight,
    )
