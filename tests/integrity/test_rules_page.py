"""`docs/rules.md` says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from metasacro.integrity.rule_list import RULES
from metasacro.problems import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
LINES = PAGE.splitlines()
#: Number, warning, codes, files and remark of each row of the last table.
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if re.match(r"\| W\d\d \|", line)]
CODE = re.compile(r"MS\d{3}")


def test_every_rule_is_told() -> None:
    """Its key, its question and its codes, in the order in which they are asked."""
    rows = [f"| `{rule.key}` | {rule.question} | {', '.join(rule.codes)} |" for rule in RULES]
    assert [line for line in LINES if line.startswith("| `")] == rows


def test_the_forty_warnings_are_told() -> None:
    """Each once, in order."""
    assert [row[0] for row in ROWS] == [f"W{number:02}" for number in range(1, 41)]


def test_every_code_exists() -> None:
    """In the catalogue."""
    assert sorted(set(CODE.findall(PAGE)) - set(CATALOGUE)) == []


def test_a_warning_has_a_code_and_a_file_or_a_reason() -> None:
    """Without a code it says why."""
    for number, _, codes, files, remark in ROWS:
        assert remark, number
        assert bool(CODE.findall(codes)) == bool(files), number
        assert (codes == "—") == (not files), number


def test_a_warning_is_given_where_the_page_says() -> None:
    """Each code stands in one of the row's files."""
    for number, _, codes, files, _ in ROWS:
        paths = [ROOT / "metasacro" / name for name in re.findall(r"`(.+?)`", files)]
        text = "".join(path.read_text(encoding="utf-8") for path in paths)
        assert [code for code in CODE.findall(codes) if f'"{code}"' not in text] == [], number
