"""`metasacro report`: everything that a panel files, as a page and as Markdown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.choices import PREDICTION, of_the_pool
from metasacro.commands.evidence_folder import evidence_or_exit
from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE
from metasacro.commands.options import SKIP_INVALID, use_one_thread
from metasacro.commands.written import tell_written, write_run

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.views.plots.plot import Plot
    from metasacro.views.report.parts import Report

EPILOG = """\b
Examples:
  metasacro report                                outputs/report.html and outputs/report.md
  metasacro report my-studies --output filed      of your own evidence, into another folder
  metasacro report --format html --study-set all  the page alone, from all records
"""

#: What can be written, and the file that it becomes.
FILES = {"html": "report.html", "markdown": "report.md"}

#: The Markdown shows its figures from this folder beside it.
FIGURES = "report-figures"


@click.command(name="report", epilog=EPILOG)
@click.argument("folder", required=False)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("outputs"),
    show_default=True,
    metavar="DIR",
    help="The folder to write into.",
)
@click.option(
    "--format", "forms", type=click.Choice(list(FILES)), multiple=True, help="Write only this; may be repeated."
)
@of_the_pool
@PREDICTION
@SKIP_INVALID
def command(folder: str | None, output: Path, forms: tuple[str, ...], skip_invalid: bool, **asked: Any) -> None:
    """Write a report of FOLDER for a panel: one HTML page that needs no network, and the same as Markdown.

    Every number opens the way to the lines of the records that it rests on. Without FOLDER: as for
    `metasacro pool`. What is not asked for follows the protocol.
    """
    from metasacro.numerics.light_start import defer_unused
    from metasacro.synthesis.review import review
    from metasacro.synthesis.settings import Overrides
    from metasacro.views.report.assembly import report
    from metasacro.views.report.drawings import drawings

    use_one_thread()
    evidence = evidence_or_exit(
        folder, skip_invalid, "nothing was written: mend the records named above, or report the rest", anywhere=True
    )
    defer_unused()
    overrides = Overrides(**asked)
    found = review(evidence, overrides)
    plots = drawings(found, overrides)
    drawn = [plot for section in plots.values() for plot in section]
    _write(output, forms or tuple(FILES), report(found, overrides, plots), drawn, evidence)
    sys.exit(FINE if any(analysis.pooled is not None for analysis in found.analyses) else NOT_ESTIMABLE)


def _write(folder: Path, forms: tuple[str, ...], made: Report, drawn: list[Plot], evidence: EvidenceBase) -> None:
    """Everything is made before the first file is written; the figures come before the page that shows them."""
    from metasacro.figures.saving import figure_bytes

    pictures = {plot.id: figure_bytes(plot, "svg") for plot in drawn}
    files: dict[str, bytes] = {}
    written = []
    if "html" in forms:
        from metasacro.render.html.page import report_html

        files[FILES["html"]] = report_html(made, {id: svg.decode() for id, svg in pictures.items()}).encode()
        written.append(FILES["html"])
    if "markdown" in forms:
        from metasacro.render.markdown.report import report_markdown

        names = {id: f"{FIGURES}/{id}.svg" for id in pictures}
        files |= {names[id]: svg for id, svg in pictures.items()}
        files[FILES["markdown"]] = report_markdown(made, names).encode()
        written += [FILES["markdown"], f"{FIGURES}/"]
    written.append(write_run(folder, files, evidence, "report"))
    tell_written(", ".join(f"{folder}/{name}" for name in written))
