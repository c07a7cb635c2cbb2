"""A study record: bytes → `Study`, or coded problems; every number is the decimal text of the file."""

from __future__ import annotations

import re
from decimal import Decimal

import yaml

from metasacro.evidence.period import DAYS
from metasacro.evidence.study import PValue, Study
from metasacro.problems import Problem, Severity
from metasacro.problems.printable import UNSAFE
from metasacro.records.file_text import FileText
from metasacro.records.printed_values import printed_record
from metasacro.records.shape import NOT_REPORTED, Number
from metasacro.records.study_text import read_study
from metasacro.records.yaml_text import parse_yaml
from tests.fuzz.file import as_text
from tests.fuzz.oracle import coded, must, numbers_of, same_number

FILE = "studies/one.yaml"
#: libyaml where it is: Python's parser refuses a question mark inside braces, which libyaml reads.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: The two ends of a scale, told apart without the reader's own pattern.
ENDS = re.compile(r"(-?[0-9.]+) *(?:-|–|to) *(-?[0-9.]+)")


def run(data: bytes) -> None:
    """Read the bytes as the record `one`."""
    source = as_text(data, FILE)
    if source is None:
        return
    study, problems = read_study(source)
    coded(problems)
    errors = [found for found in problems if found.severity is Severity.ERROR]
    must((study is None) == bool(errors), "a record, or errors", study is None, errors[:2])
    if study is not None:
        must(not UNSAFE.search(repr(study)), "nothing unsafe in a record", repr(study))
        as_printed(study, source)
        nothing_lost(study, source)


def as_printed(study: Study, source: FileText) -> None:
    """Each number of the record is the text that a parser which is not ours finds at its place."""
    at = {
        (event.start_mark.line + 1, event.start_mark.column + 1): event.value
        for event in yaml.parse(source.text, Loader=LOADER)
        if isinstance(event, yaml.ScalarEvent)
    }
    for number in numbers_of(study):
        must(number.location is not None, "a place", number)
        assert number.location is not None
        text = at[number.location.line, number.location.column]
        if text == number.text:
            same_number(number, text)
        else:  # the end of a scale, which two numbers share
            ends = ENDS.fullmatch(text)
            must(ends is not None and number.text in ends.groups(), "the characters of the file", number, text)
            same_number(number, number.text)
    for result in study.results:
        for entry in (*result.follow_ups, *result.changes):
            if entry.time is not None:
                length, _, unit = entry.time.text.partition(" ")
                days = float(Decimal(length)) * DAYS[unit.removesuffix("s")]
                must(entry.time.days == days, "the days of a time", entry.time)
            if entry.p is not None:
                _p_value(entry.p)
    for comparison in study.comparisons:
        if comparison.p is not None:
            _p_value(comparison.p)


def _p_value(p: PValue) -> None:
    must(p.value == float(Decimal(p.text.lstrip("<>=≤≥ \t\n"))), "the value of P", p)
    must(0 <= p.value <= 1, "P is a probability", p)


def nothing_lost(study: Study, source: FileText) -> None:
    """Every number that the file states is in the record."""
    document = parse_yaml(source)
    assert not isinstance(document, Problem)
    stated = {
        (value.location.line, value.location.column)
        for value in printed_record(document).values.values()
        if isinstance(value.declared, Number) and value.text != NOT_REPORTED
    }
    held = {(number.location.line, number.location.column) for number in numbers_of(study) if number.location}
    must(stated <= held, "no number of the file is dropped", sorted(stated - held), source.text)
