"""Tables of what two readers extracted: how far they agree, and every place where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from metasacro.problems import Caution
from metasacro.problems.printable import printable
from metasacro.records.printed_values import BETWEEN, WORDS
from metasacro.views.numbers import bracketed, count, fixed, many, percent
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.records.comparison import Compared, Comparison, Side
    from metasacro.records.reconciliation_decisions import Settled
    from metasacro.synthesis.agreement import Agreement, Judged, Tally

#: A value in a table of the terminal; other formats have it whole.
WIDEST_VALUE = 22


def reconciliation_tables(comparison: Comparison, agreement: Agreement, settled: Sequence[Settled] = ()) -> list[Table]:
    """Everything, in the order of reading."""
    decided = {(each.difference.study, each.difference.path): each for each in settled}
    paired = [each for each in comparison.differences if not each.verdict.one_sided]
    tables = [
        _by_study(comparison, agreement),
        _by_kind(agreement),
        *([_judgements(agreement.judged)] if agreement.judged else []),
        _differences(
            "differences", "Values that differ", comparison, [each for each in paired if each.kind != WORDS], decided
        ),
        _differences(
            "words", "Words that differ", comparison, [each for each in paired if each.kind == WORDS], decided
        ),
        _differences(
            "alone",
            "Without a partner",
            comparison,
            [each for each in comparison.differences if each.verdict.one_sided],
            decided,
        ),
    ]
    return [table for table in tables if table.rows or table.notes]


_COUNTS = (
    Column(key="compared", title="both", right=True),
    Column(key="same", title="as printed", right=True),
    Column(key="share", title="%", right=True),
    Column(key="written", title="same number, other print", right=True, drop=2),
    Column(key="differ", title="differ", right=True),
    Column(key="only_a", title="only a", right=True, drop=1),
    Column(key="only_b", title="only b", right=True, drop=1),
    Column(key="share_of_all", title="% of all", right=True, drop=3),
)


def _counts(label: str, tally: Tally, kind: Kind = Kind.COMPUTED) -> Row:
    cells = {
        name: Cell(text=count(getattr(tally, name)), kind=kind)
        for name in ("compared", "same", "written", "differ", "only_a", "only_b")
    }
    cells |= {name: Cell(text=_share(getattr(tally, name)), kind=kind) for name in ("share", "share_of_all")}
    return Row(cells={"label": Cell(text=label, kind=Kind.LABEL), **cells}, kind=kind, key=label)


def _share(share: float | None) -> str:
    return "" if share is None else percent(share)


def _by_study(comparison: Comparison, agreement: Agreement) -> Table:
    alone = [
        *(f"only {comparison.a} has a record `{study}`" for study in comparison.only_a),
        *(f"only {comparison.b} has a record `{study}`" for study in comparison.only_b),
    ]
    records = f"{many(len(comparison.studies), 'record')} of both"
    return Table(
        id="agreement",
        title=f"Agreement of {comparison.a} (a) and {comparison.b} (b) · {records}",
        subtitle="numbers, choices and names, as printed; fields by which entries are matched do not count",
        columns=(Column(key="label", title="Record"), *_COUNTS),
        rows=(
            *(_counts(study, tally) for study, tally in agreement.by_study.items()),
            _counts("all", agreement.total, Kind.ANSWER),
            Row(cells={"label": Cell(text="words, kept apart", kind=Kind.HEADING)}),
            *(_counts(study, tally) for study, tally in agreement.words_by_study.items()),
            _counts("all words", agreement.words, Kind.SUBTOTAL),
        ),
        notes=tuple(alone),
    )


def _by_kind(agreement: Agreement) -> Table:
    return Table(
        id="kinds",
        title="By kind of field",
        subtitle="an entry that one reader lacks is of the kind of its values, or mixed",
        columns=(Column(key="label", title="Kind"), *_COUNTS),
        rows=tuple(_counts(kind, tally) for kind, tally in agreement.by_kind.items()),
    )


def _judgements(judged: Sequence[Judged]) -> Table:
    told = [
        Caution(code=caution.code, message=f"{each.what}: {caution.message}")
        for each in judged
        for caution in each.kappa.cautions
    ]
    return Table(
        id="judgements",
        title="Choices beyond chance",
        subtitle="Cohen's kappa, with its large-sample interval",
        columns=(
            Column(key="what", title="Field"),
            Column(key="n", title="n", right=True),
            Column(key="observed", title="equal %", right=True),
            Column(key="expected", title="by chance %", right=True, drop=1),
            Column(key="kappa", title="kappa", right=True),
            Column(key="interval", title="[CI]"),
        ),
        rows=tuple(_judgement(each) for each in judged),
        cautions=tuple(told),
    )


def _judgement(each: Judged) -> Row:
    kappa = each.kappa
    texts = {
        "n": count(kappa.n),
        "observed": percent(kappa.observed),
        "expected": percent(kappa.expected),
        "kappa": "" if kappa.estimate is None else fixed(kappa.estimate, 2),
        "interval": "" if kappa.interval is None else bracketed(kappa.interval, 2),
    }
    cells = {name: Cell(text=text) for name, text in texts.items()}
    return Row(cells={"what": Cell(text=each.what, kind=Kind.LABEL), **cells}, key=each.what)


def _differences(
    id: str,
    title: str,
    comparison: Comparison,
    found: Sequence[Compared],
    decided: dict[tuple[str, str], Settled],
) -> Table:
    columns = (
        Column(key="field", title="Field"),
        Column(key="a", title="a"),
        Column(key="at_a", title="at"),
        Column(key="b", title="b"),
        Column(key="at_b", title="at"),
        Column(key="verdict", title="what differs", drop=2),
    )
    decisions = (Column(key="decision", title="decided"),) if decided else ()
    return Table(
        id=id,
        title=f"{title} · {len(found)}",
        subtitle=f"a: {comparison.a} · b: {comparison.b}",
        columns=(*columns, *decisions),
        rows=tuple(_rows(found, decided)),
    )


def _rows(found: Iterable[Compared], decided: dict[tuple[str, str], Settled]) -> Iterator[Row]:
    """A heading for every entry that holds differences, then these."""
    for (study, heading), group in groupby(found, key=lambda each: (each.study, _heading(each))):
        yield Row(cells={"field": Cell(text=f"{study} · {heading}" if heading else study, kind=Kind.HEADING)})
        for each in group:
            settled = decided.get((each.study, each.path))
            cells = {
                "field": Cell(text=each.path.removeprefix(heading).removeprefix(BETWEEN), kind=Kind.LABEL),
                "a": _value(each.a),
                "at_a": _place(each.a),
                "b": _value(each.b),
                "at_b": _place(each.b),
                "verdict": Cell(text=_verdict(each)),
                "decision": Cell(text=settled.origin if settled else "open"),
            }
            yield Row(cells=cells, key=f"{each.study} · {each.path}")


def _heading(each: Compared) -> str:
    """What holds it: an entry, or a field of the record."""
    first, _, rest = each.path.partition(BETWEEN)
    return each.holder or (first if rest else "")


def _verdict(each: Compared) -> str:
    return "other words" if each.kind == WORDS and each.a and each.b else each.verdict.value


def _value(side: Side | None) -> Cell:
    if side is None:
        return Cell(text="–")
    return Cell(text=printable(side.text), short=printable(side.text, WIDEST_VALUE), kind=Kind.PRINTED)


def _place(side: Side | None) -> Cell:
    if side is None:
        return Cell(text="")
    return Cell(text=f"{side.location.file}:{side.location.line}", short=f":{side.location.line}")
