"""Names beside points: as many as find room, the most important first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from metasacro.figures.lettering import lettered, width
from metasacro.figures.paper import SMALL
from metasacro.figures.sheet import Align, Sheet

#: Longer names are cut: they would cover the points of others.
WIDEST = 110.0
AWAY = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A rectangle on the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Room) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0 and min(self.bottom, other.bottom) - max(self.top, other.top) > 0

    def holds(self, other: Room) -> bool:
        inside = self.left <= other.left and other.right <= self.right
        return inside and self.top <= other.top and other.bottom <= self.bottom


def draw_labels(
    sheet: Sheet, points: Sequence[tuple[float, float, str]], inside: Room, lines: Iterable[Room] = ()
) -> int:
    """Write the names of the points in their order, off the lines where that is possible; how many found room."""
    crossed = list(lines)
    full = [Room(left=x - 3, top=y - 3, right=x + 3, bottom=y + 3) for x, y, _ in points]
    written = 0
    for x, y, name in points:
        words = _short(name)
        places = [
            (align, Room(left=left, top=baseline - SMALL, right=left + width(words, SMALL), bottom=baseline + 2))
            for align, left, baseline in _places(x, y, width(words, SMALL))
        ]
        free = [
            (align, room)
            for align, room in places
            if inside.holds(room) and not any(room.meets(other) for other in full)
        ]
        best = next((place for place in free if not any(place[1].meets(line) for line in crossed)), None)
        chosen = best or next(iter(free), None)
        if chosen is not None:
            align, room = chosen
            start = {"left": room.left, "center": (room.left + room.right) / 2, "right": room.right}[align]
            sheet.text(start, room.bottom - 2, words, size=SMALL, align=align)
            full.append(room)
            written += 1
    return written


def _short(name: str) -> str:
    words = lettered(name)
    if width(words, SMALL) <= WIDEST:
        return words
    kept = next(n for n in range(len(words), 0, -1) if width(words[:n] + "…", SMALL) <= WIDEST)
    return words[:kept].rstrip() + "…"


def _places(x: float, y: float, room: float) -> Iterator[tuple[Align, float, float]]:
    """Where a name may stand: right of its point, left, above, below, and at its corners."""
    middle = y + SMALL * 0.36
    yield "left", x + AWAY, middle
    yield "right", x - AWAY - room, middle
    yield "center", x - room / 2, y - AWAY
    yield "center", x - room / 2, y + AWAY + SMALL
    for baseline in (y - AWAY, y + AWAY + SMALL):
        yield "left", x + AWAY / 2, baseline
        yield "right", x - AWAY / 2 - room, baseline
