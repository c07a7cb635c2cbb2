"""When a conclusion flips, and when it does not."""

from pathlib import Path

import pytest

from metasacro.synthesis.change.conclusion import Conclusion, Side, Stand, conclude, crossings, flips
from tests.synthesis.change.two_states import IMPORTANT, OUTCOMES, RECORDS, compared, moved
from tests.synthesis.shipped import analysis
from tests.synthesis.small_folder import HARM

ABOVE, ACROSS, BELOW = Side.ABOVE, Side.ACROSS, Side.BELOW


def concluded(estimate: Side, interval: Side, threshold: str = "no effect") -> Conclusion:
    stand = Stand(threshold=threshold, value=0.0, estimate=estimate, interval=interval)
    return Conclusion(estimable=True, stands=(stand,))


NOTHING = Conclusion(estimable=False, stands=())
RATE = Conclusion(estimable=True, stands=())


@pytest.mark.parametrize(
    ("old", "new", "flipped"),
    [
        (concluded(ABOVE, ABOVE), concluded(ABOVE, ABOVE), False),
        (concluded(ABOVE, ABOVE), concluded(ABOVE, ACROSS), True),
        (concluded(ABOVE, ACROSS), concluded(BELOW, ACROSS), False),
        (concluded(ABOVE, ABOVE), concluded(BELOW, BELOW), True),
        (concluded(ABOVE, ABOVE), NOTHING, True),
        (NOTHING, concluded(ABOVE, ABOVE), True),
        (NOTHING, NOTHING, False),
        (RATE, RATE, False),
        (None, concluded(ABOVE, ABOVE), False),
        (concluded(ABOVE, ABOVE), None, True),
        (NOTHING, None, False),
        (concluded(ABOVE, ABOVE), concluded(ABOVE, ABOVE, "important difference"), False),
    ],
)
def test_what_flips(old: Conclusion | None, new: Conclusion | None, flipped: bool) -> None:
    assert flips(old, new) is flipped


def test_an_estimate_that_crosses_inside_its_interval_is_told_and_flips_nothing() -> None:
    (crossing,) = crossings(concluded(ABOVE, ACROSS), concluded(BELOW, ACROSS))
    assert (crossing.what, crossing.old, crossing.new) == ("estimate", ABOVE, BELOW)


def test_less_pain_is_above() -> None:
    """The shipped pool: more than no effect, and more than 2 points."""
    stands = conclude(analysis("pain")).stands
    assert [(stand.threshold, stand.value, stand.estimate, stand.interval) for stand in stands] == [
        ("no effect", 0.0, ABOVE, ABOVE),
        ("important difference", 2.0, ABOVE, ABOVE),
    ]


def test_a_rate_has_no_threshold() -> None:
    assert conclude(analysis("leak")) == RATE


def test_an_end_that_touches_a_threshold_includes_it() -> None:
    from metasacro.synthesis.change.conclusion import _side

    assert (_side(0.0, 1.0, 0.0), _side(-1.0, 0.0, 0.0), _side(-1.0, -0.1, 0.0)) == (ACROSS, ACROSS, BELOW)


def test_a_record_can_flip_the_conclusion(tmp_path: Path) -> None:
    """The interval was above 2 and now includes it."""
    found = moved(compared(tmp_path, RECORDS, RECORDS | {"cedar": RECORDS["cedar"].replace("mean: 4.6", "mean: 7.9")}))
    assert found.flipped
    assert {(entry.threshold, entry.what) for entry in found.crossed} >= {("important difference", "interval")}


def test_a_threshold_that_the_protocol_moves_flips_too(tmp_path: Path) -> None:
    higher = OUTCOMES.replace("value: 2,", "value: 3.8,")
    assert moved(compared(tmp_path, RECORDS, RECORDS, {"outcomes": higher})).flipped


def test_an_outcome_that_goes_takes_its_conclusion_with_it(tmp_path: Path) -> None:
    comparison = compared(tmp_path, RECORDS, RECORDS, {"outcomes": IMPORTANT})
    assert [found.id for found in comparison.flipped] == ["harm"]
    back = compared(tmp_path / "back", RECORDS, RECORDS, {"outcomes": IMPORTANT + HARM.replace("harm", "harm")})
    assert back.flipped == ()
