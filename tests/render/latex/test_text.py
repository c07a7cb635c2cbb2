"""Text that LaTeX prints and does not obey."""

import re

import pytest
from hypothesis import given

from metasacro.problems.printable import one_line
from metasacro.render.latex.text import SIGNS, latex_text
from tests.render.hostile import texts

#: What the escaper may write: escaped signs, commands without arguments, one level of arguments, spaces, empty groups.
WRITTEN = re.compile(
    r"""\\[{}$&#%_,]
    | \\(?:textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|textquotedbl|textasciigrave)\{\}
    | \\(?:ensuremath|textsuperscript|textsubscript)\{(?:\\ensuremath\{[^{}]*\}|[^{}]*)\}
    | \\textbf\{\?\} | \\texttt\{U\+[0-9A-F]{4,6}\}
    | \{\} | ~
    | [^\\{}$&#%_^~<>|"`]""",
    re.VERBOSE,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\", r"\textbackslash{}"),
        ("{}", r"\{\}"),
        ("$ & # % _", r"\$ \& \# \% \_"),
        ("^~", r"\textasciicircum{}\textasciitilde{}"),
        ("−5.4 ≤ 3 ≥ 2", r"\ensuremath{-}5.4 \ensuremath{\leq} 3 \ensuremath{\geq} 2"),
        ("9.2 ± 1.1 × 2", r"9.2 \ensuremath{\pm} 1.1 \ensuremath{\times} 2"),
        ("τ² 1.9, I²", r"\ensuremath{\tau}\textsuperscript{2} 1.9, I\textsuperscript{2}"),
        ("ᵠⁿᵗˢᶜᵃ", "".join(rf"\textsuperscript{{{x}}}" for x in (r"\ensuremath{\varphi}", *"ntsca"))),
        ("P < .001", r"P \textless{} .001"),
        ("12\u202f345\u2009m\u00a0s", r"12\,345\,m~s"),
        ("8–10 “x” …", "8–10 “x” …"),
        ("é Å ö ł ș", "é Å ö ł ș"),
        ("e\u0301", "é"),
        ("-- '' ,, ---", "-{}- '{}' ,{}, -{}-{}-"),
        ("林", r"\texttt{U+6797}"),
        ("a\x00b\u202ec\nd", r"a\textbf{?}b\textbf{?}c d"),
        ("\\input{x}%", r"\textbackslash{}input\{x\}\%"),
    ],
)
def test_each_sign_is_written_so(text: str, expected: str) -> None:
    assert latex_text(text) == expected


@given(texts)
def test_nothing_but_signs_is_written(text: str) -> None:
    written = latex_text(text)
    assert WRITTEN.sub("", written) == ""
    assert "\n" not in written


@given(texts)
def test_plain_words_are_left_alone(text: str) -> None:
    words = one_line(re.sub(r"[^A-Za-z0-9 ]", "", text))
    assert latex_text(words) == words


def test_every_sign_that_a_shipped_page_prints_is_known() -> None:
    """None of them is named by its number."""
    from metasacro.render.latex.table import tables_latex
    from metasacro.views.pages import outcome_tables, reanalysis_tables
    from metasacro.views.single_center.pages import forest_tables, series_tables
    from tests.synthesis.shipped import analyses, evidence, panel
    from tests.synthesis.single_center.series import series

    found = series("gupta2014")
    tables = [
        *outcome_tables(analyses(), evidence()),
        *reanalysis_tables(panel(), evidence()),
        *series_tables(found, evidence()),
        *forest_tables(found, evidence()),
    ]
    assert "U+" not in tables_latex(tables)
    assert all(sign in SIGNS for sign in "−≤≥±τ²×ᵠⁿᵗˢᶜᵃ\u2009\u202f")
