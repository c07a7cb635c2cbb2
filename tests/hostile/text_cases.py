"""Texts that would be more than text in one format or another; each is the label of a record that is read."""

from __future__ import annotations

from tests.hostile.case import Case

#: Row → name of the record → its label.
LABELS = {
    "markup-open": {"slash": "Kortman [/2013]", "slashes": "a[/]b[/red]"},
    "markup": {
        "red": "Gupta [red]2010",
        "linked": "Gupta [link=https://evil.example]2010[/link]",
        "smile": ":smile: x",
    },
    "formulas": {
        "equals": '=HYPERLINK("https://evil.example")',
        "plus": "+1+cmd|' /C calc'!A0",
        "hyphen": "-2+3",
        "at": "@SUM(1)",
        "tab": "\t=1+1",
    },
    "html": {
        "script": "<script>stolen=1</script>",
        "svg": '"><svg onload=stolen=1>',
        "quotes": "' onmouseover='stolen=1' x='",
        "entities": "&amp; & &lt;b&gt; ]]>",
        "closing": "</title></svg></style></script><img src=x onerror=stolen=1>",
        "address": "javascript:stolen=1",
    },
    "latex": {
        "input": "\\input{/etc/passwd} \\write18{id} % _ # & ~ ^ {",
        "caption": "}\\end{table}\\immediate\\write18{id}",
    },
    "mathtext": {"broken": "$\\frac{$", "one": "$", "square": "$x^2$"},
    "markdown": {
        "pipes": "a | b || `c` \\| d",
        "reference": "[x](javascript:stolen) ![y](https://evil.example/y.png)",
        "heading": "# x <!-- y",
    },
    "other-formats": {
        "braces": "x}, } @string{a={b}} ER  - TY  - JOUR",
        "call": 'x"); system("id"); ("',
        "template": "{{ 7*7 }} {% raw %} ${7*7} %s {0}",
        "nothing": "NA",
    },
    "newline": {"lines": "Smith\n\n2020\n9.0"},
    "words": {"norway": "no", "true": "true"},
}


def kept(label: str) -> str:
    """What is read of it: line breaks and tabs are spaces."""
    return " ".join(label.split())


def quoted(label: str) -> str:
    """As a text of YAML in double quotes."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(sign, sign) for sign in label) + '"'


#: What the page of the manual says instead of a label that would be lost in it.
TOLD = {
    "reference": "a link that runs and a picture",
    "lines": "three line breaks",
    "heading": "a heading and a comment",
}


def _typed(label: str) -> str:
    """Between backticks that it does not end."""
    return f"`` {label} ``" if "`" in label else f"`{label}`"


CASES = tuple(
    Case(row=row, name=name, told=TOLD.get(name) or _typed(kept(label)), meets="text", content=label.encode())
    for row, labels in LABELS.items()
    for name, label in labels.items()
)
