"""The report in one Markdown file: every link leads somewhere, every number to its lines."""

from __future__ import annotations

import re
from functools import cache

from hypothesis import given, settings

from metasacro.evidence.trace import Trace
from metasacro.problems.printable import one_line
from metasacro.render.markdown.report import report_markdown
from metasacro.render.markdown.text import slug
from metasacro.synthesis.lineage.answers import of_analysis
from metasacro.views.pages import outcome_tables
from metasacro.views.plots.plot import Plot
from metasacro.views.report.parts import Listing, Paragraph, Phrase, Picture, Report, Section, Workbench, said
from tests.render.hostile import table_of, texts, traced
from tests.render.markdown.parsed import inlines, kinds, rows, tags, targets, words
from tests.synthesis.shipped import analyses, evidence

ANCHOR = re.compile(r'<a id="([A-Za-z0-9_-]+)">')
#: The only raw HTML of a report.
OURS = re.compile(r'<a id="[A-Za-z0-9_-]+">|</a>|</?strong>|<details><summary>[A-Za-z ]+</summary>|</details>')


@cache
def example() -> Report:
    """The shipped evidence in two sections, one inside the other."""
    found = analyses()
    pain, harm = outcome_tables(found[:2], evidence())
    whole = of_analysis(found[0])
    return Report(
        title="Sacroplasty",
        lead=(said("Pain fell by 5.3 points.", found[0].trace()),),
        sections=(
            Section(
                id="pain",
                title="Pain",
                blocks=(Workbench(table=pain, others=(), data={}),),
                sections=(
                    Section(
                        id="pain forest",
                        title="As a picture",
                        blocks=(Picture(plot=Plot(id="forest", title="Forest", alt="6 cohorts [all]", table=harm)),),
                    ),
                ),
                trace=whole,
            ),
            Section(
                id="methods",
                title="Methods",
                blocks=(
                    Paragraph(
                        phrases=(
                            Phrase(text="See "),
                            Phrase(text="the paper", link="https://doi.org/10.1/x", trace=whole, strong=True),
                            Phrase(text=" and "),
                            Phrase(text="the forest", link="#pain forest"),
                            Phrase(text=" and "),
                            Phrase(text="metasacro pool", code=True),
                        )
                    ),
                    Listing(items=(said("one"), said("two"))),
                ),
            ),
        ),
        trace=whole,
    )


def places(trace: Trace) -> list[tuple[str, int, str]]:
    return [
        (source.location.file, source.location.line, source.where)
        for step in trace.walk()
        for source in step.sources
        if source.location
    ]


def test_every_link_leads_to_a_place_in_the_file() -> None:
    source = report_markdown(example(), {})
    inside = {target[1:] for target in targets(source) if target.startswith("#")}
    anchors = ANCHOR.findall(source)
    assert inside <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_every_cell_with_a_digit_is_a_link() -> None:
    found = list(rows(report_markdown(example(), {})))
    bare = [
        words(cell)
        for row in found
        for cell in row
        if any(sign.isdigit() for sign in words(cell))
        and not any(child.type == "link_open" for child in cell.children or ())
    ]
    titles = {column.title for table in outcome_tables(analyses()[:2], evidence()) for column in table.columns}
    headings = {"By etiology, each study at its finest split"}
    assert set(bare) <= titles | headings


def test_the_appendix_names_every_line_of_every_trace() -> None:
    source = report_markdown(example(), {})
    for file, number, where in places(analyses()[0].trace()):
        assert f"`{file}:{number}`" in source
        assert where in source
    assert "baseline: {n: 27, median: 9.0, q1: 8.0, q3: 10.0}" in source
    assert "`metasacro explain REML`" in source


def test_the_contents_name_every_section() -> None:
    source = report_markdown(example(), {})
    for line in ("- [Pain](#pain)", "  - [As a picture](#pain-forest)", "- [Where the numbers come from](#sources)"):
        assert f"{line}\n" in source


def test_a_picture_is_shown_where_there_is_one_and_told_where_there_is_none() -> None:
    shown = report_markdown(example(), {"forest": "figures/a forest.svg"})
    assert "![6 cohorts \\[all\\]](<figures/a%20forest.svg>)" in shown
    assert "figures/a%20forest.svg" in targets(shown)
    without = report_markdown(example(), {"forest": ""})
    assert "image" not in {child.type for token in inlines(without) for child in token.children or ()}
    assert "- 6 cohorts \\[all\\]\n" in without
    for source in (shown, without):
        assert kinds(source).count("table_open") == 2


def test_a_phrase_with_an_address_and_a_trace_leads_to_both() -> None:
    found = targets(report_markdown(example(), {}))
    assert "https://doi.org/10.1/x" in found
    assert found[found.index("https://doi.org/10.1/x") + 1].startswith("#t")


@settings(max_examples=40, deadline=None)  # each writes and parses a whole report; the first loads the parser
@given(texts, texts)
def test_hostile_text_stays_text_wherever_a_report_holds_it(first: str, second: str) -> None:
    table = table_of(first, second)
    phrases = (
        Phrase(text=first),
        Phrase(text=second, trace=traced(second)),
        Phrase(text=first, link=second),
        Phrase(text=second, strong=True),
        Phrase(text=first, code=True),
    )
    report = Report(
        title=first,
        lead=(Paragraph(phrases=phrases),),
        sections=(
            Section(
                id=f"s{first}",
                title=second,
                blocks=(
                    Listing(items=(Paragraph(phrases=phrases), said(first))),
                    table,
                    Picture(plot=Plot(id="p", title=first, alt=second, table=table)),
                ),
                trace=traced(second),
            ),
        ),
        trace=traced(first),
    )
    source = report_markdown(report, {"p": "p.svg"})
    assert [tag for tag in tags(source) if not all(OURS.fullmatch(part) for part in tag.split("\n") if part)] == []
    inside = {target[1:] for target in targets(source) if target.startswith("#")}
    assert inside - {slug(second)} <= set(ANCHOR.findall(source))  # `second` may ask for a section that is none
    outside = [target for target in targets(source) if not target.startswith("#") and target != "p.svg"]
    assert outside == []
    a, b = one_line(first).strip(), one_line(second).strip()
    assert [[words(cell) for cell in row] for row in rows(source)] == 2 * [
        [a, b, "c"],
        [a, "", ""],
        [a, b, ""],
        ["", a, b],
    ]
