"""`metasacro convert`: a median with its companions under every conversion, beside what is possible."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE, PROBLEMS, USAGE
from metasacro.commands.formats import WRITERS, tables_text
from metasacro.commands.options import FORMAT, use_one_thread
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS

if TYPE_CHECKING:
    from metasacro.problems import Problem
    from metasacro.records.summary_rows import Refused, SummaryRow
    from metasacro.synthesis.conversions import Comparison

    #: A row with its answers, or its label with what is wrong with it.
    Converted = Comparison | tuple[str, tuple[Problem, ...]]

EPILOG = """\b
Examples:
  metasacro convert --n 27 --q1 8.0 --median 9.0 --q3 10.0 --scale 0-10
  metasacro convert --n 16 --min 0 --median 3 --max 5 --scale 0-5 --format json
  metasacro convert --n 11 --q1 2.3 --median 4 --q3 6 --scale 0-10 --definition hazen
  metasacro convert --n 27 --q1 8.0 --median 9.0 --q3 10.0 --scale 0-10 --format markdown

\b
TABLE is a CSV file with a header of these columns, in any order:
  label,n,min,q1,median,q3,max,mean,sd,scale,step,definition
"""

#: Options that may be the same for every row of a table.
OF_ALL_ROWS = {"scale", "step", "definition"}

PRINTED = "as printed; 8.0 keeps its decimal."


@click.command(name="convert", epilog=EPILOG)
@click.argument("table", required=False)
@click.option("--n", metavar="N", help="Number of patients with this score.")
@click.option("--min", metavar="VALUE", help=f"Smallest score, {PRINTED}")
@click.option("--q1", metavar="VALUE", help=f"First quartile, {PRINTED}")
@click.option("--median", metavar="VALUE", help=f"Median, {PRINTED}")
@click.option("--q3", metavar="VALUE", help=f"Third quartile, {PRINTED}")
@click.option("--max", metavar="VALUE", help=f"Largest score, {PRINTED}")
@click.option("--mean", metavar="VALUE", help=f"Mean, {PRINTED} It narrows what is possible.")
@click.option("--sd", metavar="VALUE", help=f"Standard deviation, {PRINTED} It narrows what is possible.")
@click.option("--scale", metavar="LOW-HIGH", help="Lowest and highest possible score: 0-10.")
@click.option("--step", metavar="VALUE", help="Distance between neighbouring scores; 1 if not given.")
@click.option(
    "--definition",
    metavar="NAME",
    help=f"How the quartiles were computed: {', '.join(DEFINITIONS)}. Not given: the first that is possible.",
)
@click.option("--label", metavar="TEXT", help="A name for the summary.")
@FORMAT
def command(table: str | None, form: str, **cells: str | None) -> None:
    """Convert a median with quartiles or extremes to a mean and SD by every method, beside what is possible.

    Every sample on the scale that agrees with the print is considered, so a mean or SD that none of them has is marked
    as impossible. With TABLE, `--scale`, `--step` and `--definition` fill in what the table leaves out.
    """
    use_one_thread()
    told = {name: text for name, text in cells.items() if text is not None}
    if table is not None and told.keys() - OF_ALL_ROWS:
        named = ", ".join(f"--{name}" for name in told if name not in OF_ALL_ROWS)
        raise click.UsageError(f"with a TABLE only --scale, --step and --definition hold for all rows, not {named}.")
    rows, problems = _read(table, told) if table is not None else (_single(told), [])
    converted = [_convert(row) for row in rows]
    problems += [found for entry in converted if isinstance(entry, tuple) for found in entry[1]]
    _print(form, converted)
    if problems:
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        print_problems(problems, err(), glyphs_for(sys.stderr))
        sys.exit(PROBLEMS)
    answered = any(not isinstance(entry, tuple) and entry.answers for entry in converted)
    sys.exit(FINE if answered else NOT_ESTIMABLE)


def _single(cells: dict[str, str]) -> tuple[SummaryRow, ...]:
    """The summary of the options; what cannot be read is a mistake of usage."""
    from metasacro.records.summary_rows import Refused, summary_row

    row = summary_row(cells)
    if isinstance(row, Refused):
        _usage(row.problems)
    assert not isinstance(row, Refused), "refused rows end the program"
    return (row,)


def _read(table: str, cells: dict[str, str]) -> tuple[tuple[SummaryRow | Refused, ...], list[Problem]]:
    """The rows of the file, and what is wrong with the file itself."""
    from metasacro.problems import Problem
    from metasacro.records.file_text import read_text
    from metasacro.records.summary_rows import read_summary_rows

    source = read_text(Path(table), table)
    return ((), [source]) if isinstance(source, Problem) else read_summary_rows(source, cells)


def _convert(row: SummaryRow | Refused) -> Converted:
    """Every method; a print that contradicts itself is a problem of its row."""
    from metasacro.problems import Refusal
    from metasacro.records.summary_rows import Refused, refused_as_problem
    from metasacro.synthesis.conversions import compare_conversions, definitions_of

    if isinstance(row, Refused):
        return row.label, row.problems
    try:
        return compare_conversions(row)
    except Refusal as refusal:
        possible = definitions_of(row) if refusal.code == "MS384" and row.definition else ()
        hint = f"possible here: {', '.join(possible)}" if possible else ""
        return row.label, (refused_as_problem(refusal, row.location, hint=hint),)


def _print(form: str, converted: list[Converted]) -> None:
    if form == "table":
        from metasacro.render.terminal.console import glyphs_for, out
        from metasacro.render.terminal.page import print_tables
        from metasacro.views.conversions import conversion_table

        tables = [conversion_table(entry) for entry in converted if not isinstance(entry, tuple)]
        if tables:
            print_tables(tables, out(), glyphs_for(sys.stdout))
        return
    click.echo(_text(form, converted).encode(), nl=False)  # UTF-8 whatever the terminal's encoding


def _text(form: str, converted: list[Converted]) -> str:
    if form in WRITERS:
        from metasacro.views.conversions import conversion_table

        return tables_text(form, [conversion_table(entry) for entry in converted if not isinstance(entry, tuple)])
    from metasacro.synthesis.conversion_document import conversions_document

    document: dict[str, Any] = conversions_document(converted)
    if form == "json":
        from metasacro.render.json_text import json_text

        return json_text(document)
    from metasacro.render.csv_text import csv_text
    from metasacro.views.flat_conversions import COLUMNS, flat_conversions

    return csv_text(COLUMNS, flat_conversions(document))


def _usage(problems: tuple[Problem, ...]) -> None:
    from metasacro.render.terminal.console import err, glyphs_for
    from metasacro.render.terminal.problems import print_problems

    print_problems(problems, err(), glyphs_for(sys.stderr))
    sys.exit(USAGE)
