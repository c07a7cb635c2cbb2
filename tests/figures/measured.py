"""Where the words of a figure stand, as they are drawn."""

from __future__ import annotations

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from metasacro.figures.paper import paper
from metasacro.figures.registry import draw
from metasacro.views.plots.plot import Plot

#: Two lines may come this near, in points, before we say that they touch: glyphs do not fill their boxes.
SLACK = 1.0


def words_of(plot: Plot) -> tuple[list[tuple[str, tuple[float, float, float, float]]], tuple[float, float]]:
    """Each text with its box (left, bottom, right, top) in points, and the size of the figure."""
    with paper():
        figure: Figure = draw(plot)
        figure.set_dpi(72)
        renderer = FigureCanvasAgg(figure).get_renderer()
        boxes = [
            (text.get_text(), text.get_window_extent(renderer).extents)
            for text in figure.findobj(Text)
            if isinstance(text, Text) and text.get_text().strip() and text.get_visible()
        ]
        width, height = figure.get_size_inches() * 72
    return [(text, (left, low, right, high)) for text, (left, low, right, high) in boxes], (width, height)


def overlaps(plot: Plot) -> list[tuple[str, str]]:
    """Pairs of texts that stand in each other's way."""
    boxes, _ = words_of(plot)
    return [
        (one, other)
        for (one, (l1, b1, r1, t1)), (other, (l2, b2, r2, t2)) in combinations(boxes, 2)
        if min(r1, r2) - max(l1, l2) > SLACK and min(t1, t2) - max(b1, b2) > SLACK
    ]


def outside(plot: Plot) -> list[str]:
    """Texts that the edge of the figure cuts."""
    boxes, (width, height) = words_of(plot)
    return [text for text, (left, low, right, high) in boxes if left < 0 or low < 0 or right > width or high > height]
