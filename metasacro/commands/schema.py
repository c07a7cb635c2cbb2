"""`metasacro schema`: the JSON Schema that editors use to complete and check a record."""

from __future__ import annotations

import json

import click

from metasacro.records.json_schema import SCHEMAS, schema_of


@click.command(
    name="schema",
    epilog="Example: `metasacro schema record > studies/record.schema.json`; the first line of each record names it.",
)
@click.argument("document", type=click.Choice(list(SCHEMAS)), default="record")
def command(document: str) -> None:
    """Print the JSON Schema of DOCUMENT: `record` (the default) or `protocol`."""
    click.echo(json.dumps(schema_of(document), indent=2, ensure_ascii=False))
