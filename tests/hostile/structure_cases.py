"""Structures that crash, exhaust or mislead a parser of YAML."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.evidence import broken

#: Deeper than the stack of a parser written in C.
MANY = 30_000

#: Each is read by a process of its own, because it could end the process.
ALONE = (
    Case(row="deep", name="brackets", told="`[` 30 000 times", code="MS106", at="1:21", content=b"[" * MANY),
    Case(row="deep", name="braces", told="`{a: ` 30 000 times", code="MS106", at="1:81", content=b"{a: " * MANY),
    Case(row="deep", name="dashes", told="`- ` 30 000 times", code="MS106", at="1:41", content=b"- " * MANY),
    Case(row="recursion", name="nested", told="`[` 2 000 times", code="MS106", at="1:21", content=b"[" * 2_000),
    Case(
        row="aliases",
        name="laughs",
        told="ten lists of ten aliases of the list before",
        code="MS107",
        at="1:4",
        content=b"a: &a [x, x]\n"
        + b"".join(
            b"%c: &%c [%s]\n" % (sign + 1, sign + 1, b", ".join([b"*%c" % sign] * 10)) for sign in range(97, 106)
        ),
    ),
    Case(row="cycle", name="cycle", told="`a: &a [*a]`", code="MS107", at="1:4", content=b"a: &a [*a]\n"),
    Case(
        row="merges",
        name="merged",
        told="`<<: *a` 1 000 times",
        code="MS107",
        at="1:4",
        content=b"a: &a {x: 1}\n" + b"b:\n  <<: *a\n" * 1_000,
    ),
    Case(
        row="merges",
        name="merged-inline",
        told="`<<: {…}` without an alias",
        code="MS108",
        at="2:3",
        content=b"a:\n  <<: {x: 1}\n" * 1_000,
    ),
    Case(
        row="large",
        name="large",
        told="690 KB of plain fields",
        code="MS102",
        content=b"".join(b"field%d: value\n" % number for number in range(40_000)),
    ),
    Case(
        row="large",
        name="quotes",
        told="a quote that never closes, 250 KB long",
        code="MS105",
        at="1:8",
        content=b'label: "' + b"x " * 125_000,
    ),
)

#: These are read together, in one folder.
TOGETHER = (
    Case(
        row="twice",
        name="twice",
        told="`n: 27` and `n: 53`",
        code="MS110",
        at="17:9",
        content=broken("twice", n="27\n        n: 53"),
    ),
    Case(
        row="types",
        name="set",
        told="`!!set`",
        code="MS109",
        at="2:8",
        content=broken("set", label="!!set {a, b}"),
    ),
    Case(
        row="types",
        name="binary",
        told="`!!binary`",
        code="MS109",
        at="2:8",
        content=broken("binary", label="!!binary aGk="),
    ),
    Case(
        row="types",
        name="python",
        told="`!!python/object/apply:os.system`",
        code="MS109",
        at="2:8",
        content=broken("python", label="!!python/object/apply:os.system [id]"),
    ),
    Case(row="types", name="foo", told="`!foo`", code="MS109", at="2:8", content=broken("foo", label="!foo x")),
    Case(
        row="types",
        name="directive",
        told="`%YAML 1.` and 5 000 digits",
        code="MS105",
        at="1:18",
        content=b"%YAML 1." + b"1" * 5_000 + b"\n---\na: b\n",
    ),
    Case(
        row="types",
        name="documents",
        told="a second document behind the first",
        code="MS124",
        at="25:1",
        content=broken("documents") + b"---\nstudy: other\n",
    ),
    Case(
        row="colon",
        name="colon",
        told="`label: Sacroplasty: a series`",
        code="MS105",
        at="2:19",
        content=broken("colon", label="Sacroplasty: a series"),
    ),
    Case(
        row="remark",
        name="remark",
        told="`label: x #frag`",
        code="MS142",
        at="2:10",
        content=broken("remark", label="x #frag"),
    ),
    Case(row="keys", name="key-1", told="`1: x`", code="MS111", at="25:1", content=broken("key-1", more="1: x")),
    Case(
        row="keys",
        name="keys-1",
        told="`1: x` and `'1': y`",
        code="MS110",
        at="26:1",
        content=broken("keys-1", more="1: x\n'1': y"),
    ),
    Case(
        row="keys",
        name="key-nothing",
        told="`~: x`",
        code="MS111",
        at="25:1",
        content=broken("key-nothing", more="~: x"),
    ),
    Case(
        row="keys",
        name="key-list",
        told="`? [a, b]`",
        code="MS137",
        at="25:3",
        content=broken("key-list", more="? [a, b]\n: c"),
    ),
    Case(
        row="unknown",
        name="unknown",
        told="`sd_pst`",
        code="MS111",
        at="19:9",
        content=broken("unknown", sd="2.4\n        sd_pst: 2"),
    ),
)
