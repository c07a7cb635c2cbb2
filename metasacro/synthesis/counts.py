"""A result with a count becomes events and denominator with an exact interval, or the reason why it cannot."""

from __future__ import annotations

from metasacro.effects.clopper_pearson import clopper_pearson
from metasacro.numerics.interval import Interval
from metasacro.problems import Caution, caution
from metasacro.synthesis.rows import CountRow, Entry, LeftOut


def count_row(entry: Entry, level: float) -> CountRow | LeftOut:
    """The events of one cohort. The recorded count is used where it differs from the printed one."""
    printed = entry.result.events
    if printed is None or (printed.events is None and printed.counted is None):
        return _left_out(entry, caution("MS437", what="count"))
    if printed.of is None:
        return _left_out(entry, caution("MS437", what="denominator"))
    if printed.unit != "patients":
        return _left_out(entry, caution("MS434", unit=printed.unit))
    used = printed.counted or printed.events
    assert used is not None, "one of the two is a count"
    events, n = int(used.value), int(printed.of.value)
    lower, upper = clopper_pearson(events, n, level=level)
    return CountRow(
        entry=entry,
        printed=printed,
        events=events,
        n=n,
        interval=Interval(lower=float(lower), upper=float(upper), level=level),
    )


def _left_out(entry: Entry, reason: Caution) -> LeftOut:
    return LeftOut(label=entry.label, reason=reason, source=entry.result.source)
