"""`metasacro forest` on a folder with a fuzzed record: its numbers and its figure, or problems."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.fuzz import commands
from tests.fuzz.oracle import must


def run(data: bytes) -> None:
    """Print the figure's numbers, and draw it."""
    ended = commands.run(data, "forest", "--outcome", "pain")
    if not ended.out:
        return
    folder = commands.output()
    commands.run(data, "forest", "--outcome", "harm")
    commands.run(data, "forest", "--outcome", "pain", "--output", str(folder / "pain.svg"))
    for path in commands.safe_files(folder):
        if path.suffix != ".svg":
            continue  # what says how the figure came to be
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).getroot().iter()}
        must(not tags & {"script", "foreignObject", "a", "style", "image"}, "nothing but drawing", tags)
