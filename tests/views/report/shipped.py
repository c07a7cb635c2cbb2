"""The report of the shipped evidence, made once a run."""

from __future__ import annotations

from functools import cache

from metasacro.figures.saving import figure_bytes
from metasacro.render.html.page import report_html
from metasacro.synthesis.review import Review, review
from metasacro.synthesis.settings import Overrides
from metasacro.views.plots.plot import Plot
from metasacro.views.report.assembly import report
from metasacro.views.report.drawings import drawings
from metasacro.views.report.parts import Report, Workbench
from tests.synthesis.shipped import evidence


@cache
def found() -> Review:
    """Everything that was computed."""
    return review(evidence(), Overrides())


@cache
def plots() -> dict[str, tuple[Plot, ...]]:
    """Section → what is drawn in it."""
    return drawings(found(), Overrides())


@cache
def example() -> Report:
    """The report with its plots."""
    return report(found(), Overrides(), plots())


@cache
def page() -> str:
    """The page that `metasacro report` writes."""
    drawn = [plot for section in plots().values() for plot in section]
    return report_html(example(), {plot.id: figure_bytes(plot, "svg").decode() for plot in drawn})


def benches() -> list[Workbench]:
    """Its forests that a reader can pool again."""
    return [block for section in example().walk() for block in section.blocks if isinstance(block, Workbench)]
