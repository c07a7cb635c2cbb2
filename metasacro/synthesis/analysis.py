"""A finished analysis: its rows, the pooled answer, and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    import pandas as pd

    from metasacro.effects.effect_sizes import EffectSizes
    from metasacro.evidence.protocol import Outcome, Protocol
    from metasacro.evidence.trace import Trace
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution
    from metasacro.synthesis.conversion_grid import ConversionPoint
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
    protocol: Protocol
    rows: tuple[ScoreRow | CountRow, ...]
    left_out: tuple[LeftOut, ...]
    pooled: Pooled | None  #: `None`: no cohort could be pooled
    without_index: Pooled | None  #: `None`: the index study is not among the rows, or is the only one
    index_rows: tuple[ScoreRow | CountRow, ...]
    grid: tuple[GridPoint, ...]  #: the pool at each correlation tried
    conversions: tuple[ConversionPoint, ...]  #: the pool under each other conversion
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

    @property
    def effects(self) -> EffectSizes:
        """What was pooled, by the measure: mean changes with their variances, or log odds.

        The log odds of a cohort in which nobody or everybody had the event do not exist: its row is nan and named in
        a caution. The pool does not use them; it uses the counts.
        """
        from metasacro.effects.effect_sizes import EffectSizes, effect_sizes
        from metasacro.numerics.arrays import np
        from metasacro.synthesis.rows import CountRow, ScoreRow

        labels = tuple(row.entry.label for row in self.rows)
        counts = [row for row in self.rows if isinstance(row, CountRow)]
        if counts:
            events, n = [row.events for row in counts], [row.n for row in counts]
            return effect_sizes("PLO", xi=events, ni=n, to="none", undefined="keep", labels=labels)
        scores = [row for row in self.rows if isinstance(row, ScoreRow)]
        columns = [
            np.array([row.change for row in scores]),
            np.array([row.variance for row in scores]),
            np.array([float(row.n) for row in scores]),
        ]
        for column in columns:
            column.flags.writeable = False
        yi, vi, ni = columns
        return EffectSizes(yi=yi, vi=vi, ni=ni, measure=self.outcome.measure, labels=labels, cautions=())

    def trace(self, label: str | None = None) -> Trace:
        """How the pooled answer came to be, or with `label` one of its rows: a tree down to lines of the evidence.

        Raises `KeyError` where no row is called so, by its label or its record.
        """
        from metasacro.synthesis.lineage.answers import of_pooled
        from metasacro.synthesis.lineage.rows import of_row

        if label is None:
            return of_pooled(self)
        for row in self.rows:
            if label in (row.entry.label, row.entry.study.id):
                return of_row(row, self.settings, self.protocol)
        raise KeyError(label)

    def to_json(self) -> Mapping[str, Any]:
        """The outcome as plain values, in full precision: what `metasacro pool --format json` prints for it."""
        from metasacro.synthesis.document import outcome_document

        return outcome_document(self)

    def to_frame(self) -> pd.DataFrame:
        """One row a cohort, for people who go on in a notebook."""
        import pandas

        return pandas.DataFrame(self.to_json()["studies"])
