"""Two folders of made-up evidence, as states that can be compared."""

from collections.abc import Mapping
from pathlib import Path

from metasacro.records.revisions.state import State, state_of_folder
from metasacro.synthesis.change.comparison import Comparison, compare
from metasacro.synthesis.change.movement import Movement
from tests.synthesis.small_folder import HARM, PAIN, count, scores, write_folder

#: Four records whose pooled reduction lies above 2.
RECORDS = {
    "ash": scores("mean: 8, sd: 2", "mean: 4, sd: 2") + "\n" + count(2),
    "birch": scores("mean: 7.5, sd: 2", "mean: 3.8, sd: 1.5") + "\n" + count(1),
    "cedar": scores("mean: 8.1, sd: 1.8", "mean: 4.6, sd: 2.1"),
    "elm": scores("mean: 7.9, sd: 2.2", "mean: 4.1, sd: 1.9") + "\n" + count(0),
}
#: With a minimal important difference of 2.
IMPORTANT = PAIN.replace("    measures:", "    important_difference: {value: 2, reason: a convention}\n    measures:")
OUTCOMES = IMPORTANT + HARM


def state(folder: Path, records: Mapping[str, str] = RECORDS, **choices: object) -> State:
    """A folder of these records."""
    written = write_folder(folder, records, **{"outcomes": OUTCOMES, **choices})  # type: ignore[arg-type] # by name
    found = state_of_folder(written, folder.name)
    assert found.evidence is not None, found.problems
    return found


def compared(
    folder: Path, old: Mapping[str, str], new: Mapping[str, str], choices: Mapping[str, object] | None = None
) -> Comparison:
    """Two folders; `choices` are those of the newer one."""
    return compare(state(folder / "old", old), state(folder / "new", new, **(choices or {})))


def moved(comparison: Comparison, outcome: str = "pain") -> Movement:
    """One outcome."""
    return next(found for found in comparison.movements if found.id == outcome)
