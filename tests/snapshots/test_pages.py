"""What `metasacro pool` prints, to the letter.

After a wanted change: `python -m pytest tests/snapshots --accept`, then read the difference in git.
"""

from pathlib import Path

import pytest

from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from tests.snapshots.pages import page, stripped

PAGES = [
    ("pool-60", 60, UNICODE, None),
    ("pool-80", 80, UNICODE, None),
    ("pool-80-ascii", 80, ASCII, None),
    ("pool-125", 125, UNICODE, None),
    ("pool-140", 140, UNICODE, None),
    ("pool-180", 180, UNICODE, None),
    ("pool-all-125", 125, UNICODE, "all"),
]


@pytest.mark.parametrize(("name", "width", "glyphs", "study_set"), PAGES, ids=[name for name, *_ in PAGES])
def test_the_page_is_the_one_that_was_looked_at(
    name: str, width: int, glyphs: Glyphs, study_set: str | None, request: pytest.FixtureRequest
) -> None:
    path = Path(__file__).with_name(f"{name}.txt")
    actual = stripped(page(width, glyphs, study_set))
    if request.config.getoption("--accept"):
        path.write_text(actual, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == actual
