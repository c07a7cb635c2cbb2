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


def test_a_remark_of_braces_without_entries_is_not_dropped_in_silence() -> None:
    """There is no entry for it, so the file is not laid out and the message says why."""
    text = UNTIDY.partition("accrual")[0] + "cohorts:\n  - {cohort: all, n: 27}\nnotes: [ # none\n  ]\n"
    (found,) = laid_out(FileText(file="smith2020.yaml", text=text, digest=""))
    assert not isinstance(found, str)
    assert (found.code, "a remark would be lost" in found.message) == ("MS159", True)
