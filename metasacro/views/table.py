"""A table as data: what a renderer needs to know, and nothing about how it will look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace
    from metasacro.problems import Caution


class Kind(Enum):
    """What a cell or row is; each renderer has a look for each kind."""

    LABEL = "label"
    PRINTED = "printed"  #: as the paper printed it
    COMPUTED = "computed"
    ASSUMED = "assumed"  #: rests on an assumption; also carries a mark
    ANSWER = "answer"  #: the pooled row
    PREDICTION = "prediction"
    SUBTOTAL = "subtotal"
    HEADING = "heading"
    BAR = "bar"  #: a share, drawn from `lower` to `upper`


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Text with its kind and how it came to be. `short` is for narrow columns."""

    text: str
    kind: Kind = Kind.COMPUTED
    trace: Trace | None = None
    short: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a row draws on the axis: an interval round an estimate. `weight` is a fraction of the heaviest row's."""

    lower: float
    upper: float
    estimate: float | None
    kind: Kind
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The shared axis of a table, in the outcome's units."""

    lower: float
    upper: float
    no_effect: float | None
    important: float | None  #: the minimal important difference
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`drop`: columns with the highest number go first when the room is short; 0 stays always."""

    key: str
    title: str
    right: bool = False
    drop: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells by column key. A row without cells is a gap. `key` tells rows apart where something refers to them."""

    cells: Mapping[str, Cell]
    kind: Kind = Kind.COMPUTED
    mark: Mark | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Heading, rows, and the lines below them, in the order of reading.

    `trace` is what the numbers in heading, notes and cautions rest on, and those of cells that have none of their own.
    """

    id: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    axis: Axis | None = None
    plot_yields: bool = False  #: words and columns matter more than the plot
    notes: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = field(default=())
    trace: Trace | None = None


GAP = Row(cells={})
