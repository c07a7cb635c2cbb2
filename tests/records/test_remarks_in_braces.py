"""Remarks inside braces, and dashes on a line of their own, are laid out as all others are."""

from __future__ import annotations

from metasacro.records.file_text import FileText
from metasacro.records.record_layout import in_layout, laid_out
from metasacro.records.study_fields import STUDY

UNTIDY = """\
study: smith2020
label: 'Smith: 2020'
citation: smith2020
seen: full text
accrual: { # as the methods say
  from: 2003-01, # first
  # and
  to: "2004" # last
  # no more
  }
cohorts:
  -
    cohort: all
    n: 27
    label: 'Smith''s own: all'
  -
    # a part
    cohort: part
    n: 9
"""

TIDY = """\
study: smith2020
label: "Smith: 2020"
citation: smith2020
seen: full text
accrual:
  # as the methods say
  from: 2003-01 # first
  # and
  # no more
  to: "2004" # last

cohorts:
  - cohort: all
    label: "Smith's own: all"
    n: 27
  # a part
  - cohort: part
    n: 9
"""


def test_each_remark_stands_with_its_entry() -> None:
    """In front of the first one, beside one, between two and behind the last one."""
    assert in_layout(UNTIDY, STUDY) == TIDY
    assert in_layout(TIDY, STUDY) == TIDY


def test_a_remark_of_empty_braces_stands_above_their_field() -> None:
    """There is no entry inside that it could belong to, and the entries of other braces are not its own."""
    head = UNTIDY.partition("accrual")[0].replace("'", '"')
    cohorts = "cohorts:\n  - {cohort: all, n: 27}\n"
    wanted = head + "\ncohorts:\n  - {cohort: all, n: 27}\n\n# none\nnotes: []\n"
    for text in (f"{head}notes: [ # none\n  ]\n{cohorts}", f"{head}{cohorts}notes: [ # none\n  ]\n"):
        assert laid_out(FileText(file="smith2020.yaml", text=text, digest="")) == wanted
