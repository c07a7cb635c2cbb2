"""Fit a model of two groups and say what it found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.pooling.common_counts import missing_events
from metasacro.pooling.domain import choice, fraction
from metasacro.pooling.meta_regression_design import design_of
from metasacro.pooling.mixed_counts_answer import mixed_answer, no_answer
from metasacro.pooling.mixed_counts_fit import highest
from metasacro.pooling.two_group_models import MODELS, at_one_end, heterogeneity, two_group_model
from metasacro.pooling.two_group_regression import no_finite_regression, regression_answer, rows_of_design
from metasacro.problems import caution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.mixed_counts_fit import Maximum
    from metasacro.pooling.mixed_counts_likelihood import MixedCounts
    from metasacro.pooling.pooled_counts import PooledCounts
    from metasacro.pooling.two_group_counts import TwoGroups


def two_group_answer(
    measure: str,
    given: TwoGroups,
    *,
    model: str,
    method: str,
    test: str,
    drop00: bool,
    level: float,
    mods: str | ArrayLike | None = None,
    data: Mapping[str, Any] | None = None,
) -> PooledCounts:
    """The pooled answer of `given` under `model`; see `binomial_normal_two_groups`."""
    choice("model", model, model_keys(rates=given.rates))
    choice("method", method, ("ML", "EE"))
    choice("test", test, ("z", "t"))
    level = fraction(level)
    design = None if mods is None else design_of(mods, data, given.a.size)
    silent = given.silent
    keeps = model == "UM.RS" and not drop00
    left_out = silent.any() and not keeps
    cautions = (caution("MS450", rows=row_numbers(silent), measure=measure),) if left_out else ()
    telling = given.rows(~silent)
    taken = np.ones_like(silent) if keeps else ~silent
    if at_one_end(telling):  # also true of no cohort at all
        reason = missing_events(given) or "every cohort has as few events in one group as its total allows"
        if design is not None:
            left = design.x[taken]
            return no_finite_regression(measure, left, reason, level=level, counts=given, cautions=cautions)
        failed = (*cautions, caution("MS453", measure=measure, reason=reason))
        return no_answer(measure, int(telling.a.size), level=level, cautions=failed, counts=given)
    groups = given if keeps else telling
    name = f"{'Poisson' if given.rates else 'binomial'}–normal model {model}"
    x = None if design is None else rows_of_design(design, taken)
    likelihood, fit, q = two_group_fit(groups, model, method, x)
    answer = mixed_answer(
        name,
        measure,
        likelihood,
        fit,
        q=q,
        common=method == "EE",
        test=test,
        level=level,
        counts=given,
        cautions=cautions,
    )
    return answer if design is None else regression_answer(answer, fit, design, design.x[taken], test=test)


def two_group_fit(
    groups: TwoGroups, model: str, method: str, x: Floats | None = None
) -> tuple[MixedCounts, Maximum, float]:
    """The likelihood of cohorts that say something, its maximum, and the statistic of heterogeneity."""
    if model == "CM.AL":  # rare events among people are as good as events in person-time
        groups, model = replace(groups, rates=True), "CM.EL"
    likelihood = two_group_model(groups, model, x)
    others = (False,) * (likelihood.loadings.shape[-1] - 1)
    common = highest(likelihood, zero=(True, *others))
    only_common = method == "EE" or groups.a.size == 1
    return likelihood, common if only_common else highest(likelihood), heterogeneity(groups, model, common)


def model_keys(*, rates: bool) -> list[str]:
    """The models that these counts can be fitted by."""
    return [*MODELS] if rates else [*MODELS, "CM.AL"]
