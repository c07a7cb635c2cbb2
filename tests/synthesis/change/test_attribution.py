"""What each file did to the answer: the parts add up to what is shown."""

import math
from collections.abc import Mapping
from pathlib import Path

import pytest

from metasacro.synthesis.change.comparison import Comparison
from metasacro.synthesis.change.movement import answer_of
from tests.synthesis.change.two_states import OUTCOMES, RECORDS, compared, moved
from tests.synthesis.small_folder import count, record, scores

CEDAR = RECORDS["cedar"].replace("mean: 4.6", "mean: 6.1")
NEW = scores("mean: 8, sd: 1", "mean: 6.5, sd: 1") + "\n" + count(5)


def without(*names: str) -> dict[str, str]:
    return {name: text for name, text in RECORDS.items() if name not in names}


CASES: Mapping[str, tuple[dict[str, str], dict[str, str], dict[str, object]]] = {
    "a value": (RECORDS, RECORDS | {"cedar": CEDAR}, {}),
    "two values": (RECORDS, RECORDS | {"cedar": CEDAR, "ash": NEW}, {}),
    "a new record": (RECORDS, RECORDS | {"fir": NEW}, {}),
    "a record gone": (RECORDS, without("elm"), {}),
    "a new record and a value": (RECORDS, RECORDS | {"fir": NEW, "cedar": CEDAR}, {}),
    "a record into the other set": (RECORDS, RECORDS, {"extended": ("elm",)}),
    "everything": (without("birch"), {**without("elm"), "cedar": CEDAR, "fir": NEW}, {"extended": ("ash",)}),
}


def sides(comparison: Comparison, outcome: str) -> tuple[list[float], list[float]]:
    """Estimate, lower, upper on both sides."""
    found = moved(comparison, outcome)
    values = []
    for side in (found.old, found.new):
        assert side is not None
        answer = answer_of(side)
        assert answer.estimate is not None
        assert answer.interval is not None
        values.append([answer.estimate, answer.interval.lower, answer.interval.upper])
    return values[0], values[1]


@pytest.mark.parametrize("outcome", ["pain", "harm"])
@pytest.mark.parametrize("case", CASES)
def test_parts_add_up_to_the_movement_that_is_shown(case: str, outcome: str, tmp_path: Path) -> None:
    """Of the estimate and of both ends, to 1e-9."""
    old, new, choices = CASES[case]
    comparison = compared(tmp_path, old, new, {"index": "ash" if "ash" in new else "", **choices})
    before, after = sides(comparison, outcome)
    attribution = moved(comparison, outcome).attribution
    assert attribution is not None
    for at in range(3):
        parts = math.fsum(part.moved[at] for part in attribution.parts)
        assert math.isclose(parts, after[at] - before[at], abs_tol=1e-9)


def test_more_files_than_are_exact_are_sampled_and_still_add_up(tmp_path: Path) -> None:
    names = [f"record{number}" for number in range(10)]
    old = {name: scores(f"mean: {7 + at / 10}, sd: 2", "mean: 4, sd: 2") for at, name in enumerate(names)}
    new = {name: scores(f"mean: {7 + at / 5}, sd: 2", "mean: 4, sd: 1.5") for at, name in enumerate(names)}
    comparison = compared(tmp_path, old, new)
    attribution = moved(comparison).attribution
    assert attribution is not None
    assert attribution.orders == 64
    before, after = sides(comparison, "pain")
    assert math.isclose(math.fsum(part.moved[0] for part in attribution.parts), after[0] - before[0], abs_tol=1e-9)
    assert any(part.error[0] > 0 for part in attribution.parts)


def test_a_file_that_no_pool_uses_has_no_part(tmp_path: Path) -> None:
    """And the other has the whole."""
    comparison = compared(
        tmp_path, RECORDS, RECORDS | {"cedar": CEDAR, "ash": record("ash", RECORDS["ash"]) + "notes: [seen again]\n"}
    )
    attribution = moved(comparison).attribution
    assert attribution is not None
    parts = {part.file: part.moved[0] for part in attribution.parts}
    before, after = sides(comparison, "pain")
    assert parts["ash.yaml"] == 0
    assert math.isclose(parts["cedar.yaml"], after[0] - before[0], abs_tol=1e-12)


def test_a_record_brings_its_place_in_the_sets_with_it(tmp_path: Path) -> None:
    """The line of the protocol that lists a new record is no movement of the protocol's own."""
    comparison = compared(tmp_path, RECORDS, RECORDS | {"fir": NEW})
    attribution = moved(comparison).attribution
    assert attribution is not None
    parts = {part.file: part.moved[0] for part in attribution.parts}
    assert parts["protocol.yaml"] == 0
    assert parts["fir.yaml"] != 0


def test_a_new_name_alone_moves_nothing(tmp_path: Path) -> None:
    old = {**RECORDS, "fir": record("fir", NEW)}
    new = {**RECORDS, "larch": record("fir", NEW).replace("fir", "larch").replace("Fir", "Larch")}
    comparison = compared(tmp_path, old, new)
    found = moved(comparison)
    assert (found.entered, found.left, found.altered) == ((), (), ())
    assert found.attribution is not None
    assert {part.moved[0] for part in found.attribution.parts} == {0}


def test_without_an_answer_in_between_there_is_no_attribution(tmp_path: Path) -> None:
    """The only record goes and another comes: with both or neither there is none but at the ends."""
    old, new = {"ash": RECORDS["ash"]}, {"fir": record("fir", count(1) + "\n" + NEW).replace("Table 1", "Table 9")}
    new["fir"] = record("fir", scores("mean: 5, sd: 1.1", "mean: 1, sd: 1.2", time="31 days"))
    comparison = compared(tmp_path, old, new, {"index": "fir", "outcomes": OUTCOMES})
    assert moved(comparison).attribution is None
