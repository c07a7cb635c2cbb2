"""A RevMan 5 review: its studies become records, each arm of a comparison a cohort.

A record holds cohorts and not comparisons, so effect sizes, weights and pooled answers of the file are not taken over;
they are listed. RM5 does not say whether a mean is a score or a change, nor when it was measured: the mapping does.
"""

from __future__ import annotations

from collections.abc import Iterator

from metasacro.problems import Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.file_text import FileText
from metasacro.records.imports.cells import cell_text
from metasacro.records.imports.draft import Imported, Unmapped
from metasacro.records.imports.mapping import Mapping
from metasacro.records.imports.open_record import OpenRecord, Row, record_name
from metasacro.records.imports.rm5_references import references_of
from metasacro.records.imports.targets import UNMAPPED, WIDE, Target, target_of
from metasacro.records.imports.xml_tree import Element, read_xml
from metasacro.records.shape import Text

ROOT = "COCHRANE_REVIEW"
OUTCOMES = {"CONT_OUTCOME": "CONT_DATA", "DICH_OUTCOME": "DICH_DATA"}
#: Kinds of outcomes that have no arms, or none that a record can hold.
OTHER_OUTCOMES = ("IV_OUTCOME", "IPD_OUTCOME", "OTHER_OUTCOME")
SUBGROUPS = ("CONT_SUBGROUP", "DICH_SUBGROUP")
#: Attribute of a row of data, without its group → field.
CONTINUOUS = {"TOTAL": "n", "MEAN": "mean", "SD": "sd"}
DICHOTOMOUS = {"EVENTS": "events", "TOTAL": "of"}
#: A note is a few sentences; a record has a largest size.
LONGEST_NOTE = 10_000
#: Parts of a review that are read; the others are listed.
READ = ("STUDIES_AND_REFERENCES", "CHARACTERISTICS_OF_STUDIES", "QUALITY_ITEMS", "ANALYSES_AND_DATA")
#: Kept as notes, under these words.
CHARACTERISTICS = {
    "CHAR_METHODS": "Methods",
    "CHAR_PARTICIPANTS": "Participants",
    "CHAR_INTERVENTIONS": "Interventions",
    "CHAR_OUTCOMES": "Outcomes",
    "CHAR_NOTES": "Notes",
}

LABEL = Target(place="record", field="label", kind=Text())
COHORT_LABEL = Target(place="cohort", field="label", kind=Text())


def read_rm5(source: FileText, mapping: Mapping) -> Imported:
    """Records of the included studies, references, and everything that has no place in a record."""
    root = read_xml(source)
    if isinstance(root, Problem):
        return Imported(problems=(root,))
    if root.tag != ROOT:
        return Imported(problems=(problem("MS173", root.location, root=printable(root.tag, 60)),))
    return _Review(root, mapping).imported()


