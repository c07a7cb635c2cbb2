"""What the layout rests on: measured words, round numbers, and diagrams with every box."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metasacro.evidence.flow import DatabaseArm, ExcludedReports, Flow, OtherArm, Retrieval
from metasacro.evidence.reported import Reported
from metasacro.figures.lettering import MISSING, lettered, width, wrapped
from metasacro.figures.scale import Scale, nice
from metasacro.views.plots.baujat import baujat_plot
from metasacro.views.plots.flow import FlowPlot, flow_plot
from metasacro.views.plots.funnel import funnel_plot
from metasacro.views.plots.gosh import gosh_plot
from metasacro.views.plots.refitted import leave_one_out_plot
from metasacro.views.plots.risk_of_bias import risk_of_bias_plot
from tests.figures.made_up import HOSTILE, LONG
from tests.figures.measured import outside, overlaps
from tests.synthesis.shipped import analysis, evidence


@pytest.mark.parametrize("text", [LONG, *HOSTILE])
@pytest.mark.parametrize("room", [30.0, 90.0, 400.0])
def test_a_wrapped_line_fits_and_nothing_is_lost(text: str, room: float) -> None:
    lines = wrapped(text, room, 8.0)
    assert max(width(line, 8.0) for line in lines) <= room
    assert "".join("".join(lines).split()) == "".join(lettered(text).split())


def test_a_letter_that_the_font_lacks_is_shown_as_missing() -> None:
    assert lettered("李 2018") == f"{MISSING} 2018"
    assert lettered("τ² ᵠ ⁿ − – × ½ é") == "τ² ᵠ ⁿ − – × ½ é"


@pytest.mark.parametrize(("lower", "upper"), [(0.0, 10.0), (-0.7, 11.2), (0.0, 0.0), (5.0, 5.0), (-3.0, 1e6)])
def test_the_ends_of_an_axis_are_round_and_hold_what_they_were_asked_to(lower: float, upper: float) -> None:
    low, high = nice(lower, upper)
    assert low <= lower <= upper <= high
    assert low < high


def test_numbers_at_an_axis_have_a_true_minus_and_one_precision() -> None:
    ticks = Scale(lower=-1.0, upper=1.0, start=0.0, end=100.0).ticks(5)
    assert [text for _, text in ticks] == ["−1.0", "−0.5", "0.0", "0.5", "1.0"]


def test_what_lies_beyond_an_axis_lies_at_its_end() -> None:
    scale = Scale(lower=0.0, upper=10.0, start=100.0, end=200.0)
    assert [scale.at(value) for value in (-5.0, 5.0, float("inf"))] == [100.0, 150.0, 200.0]


def _n(number: int | None) -> Reported | None:
    return None if number is None else Reported(text=str(number), location=None)


def whole_flow() -> FlowPlot:
    """Both arms, with reasons as hostile as names."""
    reasons = tuple(
        ExcludedReports(reason=text, n=_n(at or None), location=None) for at, text in enumerate((*HOSTILE[:5], LONG))
    )
    reports = Retrieval(sought=_n(1234), not_retrieved=_n(12), assessed=_n(1222), excluded=reasons)
    flow = Flow(
        databases=DatabaseArm(
            databases=_n(12345),
            registers=_n(10),
            duplicates=_n(2000),
            automation=None,
            other_removed=_n(0),
            screened=_n(10355),
            excluded=_n(9121),
            reports=reports,
            location=None,
        ),
        others=OtherArm(
            websites=_n(3),
            organisations=None,
            citation_searching=_n(10),
            other=_n(1),
            reports=replace(reports, excluded=None),
            location=None,
        ),
        studies=_n(23),
        reports=_n(25),
        reason=LONG,
        location=None,
    )
    return flow_plot(replace(evidence(), protocol=replace(evidence().protocol, flow=flow)))


def test_a_flow_of_both_arms_has_every_box_of_prisma_2020() -> None:
    plot = whole_flow()
    assert len(plot.arms) == 2
    assert [(box.arm, box.row, box.side) for box in plot.boxes] == [
        *((0, row, side) for row in range(4) for side in (False, True)),
        (1, 0, False),
        *((1, row, side) for row in (2, 3) for side in (False, True)),
        (0, 4, False),
    ]
    told = [pair for box in plot.boxes for pair in box.counts]
    assert ("Marked as ineligible by automation tools", "not reported") in told
    assert ("Removed for other reasons", "0") in told
    assert overlaps(plot) == []
    assert outside(plot) == []


def test_hostile_names_stand_in_every_other_figure_too() -> None:
    studies = dict(evidence().studies)
    for name, label in zip(evidence().protocol.main.studies, HOSTILE, strict=False):
        studies[name] = replace(studies[name], label=label)
    hostile = replace(evidence(), studies=studies)
    rows = tuple(
        replace(row, entry=replace(row.entry, study=studies[row.entry.study.id])) for row in analysis("pain").rows
    )
    found = replace(analysis("pain"), rows=rows)
    makers = (funnel_plot, baujat_plot, gosh_plot, leave_one_out_plot)
    for plot in (risk_of_bias_plot(hostile), *(make(found) for make in makers)):
        assert overlaps(plot) == []
        assert outside(plot) == []
