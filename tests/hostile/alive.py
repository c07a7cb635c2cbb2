"""A folder in which every text tries to be more than text, and all that the commands make of it."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path

from tests.hostile.text_cases import CASES, quoted
from tests.synthesis.small_folder import HARM, PAIN, count, record, scores, write_folder

#: For the texts of the protocol and of the bibliography, which are one each.
EVERYTHING = (
    "=1+1 <script>stolen=1</script> \"><svg onload=stolen=1> ' & "
    "\\\\input{x} $\\\\frac{$ | [a](javascript:stolen) {{ 7*7 }}"
).replace('"', '\\"')
FORMS = ("table", "json", "csv", "markdown", "latex", "html")
KINDS = ("metafor", "revman", "robvis", "ris", "ro-crate")
FIGURES = ("forest.svg", "forest.pdf", "forest.png")


def alive_folder(path: Path) -> Path:
    """A record a label; the same texts in the protocol, in judgements and in titles of papers."""
    text = f'"{EVERYTHING}"'
    records = {
        case.name: _record(case.name, quoted(case.content.decode()), number) for number, case in enumerate(CASES)
    }
    outcomes = PAIN.replace("Pain reduction", text).replace("unit: points", f"unit: {text}")
    outcomes += HARM.replace("label: Harm", f"label: {text}").replace("why not", text)
    folder = write_folder(path, records, outcomes=outcomes)
    protocol = folder / "protocol.yaml"
    told = protocol.read_text(encoding="utf-8").replace("title: A small synthesis", f"title: {text}")
    protocol.write_text(told.replace("question: What changes?", f"question: {text}"), encoding="utf-8")
    title = EVERYTHING.replace("\\\\", "\\").replace('\\"', "''").replace("frac{", "frac")  # braces of an entry close
    entries = (
        f"@article{{{case.name},\n  title = {{{title}}},\n  author = {{{{=A}} and \\input{{x}}}},\n  year = {{2020}},\n"
        f"  doi = {{10.1000/javascript:stolen}},\n  url = {{javascript:stolen=1}},\n}}\n"
        for case in CASES
    )
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    return folder


def _record(name: str, label: str, number: int) -> str:
    body = record(name, f"{scores('mean: 8, sd: 2', f'mean: {3 + number / 10:.2f}, sd: 2')}\n{count(number % 4)}")
    body = body.replace(f"label: {name.capitalize()}", f"label: {label}\ndesign: {label}\ncentre: {label}")
    return body.replace("where: Table 2", f"where: {label}") + (
        f"risk_of_bias:\n  - tool: jbi\n    by: {label}\n    items:\n"
        f"      - {{item: 1, answer: 'no', reason: {label}, where: {label}}}\n"
    )


def commands(folder: Path, out: Path) -> list[list[str]]:
    """Every command that writes texts of records, with what it writes below `out`."""
    pools = [["pool", str(folder), "--format", form] for form in FORMS]
    figures = [["forest", str(folder), "--risk-of-bias", "--output", str(out / name)] for name in FIGURES]
    exports = [["export", str(folder), "--to", kind, "--output", str(out / kind)] for kind in KINDS]
    exports[-1] += ["--date", "2026-01-01", "--author", "=A <b>", "--licence", "<script>"]
    return [*pools, *figures, *exports, ["report", str(folder), "--output", str(out / "report")]]


def main() -> None:
    """Run all in this process, which saves the starting of fifteen; what each printed is written beside the rest."""
    from metasacro.commands.main import main as metasacro

    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    ended = []
    for arguments in commands(folder, out):
        shown, said = io.BytesIO(), io.BytesIO()
        printed, told = io.TextIOWrapper(shown, "utf-8"), io.TextIOWrapper(said, "utf-8")
        code: object = 0
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(told):
            try:
                metasacro(arguments)
            except SystemExit as end:
                code = end.code
        printed.flush()
        told.flush()
        out.mkdir(exist_ok=True)
        if arguments[0] == "pool":
            (out / f"pool.{arguments[-1]}").write_bytes(shown.getvalue())
        ended.append([arguments[0], code, said.getvalue().decode()])
    (out / "ended.json").write_text(json.dumps(ended), encoding="utf-8")


if __name__ == "__main__":
    main()
