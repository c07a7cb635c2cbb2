"""Where a field stands, for `metasacro explain FIELD`."""

from __future__ import annotations

from metasacro.records.explained_fields import field_names, fields_called
from metasacro.records.protocol_fields import PROTOCOL
from metasacro.records.study_fields import STUDY


def test_a_field_is_found_in_every_table_that_has_it() -> None:
    """With the way to it, in the order of the record."""
    found = fields_called("sd")
    assert {field.name for _, field in found} == {"sd"}
    ways = [way for way, _ in found]
    assert {"record.results.baseline.sd", "record.results.follow_up.sd", "record.results.change.sd"} <= set(ways)
    assert len(set(ways)) == len(ways)


def test_a_field_of_the_protocol_is_told_apart_from_one_of_a_record() -> None:
    assert {way.partition(".")[0] for way, _ in fields_called("citation")} == {"record"}
    assert [way for way, _ in fields_called("index_study")] == ["protocol.index_study"]


def test_a_name_that_no_field_has_finds_nothing() -> None:
    assert fields_called("sdd") == []


def test_every_name_is_listed_once_and_each_is_found() -> None:
    names = field_names()
    assert names == sorted(set(names))
    assert {field.name for shape in (STUDY, PROTOCOL) for field in shape.fields} <= set(names)
    assert all(fields_called(name) for name in names)
