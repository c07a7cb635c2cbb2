"""The signs that a terminal can show: Unicode, or ASCII where the encoding has no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.problems.printable import UNSAFE
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from typing import IO

#: White space that would leave the line or its column.
LINE_ENDS = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")

#: Signs of our texts and their ASCII spelling, for terminals and files that know no other.
SPELLED = str.maketrans(
    {
        "τ": "tau",
        "²": "^2",
        "–": "-",
        "—": "-",
        "−": "-",
        "·": "-",
        "…": "...",
        "±": "+/-",
        "≤": "<=",
        "≥": ">=",
        "×": "x",
        "→": "->",
        "⊕": "+",
        "◯": "o",
        "é": "e",
        "ᵠ": "q",
        "ᵃ": "a",
        "ᶜ": "c",
        "ⁿ": "n",
        "ᵗ": "t",
        "ˢ": "s",
        "₁": "1",
        "₂": "2",
        "\u202f": " ",
        "\u2009": " ",
        "’": "'",
        "\N{NO-BREAK SPACE}": " ",
        "�": "?",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """What the forest plot is drawn with. `sizes`: markers from light to heavy weight."""

    sizes: tuple[str, ...]
    whisker: str
    edge: str  #: the interval goes on beyond the right end
    edge_left: str
    no_effect: str
    important: str
    diamond: str
    diamond_whisker: str
    subtotal: str
    prediction: str
    bullet: str
    caution: str
    more: str  #: text goes on
    ascii: bool

    def text(self, words: str) -> str:
        """The words in one line, in signs that the terminal has; nothing in them can steer it."""
        words = UNSAFE.sub("�", words.translate(LINE_ENDS))
        return words.translate(SPELLED).encode("ascii", "replace").decode() if self.ascii else words


UNICODE = Glyphs(
    sizes=("▪", "■", "█"),
    whisker="─",
    edge="→",
    edge_left="←",
    no_effect="│",
    important="┊",
    diamond="◆",
    diamond_whisker="━",
    subtotal="◇",
    prediction="┄",
    bullet="·",
    caution="!",
    more="…",
    ascii=False,
)
ASCII = Glyphs(
    sizes=("o", "O", "#"),
    whisker="-",
    edge=">",
    edge_left="<",
    no_effect="|",
    important=":",
    diamond="*",
    diamond_whisker="=",
    subtotal="+",
    prediction=".",
    bullet="-",
    caution="!",
    more="...",
    ascii=True,
)


def glyphs_for(stream: IO[str]) -> Glyphs:
    """Unicode signs where the stream's encoding has them."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-")
    return UNICODE if encoding.startswith("utf") else ASCII
