"""The pooled answer with both of a pair, and without either."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro import load, pool
from metasacro.integrity.overlap_candidates import overlap_candidates
from metasacro.synthesis.double_counting import weigh
from metasacro.synthesis.settings import Overrides
from tests.synthesis.small_folder import evidence_of, scores


def test_the_answer_in_force_is_what_pool_prints() -> None:
    """The decided one, where the protocol decides; with both, where it does not."""
    base = load()
    checked = 0
    for pair in overlap_candidates(base):
        for outcome in base.protocol.outcomes:
            found = weigh(base, pair, outcome, Overrides())
            if found is None:
                continue
            out = found.decision.leave_out if found.decision else ()
            answer = found.without_first if pair.first.id in out else found.both
            answer = found.without_second if pair.second.id in out else answer
            expected = pool(base, outcome.id)
            assert answer.pooled is not None
            assert expected.pooled is not None
            assert (answer.n, answer.cohorts) == (expected.n, len(expected.rows))
            assert answer.pooled.estimate == pytest.approx(expected.pooled.estimate)
            checked += 1
    assert checked == 3


def test_without_one_of_two_the_other_alone_is_left(tmp_path: Path) -> None:
    same = scores("mean: 8.2, sd: 1.9", "mean: 3.1, sd: 2.4")
    base = evidence_of(tmp_path, {"a": same, "b": same})
    (pair,) = overlap_candidates(base)
    found = weigh(base, pair, base.protocol.outcomes[0], Overrides())
    assert found is not None
    assert (found.both.n, found.without_first.n, found.without_second.n) == (40, 20, 20)
    assert weigh(base, pair, base.protocol.outcomes[1], Overrides()) is None