class _Review:
    def __init__(self, root: Element, mapping: Mapping) -> None:
        self._root, self._mapping = root, mapping
        self._problems: list[Problem] = []
        self._unmapped: list[Unmapped] = []
        self._records: dict[str, OpenRecord] = {}
        self._names: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def imported(self) -> Imported:
        for study in self._studies():
            self._study(study)
        self._outcomes()
        self._notes()
        for element in self._root.below("STUDY"):
            if element.get("ID") not in self._records:
                self._lose(element, f"study {element.get('NAME')}", "", "not among the included studies")
        for part in self._root.children:
            if part.tag not in READ:
                self._lose(part, part.tag, part.text, "a part of the review and not of a study")
        references, cited, others = references_of(self._root, self._records.keys())
        for element, reason in others:
            self._lose(element, "reference", element.text, reason)
        names = {key: told for key, told in self._mapping.outcomes.items() if key not in self._keys}
        self._problems += [problem("MS167", told.location, name=printable(key, 60)) for key, told in names.items()]
        self._problems += self._wrong_constants()
        return Imported(
            drafts=tuple(record.draft(cited.get(name)) for name, record in self._records.items()),
            references=references,
            unmapped=tuple(sorted(self._unmapped, key=lambda item: (item.location.line, item.location.column))),
            problems=tuple(self._problems),
            columns=self._keys,
            of_outcomes=True,
        )

    def _studies(self) -> Iterator[Element]:
        for group in self._root.below("INCLUDED_STUDIES"):
            yield from group.named("STUDY")

    def _study(self, study: Element) -> None:
        words = printable(study.get("NAME"))
        name = record_name(words)
        if not name:
            self._problems.append(problem("MS117", study.location, name="NAME", text=printable(words, 60)))
        elif name in self._names:
            shown = {"text": printable(words, 60), "other": printable(self._names[name], 60)}
            self._problems.append(problem("MS174", study.location, study=name, **shown))
        else:
            self._names[name] = words
            record = self._records[study.get("ID")] = OpenRecord(name, study.location)
            self._put(record, LABEL, Row(), words, study, "name of the study")

    def _outcomes(self) -> None:
        for comparison in self._root.below("COMPARISON"):
            for outcome in comparison.named(*OUTCOMES, *OTHER_OUTCOMES):
                name = f"{comparison.said('NAME')} / {outcome.said('NAME')}"
                if outcome.tag in OTHER_OUTCOMES:
                    self._lose(outcome, "outcome", name, "no arms with counts, or with means and SDs")
                    continue
                data = OUTCOMES[outcome.tag]
                self._rows(name, outcome, outcome.named(data))
                for subgroup in outcome.named(*SUBGROUPS):
                    self._rows(f"{name} / {subgroup.said('NAME')}", outcome, subgroup.named(data))
                if outcome.get("EFFECT_SIZE"):
                    what = f"{outcome.get('EFFECT_MEASURE')} of {name}"
                    self._lose(outcome, what, outcome.get("EFFECT_SIZE"), "an answer and not evidence")

    def _rows(self, key: str, outcome: Element, rows: list[Element]) -> None:
        """The arms of every study in one outcome, or one subgroup of it."""
        if not rows:
            return
        key = " ".join(key.split())
        told = self._mapping.outcomes.get(key)
        self._keys[key] = told.text if told else UNMAPPED
        fields = DICHOTOMOUS if outcome.tag == "DICH_OUTCOME" else CONTINUOUS
        targets: dict[str, Target] = {}
        if told and told.text != UNMAPPED:
            for attribute, field in fields.items():
                target = target_of(f"{told.text}.{field}", WIDE)
                if isinstance(target, str) or not target.outcome:
                    reason = str(target) if isinstance(target, str) else "the name of the outcome is missing"
                    self._problems.append(problem("MS168", told.location, text=told.text, reason=reason))
                    return
                targets[attribute] = target
        else:
            self._lose(outcome, key, "", "needs a line in the mapping", len(rows))
            return
        for row in rows:
            self._arms(key, outcome, row, targets)

    def _arms(self, key: str, outcome: Element, row: Element, targets: dict[str, Target]) -> None:
        record = self._records.get(row.get("STUDY_ID"))
        if record is None:
            self._lose(row, key, row.get("STUDY_ID"), "no included study has this ID")
            return
        labels = {group: printable(outcome.said(f"GROUP_LABEL_{group}")) for group in ("1", "2")}
        names = {group: record_name("-".join(label.split())) for group, label in labels.items()}
        for group, label in labels.items():
            told_apart = names[group] and names["1"] != names["2"]
            about = Row(cohort=names[group] if told_apart else f"group-{group}")
            if label:
                self._put(record, COHORT_LABEL, about, label, outcome, f"label of group {group} of {key}")
            for target, text in self._constants(targets):
                self._put(record, target, about, text, row, target.field)
            for attribute, target in targets.items():
                printed = row.get(f"{attribute}_{group}")
                if printed:
                    self._put(record, target, about, printed, row, f"{attribute}_{group} of {key}")

    def _constants(self, targets: dict[str, Target]) -> Iterator[tuple[Target, str]]:
        """What the mapping says of every row: of the record, of each cohort, and of this outcome."""
        outcome = next(iter(targets.values())).outcome
        for name, told in self._mapping.constants.items():
            target = target_of(name, WIDE)
            if isinstance(target, Target) and (
                target.place in ("record", "cohort") or (target.place == "result" and target.outcome == outcome)
            ):
                yield target, told.text

    def _wrong_constants(self) -> Iterator[Problem]:
        for name, told in self._mapping.constants.items():
            target = target_of(name, WIDE)
            if isinstance(target, str) or target.place not in ("record", "cohort", "result"):
                reason = target if isinstance(target, str) else "every arm would have it"
                yield problem("MS168", told.location, text=printable(name, 60), reason=printable(reason, 100))

    def _put(self, record: OpenRecord, target: Target, about: Row, printed: str, row: Element, what: str) -> None:
        text = cell_text(target, printed, self._mapping, row.location)
        wrong = text if isinstance(text, Problem) else record.put(target, about, text, row.location)
        if wrong is not None:
            self._lose(row, f"{record.study}: {what}", printed, f"{wrong.code}: {wrong.message}")

    def _notes(self) -> None:
        """Characteristics and risk of bias, in words: none of our appraisal tools is that of RevMan."""
        for table in self._root.below("INCLUDED_CHAR"):
            record = self._records.get(table.get("STUDY_ID"))
            for part in table.children:
                if record is not None and part.tag in CHARACTERISTICS and 0 < len(part.text) < LONGEST_NOTE:
                    record.notes.append(printable(f"{CHARACTERISTICS[part.tag]}: {part.text}"))
                elif part.text:
                    self._lose(part, part.tag, part.text, "no known part of an included study, or too long")
        for item in self._root.below("QUALITY_ITEM"):
            name = item.said("NAME")
            for entry in item.below("QUALITY_ITEM_DATA_ENTRY"):
                record = self._records.get(entry.get("STUDY_ID"))
                said = f"Risk of bias in the RevMan file, {name}: {entry.get('RESULT')}. {entry.said('DESCRIPTION')}"
                if record is not None:
                    record.notes.append(printable(said, LONGEST_NOTE))
                reason = "kept as a note; a record has no such tool" if record else "no such study"
                self._lose(entry, f"risk of bias: {name}", entry.get("RESULT"), reason)

    def _lose(self, element: Element, what: str, text: str, reason: str, count: int = 1) -> None:
        self._unmapped.append(Unmapped(what=what, text=text, reason=reason, location=element.location, count=count))
