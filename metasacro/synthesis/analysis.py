"""A finished analysis: its rows, the pooled answer, and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from metasacro.evidence.protocol import Outcome
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution
    from metasacro.synthesis.pools import GridPoint
    from metasacro.synthesis.rows import CountRow, LeftOut, ScoreRow
    from metasacro.synthesis.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtotal:
    """The pool of one subgroup, each record at its finest split."""

    name: str
    rows: tuple[ScoreRow | CountRow, ...]
    pooled: Pooled


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One outcome, pooled. `pooled` is on the measure's scale: MC in points, PLO in log odds."""

    outcome: Outcome
    settings: Settings
    rows: tuple[ScoreRow | CountRow, ...]
    left_out: tuple[LeftOut, ...]
    pooled: Pooled | None  #: `None`: no cohort could be pooled
    without_index: Pooled | None  #: `None`: the index study is not among the rows, or is the only one
    index_rows: tuple[ScoreRow | CountRow, ...]
    grid: tuple[GridPoint, ...]  #: the pool at each correlation tried
    subtotals: tuple[Subtotal, ...]
    cautions: tuple[Caution, ...]

    @property
    def n(self) -> int:
        """Patients in the pool."""
        return sum(row.n for row in self.rows)

    @property
    def studies(self) -> int:
        """Records in the pool; a record may hold several cohorts."""
        return len({row.entry.study.id for row in self.rows})

    def to_json(self) -> Mapping[str, Any]:
        """The outcome as plain values, in full precision: what `metasacro pool --format json` prints for it."""
        from metasacro.synthesis.document import outcome_document

        return outcome_document(self)

    def to_frame(self) -> pd.DataFrame:
        """One row a cohort, for people who go on in a notebook."""
        import pandas

        return pandas.DataFrame(self.to_json()["studies"])
