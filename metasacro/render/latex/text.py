"""Text for LaTeX: nothing in it is a command, and pdflatex has every sign.

pylatexenc, which bibtexparser brings, was tried: it lacks ᵠ, ᵗ and ˢ, and a quarter of the commands that it writes need
packages that it does not name. So the signs of the field stand here, and what pdflatex reads by itself is left alone.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from metasacro.problems.printable import one_line
from metasacro.views.code_runs import code_runs

#: What LaTeX obeys, and quotes that it would turn.
COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
}
#: Signs that are mathematics to LaTeX.
MATHEMATICS = {
    "−": "-", "±": r"\pm", "×": r"\times", "÷": r"\div", "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≈": r"\approx",
    "⊕": r"\oplus", "◯": r"\bigcirc",
    "∞": r"\infty", "√": r"\surd", "∂": r"\partial", "∫": r"\int", "·": r"\cdot", "½": r"\frac12",
    "→": r"\rightarrow", "←": r"\leftarrow", "◆": r"\blacklozenge", "◇": r"\lozenge", "■": r"\blacksquare",
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon", "η": r"\eta",
    "θ": r"\theta", "κ": r"\kappa", "λ": r"\lambda", "μ": r"\mu", "ξ": r"\xi", "π": r"\pi", "ρ": r"\rho",
    "σ": r"\sigma", "τ": r"\tau", "φ": r"\varphi", "χ": r"\chi", "ψ": r"\psi", "ω": r"\omega",
    "Γ": r"\Gamma", "Δ": r"\Delta", "Π": r"\Pi", "Σ": r"\Sigma", "Φ": r"\Phi", "Ω": r"\Omega",
}  # fmt: skip
#: Raised and lowered signs: marks of assumptions, squares, indices.
RAISED = {
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵃᶜⁿˢᵗ", [*"0123456789", r"\ensuremath{-}", *"acnst"], strict=True)),
    "ᵠ": r"\ensuremath{\varphi}",
}
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
SPACES = {"\N{NO-BREAK SPACE}": "~", "\N{THIN SPACE}": r"\,", "\N{NARROW NO-BREAK SPACE}": r"\,"}

SIGNS = {
    **COMMANDS,
    **{sign: rf"\ensuremath{{{command}}}" for sign, command in MATHEMATICS.items()},
    **{sign: rf"\textsuperscript{{{raised}}}" for sign, raised in RAISED.items()},
    **{sign: rf"\textsubscript{{{lowered}}}" for sign, lowered in LOWERED.items()},
    **SPACES,
    "�": r"\textbf{?}",
}
#: Neighbours that LaTeX would join: `--` to a dash, `''` and `,,` to quotes.
JOINED = re.compile(r"([-',])(?=\1)")
#: What pdflatex reads as it stands: ASCII, the letters and signs of western and central Europe, dashes, quotes.
KNOWN = re.compile("[\x20-\x7e¡-ÿĀ-ĥĨ-ķĹ-ľŁ-ňŊ-ťŨ-žȘ-ț–—‘-”†‡•…‰‹›€]")


def latex_text(text: str) -> str:
    r"""The text in one line, every sign of it as text. A letter that pdflatex has not is named by its number.

    >>> latex_text("50 % & τ² {x}")
    '50 \\% \\& \\ensuremath{\\tau}\\textsuperscript{2} \\{x\\}'
    """
    line = JOINED.sub("\\1\x00", one_line(normalize("NFC", text)))
    return "".join(_sign(sign) for sign in line).replace("\x00", "{}")


def latex_prose(text: str) -> str:
    """The text with what stands between backticks in the letters of a typewriter."""
    runs = code_runs(text)
    return "".join(f"\\texttt{{{latex_text(run)}}}" if typed else latex_text(run) for run, typed in runs)


def _sign(sign: str) -> str:
    if sign in SIGNS:
        return SIGNS[sign]
    return sign if sign == "\x00" or KNOWN.fullmatch(sign) else rf"\texttt{{U+{ord(sign):04X}}}"
