"""Text that would do something, in one target or another, if it were not escaped; and a table made of it."""

from hypothesis import strategies as st

from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.problems import Caution
from metasacro.views.table import GAP, Axis, Cell, Column, Kind, Mark, Row, Table

HOSTILE = (
    "a | b || c \\| d \\\\| e \\",
    "`code` ``` ~~~ `",
    "[x](javascript:alert(1)) ![y](http://evil.example/z.png) [ref]: /url",
    "<script>alert(1)</script> <!-- gone --> <img src=x onerror=alert(1)>",
    "&amp; &lt;b&gt; &#60; &nbsp;",
    "first\nsecond\r\n\n    third\x0bfourth\u2028fifth",
    "# heading #",
    "- point",
    "+ point",
    "* point",
    "1. one",
    "2) two",
    "---",
    "===",
    "> quoted",
    "_em_ *em* **strong** __strong__ ~~gone~~",
    "\u202eright\u202c \u2066isolated\u2069 zero\u200bwidth",
    "nul \x00 escape \x1b[31m bell \x07",
    "$x^2$ \\input{/etc/passwd} \\write18{rm} % the rest {a_b} ~ # & \\\\",
    "www.evil.example https://evil.example :smile: !",
    "=HYPERLINK(1) +1 -1 @x",
    "[4.2, 6.7]",
    "*",
    "   ",
    "",
)

#: Strings of the signs that mean something somewhere, and of any others.
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        alphabet=st.one_of(
            st.sampled_from("\\`*_[](){}<>&|~#!$%^-+=.:;,'\"/ 19axwT\n\r\t\x00\u202e\u2009\u202f\u00a0−ᵠτ²…"),
            st.characters(),
        ),
        max_size=30,
    ),
)


def traced(text: str) -> Trace:
    """A step with this text in every place."""
    return Trace(what=text, printed=text, how=text, origin=PROGRAM)


def table_of(first: str, second: str) -> Table:
    """A table with both texts in every place, a row of each kind that renderers look at."""
    return Table(
        id="hostile",
        title=first,
        subtitle=second,
        columns=(Column(key="a", title=first), Column(key="b", title=second, right=True), Column(key="c", title="c")),
        rows=(
            Row(cells={"a": Cell(text=first, kind=Kind.HEADING)}),
            Row(
                cells={"a": Cell(text=first, kind=Kind.LABEL), "b": Cell(text=second, trace=traced(second))},
                mark=Mark(lower=1 / 3, upper=float("inf"), estimate=2 / 3, kind=Kind.COMPUTED, weight=1.0),
                key="first",
            ),
            GAP,
            Row(
                cells={"b": Cell(text=first, kind=Kind.ANSWER), "c": Cell(text=second, trace=traced(first))},
                kind=Kind.ANSWER,
            ),
        ),
        axis=Axis(lower=0.0, upper=1.0, no_effect=0.0, important=None, unit="points"),
        notes=(first, second),
        cautions=(Caution(code="MS421", message=first),),
        trace=traced(first),
    )
