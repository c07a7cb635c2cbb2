"""Rows without an effect: refused, or kept with a caution that names them; never dropped, never unnamed."""

from typing import Any

import numpy as np
import pytest

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

TABLE = {"ai": [0, 3], "bi": [20, 17], "ci": [0, 4], "di": [22, 20]}
MEANS = {"m1i": [5, 6], "sd1i": [1, 2], "n1i": [9, 9], "m2i": [4, 5], "sd2i": [1, 2], "n2i": [9, 9]}


def codes(measure: str, **columns: Any) -> list[str]:
    return [caution.code for caution in effect_sizes(measure, **columns).cautions]


def test_drop00_leaves_rows_out_and_keeps_their_place() -> None:
    effects = effect_sizes("OR", drop00=True, **TABLE)
    assert np.isnan(effects.yi).tolist() == np.isnan(effects.vi).tolist() == [True, False]
    assert [c.code for c in effects.cautions] == ["MS364"]
    assert "(rows 1)" in effects.cautions[0].message
    assert effects.ni.tolist() == [42, 44]


def test_a_row_left_out_does_not_count_as_an_empty_cell() -> None:
    """With `if0all`, metafor looks for empty cells only in the rows that stay."""
    assert codes("OR", drop00=True, to="if0all", **TABLE) == ["MS364"]
    assert codes("OR", to="if0all", **TABLE) == ["MS358"]


def test_an_empty_cell_is_refused_or_kept() -> None:
    with pytest.raises(Refusal, match=r"MS359.*rows 1"):
        effect_sizes("OR", to="none", **TABLE)
    kept = effect_sizes("OR", to="none", undefined="keep", **TABLE)
    assert np.isnan(kept.yi).tolist() == [True, False]
    assert [c.code for c in kept.cautions] == ["MS361"]
    assert codes("RD", to="none", undefined="keep", **TABLE) == ["MS362"]


def test_where_a_measure_does_not_exist_the_reason_is_said() -> None:
    with pytest.raises(Refusal, match=r"MS363.*rows 2.*same sign"):
        effect_sizes("ROM", **{**MEANS, "m1i": [5, -6]})
    with pytest.raises(Refusal, match=r"MS363.*five people"):
        effect_sizes("UCOR", ri=[0.5], ni=[4])
    assert codes("ROM", undefined="keep", **{**MEANS, "m1i": [5, -6]}) == ["MS361"]


def test_a_missing_number_is_refused_or_kept() -> None:
    with pytest.raises(Refusal, match=r"MS353.*m1i.*rows 1"):
        effect_sizes("MD", **{**MEANS, "m1i": [np.nan, 6]})
    assert codes("MD", undefined="keep", **{**MEANS, "m1i": [np.nan, 6]}) == ["MS361"]


def test_a_group_of_nobody_is_refused_or_kept() -> None:
    nobody = {**TABLE, "ai": [0, 0], "bi": [20, 0]}
    with pytest.raises(Refusal, match=r"MS354.*ai \+ bi.*rows 2"):
        effect_sizes("OR", **nobody)
    assert codes("OR", undefined="keep", **nobody) == ["MS370", "MS358"]


def test_counts_that_are_no_counts() -> None:
    assert codes("OR", **{**TABLE, "ai": [1.5, 3], "ci": [1, 4]}) == ["MS365"]
    with pytest.raises(Refusal, match=r"MS368.*ai.*rows 1"):
        effect_sizes("OR", **{**TABLE, "ai": [-1, 3]})
    with pytest.raises(Refusal, match=r"MS355.*ai.*n1i.*rows 2"):
        effect_sizes("OR", ai=[1, 30], n1i=[20, 20], ci=[1, 4], n2i=[22, 24])


@pytest.mark.parametrize("p", [0.0, 1.5, -2.0])
def test_a_p_value_that_is_none(p: float) -> None:
    with pytest.raises(Refusal, match="MS369"):
        effect_sizes("SMD", pi=[p], n1i=[9], n2i=[9])


