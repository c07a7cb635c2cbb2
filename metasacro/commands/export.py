"""`metasacro export`: the evidence and its answers as files of other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from metasacro.commands.choices import PREDICTION, of_the_pool
from metasacro.commands.crate import Told, day_of
from metasacro.commands.evidence_folder import evidence_or_exit, find_folder, outcomes_or_exit
from metasacro.commands.exit_codes import FINE
from metasacro.commands.options import SKIP_INVALID, use_one_thread
from metasacro.commands.refusals import refusals_end
from metasacro.commands.written import tell_written, write_run

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.problems import Caution
    from metasacro.synthesis.analysis import Analysis
    from metasacro.views.exports.parcel import Parcel

#: How many of the files that were written are named.
MOST_NAMED = 3

EPILOG = """\b
Examples:
  metasacro export --to metafor --output out/metafor    tables, and an R script that recomputes every answer
  metasacro export my-studies --to ris --output out     the references of your own evidence
  metasacro export --to ro-crate --output crate --date 2026-01-31 --licence CC-BY-4.0 --author "A. Name"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a kind is made from. `analyses` is empty for kinds that need no pool."""

    evidence: EvidenceBase
    folder: Path
    analyses: tuple[Analysis, ...]
    told: Told


Files: TypeAlias = tuple[Mapping[str, bytes], "Sequence[Caution]"]


def _metafor(source: Source) -> Files:
    from metasacro.render.exports.metafor import metafor_files
    from metasacro.views.exports.metafor import metafor_parcel

    parcel = metafor_parcel(source.evidence, source.analyses)
    return metafor_files(parcel), parcel.unheld


def _revman(source: Source) -> Files:
    from metasacro.views.exports.revman import revman_parcel

    return _sheets(revman_parcel(source.evidence, source.analyses))


def _robvis(source: Source) -> Files:
    from metasacro.views.exports.robvis import robvis_parcel

    return _sheets(robvis_parcel(source.evidence))


def _prisma(source: Source) -> Files:
    from metasacro.views.exports.prisma import prisma_parcel

    return _sheets(prisma_parcel(source.evidence))


def _sheets(parcel: Parcel) -> Files:
    from metasacro.render.exports.sheets import sheet_files

    return sheet_files(parcel), parcel.unheld


def _ris(source: Source) -> Files:
    from metasacro.render.exports.ris import ris_text
    from metasacro.views.exports.references import ris_entries

    entries, unheld = ris_entries(source.evidence)
    return {"references.ris": ris_text(entries).encode()}, unheld


def _ro_crate(source: Source) -> Files:
    from metasacro.commands.crate import crate_files

    return crate_files(source.evidence, source.folder, source.analyses, source.told), ()


#: Kind → what makes its files, and whether it needs the pools.
KINDS: Mapping[str, tuple[Callable[[Source], Files], bool]] = {
    "metafor": (_metafor, True),
    "revman": (_revman, True),
    "robvis": (_robvis, False),
    "ris": (_ris, False),
    "prisma": (_prisma, False),
    "ro-crate": (_ro_crate, True),
}


@click.command(name="export", epilog=EPILOG)
@click.argument("folder", required=False)
@click.option(
    "--to",
    "kind",
    type=click.Choice(list(KINDS)),
    required=True,
    help="For which program: metafor (with a script that recomputes every answer), RevMan Web, robvis, any reference "
    "manager, the PRISMA 2020 flow diagram, or an RO-Crate of everything.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The folder to write into.",
)
@click.option("--outcome", "outcomes", multiple=True, help="Only this outcome of the protocol; may be repeated.")
@click.option(
    "--date",
    "published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="When the RO-Crate is published; without it, the day of the variable SOURCE_DATE_EPOCH.",
)
@click.option("--licence", metavar="SPDX|URL", help="The licence of the RO-Crate.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="An author of the RO-Crate; may be repeated.")
@of_the_pool
@PREDICTION
@SKIP_INVALID
def command(
    folder: str | None,
    kind: str,
    output: Path,
    outcomes: tuple[str, ...],
    published: Any,
    licence: str | None,
    authors: tuple[str, ...],
    skip_invalid: bool,
    **asked: Any,
) -> None:
    """Write FOLDER and its answers as the files of another program.

    The same evidence gives the same bytes. What that program has no place for is listed. Without FOLDER: as for
    `metasacro pool`. What is not asked for follows the protocol.
    """
    make, pools = KINDS[kind]
    told = Told(published=day_of(published), licence=licence, authors=authors)
    _refuse_idle(kind, pools, outcomes, told, asked)
    if kind == "ro-crate":
        told = told.dated()
    use_one_thread()
    evidence = evidence_or_exit(
        folder, skip_invalid, "nothing was exported: mend the records named above, or export the rest", anywhere=True
    )
    analyses = _analyses(evidence, outcomes, asked) if pools else ()
    source = Source(evidence=evidence, folder=find_folder(folder)[0], analyses=analyses, told=told)
    with refusals_end():
        files, unheld = make(source)
    _write(output, files, source, kind)
    _tell(unheld)
    sys.exit(FINE)


def _refuse_idle(kind: str, pools: bool, outcomes: tuple[str, ...], told: Told, asked: Mapping[str, Any]) -> None:
    """An option that would change nothing is a misunderstanding, so it is refused."""
    idle = []
    if not pools:
        given = {"outcome": outcomes or None, **asked}
        idle = [name for name, value in given.items() if value is not None]
    if kind != "ro-crate":
        of_crates = {"date": told.published, "licence": told.licence, "author": told.authors or None}
        idle += [name for name, value in of_crates.items() if value is not None]
    if idle:
        names = ", ".join(f"`--{name.replace('_', '-')}`" for name in idle)
        raise click.UsageError(f"{names} would change nothing in an export to `{kind}`.")


def _analyses(evidence: EvidenceBase, outcomes: tuple[str, ...], asked: Mapping[str, Any]) -> tuple[Analysis, ...]:
    from metasacro.numerics.light_start import defer_unused
    from metasacro.synthesis.run import analyse
    from metasacro.synthesis.settings import Overrides

    defer_unused()
    overrides = Overrides(**asked)
    return tuple(analyse(evidence, outcome, overrides) for outcome in outcomes_or_exit(evidence, outcomes))


def _write(folder: Path, files: Mapping[str, bytes], source: Source, kind: str) -> None:
    """Everything was made before the first file is written."""
    dated = {} if source.told.published is None else {"date": source.told.published}
    manifest = write_run(folder, files, source.evidence, kind, **dated)
    names = [*files, manifest]
    first, rest = names[:MOST_NAMED], names[MOST_NAMED:]
    more = f" and {len(rest)} more files" if len(rest) > 1 else f", {folder}/{rest[0]}" if rest else ""
    tell_written(f"{', '.join(f'{folder}/{name}' for name in first)}{more}")


def _tell(unheld: Sequence[Caution]) -> None:
    from metasacro.problems.printable import printable

    for entry in unheld:
        click.echo(f"note[{entry.code}]: {printable(entry.message)}", err=True)
