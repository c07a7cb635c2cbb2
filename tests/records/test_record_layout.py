"""A layout changes where things stand, and nothing else; a second one changes nothing at all."""

from __future__ import annotations

import random
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.problems import Location, Severity
from metasacro.records import record_layout
from metasacro.records.file_text import FileText, decode
from metasacro.records.folder import shipped_folder
from metasacro.records.protocol_text import read_protocol
from metasacro.records.record_layout import in_layout, laid_out
from metasacro.records.record_writing import record_text
from metasacro.records.study_fields import STUDY
from metasacro.records.study_text import read_study
from metasacro.records.yaml_pieces import pieces

SHIPPED = {path.name: path.read_text(encoding="utf-8") for path in sorted(shipped_folder().glob("*.yaml"))}
#: Short ones: they are laid out hundreds of times.
SMALL = [name for name, text in SHIPPED.items() if len(text) < 3_000]

UNTIDY = """\
# yaml-language-server: $schema=record.schema.json
# read twice

seen:   full text
study: 'smith2020'   # the key
citation: "smith2020"
label: Smith 2020
accrual: { to: "2004", from: 2003-01,
  where: Methods }   # one line


cohorts:
# all of them
- n:  27
  cohort: all

- cohort: part
  # of the above
  part_of: all
  n: 9.   # oops
results:
    -   cohort: all
        # the outcome
        outcome: pain
        follow_up:
          - {time: 1 month, n: 27, mean: 3.0, # as printed
             sd: 2.40, p: <.001}
          # after the last row
        baseline: {n: 27, mean: 8.00, sd: 1.9, where: "Table 2, left"}
        # at the end of pain
    # before the next
    - outcome: leak
      cohort: all
      events: 0
      of: 27
      unit: patients
      definition: |
        any leak
        at all
      where: >-   # not in the abstract
        Table 3: the last row
notes:
  - this note has been typed on one line that is longer than anybody would like to read, so it is folded when laid
    out by the program
  # no more notes
# the end
"""

TIDY = """\
# yaml-language-server: $schema=record.schema.json
# read twice

study: smith2020 # the key
label: Smith 2020
citation: smith2020
seen: full text
accrual: {from: 2003-01, to: "2004", where: Methods} # one line

cohorts:
  # all of them
  - cohort: all
    n: 27

  - cohort: part
    # of the above
    part_of: all
    n: 9 # oops

results:
  # the outcome
  - outcome: pain
    cohort: all
    baseline: {n: 27, mean: 8.00, sd: 1.9, where: "Table 2, left"}
    follow_up:
      - time: 1 month
        n: 27
        mean: 3.0 # as printed
        sd: 2.40
        p: <.001
      # after the last row
    # at the end of pain
  # before the next
  - outcome: leak
    cohort: all
    definition: any leak at all
    events: 0
    of: 27
    unit: patients
    # not in the abstract
    where: >-
      Table 3: the last row

notes:
  - >-
    this note has been typed on one line that is longer than anybody would like to read, so it is folded when laid out
    by the program
  # no more notes
# the end
"""


def source(text: str, name: str = "smith2020.yaml") -> FileText:
    decoded = decode(text.encode(), name)
    assert isinstance(decoded, FileText)
    return decoded


