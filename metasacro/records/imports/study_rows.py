"""The rows of a table become drafts of records, following a mapping and the names of fields."""

from __future__ import annotations

from collections.abc import Collection

from metasacro.problems import Location, Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.imports.cells import SHOWN, cell_text
from metasacro.records.imports.draft import Imported, Unmapped
from metasacro.records.imports.mapping import Mapping, Told
from metasacro.records.imports.open_record import OpenRecord, Row, record_name
from metasacro.records.imports.sheet import Sheet, SheetRow
from metasacro.records.imports.targets import KEYS, LONG, UNMAPPED, WIDE, Target, target_of
from metasacro.records.problem_list import first_problems
from metasacro.records.scalars import read_scalar
from metasacro.records.shape import Identifier

#: In the column `time` of a long table: the scores before treatment, and a printed mean change.
BEFORE, CHANGED = "baseline", "change "
#: What a count consists of; a unit belongs to nothing else.
COUNTS = ("events", "of", "unit", "percent")
#: A value put somewhere by every row: its target, its text and its place.
Filled = tuple[Target, str, Location]


def read_study_rows(sheet: Sheet, mapping: Mapping) -> Imported:
    """Every record of the table, what of the table has no place in one, and what is wrong with it."""
    return _Reader(sheet, mapping).read()