@pytest.mark.parametrize(
    "options", [{"vtype": "XX"}, {"correct": "sometimes"}, {"undefined": "drop"}, {"vtype": "AV", "measure": "ROMC"}]
)
def test_options_that_a_measure_does_not_have(options: dict[str, Any]) -> None:
    options = dict(options)
    measure = options.pop("measure", "MD")
    columns = MEANS if measure == "MD" else {**{k: v for k, v in MEANS.items() if k[0] != "n"}, "ni": 9, "ri": 0.5}
    with pytest.raises(Refusal, match="MS360"):
        effect_sizes(measure, **options, **columns)


def test_people_may_stand_for_non_events() -> None:
    by_people = effect_sizes("RR", ai=[4, 6], n1i=[123, 306], ci=[11, 29], n2i=[139, 303])
    by_cells = effect_sizes("RR", ai=[4, 6], bi=[119, 300], ci=[11, 29], di=[128, 274])
    assert by_people.yi.tolist() == by_cells.yi.tolist()
    assert by_people.yi.tolist() == pytest.approx([-0.889311, -1.585389], abs=5e-7)  # BCG trials 1 and 2


def test_the_standardized_mean_change_of_morris() -> None:
    """metafor's manual: the SD at baseline as the unit, post minus pre."""
    effects = effect_sizes(
        "SMCR",
        m1i=[38.5, 26.8, 0.7, 75.9, 36.0],
        m2i=[30.6, 23.5, 0.5, 53.4, 35.6],
        sd1i=[15, 3.1, 0.1, 14.5, 4.7],
        sd2i=[11.6, 4.1, 0.1, 4.4, 4.6],
        ni=[20, 50, 9, 10, 14],
        ri=[0.47, 0.64, 0.77, 0.89, 0.44],
    )
    assert effects.yi.tolist() == pytest.approx([0.5056, 1.0481, 1.8054, 1.4181, 0.0801], abs=5e-5)
    assert effects.vi.tolist() == pytest.approx([0.0594, 0.0254, 0.2322, 0.1225, 0.0802], abs=5e-5)


def test_hedges_approximation_on_request() -> None:
    exact, rough = (effect_sizes("SMD", correct=how, **MEANS) for how in (True, "approximate"))
    raw = effect_sizes("SMD", correct=False, **MEANS)
    assert (rough.yi / raw.yi).tolist() == pytest.approx([1 - 3 / 63] * 2, rel=CLOSED)
    assert (exact.yi / rough.yi).tolist() == pytest.approx([1.0] * 2, rel=1e-3)


@pytest.mark.parametrize("cells", [(4.5, 16.5, 6.5, 14.5), (40.0, 10.0, 10.0, 40.0), (0.5, 99.5, 30.5, 70.5)])
def test_the_tetrachoric_correlation_gives_the_table_back(cells: tuple[float, ...]) -> None:
    """metafor's search stops at 2e-5; scipy's bivariate normal says that ours is the root."""
    from scipy.stats import multivariate_normal, norm

    a, b, c, d = cells
    n = sum(cells)
    (r,) = effect_sizes("RTET", ai=[a], bi=[b], ci=[c], di=[d]).yi.tolist()
    share = multivariate_normal.cdf(norm.ppf([(a + b) / n, (a + c) / n]), cov=[[1, r], [r, 1]])
    assert share == pytest.approx(a / n, rel=1e-8)  # scipy's own tolerance


def test_a_difference_beyond_two_sds_is_pointed_out() -> None:
    assert codes("SMD", **{**MEANS, "m1i": [9, 6]}) == ["MS371"]
    assert codes("SMD", **MEANS) == []


def test_a_missing_d_is_refused_or_kept() -> None:
    """A row whose d is not known has no effect; the other keeps its own."""
    columns = {"di": [0.4, np.nan], "n1i": [20, 20], "n2i": [20, 20]}
    with pytest.raises(Refusal, match=r"MS353.*rows 2"):
        effect_sizes("SMD", **columns)
    kept = effect_sizes("SMD", undefined="keep", **columns)
    alone = effect_sizes("SMD", di=[0.4], n1i=[20], n2i=[20])
    assert np.isnan(kept.yi).tolist() == [False, True]
    assert kept.yi[0] == alone.yi[0]
    assert "rows 2" in kept.cautions[0].message
