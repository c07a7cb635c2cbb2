"""Write the pages of the manual that follow from the program: `python docs/generate.py`.

`codes.md` comes from the catalogue of problems, `fields.md` from the tables that the reader follows, `methods.md` from
the registries and the docstrings, `commands.md` from the command line, `hostile-files.md` from the table in
tests/hostile. `metasacro explain` and `--help` print the same words. `dependencies.md`, `traceability.md` and
`trust.md` have scripts of their own beside this one. A test keeps the pages current.
"""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path
from typing import Any

import click

from metasacro.commands.main import VERBS, metasacro
from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS, AppraisalTool
from metasacro.literature import PAPERS, Method
from metasacro.problems import CATALOGUE, Code
from metasacro.records.protocol_fields import PROTOCOL
from metasacro.records.shape import (
    Bounds,
    Choice,
    Field,
    Identifier,
    Kind,
    ListOf,
    Number,
    Period,
    PValue,
    Reasons,
    Shape,
    Table,
    Text,
)
from metasacro.records.study_fields import STUDY
from metasacro.views.explanations import PLACEHOLDER, methods
from tests.hostile.page import hostile_page

HERE = Path(__file__).parent
MADE = "<!-- Written by `python docs/generate.py` from the program. Change the program, not this page. -->"

HUNDREDS = {
    "1": "Records: what a file may contain and what a record may say",
    "2": "Evidence that contradicts itself",
    "3": "Moments and effects: from reported numbers to effect sizes",
    "4": "Estimation: how far to trust a pooled number, and what enters it",
    "5": "Diagnostics",
    "6": "Output",
    "9": "Our own fault",
}


def codes_page() -> str:
    """Every code: what it says, why it matters, what to do, an example."""
    parts = [
        MADE,
        "# Codes",
        (
            "Every problem and every caution has a code. `metasacro explain CODE` prints its entry. An *error* refuses "
            "the record or the analysis, a *caution* says that an answer deserves less trust, a *note* states a fact. "
            "`…` stands for what the message fills in."
        ),
    ]
    hundred = ""
    for code in sorted(CATALOGUE.values(), key=lambda entry: entry.code):
        if code.code[2] != hundred:
            hundred = code.code[2]
            parts.append(f"## {hundred}xx · {HUNDREDS[hundred]}")
        parts.append(code_entry(code))
    return "\n\n".join(parts) + "\n"


def code_entry(code: Code) -> str:
    parts = [
        f"### {code.code}",
        f"**{code.severity}**: {PLACEHOLDER.sub('…', code.message)}",
        code.why,
        f"*What to do.* {code.fix}",
    ]
    if code.example:
        parts.append(f"```yaml\n{code.example}\n```")
    if code.instead:
        parts.append(f"Use instead\n\n```yaml\n{code.instead}\n```")
    parts += [f"{PAPERS[key]}" for key in code.references]
    return "\n\n".join(parts)


def fields_page() -> str:
    """Every field of a record and of the protocol."""
    parts = [
        MADE,
        "# Fields",
        (
            "A record is a YAML file of one published series; the protocol is `protocol.yaml` beside it. Numbers are "
            "written as the paper prints them. *nr* marks fields that may be `not reported`, which is never 0."
        ),
        "## The record",
        *tables(STUDY, ""),
        "## The protocol",
        *tables(PROTOCOL, ""),
        "## The tools of appraisal",
        (
            "The items that `risk_of_bias` numbers, paraphrased; work with the tool itself. Answers are shown and "
            "never summed. `metasacro explain jbi` prints the same."
        ),
        *(tool_entry(tool) for tool in APPRAISAL_TOOLS.values()),
    ]
    return "\n\n".join(parts) + "\n"


def tool_entry(tool: AppraisalTool) -> str:
    """One tool: where it comes from, its answers, its items."""
    answers = "; ".join(f"`{answer}` {light}" for answer, light in tool.lights.items())
    rows = ["| Item | Column | Question |", "|---|---|---|"]
    rows += [f"| {item.number} | {item.column} | {item.question} |" for item in tool.items]
    return "\n\n".join([f"### `{tool.key}`: {tool.name}", f"{tool.citation}. Answers: {answers}.", "\n".join(rows)])


def tables(shape: Shape, path: str) -> list[str]:
    """One table a mapping, the outer before the inner."""
    title = f"### `{path}`: {shape.help}" if path else f"{shape.help[0].upper()}{shape.help[1:]}."
    rows = ["| Field | Holds | Needed | Meaning | Example |", "|---|---|---|---|---|"]
    inner: list[str] = []
    for field in shape.fields:
        here = f"{path}.{field.name}" if path else field.name
        kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if isinstance(kind, Table):
            inner += tables(kind.shape, here)
        rows.append(row(field))
    return [title, "\n".join(rows), *inner]


