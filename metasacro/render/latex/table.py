"""A table for a manuscript: booktabs rules, caption above, notes below; the plot is left to the figure."""

from __future__ import annotations

from collections.abc import Sequence

from metasacro.render.latex.text import latex_prose, latex_text
from metasacro.views.table import Cell, Column, Kind, Row, Table

#: What the manuscript's preamble has to load.
NEEDED = (
    "% Needs in the preamble:",
    "%   \\usepackage[T1]{fontenc}",
    "%   \\usepackage{amssymb,array,booktabs,graphicx,longtable,textcomp}",
)
#: A table of more rows breaks across pages.
LONGEST = 40
#: Cells of more characters wrap, in a column of this share of the line.
WIDEST, SHARE = 45, 0.4
#: A table wider than the line is made smaller; a narrow one stays as it is.
SHRUNK = "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%"
#: Kind of a row → the command round each of its cells.
LOOKS = {Kind.ANSWER: "\\textbf", Kind.SUBTOTAL: "\\textit", Kind.PREDICTION: "\\textit"}


def tables_latex(tables: Sequence[Table], footer: str = "") -> str:
    """Tables one after another, to be read into a manuscript with `\\input`."""
    ending = [f"\\par{{\\footnotesize {latex_prose(footer)}\\par}}"] if footer else []
    return "\n\n".join(["\n".join(NEEDED), *map(_fragment, tables), *ending]) + "\n"


def table_latex(table: Table) -> str:
    """One table, to be read into a manuscript with `\\input`."""
    return tables_latex([table])


def _fragment(table: Table) -> str:
    title, subtitle = latex_text(table.title).strip(), latex_prose(table.subtitle).strip()
    if not table.columns:
        heading = [f"\\textbf{{{title}}}" if title else "", subtitle]
        return "\n".join([*(f"\\par {line}" for line in heading if line), *_below(table)])
    caption = "\\\\ ".join(part for part in (title, f"\\normalfont {subtitle}" if subtitle else "") if part)
    columns = "".join(_column(column, table) for column in table.columns)
    if len(table.rows) > LONGEST:
        return "\n".join(_long(table, caption, columns))
    return "\n".join(
        [
            "\\begin{table}[htbp]",
            *([f"\\caption{{{caption}}}"] if caption else []),
            "\\centering\\small\\smallskip",
            SHRUNK,
            f"\\begin{{tabular}}{{{columns}}}",
            "\\toprule",
            _header(table),
            "\\midrule",
            *_rows(table),
            "\\bottomrule",
            "\\end{tabular}}",
            "\\par\\smallskip",
            *_below(table),
            "\\end{table}",
        ]
    )


def _long(table: Table, caption: str, columns: str) -> list[str]:
    return [
        "{\\small",
        f"\\begin{{longtable}}{{{columns}}}",
        *([f"\\caption{{{caption}}}\\\\"] if caption else []),
        "\\toprule",
        _header(table),
        "\\midrule",
        "\\endhead",
        *_rows(table),
        "\\bottomrule",
        "\\end{longtable}}",
        *_below(table),
    ]


def _column(column: Column, table: Table) -> str:
    if max((len(_text(row.cells.get(column.key))) for row in table.rows), default=0) > WIDEST:
        return f">{{\\raggedright\\arraybackslash}}p{{{SHARE}\\linewidth}}"
    return "r" if column.right else "l"


def _text(cell: Cell | None) -> str:
    return "" if cell is None or cell.kind is Kind.HEADING else cell.text


def _header(table: Table) -> str:
    return _line([latex_text(column.title).strip() for column in table.columns])


def _rows(table: Table) -> list[str]:
    return [_row(row, table) for row in table.rows]


def _row(row: Row, table: Table) -> str:
    if not row.cells:
        return "\\addlinespace"
    heading = next((cell for cell in row.cells.values() if cell.kind is Kind.HEADING), None)
    if heading is not None:
        return f"\\multicolumn{{{len(table.columns)}}}{{l}}{{\\textit{{{latex_text(heading.text).strip()}}}}} \\\\"
    return _line([_look(row, row.cells.get(column.key)) for column in table.columns])


def _look(row: Row, cell: Cell | None) -> str:
    text = latex_prose(_text(cell)).strip()
    kind = row.kind if row.kind in LOOKS or cell is None else cell.kind
    return f"{LOOKS[kind]}{{{text}}}" if text and kind in LOOKS else text


def _line(cells: Sequence[str]) -> str:
    """One line. A bracket or a star at its start would belong to the end of the line before."""
    line = " & ".join(cells) + " \\\\"
    return f"{{}}{line}" if line.startswith(("[", "*")) else line


def _below(table: Table) -> list[str]:
    notes = [latex_prose(note).strip() for note in table.notes]
    cautions = [f"\\textbf{{{latex_text(entry.code)}}} {latex_prose(entry.message)}" for entry in table.cautions]
    return [f"\\par{{\\footnotesize\\raggedright {line}\\par}}" for line in (*notes, *cautions) if line]