def without_places(value: Any) -> Any:
    """A value in which no line and no column stands."""
    if isinstance(value, Location):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, *(without_places(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, tuple | list):
        return [without_places(item) for item in value]
    return {name: without_places(item) for name, item in value.items()} if hasattr(value, "items") else value


def remarks(text: str) -> list[str]:
    return sorted(record_layout._remarks(pieces(text)))


def test_an_untidy_record_becomes_tidy() -> None:
    """To the letter, with every remark beside or above what it was beside or above."""
    assert in_layout(UNTIDY.replace("9. ", "9 "), STUDY) == TIDY
    assert in_layout(TIDY, STUDY) == TIDY


def test_a_file_with_errors_is_left_alone() -> None:
    """Its errors are the answer; cautions would not be."""
    answer = laid_out(source(UNTIDY))
    assert isinstance(answer, list)
    assert [found.code for found in answer] == ["MS114"]
    assert all(found.severity is Severity.ERROR for found in answer)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_files_are_laid_out(name: str) -> None:
    """`metasacro fmt` changes none of them."""
    assert laid_out(source(SHIPPED[name], name)) == SHIPPED[name]


@pytest.mark.parametrize("name", sorted(set(SHIPPED) - {"protocol.yaml"}))
def test_what_is_written_is_laid_out(name: str) -> None:
    """`record_text` and `fmt` agree on the layout."""
    written = record_text(_plain(record_layout.pieces(SHIPPED[name])))
    assert laid_out(source(written, name)) == written


def _plain(piece: Any) -> Any:
    content = piece.content
    if isinstance(content, dict):
        return {name: _plain(child) for name, child in content.items()}
    return [_plain(child) for child in content] if isinstance(content, list) else content


def disturbed(text: str, seed: int) -> str:
    """The same record as another hand would have typed it: remarks, empty lines, quotes, spaces, another order."""
    chance = random.Random(seed)
    head, *sections = text.split("\n\n")
    top = head.split("\n")
    fixed, movable = top[:1], [line for line in top[1:] if not line.startswith((" ", "read_at", "accrual"))]
    rest = [line for line in top[1:] if line not in movable]
    chance.shuffle(movable)
    chance.shuffle(sections)
    lines = "\n\n".join(["\n".join([*fixed, *movable, *rest]), *sections]).split("\n")
    made = []
    for line in lines:
        if chance.random() < 0.1:
            made.append(" " * chance.randrange(0, 9) + f"# remark {chance.randrange(1000)}")
        if chance.random() < 0.05:
            made.append("")
        if chance.random() < 0.1:
            line += " " * chance.randrange(1, 4) + f"# beside {chance.randrange(1000)}" + "x" * chance.randrange(60)
        name, colon, value = line.partition(": ")
        if colon and value.isalpha() and chance.random() < 0.3:
            quote = chance.choice(['"', "'"])
            line = f"{name}:{' ' * chance.randrange(1, 3)}{quote}{value}{quote}"
        if "{" in line and chance.random() < 0.3:
            broken = chance.choice([",\n                   ", ", # inside\n           "])
            made += line.replace(", ", broken, 1).split("\n")
        else:
            made.append(line)
    return "\n".join(made) + chance.choice(["", "\n", "\n\n", "\n# the end\n"])


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SMALL), st.integers(0, 2**32))
def test_laws_of_a_layout(name: str, seed: int) -> None:
    """The same study, the same remarks, and a second layout is the first one."""
    text = disturbed(SHIPPED[name], seed)
    read = read_protocol if name == "protocol.yaml" else read_study
    before, problems = read(source(text, name))
    once = laid_out(source(text, name))
    if any(found.severity is Severity.ERROR for found in problems):
        assert isinstance(once, list)
        return
    assert isinstance(once, str), once
    assert without_places(read(source(once, name))[0]) == without_places(before)
    assert remarks(once) == remarks(text)
    assert laid_out(source(once, name)) == once


def test_most_disturbed_records_can_be_read() -> None:
    """So that the law above is about something."""
    read = [laid_out(source(disturbed(SHIPPED[SMALL[0]], seed), SMALL[0])) for seed in range(40)]
    assert sum(isinstance(answer, str) for answer in read) > 24


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1).filter(lambda text: text.strip()))
@settings(max_examples=60, deadline=None)
def test_any_text_keeps_its_layout(words: str) -> None:
    """Written, laid out, laid out again: the same."""
    fields_ = {
        "study": "smith2020", "label": words, "citation": "smith2020", "seen": "full text", "design": words * 3,
        "cohorts": [{"cohort": "all", "n": "20"}],
        "comparisons": [{"outcome": "pain", "cohorts": ["all", "all"], "of": "change", "p": ".1", "where": words}],
        "notes": [words],
    }  # fmt: skip
    text = record_text({**fields_, "design": " ".join((words * 3).split())})
    assert in_layout(text, STUDY) == in_layout(in_layout(text, STUDY), STUDY)
    assert record_layout._lost(pieces(text), pieces(in_layout(text, STUDY))) == ""


@pytest.mark.parametrize(
    ("spoiled", "said"), [("study: smith2020", "a value would change"), ("# a remark", "a remark would be lost")]
)
def test_a_layout_that_loses_something_is_not_used(spoiled: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """MS159: the file is left as it is. No text is known that leads there."""
    cohorts = [{"cohort": "all", "n": "3"}]
    text = record_text(
        {"study": "smith2020", "label": "x", "citation": "x", "seen": "abstract", "cohorts": cohorts},
        comments={("label",): "a remark"},
    )
    instead = text.replace(spoiled, "study: other" if spoiled[0] == "s" else "")
    monkeypatch.setattr(record_layout, "written", lambda _: instead)
    (found,) = laid_out(source(text))
    assert not isinstance(found, str)
    assert found.code == "MS159"
    assert said in found.message


ITEMS = (
    "one",
    "{a: b}",
    "{a: b}  # beside the row",
    "a: b\n    c: d",
    "a: b # beside a\n    c: d",
    "a:\n      - x # y\n    c: d",
)


@pytest.mark.parametrize("head", ["", " # beside the head"])
@pytest.mark.parametrize("first", ITEMS)
@pytest.mark.parametrize("second", ITEMS)
@pytest.mark.parametrize("between", ["", "  # between\n", "\n", "    # deeper\n"])
def test_remarks_beside_every_kind_of_entry(head: str, first: str, second: str, between: str) -> None:
    """Nothing moves into a line of something else."""
    text = f"list:{head}\n  - {first}\n{between}  - {second}\n  - last # the last\nend: x # of all\n"
    once = in_layout(text, STUDY)
    assert record_layout._lost(pieces(text), pieces(once)) == ""
    assert in_layout(once, STUDY) == once