def row(field: Field) -> str:
    needed = ("yes" if field.required else "") + (" nr" if field.may_be_unreported else "")
    example = f"`{field.name}: {field.example}`" if field.example else ""
    cells = (f"`{field.name}`", holds(field.kind), needed.strip(), field.help, example)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def holds(kind: Kind) -> str:
    """What a field may hold, in a few words."""
    match kind:
        case Text():
            return "text" if kind.most is None else f"text, at most {kind.most} characters"
        case Identifier():
            return "a short name: `a-z 0-9 - _`"
        case Choice():
            return ", ".join(f"`{option}`" for option in kind.options)
        case Number():
            return number(kind)
        case Period():
            return "a length of time: `4 weeks`"
        case Bounds():
            return "two ends: `0-10`"
        case PValue():
            return "a P value: `.06`, `<.001`"
        case Reasons():
            return "names of fields, each with a reason"
        case Table():
            return "fields, below"
        case ListOf():
            many = f"{kind.length} of" if kind.length else "list of"
            one = f"{holds(kind.item)}, or a " if kind.or_one else ""
            return f"{one}{many} {'entries, below' if isinstance(kind.item, Table) else holds(kind.item)}"


def number(kind: Number) -> str:
    words = ["a whole number" if kind.whole else "a number"]
    if kind.above is not None:
        words.append(f"above {kind.above:g}")
    if kind.least is not None:
        words.append(f"from {kind.least:g}")
    if kind.most is not None:
        words.append(f"to {kind.most:_g}".replace("_", " ") if kind.most < 1e6 else f"to {int(kind.most):_}")
    return " ".join(words).replace("_", " ")


def methods_page() -> str:
    """Every registered method: its docstring, its papers, what it was checked against."""
    parts = [
        MADE,
        "# Methods",
        (
            "Every estimator, test, measure and conversion by the key that options and the protocol use. "
            "`metasacro explain KEY` prints the same page."
        ),
        *(method_entry(method) for method in methods().values()),
    ]
    return "\n\n".join(parts) + "\n"


def method_entry(method: Method) -> str:
    text = (inspect.getdoc(method.function) or "").partition("\n>>> ")[0].rstrip()
    where = method.function.__module__.replace(".", "/") + ".py"
    papers = "\n".join(f"- {PAPERS[key]}" for key in method.references)
    return "\n\n".join(
        [
            f"## `{method.key}` · {method.name}",
            f"```text\n{text}\n```",
            papers,
            f"*Checked against*: {method.oracle}. *Code*: `{where}`.",
        ]
    )


#: Columns of a printed help, whatever the terminal of whoever writes the page.
HELP_WIDTH = 100


def commands_page() -> str:
    """What `metasacro --help` and the help of every verb print, in the order of the verbs."""
    settings = {**metasacro.context_settings, "terminal_width": HELP_WIDTH, "max_content_width": HELP_WIDTH}
    whole = click.Context(metasacro, info_name="metasacro", **settings)
    parts = [
        MADE,
        "# Commands",
        (
            "Every command as its `--help` prints it. Results go to standard output, all else to standard error. "
            "Exit codes: 0 fine, 1 the evidence has errors, 2 the command line could not be understood, 3 nothing that "
            "was asked for can be estimated, 70 a fault of the program."
        ),
        "## `metasacro`",
        help_text(metasacro, whole),
    ]
    for verb in VERBS:
        command = metasacro.get_command(whole, verb)
        assert command is not None, f"`{verb}` is a verb without a command"
        context = click.Context(command, info_name=verb, parent=whole, **command.context_settings)
        parts += [f"## `metasacro {verb}`", help_text(command, context)]
    return "\n\n".join(parts) + "\n"


def help_text(command: click.Command, context: click.Context) -> str:
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    return "\n".join(["```text", *lines, "```"])


def readme(page: str) -> str:
    """The README with the first table of `outputs/pool.txt` in its first block of output."""
    table = (HERE.parent / "outputs" / "pool.txt").read_text(encoding="utf-8").partition("\n\nMajor complications")[0]
    before, _, rest = page.partition("that `make pool` prints:\n\n```\n")
    _, _, after = rest.partition("\n```\n")
    return f"{before}that `make pool` prints:\n\n```\n{table.rstrip()}\n```\n{after}"


def neighbour(name: str) -> Any:
    """A script of this folder, which is no package."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dependencies_page() -> str:
    """Every package that the program stands on."""
    return str(neighbour("dependencies").page(MADE))


def traceability_page() -> str:
    """Every requirement with its tests and its paper."""
    return str(neighbour("traceability").page(MADE, neighbour("promises").PROMISES))


def trust_page() -> str:
    """What is promised, how it is tested, what the tests last said."""
    return str(neighbour("trust").page(MADE, neighbour("promises").PROMISES))


def hostile_files_page() -> str:
    """Every hostile file that the tests show to the commands, and the error that it meets."""
    return hostile_page(MADE)


PAGES = {
    "codes.md": codes_page,
    "commands.md": commands_page,
    "dependencies.md": dependencies_page,
    "fields.md": fields_page,
    "hostile-files.md": hostile_files_page,
    "methods.md": methods_page,
    "traceability.md": traceability_page,
    "trust.md": trust_page,
}


def main() -> None:
    """Write every page, and the output that the README shows."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
    front = HERE.parent / "README.md"
    front.write_text(readme(front.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
