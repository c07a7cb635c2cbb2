"""A crate as RO-Crate 1.1: `ro-crate-metadata.json`, the flat JSON-LD that repositories read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from metasacro.problems.printable import printable
from metasacro.render.json_text import json_text

if TYPE_CHECKING:
    from metasacro.views.exports.crate import Crate, CrateFile

METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"

#: The context of 1.1 has no term for a digest; schema.org has.
CONTEXT = [f"{SPECIFICATION}/context", {"sha256": "https://schema.org/sha256"}]

#: A root must have a licence; where nobody gave one, this says so in words, as the specification allows.
NO_LICENCE = "No licence was stated: ask the authors before you use this further."

Entity = dict[str, Any]


def crate_text(crate: Crate) -> str:
    """The metadata as JSON."""
    files = (*crate.inputs, *crate.outputs)
    people = [_person(name, number) for number, name in enumerate(crate.authors, start=1)]
    software = [_software(name, version) for name, version in crate.software]
    licence = _licence(crate.licence)
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": printable(crate.name),
        "description": printable(crate.description),
        "datePublished": crate.published,
        "license": {"@id": licence["@id"]} if licence else NO_LICENCE,
        "hasPart": [_link(_id(file)) for file in files],
        "mentions": [_link("#pooling")],
    }
    if people:
        root["author"] = [_link(person["@id"]) for person in people]
    graph: list[Entity] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": _link(SPECIFICATION),
            "about": _link("./"),
        },
        root,
        *(_file(file) for file in files),
        {
            "@id": "#pooling",
            "@type": "CreateAction",
            "name": "Pooling of the evidence by its protocol",
            "instrument": [_link(program["@id"]) for program in software],
            "object": [_link(_id(file)) for file in crate.inputs],
            "result": [_link(_id(file)) for file in crate.outputs],
        },
        *software,
        *people,
        *([licence] if licence else []),
    ]
    return json_text({"@context": CONTEXT, "@graph": graph})


def _link(identifier: str) -> Entity:
    return {"@id": identifier}


def _id(file: CrateFile) -> str:
    """A relative URI."""
    return quote(file.path)


def _file(file: CrateFile) -> Entity:
    return {
        "@id": _id(file),
        "@type": "File",
        "name": printable(file.name),
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }


def _person(name: str, number: int) -> Entity:
    return {"@id": f"#author-{number}", "@type": "Person", "name": printable(name)}


def _software(name: str, version: str) -> Entity:
    return {
        "@id": f"#{quote(name)}",
        "@type": "SoftwareApplication",
        "name": name,
        "softwareVersion": version,
    }


def _licence(given: str | None) -> Entity | None:
    """A URL as it is; a name as that of the SPDX list, where it reads like one."""
    if given is None:
        return None
    text = printable(given)
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        return {"@id": text, "@type": "CreativeWork", "name": text}
    if re.fullmatch(r"[A-Za-z0-9.+-]+", text):
        return {"@id": f"https://spdx.org/licenses/{text}", "@type": "CreativeWork", "name": text}
    return {"@id": "#licence", "@type": "CreativeWork", "name": text}
