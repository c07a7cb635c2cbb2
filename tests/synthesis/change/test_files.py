"""Which files and values changed."""

from pathlib import Path

from metasacro.records.revisions.state import State, state_of_folder
from metasacro.synthesis.change.files import Fate, changed_files
from tests.synthesis.change.two_states import RECORDS, compared, state
from tests.synthesis.small_folder import record


def test_remarks_layout_and_quotes_are_no_change(tmp_path: Path) -> None:
    old, new = state(tmp_path / "old"), state(tmp_path / "new")
    path = tmp_path / "new" / "ash.yaml"
    text = path.read_text(encoding="utf-8").replace("seen: full text", 'seen:   "full text" # indeed\n\n')
    path.write_text("# a remark\n" + text, encoding="utf-8")
    (tmp_path / "new" / "references.bib").write_text(
        "% a remark\n" + (tmp_path / "old" / "references.bib").read_text(encoding="utf-8").replace("  title", "title"),
        encoding="utf-8",
    )
    assert changed_files(old, state_again(tmp_path / "new")) == ()
    assert new.evidence is not None


def state_again(folder: Path) -> State:
    return state_of_folder(folder, folder.name)


def test_a_value_is_told_with_its_line_and_its_decimals(tmp_path: Path) -> None:
    (file,) = compared(tmp_path, RECORDS, RECORDS | {"ash": RECORDS["ash"].replace("mean: 4,", "mean: 4.0,")}).files
    (change,) = file.values
    assert (file.fate, file.new, change.way) == (
        Fate.CHANGED,
        "ash.yaml",
        ("results", "pain · all", "follow_up", "30 days", "mean"),
    )
    assert change.old is not None
    assert change.new is not None
    assert (change.old.text, change.new.text, change.old.line, change.new.line) == ("4", "4.0", 8, 8)


def test_a_new_entry_moves_no_other_one(tmp_path: Path) -> None:
    """Results before the others: only what came is told."""
    more = RECORDS["cedar"]
    first = "- {outcome: harm, cohort: all, events: 3, of: 20, unit: patients, where: Table 3}\n"
    (file,) = compared(tmp_path, RECORDS, RECORDS | {"cedar": first + more}).files
    assert {change.way[1] for change in file.values} == {"harm · all"}
    assert {change.old for change in file.values} == {None}


def test_added_removed_and_renamed_records_are_told_apart(tmp_path: Path) -> None:
    old = {**RECORDS, "fir": record("fir", RECORDS["ash"].replace("mean: 8", "mean: 8.8"))}
    new = {name: text for name, text in RECORDS.items() if name != "elm"}
    renamed = old["fir"].replace("fir", "larch").replace("Fir", "Larch")
    files = compared(tmp_path, old, {**new, "larch": renamed}).files
    fates = {(file.fate, file.old, file.new) for file in files if file.study}
    assert fates == {(Fate.REMOVED, "elm.yaml", None), (Fate.RENAMED, "fir.yaml", "larch.yaml")}
    (added,) = (file for file in compared(tmp_path / "back", new, RECORDS).files if file.study)
    assert (added.fate, added.new) == (Fate.ADDED, "elm.yaml")
    assert added.size > 10


def test_the_protocol_and_the_bibliography_are_compared_too(tmp_path: Path) -> None:
    old, new = state(tmp_path / "old"), state(tmp_path / "new", unstated="leave out")
    bib = tmp_path / "new" / "references.bib"
    bib.write_text(bib.read_text(encoding="utf-8").replace("title = {ash}", "title = {Ash}"), encoding="utf-8")
    files = changed_files(old, state_again(tmp_path / "new"))
    assert [(file.name, [change.way for change in file.values]) for file in files] == [
        ("protocol.yaml", [("time", "unstated")]),
        ("references.bib", [("ash", "title")]),
    ]
    assert new.evidence is not None


def test_the_order_of_a_list_of_words_is_a_value(tmp_path: Path) -> None:
    """The first measure is preferred, so the order is a choice."""
    old, new = state(tmp_path / "old"), state(tmp_path / "new")
    path = tmp_path / "new" / "protocol.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[overall, rest]", "[rest, overall]"), encoding="utf-8")
    (file,) = changed_files(old, state_again(tmp_path / "new"))
    (change,) = file.values
    assert change.way == ("outcomes", "pain", "measures", "order")
    assert change.old is not None
    assert change.old.text == "overall, rest"
    assert new.evidence is not None