class _Reader:
    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self._sheet, self._mapping = sheet, mapping
        self._problems: list[Problem] = []
        self._unmapped: list[Unmapped] = []
        self._records: dict[str, OpenRecord] = {}
        self._names: dict[str, str] = {}
        self._seen: dict[tuple[str, ...], int] = {}
        self._lost: dict[tuple[str, str], list[tuple[Location, str]]] = {}

    def read(self) -> Imported:
        columns = self._columns()
        constants = self._constants()
        placed = [*(target for targets in columns.values() for target in targets), *(filled[0] for filled in constants)]
        if not self._problems and not any(target.field == "study" for target in placed):
            self._problems.append(problem("MS176", self._sheet.at(self._sheet.header, 0)))
        if not self._problems:
            for row in self._sheet.rows:
                self._row(row, columns, constants)
        self._unmapped += [
            Unmapped(what=what, text=cells[0][1], reason=reason, location=cells[0][0], count=len(cells))
            for (what, reason), cells in self._lost.items()
        ]
        known = {self._sheet.header.cells[position] for position in columns}
        told = {name: self._mapping.columns[name].text for name in known & self._mapping.columns.keys()}
        return Imported(
            drafts=tuple(record.draft() for record in self._records.values()),
            unmapped=tuple(sorted(self._unmapped, key=lambda item: (item.location.line, item.location.column))),
            problems=tuple(first_problems(self._problems)),
            columns={
                name: told.get(name, name if name in known else UNMAPPED) for name in self._sheet.header.cells if name
            },
        )

    def _columns(self) -> dict[int, tuple[Target, ...]]:
        """Position → where its cells go. A column without a place is listed, with the first of its cells."""
        found: dict[int, tuple[Target, ...]] = {}
        names = self._sheet.header.cells
        for name, line in self._mapping.columns.items():
            if name not in names:
                self._problems.append(problem("MS167", line.location, name=printable(name, SHOWN)))
        for position, name in enumerate(names):
            told = self._mapping.columns.get(name)
            # A column may fill several places: the size of a cohort can be the denominator of a count as well.
            texts = [text.strip() for text in told.text.split(",")] if told else [name]
            targets = [target_of(text, self._mapping.shape) for text in texts]
            wrong = [(text, reason) for text, reason in zip(texts, targets, strict=True) if isinstance(reason, str)]
            if told and wrong:
                self._problems += [self._no_place(Told(text, told.location), reason) for text, reason in wrong]
            elif wrong:
                self._list_column(position, "no field of this name, no line in the mapping")
            elif any(isinstance(target, Target) and target.place == UNMAPPED for target in targets):
                self._list_column(position, "left out by the mapping")
            else:
                found[position] = tuple(target for target in targets if isinstance(target, Target))
        return found

    def _constants(self) -> list[Filled]:
        filled: list[Filled] = []
        for name, told in self._mapping.constants.items():
            target = target_of(name, self._mapping.shape)
            at = told.location or self._sheet.at(self._sheet.header, 0)
            if isinstance(target, str) or target.place == UNMAPPED:
                self._problems.append(self._no_place(Told(name, told.location), str(target)))
                continue
            text = self._value(target, told.text, at)
            if text is not None:
                filled.append((target, text, at))
        return filled

    def _no_place(self, told: Told, reason: str) -> Problem:
        return problem("MS168", told.location, text=printable(told.text, SHOWN), reason=printable(reason, 100))

    def _list_column(self, position: int, reason: str) -> None:
        sheet = self._sheet
        filled = [row for row in sheet.rows if row.cells[position]]
        if filled or sheet.header.cells[position]:
            text = filled[0].cells[position] if filled else ""
            where = sheet.at(sheet.header, position)
            name = sheet.header.cells[position]
            self._unmapped.append(Unmapped(what=name, text=text, reason=reason, location=where, count=len(filled)))

    def _value(self, target: Target, cell: str, at: Location) -> str | None:
        """The text for the record; study, cohort, outcome and measure become names where they are words."""
        if target.place == "key" and target.field == "time":
            words = cell.removeprefix(CHANGED)
            if cell == BEFORE:
                return cell
            text = cell_text(target, words, self._mapping, at)
            if not isinstance(text, Problem):
                return (CHANGED if cell.startswith(CHANGED) else "") + text
        elif target.field == "study":
            text = cell
        else:
            text = cell_text(target, cell, self._mapping, at)
        if isinstance(text, Problem):
            self._problems.append(text)
            return None
        return text

    def _row(self, row: SheetRow, columns: dict[int, tuple[Target, ...]], constants: list[Filled]) -> None:
        own: dict[Target, tuple[str, Location]] = {}
        placed = [(position, target) for position, targets in columns.items() for target in targets]
        for position, target in placed:
            if row.cells[position]:
                at = self._sheet.at(row, position)
                text = self._value(target, row.cells[position], at)
                if text is None:
                    return
                own[target] = (text, at)
        same = {target: (text, at) for target, text, at in constants if target not in own and _belongs(target, own)}
        values = [(target, text, at) for target, (text, at) in (*own.items(), *same.items())]
        keys = {target.field: (text, at) for target, text, at in values if target.place == "key"}
        begins = self._sheet.at(row, 0)
        record = self._record(keys, begins)
        if record is None:
            return
        about = self._about(keys)
        rest = [value for value in values if value[0].place != "key"]
        if self._is_twice(record, about, rest, begins) or self._lacks(about, rest, begins):
            return
        if "time" in keys and not any(target.place == "summary" for target, _, _ in rest):
            self._lose("time", "counts have no time in a record; `definition` can say it", *keys["time"])
        for target, text, at in rest:
            self._put(record, target, about, text, at)

    def _record(self, keys: dict[str, tuple[str, Location]], begins: Location) -> OpenRecord | None:
        if "study" not in keys:
            self._problems.append(problem("MS169", begins, name="study"))
            return None
        text, at = keys["study"]
        name = record_name(text)
        if not name:
            wrong = read_scalar(Identifier(), text, at, "study", "")
            self._problems += [wrong] if isinstance(wrong, Problem) else []
            return None
        if self._names.setdefault(name, text) != text:
            other = printable(self._names[name], SHOWN)
            self._problems.append(problem("MS174", at, text=printable(text, SHOWN), other=other, study=name))
            return None
        if name not in self._records:
            self._records[name] = OpenRecord(name, begins)
        if name != text:
            label = target_of("label", self._mapping.shape)
            assert isinstance(label, Target)
            if not self._names_label():
                self._records[name].put(label, Row(), " ".join(text.split()), at)
        return self._records[name]

    def _names_label(self) -> bool:
        """Whether a column or a constant says the label itself."""
        told = [*self._mapping.constants, *(told.text for told in self._mapping.columns.values())]
        return "label" in (*told, *self._sheet.header.cells)

    def _about(self, keys: dict[str, tuple[str, Location]]) -> Row:
        words = {name: keys[name][0] for name in KEYS if name in keys}
        time = words.get("time", "")
        part = "baseline" if time == BEFORE else "change" if time.startswith(CHANGED) else "follow_up" if time else ""
        time = "" if part == "baseline" else time.removeprefix(CHANGED)
        return Row(words.get("cohort", ""), words.get("outcome", ""), words.get("measure", ""), part, time)

    def _is_twice(self, record: OpenRecord, about: Row, values: list[Filled], begins: Location) -> bool:
        """Whether another row is about the same thing."""
        key: tuple[str, ...] = (record.study, about.cohort)
        if self._mapping.shape == LONG:
            counted = "" if any(target.place == "summary" for target, _, _ in values) else "counts"
            key = (*key, about.outcome, about.measure, about.part, about.time, counted)
        first = self._seen.setdefault(key, begins.line)
        if first == begins.line:
            return False
        what = " · ".join(part for part in key if part)
        hint = "with a row for each measurement, say `--shape long`" if self._mapping.shape == WIDE else ""
        self._problems.append(problem("MS164", begins, hint=hint, what=f"`{printable(what, 120)}`", first=first))
        return True

    def _lacks(self, about: Row, values: list[Filled], begins: Location) -> bool:
        """Whether a value of the row has no cohort, no outcome or no time to belong to."""
        places = {target.place for target, _, _ in values}
        lacking = []
        if not about.cohort and places & {"cohort", "characteristic", "result", "summary"}:
            lacking.append("cohort")
        of_outcome = [target for target, _, _ in values if target.place in ("result", "summary")]
        if not about.outcome and any(not target.outcome for target in of_outcome):
            lacking.append("outcome")
        if not about.part and any(target.place == "summary" and not target.part for target in of_outcome):
            lacking.append("time")
        hints = {"time": "of a count, the denominator is `of`; the size of the cohort is `cohort.n`"}
        self._problems += [problem("MS169", begins, hint=hints.get(name, ""), name=name) for name in lacking]
        return bool(lacking)

    def _put(self, record: OpenRecord, target: Target, about: Row, text: str, at: Location) -> None:
        if (
            target.field in ("p", "test", "r")
            and target.place == "summary"
            and (target.part or about.part) == "baseline"
        ):
            reason = "scores before treatment have no P value in a record"
            self._lose(target.field, reason, text, at)
            return
        wrong = record.put(target, about, text, at)
        if wrong is not None:
            self._problems.append(wrong)

    def _lose(self, what: str, reason: str, text: str, at: Location) -> None:
        self._lost.setdefault((what, reason), []).append((at, text))


def _belongs(constant: Target, own: Collection[Target]) -> bool:
    """Whether a value for every row has something to describe in this one: a scale belongs to scores that are there."""
    if constant.place == "summary":
        parts = [target for target in own if target.place == "summary" and target.outcome == constant.outcome]
        return any((target.part, target.time) == (constant.part, constant.time) for target in parts)
    if constant.place == "result":
        same = [
            target for target in own if target.place in ("result", "summary") and target.outcome == constant.outcome
        ]
        counts = any(target.place == "result" and target.field in COUNTS for target in same)
        return counts if constant.field in COUNTS else bool(same)
    return True
