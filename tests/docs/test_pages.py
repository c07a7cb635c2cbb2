"""The tutorial and the how-tos work as they are written: every file, every command, every printed line, every figure.

After a wanted change of what is printed: `python -m pytest tests/docs --accept`, then read the difference in git, and
the sentences around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from metasacro.figures.registry import KINDS
from tests.docs.page import blocks, start_of
from tests.docs.pictures import description, drawn_by_the_locked_matplotlib, pictures
from tests.docs.walk import ROOT, Walk, agrees, renewed, rewritten

DOCS = ROOT / "docs"
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_works_as_written(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Somebody who does what it says, in an empty folder, sees what it shows."""
    walk = Walk(folder=tmp_path)
    walk.follow(page)
    text = page.read_text(encoding="utf-8")
    if walk.instead and request.config.getoption("--accept"):
        page.write_text(rewritten(text, walk.instead), encoding="utf-8")
        Walk(folder=_made(tmp_path / "again")).follow(page)
        text = page.read_text(encoding="utf-8")
    assert rewritten(text, walk.instead) == text
    _compare_pictures(page, walk.folder, accept=request.config.getoption("--accept"))


def test_the_numbers_of_the_lesson_say_that_they_are_made_up(tmp_path: Path) -> None:
    """In every record, in the protocol and on every page that shows them: nobody shall quote them."""
    walk = Walk(folder=tmp_path)
    walk.follow(DOCS / "tutorial.md", only_files=True)
    told = [page for page in PAGES if page.stem == "tutorial" or start_of(page) is not None]
    assert len(told) > 3
    files = [*walk.folder.rglob("*.yaml"), *walk.folder.rglob("*.bib"), *told]
    assert [path.name for path in files if "made up" not in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_explains_is_printed_on_it(page: Path) -> None:
    """The first column of its tables `What is printed`: every piece stands in an output of the page."""
    text = page.read_text(encoding="utf-8")
    shown = "\n".join(block.text for block in blocks(text) if block.language == "text")
    pieces = list(explained(text))
    assert [piece for piece in pieces if piece not in shown] == []
    assert bool(pieces) == ("| What is printed |" in text)


def test_a_page_is_read_as_its_sentences_say() -> None:
    """The paragraph before a block belongs to it, with or without an empty line between; another block does not."""
    page = "Save this\nas `a`:\n\n```yaml\nx: 1\n```\n\n```text\nout\n```\n\nFirst.\n\nThen:\n```\n$ ls\n```\n"
    found = list(blocks(page))
    assert [(block.said, block.text, block.line) for block in found] == [
        ("Save this as `a`:", "x: 1", 4),
        ("", "out", 8),
        ("Then:", "$ ls", 15),
    ]


def test_only_what_a_page_says_it_leaves_out_may_be_missing() -> None:
    """`…` stands for any lines in its place, and for nothing elsewhere."""
    printed = "a\nb\n\nc\nd"
    for shown in (printed, "a\n…\nd", "…\nb\n…", "a\nb\n…", "…\nc\nd", "a\n…\n\nc\n…"):
        assert agrees(shown, printed)
    for shown in ("a\nb", "b\n…", "…\nc", "…\nd\n…\nc\n…", "a\n…\nx\n…", ""):
        assert not agrees(shown, printed)


def test_accepted_output_keeps_what_the_page_leaves_out() -> None:
    """From the first line of a part to its last, with what stands between them now."""
    assert renewed("a\n…\nc\nd\n…", "a\nb\nc\nNEW\nd\ne") == "a\n…\nc\nNEW\nd\n…"
    assert renewed("old", "new\nlines") == "new\nlines"
    page = "Type:\n\n```\n$ x\n```\n\n```text\nold\n```\n"
    assert rewritten(page, {7: "new\nlines"}) == page.replace("old", "new\nlines")


def test_the_page_on_figures_has_a_row_for_every_kind() -> None:
    """By its verb."""
    text = (DOCS / "how-to" / "draw-figures.md").read_text(encoding="utf-8")
    assert [kind.verb for kind in KINDS if f"\n| `{kind.verb}` |" not in text] == []


def _compare_pictures(page: Path, folder: Path, *, accept: bool) -> None:
    """What the page shows is what its commands have written into `figures`, with the words of the figure itself."""
    for shown in pictures(page):
        drawn = folder / "figures" / shown.file.name
        assert drawn.is_file(), f"no command of {page.name} writes figures/{shown.file.name}"
        if accept:
            shown.file.write_bytes(drawn.read_bytes())
        assert shown.said == description(drawn.read_text(encoding="utf-8"))
        if drawn_by_the_locked_matplotlib(ROOT):
            assert shown.file.read_bytes() == drawn.read_bytes(), f"{shown.file.name} is not what the command writes"


def explained(page: str) -> Iterator[str]:
    """What stands between backticks in the first column of the tables `What is printed`."""
    inside = False
    for line in page.splitlines():
        inside = line.startswith("| What is printed |") or (inside and line.startswith("|"))
        if inside:
            yield from re.findall(r"`([^`]+)`", line.split("|")[1])


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


PAGE = """\
```
$ mkdir studies
```

Save this as `studies/a.txt`:

```yaml
x: 1
```

At the end of `studies/a.txt`, add:

```yaml
y: 2
```

In `studies/a.txt`, change:

```yaml
x: 1
```

to:

```yaml
x: 3
```

```
$ metasacro check nowhere
```

```text
error[MS134]: there is no folder
…
```

```python
>>> from pathlib import Path
>>> print(Path("studies/a.txt").read_text())
x: 3
y: 2
<BLANKLINE>
```
"""


def walked(folder: Path, page: str) -> Walk:
    """The page, followed in a folder of its own."""
    (folder / "page.md").write_text(page, encoding="utf-8")
    walk = Walk(folder=_made(folder / "empty"))
    walk.follow(folder / "page.md")
    return walk


def test_what_is_printed_otherwise_is_noticed(tmp_path: Path) -> None:
    """The message has more words than this page shows."""
    walk = walked(tmp_path, PAGE)
    assert (walk.folder / "studies" / "a.txt").read_text(encoding="utf-8") == "x: 3\ny: 2\n"
    assert list(walk.instead) == [PAGE.splitlines().index("```text") + 1]


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("In `studies/a.txt`, change:", "Look at this:", "nothing says what this block is for"),
        ("x: 1\n```\n\nto:", "x: 9\n```\n\nto:", "this stands 0 times"),
        ("$ mkdir studies", "$ rm studies", "is not tested"),
        ("$ metasacro check nowhere", "$ metasacro schema", "neither"),
        ("y: 2\n<BLANKLINE>", "y: 7\n<BLANKLINE>", "y: 7"),
        ("<BLANKLINE>\n```", "<BLANKLINE>", "never closed"),
    ],
)
def test_a_page_that_cannot_be_followed_is_refused(good: str, bad: str, said: str, tmp_path: Path) -> None:
    """With the place and what is wrong there."""
    assert PAGE.count(good) == 1
    page = PAGE.replace(good, bad).replace("$ metasacro schema", "metasacro schema\n$ metasacro schema")
    page = page.replace("```\nmetasacro schema\n", "```\n$ mkdir other\nmetasacro schema\n")
    with pytest.raises(AssertionError, match=re.escape(said)):
        walked(tmp_path, page)
