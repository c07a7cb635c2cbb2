"""`metasacro pool`: every outcome of the protocol, pooled, beside the reanalysis of the index study."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metasacro.commands.choices import CONVERSION, METHOD, PREDICTION, STUDY_SET, TEST
from metasacro.commands.evidence_folder import evidence_or_exit, find_folder, outcomes_or_exit, own_name
from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE
from metasacro.commands.formats import DATA, WRITERS, tables_text
from metasacro.commands.options import CORRELATION, FORMAT, LEVEL, SKIP_INVALID, use_one_thread
from metasacro.commands.pool_trace import print_and_exit, refuse_besides

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.reanalysis import Reanalysis

OTHERWISE = "nothing was pooled: mend the records named above, or pool the rest"

EPILOG = """\b
Examples:
  metasacro pool                                the shipped sacroplasty evidence
  metasacro pool my-studies --outcome pain      one outcome of your own evidence
  metasacro pool --study-set all --test knha    other choices than the protocol's; each is marked
  metasacro pool --format json --output out     files for other programs
  metasacro pool --trace pain                   how the pooled answer came to be
  metasacro pool --trace pain/gupta2014         how one row did, down to lines of the record
  metasacro pool --check-manifest out/pool.manifest.json
"""


@click.command(name="pool", epilog=EPILOG)
@click.argument("folder", required=False)
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    help="Only this outcome of the protocol, pooled and in the reanalysis; may be repeated.",
)
@STUDY_SET
@METHOD
@TEST
@CONVERSION
@PREDICTION
@CORRELATION
@LEVEL
@FORMAT
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also write pool.txt, pool.csv, pool.json and their manifest into this folder.",
)
@click.option(
    "--trace",
    metavar="OUTCOME[/STUDY]",
    help="Print how this pooled answer, or this row of it, came to be, down to lines of the records.",
)
@click.option(
    "--check-manifest",
    "manifest",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Carry the command of this manifest out again, and say whether the same inputs still give the same numbers.",
)
@click.option("--watch", is_flag=True, help="Pool again whenever a file of the folder is saved, until Ctrl-C.")
@SKIP_INVALID
def command(
    folder: str | None,
    outcomes: tuple[str, ...],
    form: str,
    output: Path | None,
    trace: str | None,
    manifest: Path | None,
    watch: bool,
    skip_invalid: bool,
    **asked: Any,
) -> None:
    """Pool every outcome of the protocol in FOLDER, beside the reanalysis of the index study.

    Without FOLDER: `studies/` here if it holds a protocol, else this folder, else the shipped evidence. What is not
    asked for follows the protocol.
    """
    from metasacro.commands.pool_memory import memory_key, remember, remembered

    if manifest is not None:
        from metasacro.commands.manifest_check import check_manifest

        check_manifest(manifest, folder, form)
    if trace is not None:
        refuse_besides()
        outcomes = (trace.partition("/")[0],)
    if watch:
        from metasacro.commands.pool_watch import pool_on_save

        if trace is not None:
            raise click.UsageError("--watch prints tables and --trace a tree; leave one of them out.")
        use_one_thread()
        pool_on_save(folder, outcomes, form, output, skip_invalid, asked)
    anywhere = output is not None or form in DATA  # what is kept or sent to others says nothing of the machine
    key = None
    if trace is None and output is None:
        path, name = find_folder(folder)
        name = own_name(path, name) if anywhere else name
        key = memory_key(path, name, form, outcomes, skip_invalid, sorted(asked.items()))
    if (told := remembered(key)) is not None:
        tell(form, told[1])
        sys.exit(told[0])
    use_one_thread()
    evidence = evidence_or_exit(folder, skip_invalid, OTHERWISE, anywhere=anywhere)
    code, text = pooled_text(evidence, outcomes, form, output, trace, asked)
    tell(form, text)
    if (
        key is not None
        and not evidence.skipped
        and memory_key(path, name, form, outcomes, skip_invalid, sorted(asked.items())) == key
    ):  # else somebody saved a file meanwhile
        remember(key, code, text)
    sys.exit(code)


def pooled_text(
    evidence: EvidenceBase,
    outcomes: tuple[str, ...],
    form: str,
    output: Path | None,
    trace: str | None,
    asked: dict[str, Any],
) -> tuple[int, str]:
    """The exit code and what is printed; files are written on the way."""
    from metasacro.numerics.light_start import defer_unused
    from metasacro.synthesis.reanalysis import reanalyze
    from metasacro.synthesis.run import analyse
    from metasacro.synthesis.settings import Overrides

    defer_unused()
    overrides = Overrides(**asked)
    wanted = outcomes_or_exit(evidence, outcomes)
    analyses = tuple(analyse(evidence, outcome, overrides) for outcome in wanted)
    if trace is not None:
        print_and_exit(trace, analyses[0])
    index = evidence.protocol.index_study.value
    reanalysis = None
    if index in evidence.studies:
        reanalysis = reanalyze(evidence, index, analyses, overrides, only=outcomes or None)
    text = _text(form, analyses, reanalysis, evidence)
    if output is not None:
        from metasacro.commands.pool_files import write_pool

        write_pool(output, analyses, reanalysis, evidence)
    estimable = any(analysis.pooled is not None for analysis in analyses)
    return (FINE if estimable else NOT_ESTIMABLE), text


def tell(form: str, text: str) -> None:
    """Tables in the terminal's encoding; everything else in UTF-8 whatever that is: JSON allows no other."""
    click.echo(text if form == "table" else text.encode(), nl=False, color=True)


def _text(form: str, analyses: tuple[Analysis, ...], reanalysis: Reanalysis | None, evidence: EvidenceBase) -> str:
    if form == "table":
        from metasacro.render.terminal.console import glyphs_for, out
        from metasacro.render.terminal.page import print_page
        from metasacro.views.pages import footer, outcome_tables, reanalysis_tables

        console = out()
        with console.capture() as captured:
            print_page(
                outcome_tables(analyses, evidence),
                reanalysis_tables(reanalysis, evidence),
                footer(analyses, evidence),
                console,
                glyphs_for(sys.stdout),
            )
        return captured.get()
    if form in WRITERS:
        from metasacro.views.pages import footer, outcome_tables, reanalysis_tables

        tables = [*outcome_tables(analyses, evidence), *reanalysis_tables(reanalysis, evidence)]
        return tables_text(form, tables, footer(analyses, evidence))
    from metasacro.commands.pool_files import full_texts

    return full_texts(analyses, reanalysis, evidence, forms=(form,))[form]
