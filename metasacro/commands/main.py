"""`metasacro`: the command line."""

from __future__ import annotations

import atexit
import gc
import keyword
import os
import sys
from importlib import import_module

import click

from metasacro import __version__
from metasacro.commands.exit_codes import FAULT

#: Heading of the help → verb → what it does in a line. The verb's module has its name; it is imported when the verb
#: is used.
SECTIONS = {
    "Answers": {
        "pool": "Pool every outcome of the protocol, beside the reanalysis of the index study.",
        "reanalyze": "Reanalyze STUDY: can its numbers be right, and what do they say?",
        "report": "Write a report: a page in which every number opens its sources, and the same as Markdown.",
        "findings": "Print the summary of findings, and the questions that its figures raise.",
        "convert": "Convert a median with quartiles or extremes to a mean and SD, by every method.",
        "check": "Read the evidence and print every problem in it.",
        "explain": "Say what a code, a method or a field means.",
        "schema": "Print the JSON Schema of a record or of the protocol.",
    },
    "Living evidence": {
        "new": "Begin a record called KEY, from a reference or from nothing.",
        "fmt": "Lay out records: order of fields, indent, length of lines; nothing else changes.",
        "import": "Draft records in FOLDER from a file of another program, and list what has no place in them.",
        "reconcile": "Compare two extractions, value by value, and write the record that both stand behind.",
        "overlap": "List records that may share patients, and the pooled answer with and without each.",
        "export": "Write FOLDER and its answers as the files of another program.",
        "diff": "Say what changed between two states of the evidence, and what it did to every answer.",
        "verify": "Ask other programs for every pooled number, and say to how many digits they agree.",
    },
    "Many analyses": {
        "sweep": "Pool FOLDER under every combination of the choices: which of them moves the answer?",
        "permute": "Test the pooled change by rearranging the cohorts: P values without a distribution.",
        "simulate": "Draw the cohorts again and again: how often do the intervals hold the truth?",
    },
    "Figures (their numbers, or with --output an SVG, PDF or PNG)": {
        "forest": "Draw each cohort with its interval, and the pooled answer below them.",
        "funnel": "Draw the cohorts by effect and standard error, over regions of P values.",
        "baujat": "Draw which cohorts make the heterogeneity, and which move the answer.",
        "cumulative": "Draw the pooled answer as cohorts were added.",
        "leave-one-out": "Draw the pooled answer without each cohort in turn.",
        "gosh": "Draw the pooled answer of every subset of the cohorts.",
        "specifications": "Draw the answer under every combination of the choices.",
        "feasible": "Draw what printed medians leave possible, against conversions of them.",
        "risk-of-bias": "Draw what readers judged of each study, item by item.",
        "flow": "Draw what was found, read and left out, as the PRISMA 2020 diagram.",
    },
}
VERBS = {verb: line for verbs in SECTIONS.values() for verb, line in verbs.items()}

#: Values made before cycles among them are looked for: evidence has none, and a large folder millions of values.
UNLOOKED = 10_000_000


class Verbs(click.Group):
    """Loads a verb's module only when the verb is used, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if name not in VERBS:
            return None
        command = import_module(f"metasacro.commands.{module_of(name)}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        for title, verbs in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(list(verbs.items()))


def module_of(verb: str) -> str:
    """`leave-one-out` → `leave_one_out`, and `import`, which is a word of Python, → `import_`."""
    name = verb.replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name


@click.command(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: `metasacro pool` pools the shipped sacroplasty evidence; `metasacro pool my-studies` pools yours.",
)
@click.version_option(__version__, prog_name="metasacro")
def metasacro() -> None:
    """Meta-analysis from plain-text evidence: one YAML record a study, every printed number traceable."""


def run() -> None:
    """`main` as the whole of a process, which ends as soon as all is written.

    Giving back every value one by one, as Python does at its end, would take a tenth of the time of a command.
    """
    told: list[object] = []
    atexit.register(_end, told)  # called last: after threads have ended, and what was registered since
    try:
        main()
    except SystemExit as ended:
        told.append(ended.code)
        raise


def _end(told: list[object]) -> None:
    """The end of the process, with the exit code that was told."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):  # there is none, or it takes no more: Python knows what to do then
        return
    if told and isinstance(told[0], int):
        os._exit(told[0])


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a fault of ours is said to be ours, and exits with 70."""
    gc.set_threshold(UNLOOKED)
    try:
        metasacro.main(args=arguments, prog_name="metasacro")
    except Exception as fault:
        if "METASACRO_TRACEBACK" in os.environ:
            raise
        from metasacro.problems import problem
        from metasacro.problems.printable import printable
        from metasacro.render.terminal.console import err, glyphs_for
        from metasacro.render.terminal.problems import print_problems

        said = printable(f"{type(fault).__name__}: {fault}")
        hint = "set METASACRO_TRACEBACK=1 and run the command again to see where"
        print_problems([problem("MS900", hint=hint, fault=said)], err(), glyphs_for(sys.stderr))
        sys.exit(FAULT)
