"""A sheet of paper measured in points from its top left corner, on which figures are drawn.

Every figure is laid out on one: what stands where is decided by measured text and not by an engine of layout, so
nothing overlaps, and the same plot gives the same sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text

from metasacro.figures.lettering import font, lettered
from metasacro.figures.paper import INK, LINE, PAPER, TEXT

POINTS_PER_INCH = 72.0

Align = Literal["left", "center", "right"]
Point = tuple[float, float]


class Sheet:
    """Draws; its size is told at the end, when everything has found its place. y grows downwards."""

    def __init__(self) -> None:
        self._figure = Figure(facecolor=PAPER)
        self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._drawn = 0

    def figure(self, width: float, height: float) -> Figure:
        """The finished figure."""
        self._figure.set_size_inches(width / POINTS_PER_INCH, height / POINTS_PER_INCH)
        self._axes.set_xlim(0.0, width)
        self._axes.set_ylim(height, 0.0)
        return self._figure

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = TEXT,
        color: str = INK,
        bold: bool = False,
        align: Align = "left",
        rotation: float = 0.0,
    ) -> None:
        """One line; `y` is its baseline, and with a rotation its middle."""
        if not words.strip():
            return
        self._add(
            Text(
                x,
                y,
                lettered(words, bold),
                fontproperties=font(bold),
                fontsize=size,
                color=color,
                horizontalalignment=align,
                verticalalignment="center" if rotation else "baseline",
                rotation=rotation,
                parse_math=False,
            )
        )

    def line(
        self, points: Sequence[Point], *, color: str = INK, width: float = LINE, dashes: Sequence[float] = ()
    ) -> None:
        """A line through the points."""
        drawn = Line2D(*_columns(points), color=color, linewidth=width, solid_capstyle="butt", dash_capstyle="butt")
        if dashes:
            drawn.set_dashes(list(dashes))
        self._add(drawn)

    def polygon(
        self,
        points: Sequence[Point],
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = LINE,
        inside: tuple[float, float] | None = None,
    ) -> None:
        """A closed shape; `inside`: what lies left and right of these is cut off."""
        patch = Polygon(list(points), closed=True)
        self._paint(patch, fill, edge, width)
        if inside is not None:
            top, height = min(y for _, y in points), max(y for _, y in points) - min(y for _, y in points)
            room = Rectangle((inside[0], top - 2), inside[1] - inside[0], height + 4, transform=self._axes.transData)
            patch.set_clip_path(room)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str | None = None, edge: str | None = None
    ) -> None:
        """A rectangle from its top left corner."""
        patch = Rectangle((x, y), width, height)
        self._paint(patch, fill, edge, LINE)

    def boxes(self, places: Sequence[tuple[float, float, float, float]], fill: str) -> None:
        """Many rectangles as one shape, so that a file of thousands stays small."""
        if not places:
            return
        corners: list[Point] = []
        for x, y, width, height in places:
            corners += [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        steps = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(places)
        self._paint(PathPatch(Path(corners, steps)), fill, None, 0.0)

    def marker(
        self, x: float, y: float, shape: str, *, size: float, fill: str = PAPER, edge: str = INK, width: float = LINE
    ) -> None:
        """One of matplotlib's markers, `size` points wide."""
        self.markers([(x, y)], shape, size=size, fill=fill, edge=edge, width=width)

    def markers(
        self,
        points: Sequence[Point],
        shape: str,
        *,
        size: float,
        fill: str = PAPER,
        edge: str = INK,
        width: float = LINE,
    ) -> None:
        """The same marker at each point."""
        self._add(
            Line2D(
                *_columns(points),
                linestyle="none",
                marker=shape,
                markersize=size,
                markerfacecolor=fill,
                markeredgecolor=edge,
                markeredgewidth=width,
            )
        )

    def _paint(self, patch: PathPatch | Polygon | Rectangle, fill: str | None, edge: str | None, width: float) -> None:
        patch.set_facecolor(fill or "none")
        patch.set_edgecolor(edge or "none")
        patch.set_linewidth(width if edge else 0.0)
        self._add(patch)

    def _add(self, artist: Artist) -> None:
        """What is drawn later lies above, whatever it is."""
        self._drawn += 1
        artist.set_zorder(self._drawn)
        self._axes.add_artist(artist)


def _columns(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    return [x for x, _ in points], [y for _, y in points]
